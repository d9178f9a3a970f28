/** Finds personal data in texts by its form. Checks what can be checked, so that figures and document names stay. */

export type PersonalKind = 'EMAIL' | 'PHONE' | 'IBAN' | 'CARD' | 'ID' | 'ACCOUNT' | 'PERSON';

export interface Found {
  readonly kind: PersonalKind;
  readonly at: number;
  readonly value: string;
}

interface Form {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  readonly holds?: (value: string) => boolean;
}

const digitsOf = (text: string) => text.replace(/\D/gu, '');
const between = (text: string, least: number, most: number) => {
  const { length } = digitsOf(text);
  return length >= least && length <= most;
};

/** The first that fits at a place wins. */
const FORMS: readonly Form[] = [
  { kind: 'EMAIL', pattern: /[\p{L}\p{N}.!#$%&'*+=?^_{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu },
  {
    kind: 'IBAN',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}(?![A-Za-z0-9])/gu,
    holds: isIban,
  },
  { kind: 'CARD', pattern: /(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w]|[.,-]\d)/gu, holds: isCard },
  // Social security (US), national insurance (UK), PAN and Aadhaar (India).
  { kind: 'ID', pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/gu },
  { kind: 'ID', pattern: /(?<!\w)(?![DFIQUV])[A-Z](?![DFIQUVO])[A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/gu },
  { kind: 'ID', pattern: /(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)/gu },
  { kind: 'ID', pattern: /(?<![\w-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![\w-])/gu, holds: isAadhaar },
  {
    kind: 'PHONE',
    pattern: /(?<![\w+])(?:\+|00)[1-9][\d ().\-/]{6,18}\d(?!\w)/gu,
    holds: (text) => between(text, 8, 17),
  },
  { kind: 'PHONE', pattern: /(?<![\w.-])(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/gu },
  {
    kind: 'PHONE',
    pattern: /(?<![\w.,:/-])0\d{1,4}[ /-]\d{3,4}(?:[ -]?\d{2,4}){1,3}(?![\w-])/gu,
    holds: (text) => between(text, 9, 12),
  },
];

/** Fields of documents whose whole value is personal, whatever its form. */
const FIELDS =
  /"(?<field>bank_ac_no|account_no|account_number|bank_account_no|routing_number|iban|ssn|tax_id|pan_number|passport_number|national_id|social_security_number|cell|cell_number|phone|phone_no|mobile|mobile_no|personal_email|company_email|prefered_email|email|email_id)"\s*:\s*"(?<value>[^"\\]{3,80})"/gu;

/** Personal data in a text, in order, none inside another. */
export function personalIn(text: string): readonly Found[] {
  const found: Found[] = [];
  const free = (at: number, end: number) => found.every((one) => end <= one.at || at >= one.at + one.value.length);
  const take = (kind: PersonalKind, at: number, value: string) => {
    if (free(at, at + value.length)) found.push({ kind, at, value });
  };
  if (/[@\d]/u.test(text)) {
    for (const { kind, pattern, holds } of FORMS) {
      for (const match of text.matchAll(pattern)) {
        const value = kind === 'EMAIL' ? match[0].replace(/[.'!?]+$/u, '') : match[0];
        if (holds?.(value) ?? true) take(kind, match.index, value);
      }
    }
    for (const match of text.matchAll(FIELDS)) {
      const { field = '', value = '' } = match.groups ?? {};
      if (value.includes('@') || /\d/u.test(value))
        take(kindOf(field), match.index + match[0].lastIndexOf(value), value);
    }
  }
  return found.toSorted((one, other) => one.at - other.at);
}

/** The text with the kind of what is personal in place of it: the same for every value, so that vectors stay alike. */
export function withoutPersonal(text: string): string {
  let out = '';
  let end = 0;
  for (const { kind, at, value } of personalIn(text)) {
    out += text.slice(end, at) + kind.toLowerCase();
    end = at + value.length;
  }
  return out + text.slice(end);
}

function kindOf(field: string): PersonalKind {
  if (/mail/u.test(field)) return 'EMAIL';
  if (/cell|phone|mobile/u.test(field)) return 'PHONE';
  return /ssn|tax|pan|passport|national|social/u.test(field) ? 'ID' : 'ACCOUNT';
}

/** ISO 13616: the remainder of the rearranged number by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replace(/ /gu, '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Luhn. */
function isCard(text: string): boolean {
  const digits = [...digitsOf(text)].map(Number).reverse();
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}

const VERHOEFF = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
  [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
  [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
  [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
  [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
  [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
  [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/** The check digit of Aadhaar numbers (Verhoeff). */
function isAadhaar(text: string): boolean {
  const times = (one: number, other: number) =>
    one < 5
      ? other < 5
        ? (one + other) % 5
        : ((one + other) % 5) + 5
      : other < 5
        ? ((one - other + 5) % 5) + 5
        : (one - other + 5) % 5;
  const check = [...digitsOf(text)]
    .reverse()
    .reduce((sum, digit, at) => times(sum, VERHOEFF[at % 8]?.[Number(digit)] ?? 0), 0);
  return check === 0;
}

import { createHmac } from 'node:crypto';
import { createNameFinder, type FoundName, type NameFinder } from './names.ts';
import { type PersonalKind, personalIn } from './personal-data.ts';
import type { PrivacySettings } from './settings.ts';

type MaskingLevel = PrivacySettings['masking'];

/** Personal data of one request to a provider outside: out on the way there, back in on the way here. */
export interface Masker {
  /** With placeholders in place of personal data: the same value gets the same one. */
  mask(text: string): string;
  /** With the values in place of the placeholders that this masker gave; others are left as they are. */
  unmask(text: string): string;
  /** `unmask` for a text that comes in pieces, wherever they are cut. */
  unmasking(): { push(text: string): string; flush(): string };
}

const CODE_LENGTH = 6;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PLACEHOLDER = /\b(?:EMAIL|PHONE|IBAN|CARD|ID|ACCOUNT|PERSON)_[A-Z2-9]{6,12}(?:_FIRST|_LAST)?(?![A-Z0-9_])/giu;

/**
 * @param key makes placeholders that nobody outside can compute from a guess at the value; the same for the life of the process,
 * so that a provider's cache fits
 * @param people full names of other people, masked at level `all`
 */
export function createMasker(options: {
  readonly level: Exclude<MaskingLevel, 'off'>;
  readonly key: string;
  readonly people: readonly string[];
}): Masker {
  const names: NameFinder | null = options.level === 'all' ? createNameFinder(options.people) : null;
  const values = new Map<string, string>();
  const codes = new Map<string, string>();
  let prefixes: Set<string> | null = null;

  function placeholder(kind: PersonalKind, subject: string, value: string, suffix = ''): string {
    const code = codeOf(kind, subject);
    const made = `${kind}_${code}${suffix}`;
    if (!values.has(made)) {
      values.set(made, value);
      prefixes = null;
    }
    return made;
  }

  /** Another value that happens to have the same code gets a longer one. */
  function codeOf(kind: PersonalKind, subject: string): string {
    const whose = `${kind} ${subject.toLowerCase()}`;
    const digest = createHmac('sha256', options.key).update(whose).digest();
    const letters = [...digest].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
    for (let length = CODE_LENGTH; ; length += 1) {
      const code = letters.slice(0, length);
      const owner = codes.get(`${kind} ${code}`);
      if (owner === undefined || owner === whose) {
        codes.set(`${kind} ${code}`, whose);
        return code;
      }
    }
  }

  function replaced(
    text: string,
    found: readonly { readonly at: number; readonly value: string }[],
    by: (at: number) => string,
  ): string {
    let out = '';
    let end = 0;
    for (const [index, { at, value }] of found.entries()) {
      out += text.slice(end, at) + by(index);
      end = at + value.length;
    }
    return out + text.slice(end);
  }

  function unmask(text: string): string {
    return text.replace(PLACEHOLDER, (whole) => values.get(whole.toUpperCase()) ?? whole);
  }

  /** Beginnings of placeholders, whole ones too: a mark of the part of a name may follow. */
  function beginnings(): ReadonlySet<string> {
    prefixes ??= new Set([...values.keys()].flatMap((one) => Array.from(one, (_, at) => one.slice(0, at + 1))));
    return prefixes;
  }

  return {
    mask(text) {
      const found = personalIn(text);
      const masked = replaced(text, found, (index) => {
        const { kind, value } = found[index] ?? { kind: 'ID', value: '' };
        return placeholder(kind, kind === 'PHONE' || kind === 'CARD' ? value.replace(/\D/gu, '') : value, value);
      });
      if (names === null) return masked;
      const called = names.in(masked);
      return replaced(masked, called, (index) => {
        const name = called[index];
        if (name === undefined) return '';
        const suffix = name.part === 'whole' ? '' : `_${name.part.toUpperCase()}`;
        return placeholder('PERSON', name.person, asWritten(name), suffix);
      });
    },
    unmask,
    unmasking() {
      let held = '';
      return {
        push(text) {
          held += text;
          const known = beginnings();
          let cut = held.length;
          for (let at = Math.max(0, held.length - LONGEST); at < held.length; at += 1) {
            if ((at === 0 || !/\w/u.test(held[at - 1] ?? '')) && known.has(held.slice(at).toUpperCase())) {
              cut = at;
              break;
            }
          }
          const said = held.slice(0, cut);
          held = held.slice(cut);
          return unmask(said);
        },
        flush() {
          const rest = unmask(held);
          held = '';
          return rest;
        },
      };
    },
  };
}

/** No placeholder is longer. */
const LONGEST = 32;

/** As the directory writes it, however it was typed; a name that several people have as it was typed. */
function asWritten({ person, part, value }: FoundName): string {
  if (!/\p{Lu}/u.test(person)) return value;
  const parts = person.split(' ');
  return (part === 'whole' ? person : part === 'first' ? parts[0] : parts.at(-1)) ?? value;
}

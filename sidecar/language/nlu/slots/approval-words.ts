/** Which decisions words speak of: the kind of document, its id, what is noted. */
import { normaliseText } from '../../normalise.ts';

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['Purchase Order', /\b(?:purchase orders?|pos?\b)/iu],
  ['Material Request', /\bmaterial requests?\b/iu],
  ['Purchase Invoice', /\bpurchase invoices?\b/iu],
  ['Sales Order', /\bsales orders?\b/iu],
  ['Quotation', /\bquotations?|quotes?\b/iu],
  ['Timesheet', /\btime ?sheets?\b/iu],
  ['Travel Request', /\btravel requests?\b/iu],
  ['Expense Claim', /\b(?:expenses?|claims?|reimbursements?|receipts? claim)\b/iu],
  [
    'Leave Application',
    /\b(?:leaves?|vacations?|holidays?|time off|days? off|week off|pto|sick (?:leave|days?)|leave applications?|leave requests?|absence|annual|applications?|(?:mon|tue|tues|wed|thu|thur|thurs|fri) off|have free|day free|(?:mon|tues|wednes|thurs|fri)day off|takes? (?:the )?(?:mon|tues|wednes|thurs|fri)day)\b/iu,
  ],
];
/** Ids as Frappe makes them: capital parts, a year, a number. */
const ID = /\b[A-Z]{2,}(?:-[A-Z]{2,})*-\d{2,4}-\d{3,}(?:-\d+)?\b/iu;
/** "PO 00041": the end of an id. */
const NUMBER =
  /\b(?:PO|purchase order|material request|quotation|sales order|timesheet|request)(?: (?:no\.?|number|nr\.?))? #?(?<number>\d{4,6})\b/iu;
const BY_ID: readonly (readonly [RegExp, string])[] = [
  [/-LAP-/iu, 'Leave Application'],
  [/-EXP-/iu, 'Expense Claim'],
  [/^PUR-ORD-/iu, 'Purchase Order'],
  [/^MAT-MR-/iu, 'Material Request'],
];

export function saidDoctype(text: string): string | null {
  const plain = normaliseText(text);
  return KINDS.find(([, words]) => words.test(plain))?.[0] ?? null;
}

export function saidId(text: string): string | null {
  return ID.exec(text)?.[0].toUpperCase() ?? NUMBER.exec(text)?.groups?.['number'] ?? null;
}

/** The DocType that an id tells by itself. */
export function doctypeOfId(id: string): string | null {
  return BY_ID.find(([pattern]) => pattern.test(id))?.[1] ?? null;
}

export function saidLimit(text: string): number | null {
  const found = /\b(?:first|top|last|latest|newest|next) (?<count>\d{1,2}|two|three|four|five|ten)\b/iu.exec(text)
    ?.groups?.['count'];
  if (found === undefined) return null;
  return { two: 2, three: 3, four: 4, five: 5, ten: 10 }[found.toLowerCase()] ?? Number(found);
}

/** What shall be noted with an approval. */
export function saidNote(text: string): string | null {
  const found =
    /\b(?:with (?:the |a )?(?:comment|note|remark)|(?:and )?(?:add|leave|put|note) (?:the |a )?(?:comment|note|remark)|comment|note)(?: that| saying)?\s*:?\s+(?<words>.+)$/iu.exec(
      text,
    )?.groups?.['words'];
  return found === undefined ? null : found.trim().replace(/^["“”']|["“”'.!]+$/gu, '');
}

/** Why something is rejected, when it was said. */
export function saidReason(text: string): string | null {
  const led =
    /(?:\bbecause(?: of)?|\bdue to|\bowing to|\bon account of|\bsince|\breason(?: is|:| being)?|\bas (?=we|it|he|she|they|the|there)|\bfor (?=(?:a |the |an )?(?:missing|lack|late|wrong|exceeding|being|not)\b))\s*(?<words>.+)$/iu.exec(
      text,
    )?.groups?.['words'];
  if (led !== undefined) return cleaned(led);
  const after = /^.*?(?:[,;:]| -+)\s+(?<words>.+)$/u.exec(text)?.groups;
  const words = after?.['words'];
  if (
    words !== undefined &&
    (ISSUES.test(words) ||
      /^\p{L}+ (?:is|are|was|were|has|have|clash\w*|overlap\w*|collid\w*|doesn't|don't|isn't|aren't|with|went)\b/iu.test(
        words,
      )) &&
    !DECIDES.test(words)
  ) {
    return / /u.test(words.trim()) ? cleaned(words) : null;
  }
  const clash = words !== undefined && /^(?:clash|overlap|collid|conflict|exceed|over|miss)\w* /iu.test(words);
  if (clash) return cleaned(words);
  // "deny mike's pto we're short staffed", "nope on PO 00022 too pricey"
  const terse = TERSE.exec(text)?.groups?.['words'];
  if (terse !== undefined) return cleaned(terse);
  // "Li's second claim is a duplicate, reject it"
  const before =
    /\b(?:is|are) (?:a |an )?(?<words>(?:duplicates?|too (?:late|expensive|high|much|long|short(?: notice)?)|wrong|not (?:covered|allowed|valid|ours)|private|incomplete))\b/iu.exec(
      text,
    )?.groups?.['words'];
  return before === undefined ? null : cleaned(before);
}

const TERSE =
  /\b(?:leave|pto|vacation|holiday|time off|day off|po|order|request|timesheet|claim|expense|application|\d{4,})\s+(?:no )?(?<words>(?:(?:we're|we are|we have|we need|it's|it is|they're|there's|too|over|not|hours|nobody|clash\w*|missing) .+))$/iu;
const ISSUES =
  /^(?:no|not|too|missing|wrong|we|we're|we are|it|it's|it is|that's|the|there|he|she|they|two|three|already|over|out of|short|against|private|duplicate|nobody|somebody|somebody's|only|his|her|this|i need|i can't)\b/iu;
const DECIDES = /\b(?:reject|decline|deny|refuse|turn (?:it|them)? ?down|send (?:it|them) back)\b/iu;

function cleaned(words: string): string | null {
  const kept = words
    .trim()
    .replace(/[.!]+$/u, '')
    .replace(/[,;]? (?:so )?(?:please )?(?:reject|decline|deny|refuse) (?:it|that|them)$/iu, '')
    .trim();
  return kept === '' ? null : kept;
}

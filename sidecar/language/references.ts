/** What an utterance points at without saying it in full: ids, "task 12", "my last expense", "the second one", "it", "the Globex deal". */
import { NUMBER_WORDS } from './date-tokens.ts';
import { mayBeName } from './people-words.ts';
import { alignText, overlaps, type TextSpan } from './spans.ts';

/** Kinds of things, in one word each whatever they were called. */
export type ThingNoun =
  | 'task'
  | 'project'
  | 'expense'
  | 'leave'
  | 'meeting'
  | 'reminder'
  | 'approval'
  | 'opportunity'
  | 'lead'
  | 'contact'
  | 'account'
  | 'invoice'
  | 'document'
  | 'payslip'
  | 'message';

export type Reference = (
  | { readonly kind: 'id' /** As the site writes it: "TASK-2026-00012". */; readonly id: string }
  /** "task 12", "expense #3": the end of an id. */
  | { readonly kind: 'number'; readonly number: number; readonly noun: ThingNoun | null }
  /** "the second one" = 2 to 2; "the first two" = 1 to 2; "the last two" = -2 to -1. Of a list that was shown. */
  | { readonly kind: 'ordinal'; readonly from: number; readonly to: number; readonly noun: ThingNoun | null }
  /** "my last expense", "the latest task", "my next meeting". */
  | { readonly kind: 'last'; readonly which: 'last' | 'next'; readonly noun: ThingNoun }
  | { readonly kind: 'pronoun'; readonly word: string; readonly many: boolean; readonly noun: ThingNoun | null }
  /** "all of them"; "both" = 2. */
  | { readonly kind: 'all'; readonly count: number | null; readonly noun: ThingNoun | null }
  /** "the Globex deal" (name), "the one from Tuesday" (from), "the meeting about budget" (about), "the one with Tom" (with). */
  | {
      readonly kind: 'named';
      readonly name: string;
      readonly by: 'name' | 'from' | 'about' | 'with';
      readonly noun: ThingNoun | null;
    }
) & { readonly span: TextSpan };

const NOUNS: Readonly<Record<ThingNoun, string>> = {
  task: 'tasks?|todos?|to-dos?|action items?|assignments?',
  project: 'projects?',
  expense: 'expense claims?|expenses?|claims?|reimbursements?|receipts?',
  leave: 'leave (?:requests?|applications?)|leaves?|vacations?|time[ -]off requests?|holidays?',
  meeting: 'meetings?|calls?|events?|appointments?|syncs?|stand-?ups?|1:1s?|one-on-ones?|invites?',
  reminder: 'reminders?',
  approval: 'approvals?|requests?',
  opportunity: 'opportunit(?:y|ies)|deals?',
  lead: 'leads?',
  contact: 'contacts?',
  account: 'accounts?|customers?|clients?',
  invoice: 'invoices?',
  document: 'documents?|docs?|articles?|polic(?:y|ies)|procedures?|guides?|files?',
  payslip: 'payslips?|pay slips?|salary slips?|paychecks?',
  message: 'messages?|notes?|e-?mails?',
};
const NOUN = Object.values(NOUNS).join('|');
const PATTERNS = Object.entries(NOUNS).map(
  ([noun, words]) => [noun as ThingNoun, new RegExp(`^(?:${words})$`, 'u')] as const,
);

function nounOf(word: string | undefined): ThingNoun | null {
  if (word === undefined) return null;
  return PATTERNS.find(([, pattern]) => pattern.test(word))?.[0] ?? null;
}

const ORDINAL =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|1st|2nd|3rd|[4-9]th|10th|last|final|bottom|top';
const PLACES = new Map(
  ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'].map((word, index) => [
    word,
    index + 1,
  ]),
);
const COUNT = '\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|couple|few';
const ADJECTIVE = '(?:open |pending |overdue |new |submitted |big |whole |entire |draft )?';
const pattern = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}_-])${source}(?![\\p{L}\\p{N}_])`, 'gu');

/** Letters, then groups; the last one of figures. "HR-LAP-2026-00004", "ACC-SINV-2026-00001-1". */
const ID = pattern('(?<id>[a-z]{2,10}(?:-[a-z]{2,10}){0,3}(?:-\\d{2,4}){0,3}-\\d{3,8}(?:-\\d{1,3})?)');
const SPOKEN_ID = pattern(
  '(?<id>(?:hr|crm|acc|task|proj)(?: (?:lap|exp|ead|opp|lead|sinv|pinv|adv))? 20\\d\\d 0\\d{2,5})',
);
const NUMBER = pattern(
  `(?:(?<noun>${NOUN})(?: (?:number|no\\.?|nr\\.?|id))? ?#? ?(?<n>\\d{1,6})|#(?<hash>\\d{1,6}))(?!\\.\\d|:\\d|/\\d|[ ]?(?:%|[$€£]|dollars?|euros?|usd|eur|gbp|min|minutes?|hours?|days?|people|am|pm))`,
);
const FIRST_N = pattern(`(?:the )?(?<way>first|last|top|next) (?<count>${COUNT})(?: (?<noun>${NOUN}|ones|of them))?`);
const NTH = pattern(
  `(?:(?:the )?(?<place>${ORDINAL}) (?:one|option|item|entry|result|(?<noun>${NOUN}))|(?:option|number|item) (?<n>\\d{1,2}|${[...NUMBER_WORDS.keys()].slice(0, 10).join('|')})|(?:the |(?<=(?:and|&|,) ))(?<bare>${ORDINAL})(?= (?:and|please)|[.!?,]|$))`,
);
const LAST = pattern(
  `(?<owner>my|the|our) ${ADJECTIVE}(?:very )?(?<way>last|latest|most recent|previous|newest|next|upcoming) ${ADJECTIVE}(?<noun>${NOUN})`,
);
const ALL = pattern(
  `(?:(?<both>both(?: of (?:them|those|these))?)|(?:all|every one|each)(?: (?<count>two|three|four|five|\\d{1,2}))? of (?:them|those|these)|all (?:(?:my|the|those|these) )?${ADJECTIVE}(?<noun>${NOUN})|them all|all (?<n>two|three|four|five|\\d{1,2})(?! (?:day|hour|week|month))|everything)`,
);
const PRONOUN = pattern(
  '(?<word>that one|this one|those ones|these ones|those two|it|that|this|them|those|these|the same(?: one)?|the other one|same one)',
);
const THAT = pattern(`(?<word>that|this|those|these) (?<noun>${NOUN})`);
const TITLED = pattern(
  `(?<noun>project|account|customer|client|deal|opportunity|lead|contact) (?<name>[\\p{L}\\p{N}&.-]+(?: [\\p{L}\\p{N}&.-]+){0,2})`,
);
const BY = pattern(
  `(?:the|that|my) (?<noun>one|ones|${NOUN}) (?:(?<from>from|on|of|for|dated) (?<fromWhat>(?:last |next |this |the )?[\\p{L}\\p{N}.'-]+(?: [\\p{N}][\\p{L}\\p{N}]*| (?:january|february|march|april|may|june|july|august|september|october|november|december))?)|(?<with>with) (?<withWhom>[\\p{L}.'-]+(?: [\\p{L}.'-]+)?)|(?<about>about|regarding|on|called|named|titled) (?:the )?(?<what>[\\p{L}\\p{N}'.-]+(?: [\\p{L}\\p{N}'.-]+){0,2}))`,
);
const NAMED = pattern(`(?:the |my |our )(?<name>[\\p{L}\\p{N}&'.-]+(?: [\\p{L}\\p{N}&'.-]+){0,2}) (?<noun>${NOUN})`);
/** Before a noun these say which kind, not which one. */
const NO_NAME = new Set(
  'last latest most recent previous newest next upcoming first second third fourth fifth open pending overdue new submitted big whole entire draft same other of and all any own current annual sick approved rejected team weekly daily monthly high low medium priority leave expense sales company hr travel remote internal project task customer'.split(
    ' ',
  ),
);
const IDLE_IT =
  /\b(?:is|was|if|make|does|would|will|can|that|because) it (?:possible|ok|okay|true|that|takes?|rain|raining|be possible)\b/u;
const DETERMINER_AFTER = /^ (?:[\p{L}]+)/u;
const AFTER_PRONOUN =
  /^ (?:to|for|with|on|at|in|from|as|and|please|up|off|back|is|was|are|were|instead|again|now|too|by|until|till|today|tomorrow|one|ones|should|will|would|can|by|all|both|late|later|early|earlier|forward|done|high|low|about|look|looks|sound|sounds|means?|done|complete|completed|open|closed|next|this)(?![\p{L}])/u;

/** What an utterance points at, in order; places never overlap, the more exact one wins. Never throws. */
export function readReferences(text: string): readonly Reference[] {
  const { normalised: plain, original } = alignText(text);
  const found: Reference[] = [];
  const add = (reference: Reference) => {
    if (!found.some((each) => overlaps(each.span, reference.span))) found.push(reference);
  };
  const each = (
    source: RegExp,
    make: (groups: Readonly<Record<string, string | undefined>>, span: TextSpan) => Reference | null,
  ) => {
    for (const match of plain.matchAll(source)) {
      const reference = make(match.groups ?? {}, [match.index, match.index + match[0].length]);
      if (reference !== null) add(reference);
    }
  };
  each(ID, ({ id = '' }, span) => (/-\d/u.test(id) ? { kind: 'id', id: id.toUpperCase(), span } : null));
  each(SPOKEN_ID, ({ id = '' }, span) => ({ kind: 'id', id: id.toUpperCase().replaceAll(' ', '-'), span }));
  each(NUMBER, ({ noun, n, hash }, span) => ({ kind: 'number', number: Number(n ?? hash), noun: nounOf(noun), span }));
  each(ALL, ({ both, count, noun, n }, span) => ({
    kind: 'all',
    count: both !== undefined ? 2 : countOf(count ?? n),
    noun: nounOf(noun),
    span,
  }));
  each(FIRST_N, ({ way, count, noun }, span) => firstOf(way, count, noun, span));
  each(BY, (groups, span) => byReference(groups, span));
  each(LAST, ({ way = '', noun, owner }, span) => {
    const thing = nounOf(noun);
    // "The last task" of a list that was shown is a place in it, "my last task" is not.
    if (thing === null) return null;
    if (owner === 'the' && way === 'last') return { kind: 'ordinal', from: -1, to: -1, noun: thing, span };
    return { kind: 'last', which: /next|upcoming/u.test(way) ? 'next' : 'last', noun: thing, span };
  });
  each(NTH, ({ place, bare, n, noun }, span) => {
    const at = n === undefined ? placeOf(place ?? bare ?? '') : /^\d/u.test(n) ? Number(n) : (NUMBER_WORDS.get(n) ?? 0);
    return at === 0 ? null : { kind: 'ordinal', from: at, to: at, noun: nounOf(noun), span };
  });
  each(NAMED, ({ name = '', noun }, span) => namedReference(name, noun, span, (at) => text.slice(...original(at))));
  each(TITLED, ({ name = '', noun = '' }, [start, end]) =>
    titledReference(name, noun, [start, end], (at) => text.slice(...original(at))),
  );
  each(THAT, ({ word = '', noun }, span) => ({
    kind: 'pronoun',
    word,
    many: word.startsWith('th') && word.endsWith('se'),
    noun: nounOf(noun),
    span,
  }));
  each(PRONOUN, ({ word = '' }, span) => pronounReference(plain, word, span));
  return found.sort((a, b) => a.span[0] - b.span[0]);
}

function countOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  return word === 'couple'
    ? 2
    : word === 'few'
      ? 3
      : /^\d/u.test(word)
        ? Number(word)
        : (NUMBER_WORDS.get(word) ?? null);
}

function firstOf(
  way: string | undefined,
  count: string | undefined,
  noun: string | undefined,
  span: TextSpan,
): Reference | null {
  const many = countOf(count) ?? 0;
  if (many < 1 || way === 'next') return null;
  const thing = nounOf(noun);
  return way === 'last'
    ? { kind: 'ordinal', from: -many, to: -1, noun: thing, span }
    : { kind: 'ordinal', from: 1, to: many, noun: thing, span };
}

function placeOf(word: string): number {
  if (word === 'last' || word === 'final' || word === 'bottom') return -1;
  return word === 'top' ? 1 : (PLACES.get(word) ?? (Number.parseInt(word, 10) || 0));
}

function byReference(groups: Readonly<Record<string, string | undefined>>, span: TextSpan): Reference | null {
  const noun = nounOf(groups['noun']);
  const one = /^ones?$/u.test(groups['noun'] ?? '');
  const { fromWhat, withWhom, what } = groups;
  if (withWhom !== undefined)
    return {
      kind: 'named',
      name: withWhom.replace(/ (?:to|at|on|for|and|from|tomorrow|today|please)\b.*$/u, ''),
      by: 'with',
      noun,
      span,
    };
  if (what !== undefined) return { kind: 'named', name: what, by: 'about', noun, span };
  if (fromWhat === undefined || (!one && /^(?:of|for)$/u.test(groups['from'] ?? ''))) return null;
  return { kind: 'named', name: fromWhat.replace(/^the /u, ''), by: 'from', noun, span };
}

/** Only the words before the noun that can be a name: "the Globex deal", not "the open expenses". */
function namedReference(
  name: string,
  noun: string | undefined,
  span: TextSpan,
  written: (span: TextSpan) => string,
): Reference | null {
  const words = name.split(' ');
  while (words.length > 0 && NO_NAME.has(words[0] ?? '')) words.shift();
  const kept = words.join(' ');
  if (kept === '' || words.some((word) => NO_NAME.has(word) && word !== 'project')) return null;
  const capital = /\p{Lu}/u.test(written(span).replace(/^\S+\s/u, ''));
  const fits =
    capital ||
    words.every((word) => /\d/u.test(word) || mayBeName(word.replace(/'s$/u, ''), false)) ||
    (words.length <= 2 &&
      nounOf(noun) !== null &&
      !/^(?:to|for|in|on|at|with|from|is|are|do|does)$/u.test(words.at(-1) ?? ''));
  return fits ? { kind: 'named', name: kept, by: 'name', noun: nounOf(noun), span } : null;
}

/** "project Apollo": the words after the noun that are written with a capital. */
function titledReference(
  name: string,
  noun: string,
  [start]: TextSpan,
  written: (span: TextSpan) => string,
): Reference | null {
  const from = start + noun.length + 1;
  let end = from;
  for (const word of name.split(' ')) {
    const next = end + (end === from ? 0 : 1) + word.length;
    if (!/^\p{Lu}/u.test(written([next - word.length, next]))) break;
    end = next;
  }
  if (end === from) return null;
  return { kind: 'named', name: name.slice(0, end - from), by: 'name', noun: nounOf(noun), span: [start, end] };
}

function pronounReference(plain: string, word: string, span: TextSpan): Reference | null {
  const after = plain.slice(span[1], span[1] + 16);
  const before = plain.slice(Math.max(0, span[0] - 16), span[0] + 24);
  // "This week", "that meeting", "is it possible".
  if (/^(?:this|that|these|those)$/u.test(word) && DETERMINER_AFTER.test(after) && !AFTER_PRONOUN.test(after))
    return null;
  if (word === 'this' && /^ next/u.test(after)) return null;
  if (word === 'it' && IDLE_IT.test(before)) return null;
  if (
    word === 'that' &&
    /\b(?:remember|note|say|think|know|so|sure|hope|told|tell \w+|remind me|me) $/u.test(
      plain.slice(Math.max(0, span[0] - 16), span[0]),
    ) &&
    after.trim() !== '' &&
    DETERMINER_AFTER.test(after)
  )
    return null;
  const many = /^(?:them|those|these)/u.test(word);
  return { kind: 'pronoun', word, many, noun: null, span };
}

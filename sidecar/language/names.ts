/** Whom an utterance speaks of, as far as words alone tell. Looking the name up is somebody else's job. */
import { MONTHS, NUMBER_WORDS, WEEKDAYS } from './date-tokens.ts';
import { normaliseText } from './normalise.ts';

/** Words that are nobody, however a sentence is built. */
export const NOT_NAMES: ReadonlySet<string> = new Set([
  ...WEEKDAYS.keys(),
  ...MONTHS.keys(),
  ...NUMBER_WORDS.keys(),
  ...`i me my mine you your we our us he she it they them their his her its him this that these those there here what which who whom whose when where why how
  is are was were am be been do does did have has had can could will would should shall may might must the a an and or but if of for on in at to from with by about as
  all any some no not yes ok okay please thanks today tomorrow yesterday next last week month year day days weekend morning afternoon
  leave leaves vacation holiday holidays sick annual personal bereavement casual pto time off balance balances request requests application applications left remaining available
  much many more company team everyone everybody anybody anyone someone nobody people employee manager boss hr colleague show tell give check see get let know still got take taken used
  approved pending rejected upcoming current whole else exactly really only just also too now then so mother father mom mum dad wife husband son daughter kid kids child
  rest plz already possible enough type types kind kinds sure okay free allowed able due open fine gone over
  parental maternity paternity study exam sabbatical unpaid bereavement compassionate adoption marriage jury military family emergency medical paid
  doctor dentist years months weeks hours whats lets hows ours yours hers theirs pls minus plus previous various as us always users employees bonus approver approve reject cancel book apply submit want need like going go out one ones each every same other another new old back job work office`.split(
    /\s+/u,
  ),
]);
const NAME = /(?<![\p{L}'])\p{L}[\p{L}\p{M}.-]*(?: \p{L}[\p{L}\p{M}.-]*){0,2}/u.source;
const RELATIVES =
  /\bmy (?:[a-z]+ )?(?:mother|father|mom|mum|dad|wife|husband|son|daughter|kid|doctor|dentist|boss|manager|lead)'s?\b/u;

const PATTERNS = [
  new RegExp(
    `(?<name>${NAME})'s (?:[\\p{L}]+ ){0,3}(?:leaves?|balance|vacation|holidays?|pto|time off|days? off|sick|annual|requests?|absences?|entitlement|allowance)`,
    'u',
  ),
  new RegExp(`(?<name>${NAME})' (?:[\\p{L}]+ ){0,3}(?:leaves?|balance|vacation|holidays?|pto|requests?)`, 'u'),
  new RegExp(
    `(?:leaves?|vacation|holidays?|pto|days?|days? off|time off|balance|allowance)(?: [\\p{L}]+)? (?:do|does|did|has|have|is|will|can) (?<name>${NAME}) (?:still |now |currently )?(?:have|has|got|left|take|taken|get|off|has left|have left|remaining|allowed|entitled)`,
    'u',
  ),
  new RegExp(
    `(?:has|have|does|did|is|was|will) (?<name>${NAME}) (?:still |already |now )?(?:have|has|got|any|used|taken|booked|asked|left|put)`,
    'u',
  ),
  new RegExp(
    `(?:balance|leaves?|days|vacation|pto|holidays?|time off|requests?)(?: left| remaining| balance)? (?:of|for) (?<name>${NAME})`,
    'u',
  ),
  // Typed in a hurry: "priyas balance", "what is marcus balance".
  /(?:^|\s)(?<name>\p{L}{2,}s) (?:(?:annual|sick|vacation|remaining|current) )?(?:(?:leave|vacation|holiday) )?balances?(?=\s|\?|$)/u,
  new RegExp(`(?:^|\\b)(?:and|what about|how about|and what about|and for) (?<name>${NAME})(?:'s)?\\s*\\??$`, 'u'),
];

/**
 * A name such as "priya" or "marcus reed" (lower case, as normalised) when the utterance speaks of another person's
 * leave; null when it speaks of the speaker. Words that can be no name are cut off both ends.
 */
export function personNamed(text: string): string | null {
  const plain = normaliseText(text)
    .replace(/[!.,;:"()]+(?=\s|$)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (RELATIVES.test(plain)) return null;
  for (const pattern of PATTERNS) {
    const candidate = pattern.exec(plain)?.groups?.['name'];
    const name = candidate === undefined ? null : trimmed(candidate);
    if (name !== null) return name;
  }
  return null;
}

function trimmed(candidate: string): string | null {
  // The pattern may have taken a verb with it: the name is the last run of words that can be one.
  const run: string[] = [];
  for (const word of candidate.split(' ').reverse()) {
    if (NOT_NAMES.has(word)) {
      if (run.length > 0) break;
      continue;
    }
    run.unshift(word);
  }
  return run.length === 0 ? null : run.join(' ');
}

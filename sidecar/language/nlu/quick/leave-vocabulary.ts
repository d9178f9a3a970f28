/** Words of leave as people write them, and the groups that rules are made of. */
import { mendTypo, wordsOf } from '../../normalise.ts';

const VOCABULARY =
  `leave leaves vacation vacations holiday holidays balance annual remaining request requests cancel approve approved approves pending
  application applications allowance entitlement available bereavement personal personnel submit schedule withdraw upcoming rejected maternity paternity
  status history absence sickness doctor still thanks thank please hello morning afternoon evening tomorrow today monday tuesday wednesday thursday friday
  cancer quest count color learn meeting salary expense expenses invoice approver allocated allocation taken compassionate`.split(
    /\s+/u,
  );
const SHORT: Readonly<Record<string, string>> = {
  leav: 'leave',
  lve: 'leave',
  laeve: 'leave',
  leve: 'leave',
  hols: 'holidays',
  hol: 'holiday',
  vacay: 'vacation',
  vac: 'vacation',
  bal: 'balance',
  appl: 'application',
  canel: 'cancel',
  cancelled: 'cancelled',
  tmrw: 'tomorrow',
  wat: 'what',
  wats: 'what is',
  hw: 'how',
  mch: 'much',
  reqs: 'requests',
  bok: 'book',
  boook: 'book',
  hav: 'have',
  plase: 'please',
};

/** The last utterances: one is looked at a dozen times on its way to an answer. */
const recent = new Map<string, string>();
const RECENT = 8;

/** The words of an utterance with typos of leave words mended, between single spaces. */
export function plainWords(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const made = mended(text);
  const [oldest] = recent.keys();
  if (recent.size >= RECENT && oldest !== undefined) recent.delete(oldest);
  recent.set(text, made);
  return made;
}

function mended(text: string): string {
  const words = wordsOf(text).map((word) => {
    const bare = word.replace(/'s$/u, '');
    return mendTypo(SHORT[bare] ?? bare, VOCABULARY);
  });
  return ` ${words.join(' ')} `;
}

export const DAY = String.raw`(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|today|tomorrow|yesterday|(?:next|this|last) (?:week|month|year|\w+day)|week|weekend|morning|afternoon|day|days|\d+\w*|january|february|march|april|may|june|july|august|september|october|november|december|dec|nov|jan|feb|christmas|(?:mon|tues|wednes|thurs|fri|satur|sun)day s`;
export const NOUN = `(?:leaves?|vacations?|holidays?|pto|time off|days? off|half (?:a )?days?|sick days?|personal days?|absences?|annual|off work|comp off|toil|mental health day)`;
export const REQUEST = `(?:requests?|applications?|bookings?)`;

/**
 * An utterance with what differs from case to case taken out: names, dates, times, amounts, ids become class words. Light on
 * purpose (one pass of patterns): finding the label must not wait for the readers of values.
 */
import { normaliseText, wordsOf } from '../normalise.ts';
import { FIRST_NAMES, ORG_WORDS } from './names-known.ts';

/** The words that stand for a class of values. No English word begins with `xx`. */
export const MASKS = {
  name: 'xxname',
  email: 'xxmail',
  url: 'xxurl',
  id: 'xxid',
  phone: 'xxphone',
  money: 'xxmoney',
  time: 'xxtime',
  duration: 'xxspan',
  today: 'xxtoday',
  past: 'xxpast',
  day: 'xxday',
  period: 'xxperiod',
  percent: 'xxpercent',
  number: 'xxnum',
} as const;

const WEEKDAY =
  '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|tmrw|tmr|tomorrow|tomorow|2moro|tommorow|tommorrow';
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const ORDINAL = String.raw`\d{1,2}(?:st|nd|rd|th)`;
const COUNT = String.raw`(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|forty[ -]five|sixty|ninety|half an?|a couple of|a few)`;
const AMOUNT_WORD = String.raw`(?:\d[\d.,]*k?|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and))*)`;
const CURRENCY = '(?:dollars?|bucks|usd|us\\$|euros?|eur|pounds?|quid|gbp|rupees?|inr|rs|francs?|chf|yen|cents?)';

/** In order: what is recognised first is gone for the later ones. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu, MASKS.email],
  [/\bhttps?:\/\/\S+|\bwww\.\S+/gu, MASKS.url],
  // HRMS's series say what they number, and so tell one tool from another.
  [/\bhr-exp-\d{4}-\d+\b/gu, `claim ${MASKS.id}`],
  [/\bhr-lap-\d{4}-\d+\b/gu, `leave request ${MASKS.id}`],
  [
    /\b[a-z]{2,}(?:-[a-z]{2,})*-(?:\d{2,4}-)*\d{2,}(?:-\d+)*\b|#\d+\b|\b(?:[a-z]*\d+[a-z]+\d*|[a-z]+\d+)[a-z0-9]{4,}\b/gu,
    MASKS.id,
  ],
  [/\+?\d[\d ()-]{7,}\d\b/gu, MASKS.phone],
  [
    new RegExp(
      String.raw`[$€£₹¥]\s?\d[\d.,]*\s?[km]?\b|\b${AMOUNT_WORD}\s?${CURRENCY}\b|\b${CURRENCY}\s?\d[\d.,]*k?\b|[$€£]`,
      'gu',
    ),
    MASKS.money,
  ],
  [/\b\d+(?:\.\d+)?\s?(?:%|percent\b)/gu, MASKS.percent],
  [
    /\b(?:(?:half|quarter) (?:past|to|after) )?(?:\d{1,2}(?::|\.)\d{2}\s?(?:[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:[ap] ?m|o'?clock|thirty|in the (?:morning|afternoon|evening))|noon|midday|midnight)|\b(?:half|quarter) (?:past|to|after) (?:\d{1,2}|\w+)|\bat (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b(?! (?:percent|dollars))/gu,
    MASKS.time,
  ],
  [
    new RegExp(
      String.raw`\b${COUNT}[ -]?(?:minutes?|mins?|min|hours?|hrs?|hr|h|m)\b|\b\d+(?:m|h)\b|\bhalf (?:an )?hour\b|\bquarter of an hour\b`,
      'gu',
    ),
    MASKS.duration,
  ],
  [/\b(?:today|tonight|this (?:morning|afternoon|evening))\b/gu, MASKS.today],
  [
    new RegExp(
      String.raw`\b(?:yesterday|last (?:night|week|month|quarter|year|${WEEKDAY}|${MONTH})|(?:the )?past (?:\w+ )?(?:days?|weeks?|months?|quarter|year)|${COUNT} (?:days?|weeks?|months?) ago|previous (?:week|month|quarter|year))\b`,
      'gu',
    ),
    MASKS.past,
  ],
  [
    /\b(?:(?:this|next|current|the|coming|following) (?:coming )?(?:week(?:end)?|month|quarter|year)|end of (?:the )?(?:week|month|quarter|year)|q[1-4]|\d(?:st|nd|rd|th) quarter|ytd|year to date|fy ?\d{2,4}|20\d\d)\b(?:[ -](?:20)?\d\d\b)?/gu,
    MASKS.period,
  ],
  [
    new RegExp(
      String.raw`\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|(?:the )?${ORDINAL}(?: of)?(?: ${MONTH})?|\d{1,2}(?:-\d{1,2})? (?:of )?${MONTH}|${MONTH} \d{1,2}(?:-\d{1,2}|${'(?:st|nd|rd|th)?'}))\b(?:,? 20\d\d\b)?|\b(?:(?:this|next|on|by|coming) )?(?:${WEEKDAY})\b|\b(?:the )?day after\b(?= ${MASKS.day})|\b(?:in )?(?:${MONTH.replace('|may', '').replace('mar(?:ch)?', 'march')})\b`,
      'gu',
    ),
    MASKS.day,
  ],
  [/\b\d[\d.,]*k?\b/gu, MASKS.number],
];

const CAPITALISED = /(?<![\p{L}\p{N}@._-])\p{Lu}[\p{L}\p{M}'’-]*\p{Ll}[\p{L}\p{M}]*(?![\p{L}\p{N}@])/gu;
/** Words that stand with a capital letter and name nobody. */
const NOT_NAMES = new Set(
  `i'm i'd i've i'll mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
  september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter thanksgiving diwali eid new year english german french spanish hindi
  can could would please hey hi hello the and but also ok okay yes no leave annual sick hr crm erp erpnext frappe desk slack teams zoom google outlook excel
  sales finance engineering marketing legal support operations team board policy expense travel project task meeting website app mobile relaunch review
  bitte und oder der die das ich wie was ist bonjour merci hola gracias`.split(/\s+/u),
);

/** Names by their capital letter, unless everything is written so; then those that are known to be names. */
function maskNames(text: string): string {
  const wordCount = text.match(/\p{L}[\p{L}'’]*/gu)?.length ?? 0;
  const capitals = text.match(CAPITALISED)?.length ?? 0;
  const telling = capitals * 2 <= wordCount || wordCount <= 3;
  return text.replace(CAPITALISED, (word: string, at: number) => {
    const possessive = /['’]s$/u.test(word);
    const bare = word.replace(/['’]s$/u, '').toLowerCase();
    if (FIRST_NAMES.has(bare) || ORG_WORDS.has(bare)) return word;
    if (NOT_NAMES.has(bare) || !telling || opensSentence(text, at)) return word;
    return possessive ? `${MASKS.name}'s` : MASKS.name;
  });
}

function opensSentence(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd();
  return before === '' || /[.!?:"“]$/u.test(before);
}

export interface MaskedText {
  /** Lower case, contractions written out, class words for values; several names in a row are one. */
  readonly words: readonly string[];
  /** First and last name together: more often somebody outside. */
  readonly fullName: boolean;
  /** A person's first name, or a word of company names, was among the names. */
  readonly person: boolean;
  readonly company: boolean;
  readonly asks: boolean;
}

/** Takes the values out of an utterance. Never throws. */
export function maskText(text: string): MaskedText {
  let plain = normaliseText(maskNames(text.slice(0, 600)));
  const asks = plain.includes('?');
  for (const [pattern, mask] of PATTERNS) plain = plain.replace(pattern, ` ${mask} `);
  const words: string[] = [];
  let person = false;
  let company = false;
  let fullName = false;
  for (const word of wordsOf(plain)) {
    const bare = word.replace(/'s$/u, '');
    const first = FIRST_NAMES.has(bare);
    const org = !first && ORG_WORDS.has(bare) && (bare.length > 3 || words.at(-1) === MASKS.name);
    if (first) person = true;
    if (org) company = true;
    const isName = first || org || bare === MASKS.name;
    if (isName && words.at(-1) === MASKS.name) {
      if (!org) fullName = true;
      if (bare !== word) words.push("'s");
      continue;
    }
    words.push(isName ? MASKS.name : bare);
    if (bare !== word) words.push("'s");
  }
  return { words, person, company, fullName, asks };
}

/** What words say of a new lead: who, of which company, how to reach him, where he came from. */
import { normaliseText } from '../../normalise.ts';
import { readPeople } from '../../people.ts';
import { type Party, parties } from './party-words.ts';
import type { SlotContext } from './slot-reader.ts';

export interface LeadWords {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  readonly company?: string;
  readonly phone?: string;
  readonly source?: string;
}

const SOURCES: readonly (readonly [string, RegExp])[] = [
  [
    'website',
    /(?<![a-z])(?:web ?site|web form|web(?=[.!]*$)|online|contact form|online form|signed up (?:on|through|via))(?![a-z])/u,
  ],
  ['referral', /(?<![a-z])(?:referred|referral|recommended|introduced)(?![a-z])/u],
  ['conference', /(?<![a-z])conference(?![a-z])/u],
  ['linkedin', /(?<![a-z])linked ?in(?![a-z])/u],
  ['trade fair', /(?<![a-z])trade (?:fair|show)(?![a-z])/u],
  ['exhibition', /(?<![a-z])exhibition(?![a-z])/u],
  ['cold call', /(?<![a-z])cold[- ]call(?:ing|ed)?(?![a-z])/u],
  ['webinar', /(?<![a-z])webinar(?![a-z])/u],
  ['advertisement', /(?<![a-z])(?:advert(?:isement)?|google ads?|newspaper ad|campaign)(?![a-z])/u],
  ['walk in', /(?<![a-z])walk(?:ed)?[- ]in(?![a-z])/u],
  ['newsletter', /(?<![a-z])newsletter(?![a-z])/u],
  ['expo', /(?<![a-z])expo(?![a-z])/u],
  ['fair', /(?<![a-z])(?<!trade )fair(?![a-z])/u],
  ['event', /(?<![a-z])(?:at|from) (?:the|an|our) event(?![a-z])/u],
];
const PHONE = /(?<![\p{L}\d-])\+?\(?\d[\d ()./-]{5,}\d(?![\d-])/u;
const OF_COMPANY =
  /(?:(?:^|[^a-z])(?:from|of|at|with|for|company|by|works? (?:for|at)|working (?:for|at)|represent(?:s|ing)|on behalf of|on|called)(?: (?:the|a))?(?: (?:company|firm|customer))? |, )$/u;

export function saidLead(text: string, context: SlotContext): LeadWords {
  const plain = normaliseText(text);
  const [email] = readPeople(text).emails;
  const phone = PHONE.exec(text.replace(/\S+@\S+/gu, ' '))?.[0].trim();
  const source = SOURCES.find(([, pattern]) => pattern.test(plain))?.[0];
  const found = parties(text, context).filter((one) => !refers(one));
  const person = found.find((one) => isPerson(one)) ?? null;
  const company =
    found.find((one) => one !== person && (one.kind === 'company' || OF_COMPANY.test(one.before) || person !== null)) ??
    null;
  const words = person?.text.split(' ') ?? [];
  const last = words.slice(1).join(' ');
  // "Ben Ford Acme": the third word is where he is from.
  const [lastName, glued] =
    words.length === 3 && company === null && person?.kind === 'person'
      ? [words[1] ?? '', words[2]]
      : [last, undefined];
  const of = company?.text ?? glued;
  return {
    ...(words[0] === undefined ? {} : { first_name: words[0] }),
    ...(lastName === '' ? {} : { last_name: lastName }),
    ...(email === undefined ? {} : { email }),
    ...(of === undefined ? {} : { company: of }),
    ...(phone === undefined ? {} : { phone: phone.trim() }),
    ...(source === undefined ? {} : { source }),
  };
}

/** "Marcus referred Emma": whose word it was is no lead. */
function refers(one: Party): boolean {
  return (
    /^ (?:referred|recommended|introduced|told|passed)(?! by)(?![a-z])/u.test(one.after) ||
    /(?<![a-z])(?:referred by|recommended by|introduced by|thanks to) $/u.test(one.before)
  );
}

function isPerson(one: Party): boolean {
  if (one.kind === 'person') return one.text.includes(' ') || !/(?<![a-z])(?:from|at|company) $/u.test(one.before);
  if (one.kind === 'company') return false;
  const words = one.text.split(' ');
  // Two words that are no company's, not led by "from": first and last name.
  return words.length === 2 && !/(?<![a-z])(?:from|at|of|company|for|on|called) $/u.test(one.before)
    ? true
    : words.length === 2 && /(?<![a-z])for $/u.test(one.before);
}

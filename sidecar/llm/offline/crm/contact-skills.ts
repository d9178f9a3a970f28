/** What the offline model does with people and customers. */
import { formatList } from '../../../language/format.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import type { Skill } from '../skill.ts';
import { ask, call, type Step, tell, textOf } from '../step.ts';
import { type ContactLine, contactData, contactsData } from './data.ts';
import { lastOf, mentioning, placeIn } from './mention.ts';
import { say } from './sentences.ts';
import { aside, day } from './wording.ts';

export const SEARCH = 'search_contacts';
export const CONTACT = 'get_contact';
const PRONOUN = /(?<![a-z])(?:him|her|his|hers|them|their|he|she|that (?:person|contact|guy|lady))(?![a-z])/u;
const PHONE = /(?<![a-z])(?:phone|fone|number|mobile|cell|call|ring|telephone)(?![a-z])/u;
const EMAIL = /(?<![a-z])(?:e-?mail|mail address|address|write to)(?![a-z])/u;
const ALL =
  /(?<![a-z])(?:reach|get hold of|contact (?:details|info|data|card|record|profile)|details|card|record|everything|coordinates)(?![a-z])/u;

const wantsWays = (plain: string) => PHONE.test(plain) || EMAIL.test(plain) || ALL.test(plain);

export const searching: Skill = {
  tool: SEARCH,
  named: ['query'],
  begin(text, known, request) {
    const { situation } = request;
    const plain = normaliseText(text);
    const slots = readSlots(SEARCH, text, slotContext(situation));
    const ways = wantsWays(plain) && !/^(?:find|show|list) /u.test(plain) ? { include_contact: true } : {};
    const there =
      /(?<![a-z])(?:there|their|them|that (?:company|customer|account)|the (?:contact|customer|client)(?! (?:at|of|for)))(?![a-z])/u.test(
        plain,
      );
    const company = textOf(slots['company']) ?? (there ? (lastOf('Account', situation)?.label ?? null) : null);
    const query = textOf(slots['query']) ?? company;
    const args = { ...known, ...slots, ...ways, ...(company === null ? {} : { company }) };
    if (query === null) return ask({ text: say('whomContact'), tool: SEARCH, args, asked: 'query' }, situation);
    return call(SEARCH, { ...args, query }, request);
  },
  follow: (text, _lastArgs, request) => followPeople(text, request),
  refused: (_sentence, { wish, args }) =>
    wish === 'search_employee_directory' ? say('nobodyAnywhere', { query: textOf(args['query']) ?? '' }) : null,
  report(data, { request, wish }) {
    const read = contactsData.safeParse(data);
    if (!read.success) return null;
    const { people, query, company, contact, more } = read.data;
    const { situation } = request;
    const [only] = people;
    if (only === undefined) {
      if (wish === 'search_employee_directory') return tell(say('nobodyAnywhere', { query }), situation);
      if (company === null) return tell(say('nobody', { query }), situation);
      return tell(query === '' ? say('nobodyAt', { company }) : say('nobodyLike', { query, company }), situation);
    }
    const mentions = people.map((one) => ({ id: one.id, label: one.name }));
    if (people.length === 1) {
      const ways = contact ? waysText(only.name, [only.email, only.phone]) : '';
      const first = firstName(only.name);
      const next = contact
        ? [`When did we last talk to ${first}?`]
        : [`What is ${first}'s number?`, `Log a call with ${only.name}`];
      return mentioning(tell(whoText(only, company, ways), situation, next), 'Contact', mentions);
    }
    const lines = people.map((one) =>
      say('line', {
        name: one.name,
        what: aside(one),
        company: company !== null || one.company === null ? '' : say('ofCompany', { company: one.company }),
        ways: contact ? listedWays(one) : '',
      }),
    );
    const sentence = say('some', {
      count: people.length + more,
      company: company === null ? '' : say('someAt', { company: people[0]?.company ?? company }),
      list: lines.join('\n'),
      more: more > 0 ? say('more', { count: more }) : '',
    });
    return mentioning(tell(sentence, situation), 'Contact', mentions);
  },
};

export const contact: Skill = {
  tool: CONTACT,
  document: 'Contact',
  named: ['contact_id'],
  begin(text, known, request) {
    const { situation } = request;
    const slots = readSlots(CONTACT, text, slotContext(situation));
    const who = textOf(slots['contact_id']) ?? pointedAt(text, situation);
    const args = { ...known, ...slots };
    if (who === null) return ask({ text: say('whichContact'), tool: CONTACT, args, asked: 'contact_id' }, situation);
    return call(CONTACT, { ...args, contact_id: who }, request);
  },
  follow: (text, _lastArgs, request) => followPeople(text, request),
  report(data, { text, request }) {
    const read = contactData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { id, name, emails, phones, history } = read.data;
    const plain = normaliseText(text);
    const step = (sentence: string, next: readonly string[] = []) =>
      mentioning(tell(sentence, situation, next), 'Contact', [{ id, label: name }]);
    const log = [`Log a call with ${name}`];
    if (history !== undefined) return step(historyText(name, history, situation), log);
    const both = ALL.test(plain) || (PHONE.test(plain) && EMAIL.test(plain));
    if (PHONE.test(plain) && !both) return step(oneWay('phone', name, phones, emails), log);
    if (EMAIL.test(plain) && !both) return step(oneWay('email', name, emails, phones), log);
    const person = { ...read.data, title: read.data.title };
    const ways = both ? waysText(name, [...emails, ...phones]) : '';
    const next = ways === '' ? [`What is ${firstName(name)}'s number?`, ...log] : log;
    return step(whoText(person, null, ways), next);
  },
};

/** "What's his number?", "and the one at Initech?", "and Jon?", "the second one". */
function followPeople(text: string, request: ModelRequest): Step | null {
  const { situation } = request;
  const plain = normaliseText(text);
  const listed = placeIn('Contact', text, situation);
  if (listed !== null) return call(CONTACT, { contact_id: listed.name }, request);
  const last = lastOf('Contact', situation);
  const history = readSlots(CONTACT, text, slotContext(situation))['include_history'] === true;
  if (last !== null && PRONOUN.test(plain) && (wantsWays(plain) || history))
    return call(CONTACT, { contact_id: last.name, ...(history ? { include_history: true } : {}) }, request);
  if (!/^(?:and|what about|how about|also|or|then)(?![a-z])/u.test(plain)) return null;
  const bare = text.replace(/^\s*(?:and|what about|how about|also|or|then)\s+/iu, '');
  const slots = readSlots(SEARCH, bare, slotContext(situation));
  const company = textOf(slots['company']);
  if (company !== null) return call(SEARCH, { query: textOf(slots['query']) ?? company, company }, request);
  const who = textOf(slots['query']);
  if (who !== null) return call(CONTACT, { contact_id: who }, request);
  return last !== null && wantsWays(plain) ? call(CONTACT, { contact_id: last.name }, request) : null;
}

/** Whom "him" or "the second one" is. */
export function pointedAt(text: string, situation: Situation): string | null {
  const listed = placeIn('Contact', text, situation);
  if (listed !== null) return listed.name;
  return PRONOUN.test(normaliseText(text)) ? (lastOf('Contact', situation)?.name ?? null) : null;
}

function whoText(
  one: Pick<ContactLine, 'name' | 'title' | 'company' | 'lead'>,
  asked: string | null,
  ways: string,
): string {
  const { name, company } = one;
  if (asked !== null && company !== null) return say('oneAt', { company, name, what: aside(one), ways });
  if (one.title === null)
    return say('one', {
      name,
      what: '',
      company: company === null ? '' : say('isOf', { company }) + leadText(one),
      ways,
    });
  const at = company === null ? '' : say('someAt', { company });
  return say('one', { name, what: say('isAt', { what: one.title, company: at }) + leadText(one), company: '', ways });
}

function leadText({ lead }: Pick<ContactLine, 'lead'>): string {
  return lead ? say('alsoLead') : '';
}

function waysText(name: string, ways: readonly (string | null | undefined)[]): string {
  const known = ways.filter((way) => way !== null && way !== undefined && way !== '');
  const first = firstName(name);
  return known.length === 0
    ? say('noWays', { name: first })
    : say('ways', { name: first, value: formatList(known as string[], 'or') });
}

function listedWays({ email, phone }: ContactLine): string {
  const known = [textOf(email), textOf(phone)].filter((way) => way !== null);
  return known.length === 0 ? '' : `: ${known.join(', ')}`;
}

function oneWay(kind: 'phone' | 'email', name: string, own: readonly string[], other: readonly string[]): string {
  if (own.length > 0) return say(kind, { name, value: formatList(own, 'or') });
  const [instead] = other;
  const rest = instead === undefined ? '' : say(kind === 'phone' ? 'butEmail' : 'butPhone', { value: instead });
  return say(kind === 'phone' ? 'noPhone' : 'noEmail', { name, other: rest });
}

function historyText(
  name: string,
  history: readonly { readonly subject: string; readonly at: string }[],
  situation: Situation,
): string {
  if (history.length === 0) return say('noHistory', { name });
  const lines = history.map(({ at, subject }) =>
    say('historyLine', { when: day(at.slice(0, 10), situation), subject }),
  );
  return lines.length === 1
    ? say('lastTalk', { name, first: lines[0] ?? '' })
    : say('historyList', { name, list: lines.map((line) => `- ${line}`).join('\n') });
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** What the offline model does with the tools about colleagues. */
import { formatList } from '../../../language/format.ts';
import { personNamed } from '../../../language/names.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidColleague, wantsContact } from '../../../language/nlu/slots/people-words.ts';
import type { ModelRequest } from '../../model.ts';
import { personMeant } from '../people-meant.ts';
import type { Skill, SkillSet } from '../skill.ts';
import { ask, call, has, type Step, tell, textOf } from '../step.ts';
import { type Colleague, managerData, peopleData, reportsData } from './data.ts';
import { say } from './sentences.ts';

const directory: Skill = {
  tool: 'search_employee_directory',
  named: ['query'],
  begin(text, known, request) {
    const query = saidColleague(text);
    const contact = wantsContact(text) ? { include_contact: true } : {};
    if (query === null)
      return ask(
        { text: say('whom'), tool: directory.tool, args: { ...known, ...contact }, asked: 'query' },
        request.situation,
      );
    return call(directory.tool, { ...known, ...contact, query }, request);
  },
  follow(text, lastArgs, request) {
    const meant = personMeant(text, request.situation);
    if (
      meant?.doctype === 'Employee' &&
      / (?:manager|boss|supervisor) /u.test(plainWords(text)) &&
      has(manager.tool, request)
    )
      return call(manager.tool, { employee_id: meant.label }, request);
    // "And his number?" after somebody was found; "and Tom?" for the next one.
    const query = saidColleague(text);
    const contact = wantsContact(text);
    if (!/^ (?:and|what about|how about|also|ok|okay) | (?:his|her|their) /u.test(plainWords(text))) return null;
    if (query === null && !contact) return null;
    return call(
      directory.tool,
      { ...lastArgs, ...(query === null ? {} : { query }), ...(contact ? { include_contact: true } : {}) },
      request,
    );
  },
  report(data, { request }) {
    const read = peopleData.safeParse(data);
    if (!read.success) return null;
    const { people, query, contact, more } = read.data;
    const { situation } = request;
    const [only] = people;
    if (only === undefined) {
      // Who is no colleague may be somebody of a customer.
      const seesContacts =
        has('search_contacts', request) && situation.outOfSight?.includes('search_contacts') !== true;
      if (seesContacts) return call('search_contacts', { query, include_contact: contact }, request);
      return tell(say('nobody', { query }), situation);
    }
    if (people.length === 1)
      return mentioning(tell(oneLine(only, contact), situation, [`Who reports to ${firstName(only.name)}?`]), only);
    const list = people.map((one) => say('line', { name: one.name, what: aside(one), ways: waysOf(one, contact) }));
    return tell(
      say('some', { count: `${people.length} people`, list: list.join('\n'), more: more ? say('more') : '' }),
      situation,
    );
  },
};

const manager: Skill = {
  tool: 'get_reporting_manager',
  begin(text, known, request) {
    // "Who is Carl?" asks for him, and not for whom he reports to.
    const asksBoss =
      / (?:manag\w*|boss\w*|supervis\w*|reports?(?:ing)?|lead\w*|above|under|approv\w*|head|chief|line|answers?) /u;
    const name = saidColleague(text);
    if (name !== null && !asksBoss.test(plainWords(text)) && has(directory.tool, request))
      return directory.begin(text, {}, request);
    return call(manager.tool, { ...known, ...whose(text, request) }, request);
  },
  follow: (text, lastArgs, request) => onWith(manager.tool, text, lastArgs, request),
  report(data, { request }) {
    const read = managerData.safeParse(data);
    if (!read.success) return null;
    const { own, employee_name: name, manager: boss } = read.data;
    const { situation } = request;
    if (boss === null) return tell(own ? say('ownNoManager') : say('otherNoManager', { name }), situation);
    const what = aside(boss);
    const sentence = own
      ? say('ownManager', { manager: boss.name, what })
      : say('otherManager', { name, manager: boss.name, what });
    return mentioning(tell(sentence, situation), boss);
  },
};

const reports: Skill = {
  tool: 'get_direct_reports',
  begin: (text, known, request) => call(reports.tool, { ...known, ...whose(text, request) }, request),
  follow: (text, lastArgs, request) => onWith(reports.tool, text, lastArgs, request),
  report(data, { request }) {
    const read = reportsData.safeParse(data);
    if (!read.success) return null;
    const { own, employee_name: name, people } = read.data;
    const { situation } = request;
    if (people.length === 0) return tell(own ? say('ownNoReports') : say('otherNoReports', { name }), situation);
    const list = formatList(people.map((one) => one.name));
    const count = people.length;
    return tell(own ? say('ownReports', { count, list }) : say('otherReports', { name, count, list }), situation);
  },
};

/** "And her number?": she was talked of last. */
function mentioning(step: Step, { id, name }: Pick<Colleague, 'id' | 'name'>): Step {
  const others = (step.focus.mentions ?? []).filter((one) => one.name !== id);
  const mention = { kind: 'person' as const, doctype: 'Employee', name: id, label: name };
  return { ...step, focus: { ...step.focus, mentions: [mention, ...others].slice(0, 10) } };
}

/** "And Tom's?" */
function onWith(
  tool: string,
  text: string,
  lastArgs: Readonly<Record<string, unknown>>,
  request: Parameters<Skill['begin']>[2],
): Step | null {
  const name = personNamed(text) ?? saidColleague(text);
  if (name === null || !/^ (?:and|what about|how about|also) /u.test(plainWords(text))) return null;
  return call(tool, { ...lastArgs, employee_id: name }, request);
}

function whose(text: string, { situation }: ModelRequest): { readonly employee_id?: string } {
  const meant = personMeant(text, situation);
  const name = saidColleague(text) ?? (meant?.doctype === 'Employee' ? meant.label : null);
  return name === null ? {} : { employee_id: name };
}

function oneLine(person: Colleague, contact: boolean): string {
  const first = firstName(person.name);
  const where = person.department === null ? '' : say('inDepartment', { department: person.department });
  const boss = person.manager === null ? '' : say('reportsTo', { first, manager: person.manager });
  const who =
    person.designation === null
      ? say('onePlain', { name: person.name, where, boss })
      : say('one', { name: person.name, what: withArticle(person.designation), where, boss });
  if (!contact) return who;
  const ways = [textOf(person.email), textOf(person.phone)].filter((way) => way !== null);
  return (
    who + (ways.length === 0 ? say('noContact', { first }) : say('contact', { first, ways: formatList(ways, 'or') }))
  );
}

function waysOf(person: Colleague, contact: boolean): string {
  const ways = contact ? [textOf(person.email), textOf(person.phone)].filter((way) => way !== null) : [];
  return ways.length === 0 ? '' : `: ${ways.join(', ')}`;
}

/** ", Engineering Manager" */
function aside(person: Colleague): string {
  return person.designation === null ? '' : `, ${person.designation}`;
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function withArticle(designation: string): string {
  return /^(?:chief|head|vice|ceo|cfo|cto|coo)\b/iu.test(designation)
    ? designation
    : `${/^[aeiou]/iu.test(designation) ? 'an' : 'a'} ${designation}`;
}

export const PEOPLE: SkillSet = {
  skills: [directory, manager, reports],
  name: say('people'),
  can: say('canPeople'),
  examples: ['Who is my manager?', 'Who reports to me?'],
};

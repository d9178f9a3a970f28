/** What the offline model does with a new lead: the name, the address, and whatever else was said. */
import { saidLead } from '../../../language/nlu/slots/lead-words.ts';
import { readPeople } from '../../../language/people.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import type { Skill } from '../skill.ts';
import { type Args, ask, call, type Step, textOf } from '../step.ts';
import { mentioning } from './mention.ts';
import { beside, presentCard } from './present.ts';
import { say } from './sentences.ts';
import { asTyped } from './wording.ts';

const LEAD = 'create_lead';
const NAMES = ['first_name', 'last_name', 'company'];

/** What was said of the lead, with its capitals. */
function factsIn(text: string, situation: Situation): Args {
  const entries = Object.entries(saidLead(text, slotContext(situation)));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, NAMES.includes(key) ? asTyped(text, String(value)) : value]),
  );
}

function goOn(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  const first = textOf(args['first_name']);
  const asks = (text: string, asked: string) => ask({ text, tool: LEAD, args, asked }, situation);
  if (first === null) return asks(textOf(args['company']) === null ? say('leadName') : say('leadPerson'), 'first_name');
  if (textOf(args['last_name']) === null) return asks(say('leadLast', { first }), 'last_name');
  if (textOf(args['email']) === null) return asks(say('leadEmail', { first }), 'email');
  return call(LEAD, args, request);
}

export const newLead: Skill = {
  tool: LEAD,
  parts: say('leadParts'),
  freeText: ['first_name', 'last_name', 'email'],
  begin: (text, known, request) =>
    goOn({ ...known, ...factsIn(text, request.situation), ...beside(LEAD, request.situation) }, request),
  answer(text, _choice, filling, request) {
    const { situation } = request;
    const { args, asked } = filling;
    const [email] = readPeople(text).emails;
    if (asked === 'email') {
      const first = textOf(args['first_name']) ?? '';
      const more = withoutNames(factsIn(text, situation));
      if (email === undefined)
        return ask(
          { text: say('leadEmailAgain', { first }), tool: LEAD, args: { ...args, ...more }, asked },
          situation,
        );
      return goOn({ ...args, ...more, email }, request);
    }
    const facts = factsIn(text, situation);
    if (asked === 'first_name') {
      if (facts['first_name'] !== undefined) return goOn({ ...args, ...facts }, request);
      const [first = '', ...rest] = nameIn(text);
      return goOn(
        { ...args, ...facts, first_name: first, ...(rest.length === 0 ? {} : { last_name: rest.join(' ') }) },
        request,
      );
    }
    return goOn({ ...args, ...(email === undefined ? {} : { email }), last_name: nameIn(text).join(' ') }, request);
  },
  change(text, pending, request) {
    const facts = factsIn(text, request.situation);
    // Another lead beside the one that waits.
    if (/(?<![a-z])(?:add|create|new|another|make|save)(?: \S+){0,3} leads?(?![a-z])/iu.test(text))
      return goOn({ ...facts, in_addition: true }, request);
    const named = (what: string) =>
      new RegExp(
        String.raw`(?<![\p{L}])${what}(?: name)?(?: is| should be| was|:|,)?\s+(?<value>[^,;]{2,80}?)[.!]*$`,
        'iu',
      ).exec(text)?.groups?.['value'];
    const company = named('(?:company|organi[sz]ation|works (?:for|at)|from)');
    const last = named('(?:last|family|sur) ?');
    const first = named('first');
    const next = {
      ...withoutNames(facts),
      ...(company === undefined ? {} : { company }),
      ...(last === undefined ? {} : { last_name: last }),
      ...(first === undefined ? {} : { first_name: first }),
    };
    return Object.keys(next).length === 0 ? null : goOn({ ...pending.parameters, ...next }, request);
  },
  present(prepared, talk) {
    const { first_name: first, last_name: last } = prepared.parameters ?? {};
    const name = [textOf(first), textOf(last)].filter((part) => part !== null).join(' ');
    const step = presentCard(prepared, talk);
    // ERPNext makes a contact of the lead: "what's his number?" is about him.
    return name === '' ? step : mentioning(step, 'Contact', [{ id: name, label: name }]);
  },
};

function withoutNames({ first_name: _first, last_name: _last, company: _company, ...rest }: Args): Args {
  return rest;
}

/** The words of a name that was asked for: "it's Bob Stone" is Bob Stone. */
function nameIn(text: string): readonly string[] {
  const bare = text
    .trim()
    .replace(
      /^(?:it'?s|it is|his name is|her name is|the name is|name is|that'?s|that is|his|her|first name|last name|mr\.?|mrs\.?|ms\.?)\s+/iu,
      '',
    )
    .replace(/[.,!?]+/gu, ' ')
    .replace(/\S+@\S+/gu, ' ')
    .trim();
  return asTyped(bare, bare.toLowerCase())
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 4);
}

/** Whom a meeting is with: colleagues, contacts, the team, the manager. */

import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { type DirectoryPerson, findPerson, readDirectory, readReports } from '../find-person.ts';
import { isOutOfSight } from '../site-answer.ts';
import { say } from './sentences.ts';

/** Somebody who is to come, as Frappe names him on an Event. */
export interface Attendee {
  readonly name: string;
  readonly doctype: 'Employee' | 'Contact';
  readonly id: string;
  readonly email: string | null;
  /** Login whose calendar can be looked at; null for people from outside and those without one. */
  readonly user: string | null;
}

/** More than that nobody's calendar brings together. */
export const MAX_ATTENDEES = 30;

const SELF = /^(?:me|myself|i|us|self)$/iu;
const TEAM =
  /^(?:(?:the|my|our) )?(?:whole |entire )?(?:\w+ )?team$|^(?:my )?(?:team ?mates|direct reports|reports)$/iu;
const MANAGER = /^(?:my )?(?:line |direct )?(?:manager|boss|supervisor|lead|team lead)$/iu;
const EVERYONE = /^(?:everyone|everybody|all|all hands|all staff|the whole company|the company)$/iu;

type Found = { readonly attendees: readonly Attendee[] } | { readonly answer: Refusal | Question };

/** All that are named, each once and without the person himself; the question which one, or the sentence who is not found. */
export async function findAttendees(said: readonly string[], context: ToolContext): Promise<Found> {
  const found = new Map<string, Attendee>();
  if (said.length > MAX_ATTENDEES) return tooMany(said.length);
  for (const name of said.map((one) => one.trim()).filter((one) => one !== '' && !SELF.test(one))) {
    const next = await oneOf(name, context);
    if ('answer' in next) return next;
    for (const attendee of next.attendees) {
      if (attendee.id !== context.person.employee.id) found.set(`${attendee.doctype} ${attendee.id}`, attendee);
    }
  }
  return found.size > MAX_ATTENDEES ? tooMany(found.size) : { attendees: [...found.values()] };
}

function tooMany(count: number): Found {
  return refused('UNPROCESSABLE_ENTITY', say('tooMany', { count, most: MAX_ATTENDEES }));
}

async function oneOf(name: string, context: ToolContext): Promise<Found> {
  const { person, reads } = context;
  if (EVERYONE.test(name)) {
    const people = await readDirectory(reads, '', { contact: true, limit: 100 });
    return { attendees: people.map(colleague) };
  }
  if (TEAM.test(name)) return await teamOf(context);
  if (MANAGER.test(name)) {
    if (person.employee.reportsTo === null) return refused('NOT_FOUND', say('noManager'));
    return await named(person.employee.reportsTo, context, say('noManager'));
  }
  return await named(name, context, say('nobodyCalled', { name: displayed(name), company: person.company.name }));
}

/** Those who report to the person; for who leads nobody, the colleagues with the same manager. */
async function teamOf({ person, reads }: ToolContext): Promise<Found> {
  const own = await readReports(reads, person.employee.id);
  const { reportsTo } = person.employee;
  const people = own.length > 0 || reportsTo === null ? own : await readReports(reads, reportsTo);
  const attendees = people.map(colleague).filter(({ id }) => id !== person.employee.id);
  return attendees.length === 0 ? refused('NOT_FOUND', say('noTeam')) : { attendees };
}

async function named(name: string, context: ToolContext, nobody: string): Promise<Found> {
  const found = await findPerson(name, context, { slot: 'attendees', nobody, contact: true });
  if ('person' in found) return { attendees: [colleague(found.person)] };
  if (found.answer.kind === 'question') {
    return {
      answer: {
        ...found.answer,
        sentence: say('whichOne', { name: displayed(name), names: formatList(found.answer.choices) }),
      },
    };
  }
  const contacts = await contactsCalled(name, context);
  const [only, ...more] = contacts;
  if (only === undefined) return found;
  if (more.length === 0) return { attendees: [only] };
  const choices = contacts.map((contact) => contact.name);
  return {
    answer: {
      kind: 'question',
      slot: 'attendees',
      sentence: say('whichOne', { name: displayed(name), names: formatList(choices) }),
      choices,
    },
  };
}

function colleague(person: DirectoryPerson): Attendee {
  const user = person.user ?? null;
  return { name: person.employee_name, doctype: 'Employee', id: person.employee, email: person.email ?? user, user };
}

/** People from outside, for those who may read contacts. */
async function contactsCalled(name: string, { reads }: ToolContext): Promise<readonly Attendee[]> {
  const [first = '', ...rest] = name.trim().split(/\s+/u);
  const like = (text: string) => `%${text.replace(/[%_\\]/gu, '')}%`;
  const filters = name.includes('@')
    ? ([['email_id', '=', name]] as const)
    : ([
        ['first_name', 'like', like(first)],
        ...(rest.length === 0 ? [] : [['last_name', 'like', like(rest.join(' '))] as const]),
      ] as const);
  try {
    const rows = await reads.list('Contact', {
      fields: ['name', 'first_name', 'last_name', 'email_id'],
      filters,
      orderBy: 'name asc',
      limit: 5,
    });
    return rows.map((row): Attendee => {
      const whole = [row['first_name'], row['last_name']].filter((part) => typeof part === 'string' && part !== '');
      const email = typeof row['email_id'] === 'string' && row['email_id'] !== '' ? row['email_id'] : null;
      return { name: whole.join(' '), doctype: 'Contact', id: String(row['name']), email, user: null };
    });
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
}

/** "anna berg" as a person writes it. */
function displayed(name: string): string {
  return name.includes('@') ? name : name.replace(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase());
}

function refused(code: Refusal['code'], sentence: string): { readonly answer: Refusal } {
  return { answer: { kind: 'refusal', code, sentence } };
}

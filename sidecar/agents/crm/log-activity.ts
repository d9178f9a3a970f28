import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import { formatMoment } from '../../language/clock-text.ts';
import type { Person } from '../../people/person.ts';
import { localOfSite, msOf, readLocal, siteTextOf } from '../calendar/when.ts';
import { subjectCalled } from './activity-subject.ts';
import { type ActivityKind, CATEGORIES } from './history.ts';
import { say } from './sentences.ts';
import { text, todayOf, wordingOf } from './wording.ts';

const schema = z.object({
  contact_id: z
    .string()
    .min(1)
    .max(140)
    .describe('Whom or what it was with: a contact, lead, customer or deal, by id or words of the name.'),
  activity_type: z.enum(['call', 'email', 'meeting', 'note']),
  subject: z.string().min(1).max(300).describe('What it was about, in the words of the user.'),
  description: z.string().max(4000).optional().describe('More of it, when the user said more.'),
  date: z.string().max(20).optional().describe('When it was: YYYY-MM-DD, or YYYY-MM-DD HH:MM. Left out: now.'),
  in_addition: z
    .boolean()
    .optional()
    .describe('True when this is one more beside the one that still waits for the confirmation, not a change of it.'),
});
type Args = z.infer<typeof schema>;

/**
 * An activity is an Event that is over, with everybody it concerns as participants: Frappe then writes it into the timelines of
 * the contact, the customer or lead and the deal. An employee may make events; he may make neither Communications nor Comments.
 */
export const logActivity: WriteTool<Args> = {
  kind: 'write',
  name: 'log_activity',
  agent: 'crm',
  verb: 'Create',
  label: 'Preparing the entry',
  description:
    'Prepares an entry of a call, e-mail, meeting or note that has taken place, with a contact, lead, customer or deal. Nothing is written before the user confirms the card. For meetings to come there is the calendar.',
  schema,
  doctypes: ['Contact', 'Lead', 'Customer', 'Opportunity', 'Employee'],
  reversible: true,
  reversibleNote: say('activityNote'),
  propose,
  present(operations, person) {
    const values = valuesOf(operations);
    const subject = text(values['subject']);
    const description = text(values['description']);
    return {
      title: say('activityTitle', { subject }),
      lines: [
        { label: say('lineWhat'), to: say(kindOf(values)) },
        { label: say('lineAbout'), to: subject },
        { label: say('lineWhen'), to: whenOf(values, person) },
        ...(description === '' || subject.endsWith(description)
          ? []
          : [{ label: say('lineDetails'), to: description }]),
        { label: say('lineShown'), to: namesOf(values).join(', ') },
      ],
    };
  },
  done: (operations) => say('activityDone', { subject: text(valuesOf(operations)['subject']) }),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person, now } = context;
  const { in_addition, ...own } = args;
  const when = momentOf(args.date, context);
  if ('kind' in when) return when;
  const found = await subjectCalled(args.contact_id, context);
  if ('answer' in found) return found.answer;
  const { name, links } = found.subject;
  const about = args.subject.trim();
  const what = args.activity_type === 'note' ? null : say(args.activity_type);
  const subject =
    what === null
      ? say('noteSubject', { who: name, subject: about })
      : say('activitySubject', { what, who: name, subject: about });
  const values = {
    subject,
    description: args.description?.trim() || about,
    event_category: CATEGORIES[args.activity_type],
    event_type: 'Private',
    status: 'Completed',
    send_reminder: 0,
    ...when,
    event_participants: links.map((link) => ({ reference_doctype: link.doctype, reference_docname: link.name })),
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'Event', values }],
    parameters: { ...own, date: args.date ?? todayOf(person, now) },
    ...(in_addition === true ? { beside: true as const } : {}),
    warnings: [],
    target: { doctype: 'Event', name: null },
  };
}

/** A day that is past and has no time is the whole day; today without a time is now. */
function momentOf(
  said: string | undefined,
  { person, now }: ToolContext,
): { readonly starts_on: string; readonly all_day: 0 | 1 } | Question {
  const today = todayOf(person, now);
  const date = said?.trim() ?? today;
  const wording = wordingOf(person, now);
  const ask = (sentence: string): Question => ({ kind: 'question', slot: 'date', sentence, choices: [] });
  if (isIsoDate(date)) {
    if (date > today) return ask(say('inFuture', { when: wording.day(date) }));
    return date === today
      ? { starts_on: siteTextOf(now, person), all_day: 0 }
      : { starts_on: `${date} 00:00:00`, all_day: 1 };
  }
  const local = readLocal(date);
  if (local === null) return ask(say('badMoment', { said: date }));
  const at = msOf(local, person);
  if (at > now) return ask(say('inFuture', { when: formatMoment(local, wording.locale, today) }));
  return { starts_on: siteTextOf(at, person), all_day: 0 };
}

function valuesOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const insert = operations.find((operation) => operation.op === 'insert');
  return insert?.op === 'insert' ? insert.values : {};
}

function kindOf(values: Readonly<Record<string, unknown>>): ActivityKind {
  const kinds = Object.keys(CATEGORIES) as ActivityKind[];
  return kinds.find((kind) => CATEGORIES[kind] === values['event_category']) ?? 'note';
}

function whenOf(values: Readonly<Record<string, unknown>>, person: Person): string {
  const at = text(values['starts_on']);
  const wording = wordingOf(person, null);
  if (values['all_day'] === 1) return wording.day(at.slice(0, 10));
  return formatMoment(localOfSite(at, person), wording.locale, null);
}

function namesOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const rows: readonly unknown[] = Array.isArray(values['event_participants']) ? values['event_participants'] : [];
  return rows.map((row) =>
    typeof row === 'object' && row !== null ? text(Reflect.get(row, 'reference_docname')) : '',
  );
}

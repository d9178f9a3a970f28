import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import { formatDuration } from '../../language/clock-text.ts';
import type { Person } from '../../people/person.ts';
import { type Attendee, findAttendees } from './attendees.ts';
import { conflictsOf } from './conflicts.ts';
import { asks, faultOfLength } from './meeting-length.ts';
import { RHYTHMS, repeatValues, rhythmText, WEEKDAYS } from './recurrence.ts';
import { say } from './sentences.ts';
import { localOfSite, minutesBetween, msOf, msOfSite, plusMinutes, readLocal, siteTextOf } from './when.ts';
import { clockOf, namesOf } from './wording.ts';

const YEARS_AHEAD = 2;
const YEAR_MS = 366 * 86_400_000;

const schema = z.object({
  title: z.string().max(140).describe("What it is about, in the user's words; '' when nothing was said."),
  start_datetime: z.string().max(30).describe("YYYY-MM-DD HH:MM on the user's own clock."),
  duration_minutes: z.number().int().describe('30 when the user did not say.'),
  attendees: z
    .array(z.string().min(1).max(140))
    .max(200)
    .describe(
      "Names as the user said them, without the user; 'my team' and 'my manager' are understood. Empty only for time that the user blocks for himself.",
    ),
  description: z.string().max(2000).optional().describe('Only what the user gave as agenda or note.'),
  location: z.string().max(140).optional(),
  send_invites: z
    .boolean()
    .default(true)
    .describe('Frappe mails no invitations either way; false when the user wants nobody told.'),
  repeat: z.enum(RHYTHMS).optional().describe('Only for a meeting that repeats.'),
  repeat_days: z.array(z.enum(WEEKDAYS)).max(7).optional().describe('Of a weekly one.'),
  repeat_until: z.string().max(10).optional().describe('Last day of the series, YYYY-MM-DD.'),
});
type Args = z.infer<typeof schema>;

export const scheduleMeeting: WriteTool<Args> = {
  kind: 'write',
  name: 'schedule_meeting',
  agent: 'calendar',
  verb: 'Create',
  label: 'Preparing the meeting',
  description:
    'Prepares a meeting, or time blocked for the user alone. It checks everybody first and names conflicts on the card. Nothing is booked before the user confirms the card. Call it again with changed arguments to change a meeting that still waits for the confirmation. Ask for the day, the time or the people when they are missing; never guess them.',
  schema,
  doctypes: ['Employee', 'Contact', 'Event'],
  reversible: true,
  reversibleNote: say('scheduleNote'),
  propose,
  present(operations, person, parameters) {
    const values = valuesOf(operations);
    const clock = clockOf(person, null);
    const { from, to } = spanOf(values, person);
    const { place, notes } = partsOf(text(values['description']));
    const names = namesIn(operations, parameters);
    const rhythm = rhythmText(values, datesOf(values, person), (date) => clock.day(date));
    const line = (label: string, to: string | null) => (to === null || to === '' ? [] : [{ label, to }]);
    return {
      title: say('cardTitle', { title: text(values['subject']), when: clock.moment(from) }),
      lines: [
        { label: say('lineTitle'), to: text(values['subject']) },
        {
          label: say('lineWhen'),
          to: `${clock.day(localOfSite(text(values['starts_on']), person).slice(0, 10))}, ${clock.times({ from, to })}`,
        },
        { label: say('lineLength'), to: formatDuration(minutesBetween(from, to)) },
        ...line(say('lineWith'), names.join(', ')),
        ...line(say('lineRepeats'), rhythm),
        ...line(say('lineWhere'), place),
        ...line(say('lineNotes'), notes),
      ],
    };
  },
  done(operations, person, parameters) {
    const values = valuesOf(operations);
    const when = clockOf(person, null).moment(spanOf(values, person).from);
    const names = namesIn(operations, parameters);
    const told = names.length === 0 ? '' : say('notMailed', { names: namesOf(names) });
    return say('scheduled', { title: text(values['subject']), when }) + told;
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person, now } = context;
  const start = readLocal(args.start_datetime);
  if (start === null) return asks('start_datetime', say('badTime', { time: args.start_datetime }));
  const fault = faultOfLength(args.duration_minutes, 'duration_minutes');
  if (fault !== null) return fault;
  const from = msOf(start, person);
  const span = { from, to: plusMinutes(from, args.duration_minutes) };
  if (from < now) return asks('start_datetime', say('inThePast', { when: clockOf(person, now).moment(from) }));
  if (from > now + YEARS_AHEAD * YEAR_MS) return asks('start_datetime', say('tooFar'));
  if (args.repeat_until !== undefined && (!isIsoDate(args.repeat_until) || args.repeat_until < start.slice(0, 10)))
    return asks('repeat_until', say('endsBeforeStart'));
  const found = await findAttendees(args.attendees, context);
  if ('answer' in found) return found.answer;
  const { attendees } = found;
  const names = attendees.map(({ name }) => name);
  const title = titleOf(args.title, names);
  const description = descriptionOf(args);
  const dates = { local: start.slice(0, 10), site: siteTextOf(from, person).slice(0, 10) };
  const values = {
    subject: title,
    event_type: 'Private',
    event_category: attendees.length === 0 ? 'Event' : 'Meeting',
    status: 'Open',
    starts_on: siteTextOf(from, person),
    ends_on: siteTextOf(span.to, person),
    ...(description === '' ? {} : { description }),
    ...(args.repeat === undefined
      ? {}
      : repeatValues(args.repeat, args.repeat_days ?? [], args.repeat_until ?? null, dates)),
    ...(attendees.length === 0 ? {} : { event_participants: attendees.map(rowOf) }),
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'Event', values }],
    parameters: { ...args, title, start_datetime: start, attendees: names },
    warnings: await conflictsOf(span, attendees, context),
    target: { doctype: 'Event', name: null },
  };
}

/** A row of the guest list. Frappe finds the address of a Contact alone, so it is always given. */
function rowOf({ doctype, id, email }: Attendee) {
  return {
    reference_doctype: doctype,
    reference_docname: id,
    ...(email === null ? {} : { email }),
  };
}

function titleOf(said: string, names: readonly string[]): string {
  const title = said.replace(/[<>]/gu, ' ').replace(/\s+/gu, ' ').trim();
  if (title !== '') return title.charAt(0).toUpperCase() + title.slice(1);
  return names.length === 0 ? say('titleAlone') : say('titleWith', { names: namesOf(names) });
}

/** Frappe 15 has no field for the place; it stands first in the description. Without markup, so that it is kept as it is. */
function descriptionOf({ location, description }: Args): string {
  const plain = (text: string | undefined) => (text ?? '').replace(/[<>]/gu, ' ').trim();
  const place = plain(location);
  return [
    ...(place === '' ? [] : [`Location: ${place}`]),
    ...(plain(description) === '' ? [] : [plain(description)]),
  ].join('\n');
}

function partsOf(description: string): { readonly place: string; readonly notes: string } {
  const place = /^Location: (?<place>.+)$/mu.exec(description)?.groups?.['place'] ?? '';
  return { place, notes: description.replace(/^Location: .+\n?/mu, '').trim() };
}

/** The operations name people by id and address; the card shows what a person knows them by. */
function namesIn(
  operations: readonly Operation[],
  parameters: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const rows = valuesOf(operations)['event_participants'];
  if (!Array.isArray(rows)) return [];
  const { attendees } = parameters;
  if (Array.isArray(attendees) && attendees.length === rows.length) return attendees.map(String);
  return rows.map((row: Readonly<Record<string, unknown>>) => text(row['email']) || text(row['reference_docname']));
}

function spanOf(values: Readonly<Record<string, unknown>>, person: Person) {
  return { from: msOfSite(text(values['starts_on']), person), to: msOfSite(text(values['ends_on']), person) };
}

function datesOf(values: Readonly<Record<string, unknown>>, person: Person) {
  const start = text(values['starts_on']);
  return { local: localOfSite(start, person).slice(0, 10), site: start.slice(0, 10) };
}

function valuesOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const operation = operations[0];
  return operation?.op === 'insert' ? operation.values : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

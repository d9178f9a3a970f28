import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { daysBetween } from '../../language/calendar.ts';
import { formatDuration } from '../../language/clock-text.ts';
import type { Person } from '../../people/person.ts';
import type { Attendee } from './attendees.ts';
import { conflictsOf } from './conflicts.ts';
import { asks, faultOfLength } from './meeting-length.ts';
import { type OwnMeeting, ownMeeting } from './own-meeting.ts';
import { movedDays } from './recurrence.ts';
import { say } from './sentences.ts';
import { minutesBetween, msOf, msOfSite, plusMinutes, readLocal, siteTextOf } from './when.ts';
import { clockOf, namesOf } from './wording.ts';

const schema = z.object({
  event_id: z.string().min(1).max(140).describe('Id of the meeting from get_calendar_events, or words of its title.'),
  new_start_datetime: z
    .string()
    .max(30)
    .describe("YYYY-MM-DD HH:MM on the user's own clock; the present start when only the length changes."),
  new_duration_minutes: z.number().int().optional().describe('Only when the user wants another length.'),
  notify_attendees: z.boolean().default(true).describe('Frappe tells nobody either way; the user is told so.'),
});
type Args = z.infer<typeof schema>;

export const rescheduleMeeting: WriteTool<Args> = {
  kind: 'write',
  name: 'reschedule_meeting',
  agent: 'calendar',
  verb: 'Update',
  label: 'Preparing the move',
  description:
    'Prepares another time or length for a meeting that the user called. Meetings of others only their hosts can move. Conflicts stand on the card; nothing changes before the user confirms it.',
  schema,
  doctypes: ['Event'],
  reversible: true,
  reversibleNote: say('moveNote'),
  propose,
  present(operations, person, parameters) {
    const change = changeOf(operations, person);
    const clock = clockOf(person, null);
    const moves = change.after.from !== change.before.from;
    const length = (span: Spans['before']) => formatDuration(minutesBetween(span.from, span.to));
    const title = moves
      ? say('moveTitle', { title: change.title, when: clock.moment(change.after.from) })
      : say('lengthTitle', { title: change.title, length: length(change.after) });
    const guests = namesIn(parameters);
    return {
      title,
      lines: [
        { label: say('lineTitle'), to: change.title },
        ...(moves
          ? [{ label: say('lineWhen'), from: clock.moment(change.before.from), to: clock.moment(change.after.from) }]
          : []),
        ...(length(change.before) === length(change.after)
          ? []
          : [{ label: say('lineLength'), from: length(change.before), to: length(change.after) }]),
        ...(guests.length === 0 ? [] : [{ label: say('lineWith'), to: guests.join(', ') }]),
      ],
    };
  },
  done(operations, person, parameters) {
    const { title, after } = changeOf(operations, person);
    const guests = namesIn(parameters);
    const told = guests.length === 0 ? '' : say('guestsNotTold', { names: namesOf(guests) });
    return say('moved', { title, when: clockOf(person, null).moment(after.from) }) + told;
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person, now } = context;
  const found = await ownMeeting(args.event_id, 'move', context);
  if ('answer' in found) return found.answer;
  const { meeting } = found;
  const { event, span } = meeting;
  const start = readLocal(args.new_start_datetime);
  if (start === null) return asks('new_start_datetime', say('badTime', { time: args.new_start_datetime }));
  const minutes = args.new_duration_minutes ?? minutesBetween(span.from, span.to);
  const fault = faultOfLength(minutes, 'new_duration_minutes');
  if (fault !== null) return fault;
  const from = msOf(start, person);
  const next = { from, to: plusMinutes(from, minutes) };
  if (from === span.from && next.to === span.to)
    return asks('new_start_datetime', say('alreadyThen', { title: event.subject }));
  if (from !== span.from && from < now)
    return asks('new_start_datetime', say('inThePast', { when: clockOf(person, now).moment(from) }));
  const attendees = meeting.guests.flatMap(({ name, email }): Attendee[] => [
    { name, doctype: 'Employee', id: email ?? name, email, user: email },
  ]);
  const clashes = await conflictsOf(next, await inCompany(attendees, context), context, { ...span, id: event.name });
  const values = valuesFor(meeting, next, person);
  return {
    kind: 'proposal',
    operations: [{ op: 'update', doctype: 'Event', name: event.name, values, from: fromOf(event, values) }],
    parameters: {
      ...args,
      event_id: event.name,
      new_start_datetime: start,
      attendees: meeting.guests.map(({ name }) => name),
    },
    warnings: [...(meeting.repeats ? [say('seriesMoves')] : []), ...clashes],
    target: { doctype: 'Event', name: event.name },
  };
}

/** Guests whose calendar can be looked at: those of outside have none here. */
async function inCompany(guests: readonly Attendee[], { reads }: ToolContext): Promise<readonly Attendee[]> {
  const known: Attendee[] = [];
  for (const guest of guests) {
    const answer =
      guest.user === null ? null : await reads.method('dartwing_va.reads.directory', { query: guest.user });
    const people = (answer as { readonly people?: readonly { readonly user?: string | null }[] } | null)?.people ?? [];
    known.push(people.some(({ user }) => user === guest.user) ? guest : { ...guest, user: null });
  }
  return known;
}

/** A series moves with its first date; what is moved is its next meeting. */
function valuesFor(meeting: OwnMeeting, next: { readonly from: number; readonly to: number }, person: Person) {
  const { event, span } = meeting;
  const first = msOfSite(event.starts_on, person);
  if (!meeting.repeats) return { starts_on: siteTextOf(next.from, person), ends_on: siteTextOf(next.to, person) };
  const by = next.from - span.from;
  const days = daysBetween(siteTextOf(span.from, person).slice(0, 10), siteTextOf(next.from, person).slice(0, 10));
  const start = first + by;
  return {
    starts_on: siteTextOf(start, person),
    ends_on: siteTextOf(start + (next.to - next.from), person),
    ...(movedDays(event, days) ?? {}),
  };
}

function fromOf(event: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) {
  const before = Object.fromEntries(Object.keys(values).map((field) => [field, event[field] ?? null]));
  return { ...before, subject: event['subject'], status: event['status'], docstatus: Number(event['docstatus'] ?? 0) };
}

interface Spans {
  readonly before: { readonly from: number; readonly to: number };
  readonly after: { readonly from: number; readonly to: number };
}

function changeOf(operations: readonly Operation[], person: Person): Spans & { readonly title: string } {
  const operation = operations[0];
  if (operation?.op !== 'update') return { title: '', before: { from: 0, to: 0 }, after: { from: 0, to: 0 } };
  const span = (values: Readonly<Record<string, unknown>>) => {
    const from = msOfSite(String(values['starts_on']), person);
    return { from, to: values['ends_on'] ? msOfSite(String(values['ends_on']), person) : plusMinutes(from, 60) };
  };
  return {
    title: String(operation.from['subject'] ?? ''),
    before: span(operation.from),
    after: span(operation.values),
  };
}

function namesIn(parameters: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const { attendees } = parameters;
  return Array.isArray(attendees) ? attendees.map(String) : [];
}

import { z } from 'zod';
import type { Question, ReadResult, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import { type Attendee, findAttendees } from './attendees.ts';
import { within, without } from './free-time.ts';
import { asks, faultOfLength } from './meeting-length.ts';
import { say } from './sentences.ts';
import { type Availability, readAvailability, readMeetings, type Span } from './site-answers.ts';
import { daySpan, localOf, minutesBetween, msOf, plusMinutes } from './when.ts';
import { todayOf } from './wording.ts';

const time = () => z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be HH:MM');
const schema = z.object({
  attendees: z
    .array(z.string().min(1).max(140))
    .max(100)
    .describe("Names as the user said them; 'me' is the user, 'my team' and 'my manager' are understood."),
  date: z.string().max(20).describe("YYYY-MM-DD, or 'today'."),
  duration_minutes: z.number().int().describe('How much time is needed; 30 when the user did not say.'),
  time_range_start: time().optional().describe("HH:MM on the user's clock."),
  time_range_end: time().optional().describe("HH:MM on the user's clock."),
});
type Args = z.infer<typeof schema>;

export const checkAvailability: ReadTool<Args> = {
  kind: 'read',
  name: 'check_availability',
  agent: 'calendar',
  label: 'Checking who is free',
  description:
    'Tells when people of the company are free or busy on a day, never with what. Meetings, leave, days off and hours of work count.',
  schema,
  doctypes: ['Employee', 'Contact'],
  run,
};

async function run(args: Args, context: ToolContext): Promise<ReadResult | Refusal | Question> {
  const { person, reads, now } = context;
  const date = args.date.trim().toLowerCase() === 'today' ? todayOf(person, now) : args.date.trim();
  if (!isIsoDate(date)) return asks('date', say('badDay', { day: args.date }));
  const fault = faultOfLength(args.duration_minutes, 'duration_minutes');
  if (fault !== null) return fault;
  const found = await findAttendees(args.attendees, context);
  if ('answer' in found) return found.answer;
  const span = spanOf(args, date, person);
  if (span.to <= span.from) return asks('time_range_start', say('endsBeforeStart'));
  const self = { name: person.employee.name, user: person.user };
  // Nobody was named, or "me" was.
  const asksSelf = found.attendees.length === 0 || args.attendees.some((name) => /^(?:me|myself|i|us)$/iu.test(name));
  const seen = found.attendees.filter((one): one is Attendee & { user: string } => one.user !== null);
  const people = [...(asksSelf ? [self] : []), ...seen];
  const times = await readAvailability(
    reads,
    people.map(({ user }) => user),
    span,
    person,
  );
  const own = asksSelf ? (await readMeetings(reads, span, person)).filter((meeting) => meeting.mine) : [];
  const long = (part: Span) => minutesBetween(part.from, part.to) >= args.duration_minutes;
  const shown = (part: Span) => ({ from: localOf(part.from, person), to: localOf(part.to, person) });
  const taken = people.flatMap(({ user }) => takenOf(times.get(user)));
  return {
    kind: 'data',
    data: {
      date,
      from: localOf(span.from, person),
      to: localOf(span.to, person),
      whole_day: args.time_range_start === undefined && args.time_range_end === undefined,
      duration_minutes: args.duration_minutes,
      people: people.map(({ name, user }) => {
        const one = times.get(user);
        return {
          name,
          you: user === person.user,
          busy: within(span, one?.busy ?? []).map(shown),
          off: within(span, one?.off ?? []).map(shown),
          free: without(span, takenOf(one)).filter(long).map(shown),
        };
      }),
      own_meetings: own.map((meeting) => ({ title: meeting.title, ...shown(meeting) })),
      all_free: without(span, taken).filter(long).map(shown),
      not_visible: found.attendees.filter(({ user }) => user === null).map(({ name }) => name),
    },
  };
}

function takenOf(one: Availability | undefined): readonly Span[] {
  return one === undefined ? [] : [...one.busy, ...one.off];
}

/** A start alone is the meeting from there on, an end alone what lies before it. */
function spanOf(args: Args, date: string, person: ToolContext['person']): Span {
  const { time_range_start: start, time_range_end: end } = args;
  const day = daySpan(date, date, person);
  const from = start === undefined ? day.from : msOf(`${date} ${start}`, person);
  if (end !== undefined) return { from, to: msOf(`${date} ${end}`, person) };
  return { from, to: start === undefined ? day.to : plusMinutes(from, args.duration_minutes) };
}

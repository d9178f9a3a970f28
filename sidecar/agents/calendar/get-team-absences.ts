import { z } from 'zod';
import type { Question, ReadResult, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { addDays, daysBetween, isIsoDate } from '../../language/calendar.ts';
import { type Attendee, findAttendees } from './attendees.ts';
import { joined, without } from './free-time.ts';
import { asks } from './meeting-length.ts';
import { say } from './sentences.ts';
import { type Availability, readAvailability, type Span } from './site-answers.ts';
import { daySpan, plusMinutes } from './when.ts';

const MOST_DAYS = 31;
/** Leave takes the whole day; a day full of meetings ends with the hours of work. */
const BEYOND_WORK_MINUTES = 60;

const day = (what: string) => z.string().refine(isIsoDate, 'must be YYYY-MM-DD').describe(what);
const schema = z.object({
  start_date: day('YYYY-MM-DD.'),
  end_date: day('YYYY-MM-DD, the last day.'),
  people: z
    .array(z.string().min(1).max(140))
    .max(100)
    .optional()
    .describe("Names as the user said them, or 'my team' (the default)."),
});
type Args = z.infer<typeof schema>;

export const getTeamAbsences: ReadTool<Args> = {
  kind: 'read',
  name: 'get_team_absences',
  agent: 'calendar',
  label: 'Looking who is away',
  description:
    "Tells who of the user's team is away for whole days. The calendar does not say why: leave and other whole-day entries look alike.",
  schema,
  doctypes: ['Employee'],
  run,
};

async function run(args: Args, context: ToolContext): Promise<ReadResult | Refusal | Question> {
  const { person, reads } = context;
  const { start_date: from, end_date: to } = args;
  if (to < from) return asks('end_date', say('endsBeforeStart'));
  if (daysBetween(from, to) >= MOST_DAYS) return asks('end_date', say('tooManyDays', { most: MOST_DAYS }));
  const found = await findAttendees(args.people ?? ['my team'], context);
  if ('answer' in found) return found.answer;
  const seen = found.attendees.filter((one): one is Attendee & { user: string } => one.user !== null);
  const users = seen.map(({ user }) => user);
  const times = await readAvailability(reads, users, daySpan(from, to, person), person);
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at));
  const away = seen.flatMap(({ name, user }) => {
    const taken = days.filter((date) => isAway(times.get(user), daySpan(date, date, person)));
    return taken.length === 0 ? [] : [{ name, days: taken }];
  });
  return {
    kind: 'data',
    data: {
      from_date: from,
      to_date: to,
      named: args.people !== undefined,
      looked_at: seen.map(({ name }) => name),
      away,
      not_visible: found.attendees.filter(({ user }) => user === null).map(({ name }) => name),
    },
  };
}

/** One of his working days, and taken from before work until after it. */
function isAway(times: Availability | undefined, span: Span): boolean {
  if (times === undefined) return false;
  const work = without(span, times.off);
  const [first] = work;
  const last = work.at(-1);
  if (first === undefined || last === undefined) return false;
  const begins = Math.max(span.from, plusMinutes(first.from, -BEYOND_WORK_MINUTES));
  const ends = Math.min(span.to, plusMinutes(last.to, BEYOND_WORK_MINUTES));
  return joined(times.busy).some((busy) => busy.from <= begins && busy.to >= ends);
}

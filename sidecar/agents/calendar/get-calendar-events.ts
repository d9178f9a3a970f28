import { z } from 'zod';
import type { Question, ReadResult, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { daysBetween, isIsoDate, partsOf } from '../../language/calendar.ts';
import { formatSpan } from '../../language/format.ts';
import { calendarVisual, eventLine } from './event-line.ts';
import { asks, refuses } from './meeting-length.ts';
import { say } from './sentences.ts';
import { readMeetings } from './site-answers.ts';
import { daySpan } from './when.ts';
import { clockOf, todayOf } from './wording.ts';

const MOST_DAYS = 62;

const schema = z.object({
  start_date: z.string().max(20).describe("First day, YYYY-MM-DD, or 'today'."),
  end_date: z.string().max(20).optional().describe('Last day, YYYY-MM-DD; the same day when left out.'),
  look_up: z
    .enum(['move', 'cancel', 'remind'])
    .optional()
    .describe('Only when it serves to find the meeting that is to be moved, cancelled or reminded of.'),
  calendar_id: z.string().max(140).optional().describe("Whose calendar; only the user's own can be shown."),
});
type Args = z.infer<typeof schema>;

export const getCalendarEvents: ReadTool<Args> = {
  kind: 'read',
  name: 'get_calendar_events',
  agent: 'calendar',
  label: 'Looking at your calendar',
  description:
    "Lists the meetings of the user's own calendar between two days: own ones, invitations and public events, each with its id, times, host and guests. Use it to find the id of a meeting that is to be moved or cancelled.",
  schema,
  doctypes: ['Event'],
  run,
};

async function run(args: Args, context: ToolContext): Promise<ReadResult | Refusal | Question> {
  const { person, reads, now } = context;
  const today = todayOf(person, now);
  const day = (said: string) => (said.trim().toLowerCase() === 'today' ? today : said.trim());
  const [from, to] = [day(args.start_date), day(args.end_date ?? args.start_date)];
  if (!isIsoDate(from)) return asks('start_date', say('badDay', { day: args.start_date }));
  if (!isIsoDate(to)) return asks('end_date', say('badDay', { day: args.end_date ?? '' }));
  if (to < from) return asks('start_date', say('endsBeforeStart'));
  if (daysBetween(from, to) > MOST_DAYS) return asks('start_date', say('tooLong'));
  if (!isOwn(args.calendar_id, context)) return refuses('FORBIDDEN', say('onlyOwn'));
  const clock = clockOf(person, now);
  const meetings = await readMeetings(reads, daySpan(from, to, person), person);
  const events = meetings.map((meeting) => eventLine(meeting, person));
  const title = say('yourDay', { span: formatSpan(from, to, clock.locale, { thisYear: partsOf(today).year }) });
  return {
    kind: 'data',
    data: { from_date: from, to_date: to, events },
    ...(events.length > 3 && args.look_up === undefined
      ? { visual: calendarVisual(title, meetings, person, now) }
      : {}),
  };
}

function isOwn(calendar: string | undefined, { person }: ToolContext): boolean {
  const own = ['', 'primary', 'me', 'my', 'own', 'default', person.user, person.employee.id, person.fullName];
  return own.some((name) => name.toLowerCase() === (calendar ?? '').trim().toLowerCase());
}

import { z } from 'zod';
import type { Question, ReadResult, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { daysBetween, isIsoDate } from '../../language/calendar.ts';
import { formatDuration } from '../../language/clock-text.ts';
import { formatList } from '../../language/format.ts';
import { findAttendees } from './attendees.ts';
import { startsIn, without } from './free-time.ts';
import { asks, faultOfLength } from './meeting-length.ts';
import { say } from './sentences.ts';
import { readAvailability } from './site-answers.ts';
import { daySpan, localOf, plusMinutes } from './when.ts';
import { clockOf, todayOf } from './wording.ts';

const MOST_DAYS = 62;
const MOST_SLOTS = 6;
const MORE = 24;

const schema = z.object({
  attendees: z
    .array(z.string().min(1).max(140))
    .max(100)
    .describe("Names as the user said them; 'my team' and 'my manager' are understood. The user himself always comes."),
  duration_minutes: z.number().int().describe('30 when the user did not say.'),
  date_range_start: z.string().max(20).describe('First day, YYYY-MM-DD.'),
  date_range_end: z.string().max(20).describe('Last day, YYYY-MM-DD.'),
  preferred_times: z
    .array(z.string().max(40))
    .max(10)
    .optional()
    .describe("'morning', 'afternoon', 'HH:MM' or 'HH:MM-HH:MM' on the user's clock."),
});
type Args = z.infer<typeof schema>;

export const findMeetingTime: ReadTool<Args> = {
  kind: 'read',
  name: 'find_meeting_time',
  agent: 'calendar',
  label: 'Looking for a time that suits all',
  description:
    'Finds times at which the user and all others are free: within the hours of work, time zone, holidays and leave of each. Offer the times it gives; never others.',
  schema,
  doctypes: ['Employee', 'Contact'],
  run,
};

async function run(args: Args, context: ToolContext): Promise<ReadResult | Refusal | Question> {
  const { person, reads, now } = context;
  const today = todayOf(person, now);
  const { date_range_start: first, date_range_end: last, duration_minutes: minutes } = args;
  if (!isIsoDate(first)) return asks('date_range_start', say('badDay', { day: first }));
  if (!isIsoDate(last)) return asks('date_range_end', say('badDay', { day: last }));
  if (last < first) return asks('date_range_start', say('endsBeforeStart'));
  if (last < today) return asks('date_range_start', say('inThePast', { when: clockOf(person, now).day(last) }));
  if (daysBetween(first, last) > MOST_DAYS) return asks('date_range_start', say('tooLong'));
  const fault = faultOfLength(minutes, 'duration_minutes');
  if (fault !== null) return fault;
  const found = await findAttendees(args.attendees, context);
  if ('answer' in found) return found.answer;

  const days = daySpan(first, last, person);
  const span = { from: Math.max(days.from, now), to: days.to };
  const users = [person.user, ...found.attendees.flatMap(({ user }) => (user === null ? [] : [user]))];
  const times = await readAvailability(reads, users, span, person);
  const taken = [...times.values()].flatMap(({ busy, off }) => [...busy, ...off]);
  const starts = startsIn(without(span, taken), minutes);
  const preferred = starts.filter((at) => isPreferred(localOf(at, person).slice(11), args.preferred_times ?? []));
  const all = spread(preferred.length > 0 ? preferred : starts, (at) => localOf(at, person).slice(0, 10));
  const clock = clockOf(person, now);
  const names = found.attendees.map(({ name }) => name);
  const length = formatDuration(minutes);
  const slots = all.slice(0, MOST_SLOTS).map((at) => ({
    start: localOf(at, person),
    end: localOf(plusMinutes(at, minutes), person),
    when: clock.moment(at),
  }));
  return {
    kind: 'data',
    data: {
      from_date: first,
      to_date: last,
      duration_minutes: minutes,
      attendees: names,
      slots,
      preferred: (args.preferred_times ?? []).length === 0 ? null : preferred.length > 0,
      not_visible: found.attendees.filter(({ user }) => user === null).map(({ name }) => name),
    },
    ...(slots.length === 0
      ? {}
      : {
          visual: {
            kind: 'slots' as const,
            title: say('freeTimes'),
            slots: slots.map(({ when }) => ({
              label: when,
              say:
                names.length === 0
                  ? say('slotAlone', { length, when })
                  : say('bookIt', { length: spelled(minutes), names: formatList(names), when }),
            })),
          },
        }),
  };
}

/** "45 minute", "1 hour": before "meeting". */
function spelled(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} hour` : `${minutes} minute`;
}

/** As many of each day, so that a choice is one of days too. */
function spread(starts: readonly number[], dayOf: (at: number) => string): readonly number[] {
  const counts = new Map<string, number>();
  const days = new Set(starts.map(dayOf)).size;
  const most = Math.max(1, Math.floor(MOST_SLOTS / Math.max(1, days)));
  const byDay = new Map<string, number[]>();
  for (const at of starts.slice(0, MOST_DAYS * MORE)) byDay.set(dayOf(at), [...(byDay.get(dayOf(at)) ?? []), at]);
  const chosen: number[] = [];
  for (const [day, own] of byDay) {
    const step = Math.max(1, Math.floor(own.length / most));
    for (let index = 0; index < own.length && (counts.get(day) ?? 0) < most; index += step) {
      const at = own[index];
      if (at === undefined) break;
      chosen.push(at);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
  }
  return chosen;
}

function isPreferred(time: string, wishes: readonly string[]): boolean {
  if (wishes.length === 0) return true;
  return wishes.some((wish) => {
    const said = wish.toLowerCase();
    if (/morning/u.test(said)) return time < '12:00';
    if (/afternoon/u.test(said)) return time >= '12:00' && time < '17:00';
    if (/evening/u.test(said)) return time >= '17:00';
    const { from, to } = /(?<from>\d{2}:\d{2})(?:\s*-\s*(?<to>\d{2}:\d{2}))?/u.exec(said)?.groups ?? {};
    if (from === undefined) return true;
    return to === undefined ? time === from : time >= from && time < to;
  });
}

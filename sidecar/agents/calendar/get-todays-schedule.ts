import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { plainText } from '../../frappe/plain-text.ts';
import { isOutOfSight } from '../site-answer.ts';
import { calendarVisual, eventLine } from './event-line.ts';
import { say } from './sentences.ts';
import { readMeetings } from './site-answers.ts';
import { daySpan, localOfSite, siteTextOf } from './when.ts';
import { clockOf, todayOf } from './wording.ts';

const MOST_TASKS = 50;

const schema = z.object({
  include_tasks: z.boolean().default(true).describe('Whether to-dos that are due are listed as well.'),
});
type Args = z.infer<typeof schema>;

export const getTodaysSchedule: ReadTool<Args> = {
  kind: 'read',
  name: 'get_todays_schedule',
  agent: 'calendar',
  label: 'Looking at your day',
  description: "The user's day: meetings, reminders, and to-dos that are due today or overdue.",
  schema,
  doctypes: ['Event', 'ToDo', 'Reminder'],
  async run(args, context) {
    const { person, reads, now } = context;
    const today = todayOf(person, now);
    const meetings = await readMeetings(reads, daySpan(today, today, person), person);
    const tasks = args.include_tasks ? await dueTasks(today, context) : [];
    const reminders = await remindersOf(today, context);
    const title = say('today', { date: clockOf(person, now).day(today) });
    return {
      kind: 'data',
      data: {
        date: today,
        include_tasks: args.include_tasks,
        events: meetings.map((meeting) => eventLine(meeting, person)),
        tasks,
        reminders,
      },
      ...(meetings.length > 3 ? { visual: calendarVisual(title, meetings, person, now) } : {}),
    };
  },
};

/** Open to-dos of the person that are due, without markup. */
async function dueTasks(today: string, { person, reads }: ToolContext) {
  const rows = await reads.list('ToDo', {
    fields: ['name', 'description', 'date'],
    filters: [
      ['allocated_to', '=', person.user],
      ['status', '=', 'Open'],
      ['date', '<=', today],
    ],
    orderBy: 'date asc, name asc',
    limit: MOST_TASKS,
  });
  return rows.map((row) => {
    const due = String(row['date']).slice(0, 10);
    return { id: row['name'], title: plainText(String(row['description'] ?? '')), due, overdue: due < today };
  });
}

async function remindersOf(today: string, { person, reads, now }: ToolContext) {
  const { to } = daySpan(today, today, person);
  try {
    const rows = await reads.list('Reminder', {
      fields: ['description', 'remind_at'],
      filters: [
        ['remind_at', '>=', siteTextOf(now, person)],
        ['remind_at', '<', siteTextOf(to, person)],
      ],
      orderBy: 'remind_at asc',
      limit: MOST_TASKS,
    });
    return rows.map((row) => ({
      at: localOfSite(String(row['remind_at']), person),
      text: plainText(String(row['description'] ?? '')),
    }));
  } catch (error) {
    // Who may not have reminders has none.
    if (isOutOfSight(error)) return [];
    throw error;
  }
}

import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { addMonths, daysBetween, isIsoDate, laterOf } from '../../language/calendar.ts';
import { readHolidayList } from './site-answers.ts';
import { todayOf } from './wording.ts';

const schema = z.object({
  date_from: z
    .string()
    .refine(isIsoDate, 'must be YYYY-MM-DD')
    .optional()
    .describe('First day, YYYY-MM-DD. Default today.'),
  date_to: z
    .string()
    .refine(isIsoDate, 'must be YYYY-MM-DD')
    .optional()
    .describe('Last day, YYYY-MM-DD. Default twelve months on.'),
});
type Args = z.infer<typeof schema>;

/** Weekly days off are told for stretches up to this many days; in a year of holidays nobody wants to hear of Sundays. */
const WEEK = 7;

export const getHolidays: ReadTool<Args> = {
  kind: 'read',
  name: 'get_holidays',
  agent: 'hr',
  label: 'Looking at the holidays',
  description:
    "Lists the holidays of the user's own holiday list in a stretch of days: company and public holidays, and for up to a week also the weekly days off. Use it for questions such as whether a day is free anyway.",
  schema,
  doctypes: ['Employee', 'Holiday List'],
  async run(args, context) {
    const today = todayOf(context.person, context.now);
    const from = args.date_from ?? today;
    const to = laterOf(from, args.date_to ?? addMonths(from, 12));
    const found = await readHolidayList(context.reads, { from_date: from, to_date: to });
    const short = daysBetween(from, to) < WEEK;
    const holidays = found
      .filter((each) => short || !each.weekly_off)
      .map((each) => ({
        date: each.date.slice(0, 10),
        name: each.description || 'holiday',
        weekly_off: each.weekly_off,
      }))
      .sort((one, other) => one.date.localeCompare(other.date));
    return { kind: 'data', data: { today, date_from: from, date_to: to, holidays } };
  },
};

import type { Ctx } from '../../engine/types.ts';
import { checked, refuse, text, textOrNull } from '../values.ts';

export interface Holiday {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly description: string;
  readonly weekly_off: boolean;
}

/** The employee's Holiday List, else the company's default; refuses when there is none (ERPNext get_holiday_list_for_employee). */
export function holidayListOf(ctx: Ctx, employee: string): string {
  const own = ctx.getValue<string>('Employee', employee, 'holiday_list');
  if (textOrNull(own) !== null) return text(own);
  const company = text(ctx.getValue('Employee', employee, 'company'));
  const list = textOrNull(ctx.getValue('Company', company, 'default_holiday_list'));
  return list ?? refuse(`Please set a default Holiday List for Employee ${employee} or Company ${company}`);
}

/** Holidays of a list within the closed interval, by date; a doubled date counts once. */
export function holidaysIn(ctx: Ctx, holidayList: string, from: string, to: string): Holiday[] {
  const rows = ctx.getAll('Holiday', {
    fields: ['holiday_date', 'description', 'weekly_off'],
    filters: [
      ['parent', '=', holidayList],
      ['holiday_date', 'between', [from, to]],
    ],
    orderBy: 'holiday_date asc',
  });
  const byDate = new Map<string, Holiday>();
  for (const row of rows) {
    const date = text(row['holiday_date']).slice(0, 10);
    byDate.set(date, { date, description: text(row['description']), weekly_off: checked(row['weekly_off']) });
  }
  return [...byDate.values()];
}

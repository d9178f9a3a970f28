import type { EmployeeReads } from '../../actions/tool.ts';
import { addDays, endOfWorkingDays } from '../../language/calendar.ts';
import { type LeaveDays, readLeaveDays } from './site-answers.ts';

export interface LeaveLength {
  readonly to: string;
  /** The half day, moved along with the end when it was the last day. */
  readonly half: string | null;
  readonly counted: LeaveDays;
}

/** Looks at the site at most this often: each look moves the end by all that is missing. */
const LOOKS = 6;

/**
 * Counts the days of a stretch as the site does. With `wanted` the end moves until so many count: "16 days off" are 16 days
 * of leave, whatever holidays lie inside. Null when no end gives that number.
 */
export async function daysFrom(
  stretch: {
    readonly type: string;
    readonly from: string;
    readonly to: string;
    readonly half: string | null;
    readonly wanted: number | null;
  },
  reads: EmployeeReads,
): Promise<LeaveLength | null> {
  const { type, from, wanted } = stretch;
  let { to, half } = stretch;
  for (let look = 0; look < LOOKS; look++) {
    const counted = await readLeaveDays(reads, {
      leave_type: type,
      from_date: from,
      to_date: to,
      ...(half === null ? {} : { half_day: 1, half_day_date: half }),
    });
    const missing = wanted === null ? 0 : wanted - counted.days;
    // Days taken already are a reason to refuse, not to look further.
    if (missing === 0 || counted.overlaps.length > 0) return { to, half, counted };
    const end = missing > 0 ? endOfWorkingDays(to, Math.ceil(missing) + 1) : addDays(to, -Math.ceil(-missing));
    if (end < from) return null;
    half = half === to ? end : half;
    to = end;
  }
  return null;
}

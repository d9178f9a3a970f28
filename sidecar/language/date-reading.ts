/** What is asked of the reader of dates, and what it answers. */
import type { IsoDate } from './calendar.ts';
import type { DayPart } from './date-atoms.ts';

export interface DateContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the employee. */
  readonly timeZone: string;
  /** Frappe date format such as `dd-mm-yyyy`; null when the user has none: then 05/12 has two readings. */
  readonly dateFormat: string | null;
  /** Where a bare weekday or "the 3rd" lies. Default `future`. */
  readonly direction?: 'future' | 'past';
  /** A stretch on the table: a bare weekday or day of the month inside it means that one ("make it just Friday"). */
  readonly within?: DateSpan | null;
  /** Bare weekdays and days of the month lie after this day and not after today: "until Wednesday" of leave that starts in May. */
  readonly after?: IsoDate | null;
}

export interface DateSpan {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** What the person should be told about how the words were taken. */
export type DateNote =
  /** "next Thursday" while this week's is still to come. */
  | { readonly is: 'next-weekday'; readonly date: IsoDate; readonly nearer: IsoDate }
  /** "the first week of December" */
  | { readonly is: 'week-of-month'; readonly from: IsoDate; readonly to: IsoDate }
  /** "3 days, Monday and Tuesday": the days named win. */
  | { readonly is: 'length-differs'; readonly said: number; readonly found: number }
  /** More than one half day; one leave request holds one. */
  | { readonly is: 'several-halves' };

export interface HalfDay {
  /** Null when the words do not say which day of several. */
  readonly date: IsoDate | null;
  readonly part: DayPart | null;
}

export type DateReading =
  | {
      readonly kind: 'range';
      /** `to` is earlier than `from` when that is what was said. */
      readonly from: IsoDate;
      readonly to: IsoDate;
      readonly halfDay?: HalfDay;
      readonly notes: readonly DateNote[];
      /** All of it lies before today. */
      readonly past: boolean;
      /** Only one end was said: "until Friday", "from Monday". */
      readonly open?: 'until' | 'from';
      /** The number of days off that was said and made the end: weekends are left out of it, holidays nobody here knows. */
      readonly days?: number;
      /** "not Thursday", "instead of Thursday". */
      readonly excluded: readonly DateSpan[];
    }
  /** Days that do not hang together, in order. A weekend between two days is no gap. */
  | { readonly kind: 'several'; readonly ranges: readonly DateSpan[]; readonly notes: readonly DateNote[] }
  | {
      readonly kind: 'ambiguous';
      readonly why: 'day-or-month' | 'alternatives' | 'which-days' | 'weekday-differs';
      readonly readings: readonly DateSpan[];
      readonly halfDay?: HalfDay;
    }
  | {
      readonly kind: 'none';
      /** "only the afternoon", "half a day": no date, but half of one. */
      readonly half?: { readonly part: DayPart | null };
      /** "the whole day" */
      readonly whole?: true;
      /** "three days", without saying which. */
      readonly days?: number;
      readonly excluded: readonly DateSpan[];
      readonly problem?: { readonly is: 'no-such-date'; readonly words: string };
    };

/** What is asked of the reader of clock times, and what it answers. */
import type { TextSpan } from './spans.ts';
import type { ClockTime } from './zone-time.ts';

export interface TimeContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the employee. */
  readonly timeZone: string;
  /** The question was "at what time?": a bare number is one. Default false. */
  readonly asked?: boolean;
}

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

interface Placed {
  /** The words it came from, with the preposition. */
  readonly span: TextSpan;
  /** All places it came from: "at 9 ... in the morning" are two. The first is `span`. */
  readonly spans: readonly TextSpan[];
}

export interface TimeAt extends Placed {
  readonly kind: 'time';
  readonly at: ClockTime;
  /** The half of the day, or the custom that "end of day" is 17:00, was not said: worth a word on the card. */
  readonly assumed: boolean;
  /** "until 4", "before noon", "by 5" / "after 3", "from 9". */
  readonly open?: 'until' | 'from';
  /** "in 20 minutes": counted from now, which may lead into the next day. */
  readonly inMinutes?: number;
}

export interface TimeRange extends Placed {
  readonly kind: 'range';
  readonly from: ClockTime;
  /** Not later than `from` when it lies on the next day: "10pm to 2am", "noon to midnight" (00:00). */
  readonly to: ClockTime;
  readonly assumed: boolean;
  /** Only a part of the day was named: 09:00-12:00, 12:00-17:00, 17:00-20:00. */
  readonly part?: PartOfDay;
}

/** One way to take words with several. */
export type TimeChoice =
  | { readonly kind: 'time'; readonly at: ClockTime }
  | { readonly kind: 'range'; readonly from: ClockTime; readonly to: ClockTime };

export interface TimeAmbiguous extends Placed {
  readonly kind: 'ambiguous';
  /** `half-of-day`: morning or afternoon; `alternatives`: "at 2 or 3", "five to six". */
  readonly why: 'half-of-day' | 'alternatives';
  readonly readings: readonly TimeChoice[];
}

export type TimeReading = { readonly kind: 'none' } | TimeAt | TimeRange | TimeAmbiguous;

/** Sums over stretches of days. */
import { addDays, type IsoDate, isWeekend, laterOf, workingDays } from './calendar.ts';
import type { DateSpan } from './date-reading.ts';

/** The only day of the span that fits; null for none or several. */
export function dayWithin(span: DateSpan, fits: (date: IsoDate) => boolean): IsoDate | null {
  const found: IsoDate[] = [];
  for (let date = span.from; date <= span.to && found.length < 2; date = addDays(date, 1))
    if (fits(date)) found.push(date);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The last day of so many weeks, a weekend at their end left out. */
export function endOfWeeks(from: IsoDate, weeks: number): IsoDate {
  let end = addDays(from, Math.round(weeks * 7) - 1);
  while (isWeekend(end) && end > from) end = addDays(end, -1);
  return end;
}

/** Sorted; spans that touch, overlap or have nothing but a weekend between them become one. A reversed span stays as said. */
export function mergeSpans(spans: readonly DateSpan[]): readonly DateSpan[] {
  const [first] = spans;
  if (spans.length === 1 && first !== undefined) return [first];
  const merged: DateSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from.localeCompare(b.from))) {
    const last = merged.at(-1);
    const near =
      last !== undefined &&
      (span.from <= addDays(last.to, 1) || workingDays(addDays(last.to, 1), addDays(span.from, -1)) === 0);
    if (last !== undefined && near) merged[merged.length - 1] = { from: last.from, to: laterOf(span.to, last.to) };
    else merged.push(span);
  }
  return merged;
}

/** What is left of the spans without the excluded days. */
export function subtract(spans: readonly DateSpan[], excluded: readonly DateSpan[]): readonly DateSpan[] {
  return excluded.reduce<readonly DateSpan[]>(
    (left, gap) =>
      left.flatMap((span) => {
        if (gap.to < span.from || gap.from > span.to) return [span];
        const before = gap.from > span.from ? [{ from: span.from, to: addDays(gap.from, -1) }] : [];
        const after = gap.to < span.to ? [{ from: addDays(gap.to, 1), to: span.to }] : [];
        return [...before, ...after];
      }),
    spans,
  );
}

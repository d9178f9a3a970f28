/** Arithmetic of free and taken time. Pure; all in epoch ms. */
import type { Span } from './site-answers.ts';

const MINUTE_MS = 60_000;
/** Meetings begin on the half hour, unless the free time does not. */
const GRID_MS = 30 * MINUTE_MS;

/** Sorted, touching ones joined. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const next of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || next.from > last.to) result.push(next);
    else if (next.to > last.to) result[result.length - 1] = { from: last.from, to: next.to };
  }
  return result;
}

/** What of `whole` is in none of the spans. */
export function without(whole: Span, taken: readonly Span[]): readonly Span[] {
  const left: Span[] = [];
  let at = whole.from;
  for (const span of joined(taken)) {
    if (span.to <= at || span.from >= whole.to) continue;
    if (span.from > at) left.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (at < whole.to) left.push({ from: at, to: whole.to });
  return left;
}

/** The parts of spans that lie in `whole`. */
export function within(whole: Span, spans: readonly Span[]): readonly Span[] {
  return joined(spans)
    .map((span) => ({ from: Math.max(span.from, whole.from), to: Math.min(span.to, whole.to) }))
    .filter((span) => span.from < span.to);
}

/** Starts of meetings of a length that fit into free time: on the half hour, or where the free time begins. */
export function startsIn(free: readonly Span[], minutes: number): readonly number[] {
  const length = minutes * MINUTE_MS;
  return free.flatMap(({ from, to }) => {
    const starts: number[] = [];
    const first = Math.ceil(from / GRID_MS) * GRID_MS;
    for (let at = first; at + length <= to; at += GRID_MS) starts.push(at);
    return starts.length === 0 && from + length <= to ? [Math.ceil(from / (5 * MINUTE_MS)) * 5 * MINUTE_MS] : starts;
  });
}

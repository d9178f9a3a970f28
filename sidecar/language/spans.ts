/** Places in a text: what a reader took its meaning from, so that it can be cut out of the rest. */
import { normaliseText } from './normalise.ts';

/** `[start, end)` in UTF-16 units of the normalised text (normalise.ts). */
export type TextSpan = readonly [start: number, end: number];

/** Normalised one by one into themselves, but for capitals. */
const PLAIN = /^[a-z0-9 !-/:-@]$/iu;
const CHARACTER = /\P{M}\p{M}*|\p{M}+/gsu;

/** The normalised form of a text, and the way back to the text as typed. */
export interface AlignedText {
  readonly normalised: string;
  /** The span of the text as typed that a span of the normalised text came from. */
  readonly original: (span: TextSpan) => TextSpan;
}

/** Lines a text up with its normalised form: a span that was read there is found again with its capitals. */
export function alignText(text: string): AlignedText {
  const normalised = normaliseText(text);
  const starts: number[] = [];
  const ends: number[] = [];
  let pending = false;
  let gap: TextSpan = [0, 0];
  for (const match of text.matchAll(CHARACTER)) {
    const from = match.index;
    const to = from + match[0].length;
    // The marks at the ends keep the trimming of normaliseText away from the character between them.
    const form = PLAIN.test(match[0]) ? match[0].toLowerCase() : normaliseText(`|${match[0]}|`).slice(1, -1);
    for (const unit of form) {
      if (unit === ' ') {
        if (starts.length > 0 && !pending) gap = [from, to];
        pending = starts.length > 0;
        continue;
      }
      if (pending) {
        starts.push(gap[0]);
        ends.push(from);
        pending = false;
      }
      for (let index = 0; index < unit.length; index++) {
        starts.push(from);
        ends.push(to);
      }
    }
  }
  const clamp = (at: number) => Math.max(0, Math.min(at, text.length));
  if (starts.length !== normalised.length) return { normalised, original: ([from, to]) => [clamp(from), clamp(to)] };
  return {
    normalised,
    original: ([from, to]) => {
      if (to <= from) return [clamp(starts[from] ?? text.length), clamp(starts[from] ?? text.length)];
      return [clamp(starts[from] ?? text.length), clamp(ends[to - 1] ?? text.length)];
    },
  };
}

/** Sorted, spans that touch or overlap joined, what lies outside the text left out. */
export function joinTextSpans(spans: readonly TextSpan[], length: number): readonly TextSpan[] {
  const joined: [number, number][] = [];
  const inside = spans.map(([from, to]) => [Math.max(0, from), Math.min(length, to)] as const);
  for (const [from, to] of inside.filter(([a, b]) => b > a).sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** A mark that no reader takes for a word and that normalising keeps. */
const BLANK = '~';

/** The text with the spans blanked out: places in what is left stay where they were, also after normalising again. */
export function blankOut(text: string, spans: readonly TextSpan[]): string {
  let blanked = '';
  let at = 0;
  for (const [from, to] of joinTextSpans(spans, text.length)) {
    blanked += text.slice(at, from) + BLANK.repeat(to - from);
    at = to;
  }
  return blanked + text.slice(at);
}

export function overlaps(one: TextSpan, other: TextSpan): boolean {
  return one[0] < other[1] && other[0] < one[1];
}

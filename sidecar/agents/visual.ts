import { VISUAL_LIMITS, type Visual, visualSchema } from '@dartwing-va/contract/visuals.ts';

/**
 * A tool's visual as it may travel: texts cut, rows beyond the limits counted in `more`. Null when it holds nothing to
 * look at or does not follow its shape.
 */
export function boundVisual(visual: Visual): Visual | null {
  let rows: number = VISUAL_LIMITS.rows;
  for (;;) {
    const read = visualSchema.safeParse(shortened(visual, rows));
    if (!read.success) return null;
    const bound = read.data as Visual;
    if (countOf(bound) === 0) return null;
    if (JSON.stringify(bound).length <= VISUAL_LIMITS.bytes) return bound;
    if (rows === 1) return null;
    rows = Math.max(1, Math.floor(Math.min(rows, countOf(bound)) / 2));
  }
}

function countOf(visual: Visual): number {
  switch (visual.kind) {
    case 'table':
      return visual.rows.length;
    case 'list':
      return visual.items.length;
    case 'slots':
      return visual.slots.length;
    case 'bars':
      return visual.bars.length;
  }
}

function shortened(visual: Visual, rows: number): unknown {
  const left = countOf(visual) - rows + (visual.more ?? 0);
  const more = countOf(visual) > rows ? { more: left } : {};
  const title = cut(visual.title, VISUAL_LIMITS.title);
  switch (visual.kind) {
    case 'table':
      return { ...deepCut(visual), title, rows: visual.rows.slice(0, rows).map(deepCut), ...more };
    case 'list':
      return { ...visual, title, items: visual.items.slice(0, rows).map(deepCut), ...more };
    case 'slots':
      return { ...visual, title, slots: visual.slots.slice(0, rows).map(deepCut), ...more };
    case 'bars':
      return { ...visual, title, bars: visual.bars.slice(0, rows).map(deepCut), ...more };
  }
}

/** Every text in it short enough; a `say` that is too long would say something else when cut, so it goes. */
function deepCut<T>(value: T): T {
  if (typeof value === 'string') return cut(value, VISUAL_LIMITS.text) as T;
  if (Array.isArray(value)) return value.map(deepCut) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const kept = entries.filter(([key, one]) => key !== 'say' || (one as string).length <= VISUAL_LIMITS.text);
  return Object.fromEntries(kept.map(([key, one]) => [key, deepCut(one)])) as T;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const kind = z.strictObject({ expects: z.enum(['anything', 'card', 'question']), lines: z.array(z.string()) });
const file = z.record(z.string(), kind);

/** One thing that somebody says, with its pauses. */
export interface Line {
  readonly kind: string;
  readonly expects: z.infer<typeof kind>['expects'];
  readonly line: string;
}

/** `held-out`: what no rule was made with. */
export function readLines(name: 'endpointing' | 'held-out' = 'endpointing'): readonly Line[] {
  const set = file.parse(parse(readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8')));
  return Object.entries(set).flatMap(([kind, { expects, lines }]) => lines.map((line) => ({ kind, expects, line })));
}

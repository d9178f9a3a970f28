import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The format of the voice scenarios; README.md tells it in words. */

const when = z.enum(['quiet', 'speaking', 'now']);
const timing = {
  /** Waited for before: nobody speaks (the answer is over), we speak, or nothing. */
  when: when.default('quiet'),
  /** So long after that, ms. */
  after: z.number().default(300),
  level: z.number().optional(),
};
const step = z.union([
  z.strictObject({ says: z.string(), ...timing }),
  z.strictObject({ somebody_else_says: z.string(), ...timing }),
  /** What the recogniser makes of our own voice. */
  z.strictObject({ echo: z.string(), ...timing }),
  z.strictObject({ cough: z.number(), ...timing }),
  z.strictObject({ keys: z.number(), ...timing }),
  z.strictObject({ noise: z.number(), background: z.boolean().default(false), ...timing }),
  z.strictObject({ mute: z.boolean(), ...timing }),
  z.strictObject({ client: z.enum(['interrupt', 'confirm', 'cancel']), ...timing }),
  z.strictObject({ types: z.string(), ...timing }),
]);
export type Step = z.infer<typeof step>;

const answer = z.strictObject({
  to: z.string(),
  says: z.string(),
  card: z.strictObject({ title: z.string(), amount: z.number().optional() }).optional(),
});
const expected = z.strictObject({
  turns: z.array(z.string()).optional(),
  said: z.array(z.string()).optional(),
  not_said: z.array(z.string()).optional(),
  signs: z.array(z.enum(['duck', 'restore', 'cut'])).optional(),
  done: z.array(z.string()).optional(),
  cancelled: z.array(z.string()).optional(),
  waiting: z.array(z.string()).optional(),
  /** Each turn was taken so soon after its last word, ms. */
  within: z.number().optional(),
});
const scenario = z.strictObject({
  name: z.string(),
  each: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).optional(),
  play: z.array(step),
  expect: expected,
});
export type Scenario = z.infer<typeof scenario>;
const file = z.strictObject({
  about: z.string(),
  assistant: z.array(answer).default([]),
  scenarios: z.array(z.unknown()),
});
export interface ScenarioFile {
  readonly path: string;
  readonly assistant: readonly z.infer<typeof answer>[];
  readonly scenarios: readonly Scenario[];
}

const FOLDER = fileURLToPath(new URL('./scenarios', import.meta.url));

export function readScenarios(): readonly ScenarioFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => {
      const { assistant, scenarios } = file.parse(parse(readFileSync(join(FOLDER, name), 'utf8')));
      return { path: name.replace(/\.yaml$/u, ''), assistant, scenarios: scenarios.flatMap(family) };
    });
}

/** One scenario, or one for each row of its table: `<name>` stands for the row's value. */
function family(raw: unknown): Scenario[] {
  const rows = z.looseObject({ each: scenario.shape.each }).parse(raw).each;
  if (rows === undefined) return [scenario.parse(raw)];
  const names = Object.keys(rows);
  const length = Math.max(...Object.values(rows).map((values) => values.length));
  return Array.from({ length }, (_, index) => {
    const cellOf = (name: string) => {
      const values = rows[name] ?? [];
      return String(values[Math.min(index, values.length - 1)]);
    };
    return scenario.parse(
      filled(raw, (text) => names.reduce((done, name) => done.replaceAll(`<${name}>`, cellOf(name)), text)),
    );
  });
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') {
    const text = fill(value);
    return text !== value && /^-?\d+$/u.test(text) ? Number(text) : text;
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'each' ? one : filled(one, fill)]));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The format of the scenario files; README.md tells it in words. */

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const values = z.record(z.string(), z.unknown());

const documents = z.array(
  z.strictObject({
    doctype: z.string(),
    where: values.default({}),
    count: z.number().int().optional(),
    fields: values.optional(),
  }),
);
const card = z.strictObject({
  type: z.string().optional(),
  title: z.string().optional(),
  lines: z.record(z.string(), z.union([z.string(), z.number()]).nullable()).optional(),
  warnings: oneOrMore.optional(),
  undo: z.boolean().optional(),
});
const answer = z.union([
  oneOrMore.transform((has) => ({ has, not: [] as string[] })),
  z.strictObject({ has: oneOrMore.default([]), not: oneOrMore.default([]) }),
]);
const tools = z.array(
  z.union([
    z.string().transform((name) => ({ name, args: {} as Record<string, unknown> })),
    z.record(z.string(), values).transform((entry, context) => {
      const [first, ...more] = Object.entries(entry);
      if (first !== undefined && more.length === 0) return { name: first[0], args: first[1] };
      context.addIssue('a tool is `name` or `name: {arguments}`');
      return z.NEVER;
    }),
  ]),
);
const expected = {
  tools: tools.optional(),
  card: z.union([z.literal('none'), card]).optional(),
  cards: z.array(card).optional(),
  answer: answer.optional(),
  suggestions: oneOrMore.optional(),
  visual: z
    .union([
      z.literal('none'),
      z.strictObject({
        kind: z.string().optional(),
        title: z.string().optional(),
        rows: z.number().int().optional(),
        has: oneOrMore.default([]),
      }),
    ])
    .optional(),
  sources: oneOrMore.optional(),
  documents: documents.optional(),
};
const given = z.union([
  z.strictObject({
    insert: z.string(),
    values,
    as: z.string().optional(),
    by: z.string().optional(),
    submit: z.boolean().optional(),
  }),
  z.strictObject({ change: z.string(), where: values, values, by: z.string().optional() }),
]);
const turn = z.union([
  z.strictObject({ say: z.string(), ...expected }),
  z.strictObject({
    click: z.enum(['confirm', 'cancel', 'undo', 'confirm all']),
    which: z.number().int().min(1).optional(),
    ...expected,
  }),
  z.strictObject({ new_conversation: z.literal(true), who: z.string().optional() }),
  z.strictObject({ given: z.array(given) }),
]);
const scenario = z.strictObject({
  name: z.string(),
  who: z.string().optional(),
  given: z.array(given).default([]),
  turns: z.array(turn).min(1),
  documents: documents.default([]),
});
const file = z.strictObject({
  about: z.string(),
  who: z.string().optional(),
  given: z.array(given).default([]),
  scenarios: z.array(scenario).min(1),
});

export type Turn = z.output<typeof turn>;
export type Given = z.output<typeof given>;
export type Scenario = z.output<typeof scenario>;
export type ExpectedCard = z.output<typeof card>;
export type ExpectedDocuments = z.output<typeof documents>;
export interface ScenarioFile extends z.output<typeof file> {
  /** Below `scenarios/`, such as `hr/leave.yaml`. */
  readonly path: string;
}

const FOLDER = fileURLToPath(new URL('scenarios/', import.meta.url));

/** All scenario files, by path. @throws with file and place when one does not follow the format. */
export function readScenarios(): readonly ScenarioFile[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => readScenarioFile(join(FOLDER, name)));
}

function readScenarioFile(path: string): ScenarioFile {
  const name = relative(FOLDER, path);
  const read = file.safeParse(parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${name} does not follow test/ai/README.md:\n${z.prettifyError(read.error)}`);
  const names = read.data.scenarios.map((one) => one.name);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) throw new Error(`${name} has two scenarios called "${twice}"`);
  return { path: name, ...read.data };
}

import { z } from 'zod';

/** One setting: its environment variable, how its text is read, its unit and default, and what it is for. */
export interface Setting<T> {
  readonly env: string;
  readonly schema: z.ZodType<T, string>;
  /** `ms`, `bytes`, `days`...; empty for none. */
  readonly unit: string;
  readonly description: string;
  /** Absent: the variable is required. */
  readonly default?: T;
  /** Never printed. */
  readonly secret: boolean;
}
export type Slice = Readonly<Record<string, Setting<unknown>>>;
export type SliceValues<S extends Slice> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** The start stops: each problem is a sentence that says what to do. */
export class SettingsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Declares a setting. Without `default` it is required; `default: null` with a `.nullable()` reading makes it optional.
 * @example intervalMs: setting({ env: 'VA_X_MS', schema: integer({ min: 1 }), unit: 'ms', default: 50, description: '...' })
 */
export function setting<T>(spec: {
  readonly env: string;
  readonly schema: z.ZodType<T, string>;
  readonly unit?: string;
  readonly description: string;
  readonly default?: NoInfer<T>;
  readonly secret?: boolean;
}): Setting<T> {
  const base = {
    env: spec.env,
    schema: spec.schema,
    unit: spec.unit ?? '',
    description: spec.description,
    secret: spec.secret ?? false,
  };
  return spec.default === undefined ? base : { ...base, default: spec.default };
}

/** Text of at least one character. */
export const text = (): z.ZodType<string, string> => z.string().trim().min(1, 'must not be empty');

/** Text that may be left out: `default: null`. */
export const optionalText = (): z.ZodType<string | null, string> =>
  z
    .string()
    .trim()
    .transform((value) => (value === '' ? null : value));

/** A whole number. */
export const integer = (range: { readonly min?: number; readonly max?: number } = {}): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(range.min ?? Number.MIN_SAFE_INTEGER, `must be at least ${range.min}`)
        .max(range.max ?? Number.MAX_SAFE_INTEGER, `must be at most ${range.max}`),
    );

/** `1`, `true`, `yes`, `on` or their opposites. */
export const flag = (): z.ZodType<boolean, string> =>
  z
    .string()
    .toLowerCase()
    .refine((value) => /^(1|0|true|false|yes|no|on|off)$/.test(value), 'must be 1 or 0')
    .transform((value) => /^(1|true|yes|on)$/.test(value));

/** An http or https address without a slash at its end. */
export const httpUrl = (): z.ZodType<string, string> =>
  z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']), 'must be an address such as https://erp.example.com')
    .transform((value) => value.replace(/\/+$/, ''));

/** Comma-separated texts. */
export const list = (): z.ZodType<readonly string[], string> =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

/** Comma-separated words, each one of those named; in small letters. */
export const listOf = (...words: readonly string[]): z.ZodType<readonly string[], string> =>
  list()
    .transform((items) => items.map((item) => item.toLowerCase()))
    .refine(
      (items) => items.every((item) => words.includes(item)),
      `may name ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`,
    );

/** One of the named words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(...words: T): z.ZodType<T[number], string> =>
  z.string().pipe(z.enum(words, `must be one of ${words.join(', ')}`)) as z.ZodType<T[number], string>;

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/**
 * Reads the slices of all rooms from an environment. An empty variable counts as unset.
 * @param known variables that other programs of this product read (scripts, the embedded site): allowed, not returned.
 * @throws SettingsError naming every unknown `VA_*` variable, every missing one and every wrong value at once.
 */
export function loadSettings<const S extends Readonly<Record<string, Slice>>>(
  slices: S,
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[] = [],
): { readonly [K in keyof S]: SliceValues<S[K]> } {
  const problems: string[] = [];
  const names = new Set(known);
  const values: Record<string, Record<string, unknown>> = {};
  for (const [room, slice] of Object.entries(slices)) {
    const out: Record<string, unknown> = {};
    for (const [field, one] of Object.entries(slice)) {
      names.add(one.env);
      const read = readSetting(one, env[one.env]);
      if ('problem' in read) problems.push(read.problem);
      else out[field] = read.value;
    }
    values[room] = out;
  }
  problems.push(...unknownVariables(env, names));
  if (problems.length > 0) throw new SettingsError([...new Set(problems)]);
  // Each field was read by its own schema above.
  return values as { readonly [K in keyof S]: SliceValues<S[K]> };
}

function readSetting(
  one: Setting<unknown>,
  given: string | undefined,
): { readonly value: unknown } | { readonly problem: string } {
  if (given === undefined || given === '') {
    if ('default' in one) return { value: one.default };
    return { problem: `Set ${one.env}: ${one.description}` };
  }
  const parsed = one.schema.safeParse(given);
  if (parsed.success) return { value: parsed.data };
  const reason = parsed.error.issues[0]?.message ?? 'is not valid';
  const shown = one.secret ? '' : ` (it is "${given}")`;
  return { problem: `Correct ${one.env}: it ${reason}${shown}. ${one.description}` };
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>, names: ReadonlySet<string>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('VA_') && !names.has(name))
    .map((name) => {
      const near = [...names].find((candidate) => distance(name, candidate) <= 2);
      return near
        ? `Rename ${name}: there is no such setting; did you mean ${near}?`
        : `Remove ${name}: there is no such setting.`;
    });
}

/** Edits between two names, counted until it no longer matters. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 3;
}

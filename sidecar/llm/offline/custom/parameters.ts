/** Reading what a tool of a company's own agent takes out of words: by the types of its parameters alone. */
import { z } from 'zod';
import { readDates } from '../../../language/dates.ts';
import { wordsOf } from '../../../language/normalise.ts';
import type { ModelTool, Situation } from '../../model.ts';
import { chosen } from '../choice.ts';
import { type Args, dateContext } from '../step.ts';

export interface Field {
  readonly name: string;
  readonly kind: 'choice' | 'date' | 'text' | 'number' | 'whole' | 'yes-no';
  readonly about: string;
  readonly choices: readonly string[];
  readonly required: boolean;
}

const schema = z.object({
  properties: z
    .record(
      z.string(),
      z.object({
        type: z.string().optional(),
        enum: z.array(z.string()).optional(),
        format: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .default({}),
  required: z.array(z.string()).default([]),
});

/** The parameters of a tool in order, as its JSON Schema describes them. */
export function fieldsOf(tool: ModelTool): readonly Field[] {
  const read = schema.safeParse(tool.parameters);
  if (!read.success) return [];
  return Object.entries(read.data.properties).map(([name, { type, enum: options, format, description }]) => ({
    name,
    kind: kindOf(type, options, format),
    about: description ?? name.replaceAll('_', ' '),
    choices: options ?? [],
    required: read.data.required.includes(name),
  }));
}

function kindOf(type: string | undefined, options: readonly string[] | undefined, format: string | undefined) {
  if (options !== undefined) return 'choice';
  if (format === 'date') return 'date';
  if (type === 'boolean') return 'yes-no';
  if (type === 'integer') return 'whole';
  return type === 'number' ? 'number' : 'text';
}

/** What the words of a wish tell; `rest` are those beyond the phrase that led here. */
export function readFields(fields: readonly Field[], text: string, rest: string, situation: Situation): Args {
  const choices = readChoices(fields, text);
  const { dates, left } = readDays(fields, text, rest, situation);
  const figures = fields.filter(({ kind }) => kind === 'number' || kind === 'whole');
  const figure = figures.length === 1 && Object.keys(dates).length === 0 ? readFigure(rest, figures[0]) : null;
  const texts = fields.filter(({ kind, required }) => kind === 'text' && required);
  const words = texts.length === 1 && Object.keys(choices).length === 0 && figure === null ? nameIn(left) : '';
  return {
    ...choices,
    ...dates,
    ...(figure === null ? {} : { [figures[0]?.name ?? '']: figure }),
    ...(words === '' ? {} : { [texts[0]?.name ?? '']: words }),
  };
}

/** The answer to the question for one fact; null when it is none. */
export function readAnswer(field: Field, text: string, choice: string | null, situation: Situation): unknown {
  switch (field.kind) {
    case 'choice':
      return choice ?? chosen(text, field.choices) ?? firstOf(field.choices, text);
    case 'date':
      return dayIn(text, situation)?.from ?? null;
    case 'yes-no':
      return choice === null ? null : choice === 'Yes';
    case 'text':
      return text.trim().replace(/[.!?]+$/u, '') || null;
    default:
      return readFigure(text, field);
  }
}

/** Options said in the order of their parameters; "to EUR" belongs to the one whose name begins so. */
function readChoices(fields: readonly Field[], text: string): Args {
  const said = wordsOf(text);
  const found: Record<string, string> = {};
  const taken = new Set<number>();
  const open = fields.filter(({ kind }) => kind === 'choice');
  const places = (field: Field) =>
    field.choices
      .flatMap((option) => placesOf(said, wordsOf(option)).map((at) => ({ option, at })))
      .toSorted((a, b) => a.at - b.at);
  const leads = ({ name }: Field, at: number) => at > 0 && said[at - 1] === name.split('_')[0];
  for (const isLed of [true, false]) {
    for (const field of open) {
      if (found[field.name] !== undefined) continue;
      const place = places(field).find(({ at }) => !taken.has(at) && (!isLed || leads(field, at)));
      if (place === undefined) continue;
      taken.add(place.at);
      found[field.name] = place.option;
    }
  }
  return found;
}

function placesOf(said: readonly string[], words: readonly string[]): readonly number[] {
  if (words.length === 0) return [];
  return said.flatMap((_, at) => (words.every((word, offset) => said[at + offset] === word) ? [at] : []));
}

function firstOf(options: readonly string[], text: string): string | null {
  const said = wordsOf(text);
  const fitting = options.filter((option) => placesOf(said, wordsOf(option)).length > 0);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function dayIn(text: string, situation: Situation): { readonly from: string; readonly to: string } | null {
  const reading = readDates(text, dateContext(situation));
  return reading.kind === 'range' ? { from: reading.from, to: reading.to } : null;
}

/** Days for the parameters that take one, and the words without them. */
function readDays(
  fields: readonly Field[],
  text: string,
  rest: string,
  situation: Situation,
): { readonly dates: Args; readonly left: string } {
  const wanted = fields.filter(({ kind }) => kind === 'date');
  const day = wanted.length === 0 ? null : dayIn(text, situation);
  if (day === null) return { dates: {}, left: rest };
  const [first, second] = wanted;
  const dates = {
    ...(first === undefined ? {} : { [first.name]: day.from }),
    ...(second === undefined || day.from === day.to ? {} : { [second.name]: day.to }),
  };
  const words = rest.split(/\s+/u).filter((word) => word !== '');
  // The fewest words at the end that still say the same day.
  for (let at = words.length - 1; at >= 0; at--) {
    const tail = dayIn(words.slice(at).join(' '), situation);
    if (tail?.from === day.from && tail.to === day.to) return { dates, left: words.slice(0, at).join(' ') };
  }
  return { dates, left: rest };
}

function readFigure(text: string, field: Field | undefined): number | null {
  const match = /-?\d+(?:,\d{3})*(?:\.\d+)?/u.exec(text);
  if (match === null) return null;
  const value = Number(match[0].replaceAll(',', ''));
  return field?.kind === 'whole' && !Number.isInteger(value) ? null : value;
}

const BEFORE = /^(?:[\s,:;-]+|(?:of|for|in|at|on|about|with|to|from|is|are|the|named|called|please)\b\s*)+/iu;
const AFTER = /(?:[\s,:;.!?-]+|\s(?:please|now|on|in|for|of))+$/iu;
/** More words than a name has are a sentence, of which nothing is known. */
const MAX_NAME_WORDS = 6;

function nameIn(rest: string): string {
  const name = rest.replace(BEFORE, '').replace(AFTER, '').trim();
  return name.split(/\s+/u).length > MAX_NAME_WORDS ? '' : name;
}

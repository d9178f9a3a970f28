import type { ModelRequest } from '../model.ts';
import { answerSchema } from './schema.ts';

/** The one JSON value of an answer, without the fence or the words that models put around it; null when there is none. */
export function jsonIn(text: string): string | null {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1];
  for (const candidate of [text, fenced, between(text, '{', '}'), between(text, '[', ']')]) {
    const trimmed = candidate?.trim();
    if (trimmed && isJson(trimmed)) return trimmed;
  }
  return null;
}

/** What the system text says where the provider cannot be told the shape in another way. */
export function shapeInWords(output: NonNullable<ModelRequest['output']>): string {
  return `Answer with one JSON value that fits this JSON Schema, and with nothing else, no fence and no comment:\n${JSON.stringify(answerSchema(output.schema))}`;
}

function between(text: string, open: string, close: string): string | undefined {
  const from = text.indexOf(open);
  const to = text.lastIndexOf(close);
  return from >= 0 && to > from ? text.slice(from, to + 1) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

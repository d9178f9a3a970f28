import { z } from 'zod';
import { withDeadline } from '../lib/async.ts';
import type { Model, ModelMessage, ModelRequest } from '../llm/model.ts';
import { ModelError } from '../llm/model-error.ts';

/** A question whose answer is one JSON value. */
export interface StructuredQuestion<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** What the schema cannot say; a sentence for the model when the value will not do. */
  readonly refuse?: (value: T) => string | null;
  readonly request: Pick<ModelRequest, 'system' | 'messages' | 'situation' | 'task' | 'payer' | 'choice' | 'spoken'>;
  /** Time for both attempts, ms. */
  readonly budgetMs: number;
}

export interface StructuredAnswer<T> {
  /** Null: the model gave none that fits, twice. */
  readonly value: T | null;
  readonly tokens: number;
}

const ATTEMPTS = 2;
/** Of an answer; what is longer is no answer to such a question. */
const MAX_CHARS = 8000;

/**
 * Asks a model for one value of a shape, checks it, and asks once more with what was wrong.
 * @throws the signal's reason; a TimeoutError when over budget; what the model throws.
 */
export async function askStructured<T>(
  model: Model,
  question: StructuredQuestion<T>,
  signal: AbortSignal,
): Promise<StructuredAnswer<T>> {
  using deadline = withDeadline(signal, question.budgetMs);
  const { $schema: _, ...schema } = z.toJSONSchema(question.schema, { io: 'input' });
  const output = { name: question.name, schema };
  let messages: readonly ModelMessage[] = question.request.messages;
  let tokens = 0;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    let text = '';
    const request = { ...question.request, messages, tools: [], output };
    try {
      for await (const event of model.stream(request, deadline.signal)) {
        deadline.signal.throwIfAborted();
        if (event.type === 'text' && text.length < MAX_CHARS) text += event.text;
        if (event.type === 'done') tokens += event.usage.inputTokens + event.usage.outputTokens;
      }
    } catch (error) {
      // No JSON at all: said by the provider's adapter, which looked for it.
      if (!(error instanceof ModelError) || error.failure !== 'garbled') throw error;
    }
    deadline.signal.throwIfAborted();
    const read = readValue(question, text);
    if ('value' in read) return { value: read.value, tokens };
    messages = [
      ...question.request.messages,
      { role: 'assistant', text: text.slice(0, 1000), calls: [] },
      { role: 'user', text: `That does not fit: ${read.problem}. Answer with the JSON value alone.` },
    ];
  }
  return { value: null, tokens };
}

function readValue<T>(
  { schema, refuse }: StructuredQuestion<T>,
  text: string,
): { readonly value: T } | { readonly problem: string } {
  // Small models put it into a fence.
  const bare = /```(?:json)?\s*(?<inner>[\s\S]*?)```/u.exec(text)?.groups?.['inner'] ?? text;
  let json: unknown;
  try {
    json = JSON.parse(bare.trim());
  } catch {
    return { problem: 'it is no JSON' };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error).slice(0, 400) };
  const refused = refuse?.(parsed.data) ?? null;
  return refused === null ? { value: parsed.data } : { problem: refused };
}

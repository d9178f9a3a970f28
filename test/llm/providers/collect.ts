import type { Model, ModelEvent, ModelRequest, ModelTool, ModelToolCall } from '../../../sidecar/llm/model.ts';
import { ModelError } from '../../../sidecar/llm/model-error.ts';
import { situation } from '../../fakes/situation.ts';

export const TOOLS: readonly ModelTool[] = [
  {
    name: 'check_leave_balance',
    description: 'How many days are left.',
    parameters: {
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        leave_type: { type: 'string', minLength: 1, maxLength: 140, description: 'Leave out for all.' },
        from: { type: 'string', pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$' },
        days: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: 'all' }] },
        pattern: { type: 'string', default: 'a property with the name of a keyword' },
      },
      additionalProperties: false,
    },
  },
  { name: 'list_holidays', description: 'The holidays of the company.', parameters: {} },
];

export function asking(text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: ['You help the employees of Acme.', 'It is Monday.'],
    messages: [{ role: 'user', text }],
    tools: [],
    situation: situation(),
    ...more,
  };
}

export interface Heard {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly calls: readonly ModelToolCall[];
  readonly done: Extract<ModelEvent, { type: 'done' }> | null;
  /** What it ended with, when not in good order. */
  readonly error: unknown;
}

/** Reads a round to its end, be it good or bad. */
export async function hear(
  model: Model,
  request: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
  seen: (event: ModelEvent) => void = () => undefined,
): Promise<Heard> {
  const pieces: string[] = [];
  const calls: ModelToolCall[] = [];
  let done: Heard['done'] = null;
  let error: unknown = null;
  try {
    for await (const event of model.stream(request, signal)) {
      if (event.type === 'text') pieces.push(event.text);
      if (event.type === 'call') calls.push(event.call);
      if (event.type === 'done') done = event;
      seen(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { text: pieces.join(''), pieces, calls, done, error };
}

export async function failureOf(model: Model, request: ModelRequest): Promise<ModelError> {
  const { error } = await hear(model, request);
  if (error instanceof ModelError) return error;
  throw new Error(`expected a ModelError, got ${String(error)}`, { cause: error });
}

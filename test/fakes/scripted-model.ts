import type { Model, ModelEvent, ModelRequest } from '../../sidecar/llm/model.ts';
import { ModelError, type ModelFailure } from '../../sidecar/llm/model-error.ts';

/** What a scripted model does with one request, in order. */
export type Move =
  /** A piece of text. */
  | string
  | ModelEvent
  /** Fails. */
  | { readonly fail: ModelFailure; readonly retryAfterMs?: number }
  /** Waits until told, or for ever. */
  | { readonly wait: Promise<void> | 'ever' }
  | Error;

export interface ScriptedModel extends Model {
  readonly requests: ModelRequest[];
  /** Requests whose signal was aborted before they ended. */
  aborted: number;
}

/** A model that says what it is told to, one script a request; the last one is said again and again. */
export function scriptedModel(
  id: string,
  ...scripts: readonly (readonly Move[] | ((request: ModelRequest) => readonly Move[]))[]
): ScriptedModel {
  const model: ScriptedModel = {
    id,
    requests: [],
    aborted: 0,
    async *stream(request, signal) {
      const script = scripts[Math.min(model.requests.length, scripts.length - 1)] ?? [];
      model.requests.push(request);
      const note = () => {
        model.aborted += 1;
      };
      signal.addEventListener('abort', note, { once: true });
      try {
        yield* played(id, typeof script === 'function' ? script(request) : script, signal);
      } finally {
        signal.removeEventListener('abort', note);
      }
    },
  };
  return model;
}

export const done = (inputTokens = 100, outputTokens = 20, cachedTokens = 0): ModelEvent => ({
  type: 'done',
  usage: { inputTokens, outputTokens, cachedTokens },
});
export const call = (name: string, args: Readonly<Record<string, unknown>> = {}, id = 'c1'): ModelEvent => ({
  type: 'call',
  call: { id, name, args },
});

async function* played(id: string, moves: readonly Move[], signal: AbortSignal): AsyncGenerator<ModelEvent> {
  for (const move of moves) {
    signal.throwIfAborted();
    if (typeof move === 'string') yield { type: 'text', text: move };
    else if (move instanceof Error) throw move;
    else if ('fail' in move) throw new ModelError(move.fail, id, { retryAfterMs: move.retryAfterMs ?? null });
    else if ('wait' in move) await Promise.race([gone(signal), ...(move.wait === 'ever' ? [] : [move.wait])]);
    else yield move;
  }
}

function gone(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

import type { Model, ModelEvent, ModelRequest } from '../../sidecar/llm/model.ts';

/** A model with four habits, so that a test can read off what it will do; and a way to hold it or let it break. */
export interface PlainModel extends Model {
  /** Every request it got. */
  readonly requests: ModelRequest[];
  /** While set, it says nothing before the promise is fulfilled. */
  gate: Promise<void> | null;
  /** Thrown instead of the next answer. */
  error: Error | null;
}

/**
 * "balance" asks the tool; "book X" (also "make it X", "just X") calls the write; "flood" calls it twelve times; an
 * outcome is told in a few words; anything else is echoed.
 */
export function plainModel(): PlainModel {
  const model: PlainModel = {
    id: 'plain',
    rules: true,
    requests: [],
    gate: null,
    error: null,
    async *stream(request, signal) {
      model.requests.push(request);
      if (model.gate) await Promise.race([model.gate, aborted(signal)]);
      signal.throwIfAborted();
      const { error } = model;
      if (error) {
        model.error = null;
        throw error;
      }
      yield* answer(request);
      yield { type: 'done', usage: { inputTokens: 10, outputTokens: 5 } };
    },
  };
  return model;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function* answer(request: ModelRequest): Generator<ModelEvent> {
  const last = request.messages.at(-1);
  if (last?.role === 'tool') {
    const outcome = JSON.parse(last.content) as Record<string, unknown>;
    if (outcome['kind'] === 'pending') yield { type: 'text', text: 'I prepared that. Shall I?' };
    else if (outcome['kind'] === 'data') yield { type: 'text', text: `It says ${JSON.stringify(outcome['data'])}.` };
    else yield { type: 'text', text: String(outcome['sentence']) };
    return;
  }
  const words = last?.role === 'user' ? last.text.toLowerCase() : '';
  const book = /(?:book|make it|just|for) (?:it )?(?:for )?(?:just )?(\w+)/.exec(words);
  if (words.includes('balance')) yield { type: 'call', call: { id: 'c1', name: 'balance', args: {} } };
  else if (words.includes('flood')) {
    for (let n = 1; n <= 12; n += 1) {
      yield { type: 'call', call: { id: `c${n}`, name: 'book', args: { days: `day ${n}` } } };
    }
  } else if (words.includes('broken')) yield { type: 'call', call: { id: 'c1', name: 'book', args: { days: 7 } } };
  else if (book) yield { type: 'call', call: { id: 'c1', name: 'book', args: { days: book[1] ?? '' } } };
  else {
    yield { type: 'suggestions', suggestions: ['Book Friday off'] };
    yield { type: 'text', text: `You said: ${words}.` };
  }
}

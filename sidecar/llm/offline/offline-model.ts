import type { Model, ModelEvent, ModelMessage, ModelRequest } from '../model.ts';
import { decide } from './decide.ts';
import type { IntentScorer } from './intent.ts';
import { respond } from './respond.ts';
import type { Step } from './step.ts';
import { trainedScorer } from './trained-scorer.ts';

/**
 * The model that needs no network: rules over the words, the tools at hand and the situation. The same request gets the
 * same answer. It knows leave, small talk, and to say what it cannot do.
 */
export function createOfflineModel(scorer: IntentScorer = trainedScorer): Model {
  return {
    id: 'offline',
    rules: true,
    async *stream(request, signal) {
      signal.throwIfAborted();
      const step = stepFor(request, scorer);
      for (const text of sentences(step.text)) {
        signal.throwIfAborted();
        yield { type: 'text', text };
      }
      if (step.call !== undefined) {
        const id = `call_${request.messages.length + 1}`;
        yield { type: 'call', call: { id, ...step.call } };
      }
      if (step.suggestions.length > 0) yield { type: 'suggestions', suggestions: step.suggestions };
      yield { type: 'focus', focus: step.focus };
      yield { type: 'done', usage: { inputTokens: 0, outputTokens: 0 } } satisfies ModelEvent;
    },
  };
}

function stepFor(request: ModelRequest, scorer: IntentScorer): Step {
  const text = lastWords(request.messages);
  const last = request.messages.at(-1);
  return last?.role === 'tool' ? respond(text, last, request, scorer) : decide(text, request, scorer);
}

function lastWords(messages: readonly ModelMessage[]): string {
  const last = messages.findLast((message) => message.role === 'user');
  return last?.role === 'user' ? last.text : '';
}

/** The pieces in which a text streams out: sentences, with the space that follows them. */
function sentences(text: string): readonly string[] {
  return text === '' ? [] : (text.match(/.+?(?:[.!?](?=\s)\s+|\n|$)/gsu) ?? [text]);
}

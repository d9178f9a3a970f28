import type { ModelMessage, ModelRequest } from './model.ts';

const GO_ON = [
  'Your answer was broken off by a fault of the line; the words above are all that the person has heard of it.',
  'Go on exactly there, with the next word. Repeat nothing, do not start over, do not mention the fault.',
  'If nothing is missing, say the last word once more and stop.',
].join(' ');

/** The request for a model that goes on with what another one had begun to say. */
export function goingOn(request: ModelRequest, said: string): ModelRequest {
  if (said === '') return request;
  const begun = { role: 'assistant', text: said.trimEnd(), calls: [] } as const;
  return { ...request, messages: [...request.messages, begun, { role: 'user', text: GO_ON }] };
}

/**
 * Without the older half of what was said before the person's last words; null when nothing stands before them. The words
 * themselves and the tools' outcomes since then stay.
 */
export function withoutOldest(request: ModelRequest): ModelRequest | null {
  const { messages } = request;
  const last = messages.findLastIndex(({ role }) => role === 'user');
  if (last <= 0) return null;
  const half = Math.ceil(last / 2);
  // A history begins with words of the person, never with an answer or an outcome of what is gone.
  const start = messages.findIndex((one, at) => at >= half && one.role === 'user');
  return { ...request, messages: messages.slice(start < 0 ? last : start) };
}

/** Rules answer a person; they neither plan nor sum up, and cannot go on with a sentence that a model began. */
export function rulesCanAnswer(request: ModelRequest): boolean {
  return (request.task ?? 'agent') === 'agent' && request.output === undefined;
}

/** Whether this is the first round for the person's words: later ones answer a tool. */
export function isFirstRound(messages: readonly ModelMessage[]): boolean {
  return messages.at(-1)?.role === 'user';
}

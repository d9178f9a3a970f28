import type { ModelMessage, ModelToolCall } from '../model.ts';

/** A history that every provider accepts: turns alternate, the first and the last are the person's, each call has one result, in order. */
export type Turn =
  | { readonly role: 'user'; readonly results: readonly Result[]; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ModelToolCall[] };
/** The outcome of a call of the turn before, under the call's id. */
export interface Result {
  readonly id: string;
  readonly tool: string;
  readonly content: string;
}

/** Told for a call whose outcome is not in the history: a turn was cut short, or its end was forgotten. */
const NO_OUTCOME = JSON.stringify({ error: 'The outcome of this call is not known.' });
/** Said where the history begins with the assistant, which no provider accepts. */
const OPENING = '(The conversation began earlier.)';
/** Said where it ends with the assistant, which newer models do not accept either. */
const GO_ON = '(Please go on.)';

/**
 * The messages in the strictest order that a provider asks for. Neighbours of one role become one, empty texts go, a
 * result moves to its call, a call without one gets "not known", a result without its call is told as the person's words.
 * @param keepId which ids of calls the provider accepts as they are; the others are numbered, as are repeated ones.
 */
export function tidyHistory(messages: readonly ModelMessage[], keepId: RegExp): readonly Turn[] {
  const turns: Turn[] = [];
  const used = new Set<string>();
  const outcomes = outcomesByCall(messages);
  const stray = new Set(messages.filter(({ role }) => role === 'tool'));
  for (const message of messages) {
    if (message.role === 'assistant') {
      const known = outcomes.get(message) ?? [];
      const calls = message.calls.map((call) => ({ ...call, id: freshId(call.id, used, keepId) }));
      const results = known.map((result, index) => {
        if (result) stray.delete(result);
        const call = calls[index];
        return { id: call?.id ?? '', tool: call?.name ?? '', content: wellFormed(result?.content ?? NO_OUTCOME) };
      });
      addAssistant(turns, wellFormed(message.text), calls);
      if (results.length > 0) addUser(turns, results, '');
    } else if (message.role === 'user') addUser(turns, [], wellFormed(message.text));
    else if (stray.has(message)) addUser(turns, [], wellFormed(`Outcome of ${message.tool}: ${message.content}`));
  }
  if (turns.at(0)?.role === 'assistant') turns.unshift({ role: 'user', results: [], text: OPENING });
  if (turns.at(-1)?.role !== 'user') turns.push({ role: 'user', results: [], text: GO_ON });
  return turns;
}

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;

/** For each message of the assistant the results of its calls, in the calls' order. */
function outcomesByCall(messages: readonly ModelMessage[]): Map<ModelMessage, (ToolMessage | null)[]> {
  const found = new Map<ModelMessage, (ToolMessage | null)[]>();
  const open: { readonly id: string; readonly results: (ToolMessage | null)[]; readonly index: number }[] = [];
  for (const message of messages) {
    if (message.role === 'assistant' && message.calls.length > 0) {
      const results: (ToolMessage | null)[] = message.calls.map(() => null);
      found.set(message, results);
      open.push(...message.calls.map((call, index) => ({ id: call.id, results, index })));
    } else if (message.role === 'tool') {
      // The latest call first: a model that numbers its calls from one in every round repeats its ids.
      const at = open.findLastIndex((call) => call.id === message.callId && call.results[call.index] === null);
      const [call] = at < 0 ? [] : open.splice(at, 1);
      if (call) call.results[call.index] = message;
    }
  }
  return found;
}

function addAssistant(turns: Turn[], text: string, calls: readonly ModelToolCall[]): void {
  if (text.trim() === '' && calls.length === 0) return;
  const last = turns.at(-1);
  if (last?.role !== 'assistant') turns.push({ role: 'assistant', text: text.trim() === '' ? '' : text, calls });
  else turns[turns.length - 1] = { role: 'assistant', text: joined(last.text, text), calls: [...last.calls, ...calls] };
}

function addUser(turns: Turn[], results: readonly Result[], text: string): void {
  if (text.trim() === '' && results.length === 0) return;
  const last = turns.at(-1);
  if (last?.role !== 'user') turns.push({ role: 'user', results, text: text.trim() === '' ? '' : text });
  else
    turns[turns.length - 1] = { role: 'user', results: [...last.results, ...results], text: joined(last.text, text) };
}

function joined(one: string, other: string): string {
  return [one, other].filter((text) => text.trim() !== '').join('\n\n');
}

/** Nine letters and digits: the narrowest form that a server asks for (Mistral's chat template). */
function freshId(id: string, used: Set<string>, keep: RegExp): string {
  let fresh = id;
  for (let n = used.size + 1; !keep.test(fresh) || used.has(fresh); n += 1) fresh = `call${String(n).padStart(5, '0')}`;
  used.add(fresh);
  return fresh;
}

/** A half of a surrogate pair alone is no text, and servers refuse a request that holds one. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ModelUsage } from '../model.ts';
import { BOUNDS } from './bounds.ts';
import type { FailureMaker } from './failure.ts';
import type { OpenAiDialect } from './openai-dialect.ts';
import type { Piece } from './round.ts';
import { thoughtFilter } from './spoken-thought.ts';

interface Slot {
  readonly index: number | null;
  readonly id: string;
  name: string;
  args: string;
  extra: unknown;
}
/** What compatible servers send beside OpenAI's own fields. */
interface Extras {
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly extra_content?: unknown;
}
type ToolDelta = ChatCompletionChunk.Choice.Delta.ToolCall & Extras;

/** A sign that the answer has begun: the chunk that only names the role is none. */
export function openAiCounts(chunk: ChatCompletionChunk): boolean {
  const choice = Array.isArray(chunk?.choices) ? chunk.choices[0] : undefined;
  const delta = choice?.delta as (ChatCompletionChunk.Choice.Delta & Extras) | undefined;
  if (!delta) return choice?.finish_reason != null;
  const signs = [delta.content, delta.refusal, delta.tool_calls?.length, delta.reasoning_content, delta.reasoning];
  return choice?.finish_reason != null || signs.some(Boolean);
}

export async function* openAiPieces(
  chunks: AsyncIterable<ChatCompletionChunk>,
  dialect: OpenAiDialect,
  fail: FailureMaker,
): AsyncGenerator<Piece> {
  const slots: Slot[] = [];
  const sayable = dialect.compatible ? thoughtFilter() : (piece: string | null) => piece ?? '';
  let usage: ModelUsage | null = null;
  let reason: string | null = null;
  let refused = false;
  let seen = false;
  for await (const chunk of chunks) {
    if (typeof chunk !== 'object' || chunk === null || !Array.isArray(chunk.choices)) {
      throw fail('garbled', new Error('an event that is no chunk of an answer'));
    }
    seen = true;
    usage = usageOf(chunk) ?? usage;
    const choice = chunk.choices[0];
    if (!choice) continue;
    reason = choice.finish_reason ?? reason;
    const { delta } = choice;
    if (!delta) continue;
    if (typeof delta.content === 'string') {
      const text = sayable(delta.content);
      if (text !== '') yield { kind: 'text', text };
    }
    if (delta.refusal) refused = true;
    for (const part of delta.tool_calls ?? []) collect(part, slots, fail);
  }
  if (!seen) throw fail('garbled', new Error('no event stream'));
  const rest = sayable(null);
  if (rest !== '') yield { kind: 'text', text: rest };
  if (reason === null) return;
  const stop = refused || reason === 'content_filter' ? 'refused' : reason === 'length' ? 'length' : 'end';
  if (stop !== 'refused') yield* calls(slots, dialect);
  yield { kind: 'end', stop, usage };
}

function* calls(slots: readonly Slot[], { label }: OpenAiDialect): Generator<Piece> {
  for (const { id, name, args, extra } of slots) {
    const opaque = extra === undefined ? {} : { opaque: { provider: label, data: extra } };
    yield { kind: 'call', id, name, args, ...opaque };
  }
}

/** Gateways leave `index` out or give every call index 0: a new id begins a new call. */
function collect(part: ToolDelta, slots: Slot[], fail: FailureMaker): void {
  const index = typeof part.index === 'number' ? part.index : null;
  const known = index === null ? slots.at(-1) : slots.findLast((slot) => slot.index === index);
  const begins = known === undefined || (part.id && known.id !== '' && part.id !== known.id);
  const slot: Slot = begins ? { index, id: part.id ?? '', name: '', args: '', extra: undefined } : known;
  if (begins) slots.push(slot);
  // Some servers repeat the name in every delta, others split it: only the first whole one counts.
  if (slot.name === '') slot.name = part.function?.name ?? '';
  slot.args += argumentText(part.function?.arguments);
  slot.extra = part.extra_content ?? slot.extra;
  if (slots.length > BOUNDS.calls || slot.args.length > BOUNDS.args) {
    throw fail('garbled', new Error('more calls or longer arguments than one round may have'));
  }
}

/** Text by the protocol; a few servers send the value itself. */
function argumentText(given: unknown): string {
  if (given === undefined || given === null) return '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function usageOf({ usage }: ChatCompletionChunk): ModelUsage | null {
  if (!usage || typeof usage.prompt_tokens !== 'number') return null;
  const cached = usage.prompt_tokens_details?.cached_tokens;
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens ?? 0,
    ...(typeof cached === 'number' ? { cachedTokens: cached } : {}),
  };
}

import type { RawMessageStreamEvent, Usage } from '@anthropic-ai/sdk/resources/messages';
import type { ModelUsage } from '../model.ts';
import type { Thoughts } from './anthropic-request.ts';
import { BOUNDS } from './bounds.ts';
import type { FailureMaker } from './failure.ts';
import type { Piece } from './round.ts';

type Block =
  | { readonly kind: 'call'; readonly id: string; readonly name: string; args: string; input: unknown }
  | { readonly kind: 'thinking'; thinking: string; signature: string }
  | { readonly kind: 'redacted'; readonly data: string }
  | { readonly kind: 'other' };

/** A sign that the answer has begun: `message_start` comes before the model has read the question. */
export function anthropicCounts(event: RawMessageStreamEvent): boolean {
  return (
    event?.type === 'content_block_start' || event?.type === 'content_block_delta' || event?.type === 'message_delta'
  );
}

/** @param answer name of the tool whose arguments are the answer; null when words are wanted. */
export async function* anthropicPieces(
  events: AsyncIterable<RawMessageStreamEvent>,
  model: string,
  answer: string | null,
  fail: FailureMaker,
): AsyncGenerator<Piece> {
  const blocks = new Map<number, Block>();
  let usage = { input: 0, output: 0, cached: 0 };
  let reason: string | null = null;
  let begun = false;
  let ended = false;
  for await (const event of events) {
    if (typeof event !== 'object' || event === null) throw fail('garbled', new Error('an event that is no object'));
    switch (event.type) {
      case 'message_start':
        begun = true;
        usage = added(usage, event.message?.usage);
        break;
      case 'content_block_start':
        blocks.set(event.index, opened(event.content_block));
        if (event.content_block?.type === 'text' && event.content_block.text) {
          yield { kind: 'text', text: event.content_block.text };
        }
        break;
      case 'content_block_delta':
        if (event.delta?.type === 'text_delta') yield { kind: 'text', text: String(event.delta.text) };
        else grow(blocks.get(event.index), event.delta, fail);
        break;
      case 'message_delta':
        reason = event.delta?.stop_reason ?? reason;
        usage = added(usage, event.usage);
        break;
      case 'message_stop':
        ended = true;
        break;
      default:
      // The API may send kinds that are younger than this code, and asks clients to pass over them.
    }
    if (blocks.size > 4 * BOUNDS.calls) throw fail('garbled', new Error('more blocks than one round may have'));
  }
  if (!begun) throw fail('garbled', new Error('no event stream'));
  if (!ended || reason === null) return;
  const stop = stopOf(reason);
  if (stop !== 'refused') yield* calls(blocks, model, answer, fail);
  yield { kind: 'end', stop, usage: toUsage(usage) };
}

function stopOf(reason: string): 'end' | 'length' | 'refused' {
  if (reason === 'refusal') return 'refused';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'end';
}

function opened(block: Extract<RawMessageStreamEvent, { type: 'content_block_start' }>['content_block']): Block {
  if (block?.type === 'tool_use') return { kind: 'call', id: block.id, name: block.name, args: '', input: block.input };
  if (block?.type === 'thinking') {
    return { kind: 'thinking', thinking: block.thinking ?? '', signature: block.signature ?? '' };
  }
  return block?.type === 'redacted_thinking' ? { kind: 'redacted', data: block.data } : { kind: 'other' };
}

function grow(
  block: Block | undefined,
  delta: Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'],
  fail: FailureMaker,
): void {
  if (block?.kind === 'call' && delta?.type === 'input_json_delta') {
    block.args += delta.partial_json;
    if (block.args.length > BOUNDS.args) throw fail('garbled', new Error('longer arguments than a call may have'));
  } else if (block?.kind === 'thinking' && delta?.type === 'thinking_delta') {
    if (block.thinking.length < BOUNDS.opaque) block.thinking += delta.thinking;
  } else if (block?.kind === 'thinking' && delta?.type === 'signature_delta') {
    if (block.signature.length < BOUNDS.opaque) block.signature += delta.signature;
  }
}

function* calls(
  blocks: ReadonlyMap<number, Block>,
  model: string,
  answer: string | null,
  fail: FailureMaker,
): Generator<Piece> {
  let thoughts = thoughtsOf(blocks, model);
  for (const block of blocks.values()) {
    if (block.kind !== 'call') continue;
    const args = block.args === '' ? block.input : block.args;
    if (block.name === answer) {
      if (args === undefined) throw fail('garbled', new Error('an answer without a value'));
      yield { kind: 'answer', json: typeof args === 'string' ? args : JSON.stringify(args) };
      continue;
    }
    // With the first call only: they belong to the message, not to each of its calls.
    const opaque = thoughts === null ? {} : { opaque: { provider: 'anthropic', data: thoughts } };
    thoughts = null;
    yield { kind: 'call', id: block.id, name: block.name, args, ...opaque };
  }
}

function thoughtsOf(blocks: ReadonlyMap<number, Block>, model: string): Thoughts | null {
  const kept = [...blocks.values()].flatMap((block): Thoughts['blocks'][number][] => {
    if (block.kind === 'redacted') return [{ type: 'redacted_thinking', data: block.data }];
    if (block.kind !== 'thinking' || block.signature === '') return [];
    return [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
  });
  return kept.length === 0 ? null : { model, blocks: kept };
}

type Counted = { readonly [K in keyof Usage]?: Usage[K] | null } | undefined;

/** The counts of `message_delta` are totals, not additions, and may leave out what `message_start` told. */
function added(so: { input: number; output: number; cached: number }, usage: Counted) {
  const cached = usage?.cache_read_input_tokens ?? null;
  const fresh = usage?.input_tokens ?? null;
  const written = usage?.cache_creation_input_tokens ?? 0;
  return {
    input: fresh === null ? so.input : fresh + written + (cached ?? so.cached),
    output: usage?.output_tokens ?? so.output,
    cached: cached ?? so.cached,
  };
}

function toUsage({ input, output, cached }: { input: number; output: number; cached: number }): ModelUsage {
  return { inputTokens: input, outputTokens: output, cachedTokens: cached };
}

import type { ModelEvent, ModelRequest, ModelToolCall, ModelUsage } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { BOUNDS } from './bounds.ts';
import type { FailureMaker } from './failure.ts';
import { jsonIn } from './json-answer.ts';
import type { ToolNames } from './tool-names.ts';
import { SilenceError } from './watch.ts';

/** What the parser of a provider's stream makes of it. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** Arguments as text are parsed here; '' stands for none. */
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly name: string;
      readonly args: unknown;
      readonly opaque?: ModelToolCall['opaque'];
    }
  /** The answer of the shape asked for, whole, where it does not come as text. */
  | { readonly kind: 'answer'; readonly json: string }
  /** The end as the provider meant it. Without one the stream was cut. */
  | {
      readonly kind: 'end';
      readonly stop: 'end' | 'length' | 'refused' | 'garbled';
      readonly usage: ModelUsage | null;
    };

export interface RoundOptions {
  readonly request: ModelRequest;
  readonly names: ToolNames;
  readonly fail: FailureMaker;
  /** An SDK's error in our words; `said`: whether text had come before it. */
  readonly failure: (error: unknown, said: boolean) => ModelError;
  readonly signal: AbortSignal;
}

/**
 * The events of a round. Text goes on as it comes; calls wait until the round is whole, so that a stream that is cut has
 * called nothing; an answer of a given shape is one text at the end.
 * @throws the signal's reason, or ModelError.
 */
export async function* roundEvents(pieces: AsyncIterable<Piece>, options: RoundOptions): AsyncGenerator<ModelEvent> {
  const { request, fail, signal } = options;
  const calls: ModelToolCall[] = [];
  let text = '';
  let half = '';
  let answer: string | null = null;
  let end: Extract<Piece, { kind: 'end' }> | null = null;
  try {
    for await (const piece of pieces) {
      if (piece.kind === 'end') {
        end = piece;
        continue;
      }
      if (piece.kind === 'answer') {
        answer = piece.json;
        continue;
      }
      if (piece.kind === 'call') {
        if (calls.length >= BOUNDS.calls) throw fail('garbled', new Error(`more than ${BOUNDS.calls} calls`));
        calls.push(toCall(piece, calls.length, options));
        continue;
      }
      const whole = half + piece.text.slice(0, BOUNDS.text - text.length);
      half = /[\uD800-\uDBFF]$/.test(whole) ? whole.slice(-1) : '';
      const fit = whole.slice(0, whole.length - half.length);
      text += fit;
      if (fit !== '' && !request.output) yield { type: 'text', text: fit };
      if (text.length >= BOUNDS.text) {
        end = { kind: 'end', stop: 'length', usage: null };
        break;
      }
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw asFailure(error, text !== '', options);
  }
  if (end === null) throw fail('cut', new Error('the stream ended before its end'));
  if (end.stop === 'refused' || end.stop === 'garbled')
    throw fail(end.stop, new Error(`the provider ended with "${end.stop}"`));
  if (request.output && calls.length === 0) {
    const json = end.stop === 'end' ? jsonIn(answer ?? text) : null;
    if (json === null) throw fail('garbled', new Error('the answer is not one JSON value'));
    yield { type: 'text', text: json };
  } else if (text.trim() === '' && calls.length === 0) throw fail('garbled', new Error('the answer is empty'));
  for (const call of calls) yield { type: 'call', call };
  yield { type: 'done', usage: end.usage ?? guessedUsage(request, text, calls), stop: end.stop };
}

function asFailure(error: unknown, said: boolean, { fail, failure }: RoundOptions): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof SilenceError) return fail('timeout', error);
  return failure(error, said);
}

function toCall(piece: Extract<Piece, { kind: 'call' }>, index: number, { names, fail }: RoundOptions): ModelToolCall {
  if (piece.name === '') throw fail('garbled', new Error('a call without a name'));
  return {
    id: piece.id === '' ? `call${String(index + 1).padStart(5, '0')}` : piece.id,
    name: names.fromProvider(piece.name),
    args: argumentsOf(piece.args, fail),
    ...(piece.opaque && JSON.stringify(piece.opaque).length <= BOUNDS.opaque ? { opaque: piece.opaque } : {}),
  };
}

function argumentsOf(given: unknown, fail: FailureMaker): Readonly<Record<string, unknown>> {
  let value = given;
  if (typeof given === 'string') {
    if (given.length > BOUNDS.args)
      throw fail('garbled', new Error(`arguments of more than ${BOUNDS.args} characters`));
    if (given.trim() === '') return {};
    try {
      value = JSON.parse(given);
    } catch {
      throw fail('garbled', new Error('arguments that are no JSON'));
    }
  }
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('garbled', new Error('arguments that are no object'));
  }
  if (typeof given !== 'string' && JSON.stringify(value).length > BOUNDS.args) {
    throw fail('garbled', new Error(`arguments of more than ${BOUNDS.args} characters`));
  }
  return value as Readonly<Record<string, unknown>>;
}

/** For servers that do not count: four characters a token, the usual rule of thumb for English. */
function guessedUsage(request: ModelRequest, text: string, calls: readonly ModelToolCall[]): ModelUsage {
  const said = text + (calls.length > 0 ? JSON.stringify(calls.map(({ name, args }) => ({ name, args }))) : '');
  const heard = JSON.stringify([request.system, request.messages, request.tools]);
  return { inputTokens: Math.ceil(heard.length / 4), outputTokens: Math.ceil(said.length / 4) };
}

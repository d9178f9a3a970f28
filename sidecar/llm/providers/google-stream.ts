import type { GenerateContentResponse, Part } from '@google/genai';
import type { ModelUsage } from '../model.ts';
import { BOUNDS } from './bounds.ts';
import type { FailureMaker } from './failure.ts';
import type { Piece } from './round.ts';

/** Reasons to end that mean "will not", as the API names them; the other ones that are no plain end mean "could not". */
const WILL_NOT: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

/** A sign that the answer has begun: a part, or the end. */
export function googleCounts(chunk: GenerateContentResponse): boolean {
  const candidate = chunk?.candidates?.[0];
  return Boolean(candidate?.content?.parts?.length || candidate?.finishReason || chunk?.promptFeedback?.blockReason);
}

export async function* googlePieces(
  chunks: AsyncIterable<GenerateContentResponse>,
  fail: FailureMaker,
): AsyncGenerator<Piece> {
  const calls: Piece[] = [];
  let usage: ModelUsage | null = null;
  let reason: string | null = null;
  let seen = false;
  for await (const chunk of chunks) {
    if (typeof chunk !== 'object' || chunk === null) throw fail('garbled', new Error('an event that is no object'));
    const known =
      chunk.candidates !== undefined || chunk.promptFeedback !== undefined || chunk.usageMetadata !== undefined;
    seen ||= known;
    usage = usageOf(chunk) ?? usage;
    if (chunk.promptFeedback?.blockReason) {
      yield { kind: 'end', stop: 'refused', usage };
      return;
    }
    const candidate = chunk.candidates?.[0];
    reason = candidate?.finishReason ?? reason;
    for (const part of candidate?.content?.parts ?? []) {
      if (part.functionCall) calls.push(callOf(part, part.functionCall));
      else if (typeof part.text === 'string' && part.text !== '' && part.thought !== true) {
        yield { kind: 'text', text: part.text };
      }
      if (calls.length > BOUNDS.calls) throw fail('garbled', new Error('more calls than one round may have'));
    }
  }
  if (!seen) throw fail('garbled', new Error('no event stream'));
  if (reason === null) return;
  const stop = stopOf(reason);
  if (stop === 'end' || stop === 'length') yield* calls;
  yield { kind: 'end', stop, usage };
}

function stopOf(reason: string): 'end' | 'length' | 'refused' | 'garbled' {
  if (reason === 'STOP') return 'end';
  if (reason === 'MAX_TOKENS') return 'length';
  return WILL_NOT.has(reason) ? 'refused' : 'garbled';
}

function callOf(part: Part, call: NonNullable<Part['functionCall']>): Piece {
  return {
    kind: 'call',
    id: call.id ?? '',
    name: call.name ?? '',
    args: call.args,
    ...(part.thoughtSignature ? { opaque: { provider: 'google', data: part.thoughtSignature } } : {}),
  };
}

/** Thoughts are counted apart and paid like words. */
function usageOf({ usageMetadata: counted }: GenerateContentResponse): ModelUsage | null {
  if (typeof counted?.promptTokenCount !== 'number') return null;
  return {
    inputTokens: counted.promptTokenCount,
    outputTokens: (counted.candidatesTokenCount ?? 0) + (counted.thoughtsTokenCount ?? 0),
    cachedTokens: counted.cachedContentTokenCount ?? 0,
  };
}

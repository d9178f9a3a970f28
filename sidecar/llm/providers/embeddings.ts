import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import { once, withDeadline } from '../../lib/async.ts';
import type { ModelUsage } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { type FailureMaker, failureMaker, secretsOf } from './failure.ts';
import { wellFormed } from './history.ts';
import { dialectOf, type OpenAiOptions } from './openai-dialect.ts';

/** Makes vectors of texts: one a text, in the order of the texts, of length 1. */
export interface Embedder {
  /** Vectors of different ids cannot be compared. */
  readonly id: string;
  readonly dimensions: number;
  /** What it reads leaves the company. */
  readonly isOutside?: true;
  /** @throws the signal's reason, or ModelError. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

export interface EmbedderOptions extends Pick<OpenAiOptions, 'label' | 'dialect'> {
  /** As the server calls it. */
  readonly model: string;
  /** Null where a server of one's own asks for none. */
  readonly apiKey: string | null;
  /** Default: OpenAI's address. */
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Length of the vectors; absent: asked for once. OpenAI's newer models make shorter ones when they are told to. */
  readonly dimensions?: number;
  /** For one request, ms. */
  readonly timeoutMs: number;
  /** Characters of a text that count; the rest is left out. Default 8000: what OpenAI reads in any script. */
  readonly maxChars?: number;
  /** Told after each request, for the cost report. */
  readonly onUsage?: (usage: ModelUsage) => void;
  readonly now?: () => number;
}

/** Texts and characters of one request: below the limits of OpenAI (2048 texts, 300 000 tokens) and easy on small servers. */
const BATCH = { texts: 96, chars: 96_000 } as const;
const MAX_CHARS = 8000;

/**
 * An embedder of OpenAI or of a server that speaks the same (Ollama, vLLM, llama.cpp); null when there are to be none.
 * Without `dimensions` it asks the server for one vector to learn their length.
 * @throws ModelError
 */
export async function openEmbedder(options: EmbedderOptions | null, signal: AbortSignal): Promise<Embedder | null> {
  if (options === null) return null;
  const ask = asker(options);
  const dimensions = options.dimensions ?? (await ask(['length'], signal))[0]?.length ?? 0;
  return {
    id: idOf(options),
    dimensions,
    async embed(texts, inner) {
      const vectors: Float32Array[] = [];
      for (const batch of batches(texts.map((text) => readable(text, options.maxChars ?? MAX_CHARS)))) {
        const made = await ask(batch, inner);
        const odd = made.find((vector) => vector.length !== dimensions);
        if (odd) {
          const reason = new Error(`vectors of ${odd.length} numbers where ${dimensions} were expected`);
          throw new ModelError('garbled', idOf(options), { cause: reason });
        }
        vectors.push(...made);
      }
      return vectors;
    },
  };
}

function idOf({ label = 'openai', model }: EmbedderOptions): string {
  return `${label}:${model}`;
}

type Ask = (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>;

/** One request at a time; the SDK is loaded by the first. */
function asker(options: EmbedderOptions): Ask {
  const fail = failureMaker(idOf(options), secretsOf(options));
  const { timeoutMs } = options;
  const { compatible } = dialectOf(options);
  const sdk = once(async () => {
    const { openAiClient, openAiFailure } = await import('./openai.ts');
    return { client: openAiClient({ ...options, timeouts: { firstMs: timeoutMs, gapMs: 0 } }), openAiFailure };
  });
  return async (texts, signal) => {
    signal.throwIfAborted();
    const { client, openAiFailure } = await sdk();
    using deadline = withDeadline(signal, timeoutMs);
    try {
      const answer = await client.embeddings.create(
        {
          model: options.model,
          input: [...texts],
          // A quarter of the bytes; smaller servers may not know it.
          encoding_format: compatible ? 'float' : 'base64',
          ...(options.dimensions === undefined || compatible ? {} : { dimensions: options.dimensions }),
        },
        { signal: deadline.signal },
      );
      options.onUsage?.({ inputTokens: answer.usage?.prompt_tokens ?? 0, outputTokens: 0 });
      return vectorsOf(answer, texts.length, fail);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof ModelError) throw error;
      if (deadline.signal.aborted) throw fail('timeout', error);
      throw openAiFailure(error, false, fail, options.now ?? Date.now);
    }
  };
}

function vectorsOf(answer: CreateEmbeddingResponse, count: number, fail: FailureMaker): readonly Float32Array[] {
  const data = Array.isArray(answer?.data) ? answer.data : [];
  const vectors = data
    .toSorted((one, other) => one.index - other.index)
    .map(({ embedding }) => unit(floats(embedding)));
  if (vectors.length !== count || vectors.some((vector) => vector === null)) {
    throw fail('garbled', new Error(`${vectors.length} vectors for ${count} texts, or some that are none`));
  }
  return vectors.filter((vector) => vector !== null);
}

/** By the SDK's types always numbers; it passes base64 on where base64 was asked for. */
function floats(embedding: unknown): Float32Array {
  if (Array.isArray(embedding)) return Float32Array.from(embedding, Number);
  if (typeof embedding !== 'string') return new Float32Array();
  const bytes = Buffer.from(embedding, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}

/** Null for what has no direction. */
function unit(vector: Float32Array): Float32Array | null {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Number.isFinite(length) && length > 0 ? vector.map((value) => value / length) : null;
}

/** Servers refuse a text without a word. */
function readable(text: string, most: number): string {
  const cut = wellFormed(text.slice(0, most));
  return cut.trim() === '' ? '-' : cut;
}

function* batches(texts: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let chars = 0;
  for (const text of texts) {
    if (batch.length === BATCH.texts || (batch.length > 0 && chars + text.length > BATCH.chars)) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(text);
    chars += text.length;
  }
  if (batch.length > 0) yield batch;
}

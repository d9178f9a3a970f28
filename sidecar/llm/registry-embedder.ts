import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ModelHealth } from './health.ts';
import { ModelError } from './model-error.ts';
import { type Embedder, type EmbedderOptions, openEmbedder } from './providers/embeddings.ts';
import { asModelError } from './router-failure.ts';
import { wantedOf } from './router-order.ts';
import type { LlmSettings } from './settings.ts';
import { stopwatch, type UsageBook } from './usage.ts';

/** The start stops with this sentence. */
export class EmbeddingsError extends Error {
  constructor(reason: string) {
    super(`Correct VA_EMBEDDINGS (docs/models.md): ${reason}`);
    this.name = 'EmbeddingsError';
  }
}

/** What the settings ask for; null: nobody makes vectors. @throws EmbeddingsError */
export function embedderOptions(settings: LlmSettings): EmbedderOptions | null {
  if (settings.embeddings === null) return null;
  const { provider, model } = wantedOf(settings.embeddings);
  const isLocal = provider === 'local';
  if (provider !== 'openai' && !isLocal) throw new EmbeddingsError('only openai and local make vectors.');
  if (model === null) throw new EmbeddingsError(`name the model too, as in ${provider}:name.`);
  const url = isLocal ? settings.localUrl : settings.openaiUrl;
  const apiKey = isLocal ? settings.localKey : settings.openaiKey;
  if (url === null && apiKey === null) throw new EmbeddingsError(`${provider} is not set up.`);
  return {
    model,
    apiKey,
    label: provider,
    timeoutMs: settings.embedTimeoutMs,
    ...(url === null ? {} : { baseUrl: url }),
    ...(settings.embeddingSize === 0 ? {} : { dimensions: settings.embeddingSize }),
  };
}

/**
 * The embedder of the settings, left alone for a while when it is down, and counted. Vectors of two models cannot be
 * compared, so no other one takes its place: without it texts are found by their words.
 * @returns null when there is to be none, or when it could not even be asked for the length of its vectors.
 */
export async function openWatchedEmbedder(
  options: EmbedderOptions | null,
  deps: {
    readonly clock: Clock;
    readonly log: Log;
    readonly health: ModelHealth;
    readonly usage: UsageBook;
    /** Masks what goes to an embedder outside; null: nothing may go there, for it cannot be masked enough. */
    readonly protectText?: ((text: string) => string) | null;
  },
  signal: AbortSignal,
): Promise<Embedder | null> {
  if (options === null) return null;
  const { health, usage } = deps;
  const id = `${options.label ?? 'openai'}:${options.model}`;
  const isOutside = options.label !== 'local';
  const { protectText = (text: string) => text } = deps;
  if (isOutside && protectText === null) {
    deps.log.warn('no vectors are made: names of people cannot be masked in what an embedder outside reads', {
      model: id,
      set: 'VA_EMBEDDINGS=local:<model>, or VA_LLM_MASKING=contact',
    });
    return null;
  }
  const masked = (texts: readonly string[]) => (isOutside && protectText !== null ? texts.map(protectText) : texts);
  const embedder = await openEmbedder(
    {
      ...options,
      onUsage: (took) =>
        usage.note({
          model: id,
          task: 'embed',
          outcome: 'answered',
          usage: took,
          estimated: false,
          ms: 0,
          firstMs: null,
        }),
    },
    signal,
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    deps.log.error('no vectors are made: the embedder cannot be asked', { model: id, set: 'VA_EMBEDDINGS' }, error);
    return null;
  });
  if (embedder === null) return null;
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    ...(isOutside ? { isOutside: true as const } : {}),
    async embed(texts, inner) {
      const resting = health.admit(id);
      if (resting !== null)
        throw new ModelError(resting, id, { retryAfterMs: health.restsUntil(id) - deps.clock.now() });
      const watch = stopwatch(deps.clock);
      try {
        const vectors = await embedder.embed(masked(texts), inner);
        health.worked(id);
        return vectors;
      } catch (error) {
        inner.throwIfAborted();
        const failure = asModelError(error, id);
        health.failed(failure);
        const nothing = { inputTokens: 0, outputTokens: 0 };
        usage.note({
          model: id,
          task: 'embed',
          outcome: failure.failure,
          usage: nothing,
          estimated: true,
          ...watch.read(),
        });
        throw failure;
      }
    },
  };
}

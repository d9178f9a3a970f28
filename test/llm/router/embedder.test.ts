import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../sidecar/lib/log.ts';
import { createMetrics } from '../../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../../sidecar/lib/settings.ts';
import { openModels } from '../../../sidecar/llm/registry.ts';
import { llmSettings } from '../../../sidecar/llm/settings.ts';
import { createModelMasking } from '../../../sidecar/model-masking.ts';
import { siteKey } from '../../../sidecar/stores/site-key.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { LlmFake } from '../../fakes/llm/script.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { countersInMemory } from '../../fakes/router-bench.ts';

const nobody = { read: () => Promise.reject(new Error('nobody asks')) };
const never = new AbortController().signal;
let fake: LlmFake | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

async function opened(
  env: Readonly<Record<string, string>>,
  more: { readonly protectText?: ((text: string) => string) | null } = {},
) {
  const clock = manualClock();
  const metrics = createMetrics();
  const models = openModels({
    settings: loadSettings({ llm: llmSettings }, env).llm,
    counters: countersInMemory(clock),
    siteKey: siteKey('acme.test'),
    clock,
    random: Math.random,
    log: silentLog,
    metrics,
    ...more,
  });
  return { clock, metrics, embedder: await models.embedder(never) };
}

describe('who makes vectors', () => {
  it('is nobody unless somebody is named', async () => {
    expect((await opened({ OPENAI_API_KEY: 'k' })).embedder).toBeNull();
  });

  it.each([
    ['openai', (url: string) => ({ OPENAI_BASE_URL: url, OPENAI_API_KEY: 'test-key' })],
    ['local', (url: string) => ({ VA_LOCAL_LLM_URL: url, VA_LOCAL_LLM_KEY: 'test-key' })],
  ])('%s, and what it takes is counted', async (name, env) => {
    fake = await startOpenAiFake([], { dimensions: { vectors: 384 } });
    const { embedder, metrics } = await opened({ ...env(fake.url), VA_EMBEDDINGS: `${name}:vectors` });
    expect(embedder).toMatchObject({ id: `${name}:vectors`, dimensions: 384 });
    expect(await embedder?.embed(['one', 'two'], never)).toHaveLength(2);
    expect(await metrics.text()).toContain(
      `va_llm_requests_total{model="${name}:vectors",task="embed",outcome="answered"} 2`,
    );
  });

  it('is left alone for a while when it is down, and asked again afterwards', async () => {
    fake = await startOpenAiFake([]);
    const { url } = fake;
    const { clock, embedder } = await opened({
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: 'k',
      VA_EMBEDDINGS: 'openai:v',
      VA_EMBEDDING_SIZE: '8',
    });
    await expect(embedder?.embed(['one'], never)).rejects.toMatchObject({ failure: 'key' });
    await fake.close();
    await expect(embedder?.embed(['one'], never)).rejects.toMatchObject({ failure: 'key' });
    await clock.advance(60_001);
    await expect(embedder?.embed(['one'], never)).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('one that cannot even be asked for the length of its vectors makes none', async () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', VA_EMBEDDINGS: 'openai:v' };
    expect((await opened(env)).embedder).toBeNull();
  });

  it('outside reads what masking leaves, or nothing at all; a server of their own reads the text as it is', async () => {
    const { protectText } = createModelMasking({
      settings: { masking: 'contact' },
      site: nobody,
      clock: manualClock(),
    });
    const text = ['Call Marcus at +1 312 555 0142 or bob@client.example'];
    fake = await startOpenAiFake([], { dimensions: { vectors: 384 } });
    const outside = { OPENAI_BASE_URL: fake.url, OPENAI_API_KEY: fake.key, VA_EMBEDDINGS: 'openai:vectors' };
    const own = { VA_LOCAL_LLM_URL: fake.url, VA_LOCAL_LLM_KEY: fake.key, VA_EMBEDDINGS: 'local:vectors' };
    const masked = (await opened(outside, { protectText })).embedder;
    expect(masked?.isOutside).toBe(true);
    await masked?.embed(text, never);
    expect(fake.embeddings.at(-1)?.texts).toEqual(['Call Marcus at phone or email']);
    const { protectText: all } = createModelMasking({
      settings: { masking: 'all' },
      site: nobody,
      clock: manualClock(),
    });
    expect((await opened(outside, { protectText: all })).embedder).toBeNull();
    const { embedder } = await opened(own, { protectText: all });
    expect(embedder?.isOutside).toBeUndefined();
    await embedder?.embed(text, never);
    expect(fake.embeddings.at(-1)?.texts).toEqual(text);
  });

  it.each([
    ['anthropic:x', /only openai and local/u],
    ['openai', /name the model/u],
    ['local:x', /local is not set up/u],
  ])('%s stops the start with what to do', async (embeddings, words) => {
    await expect(opened({ OPENAI_API_KEY: 'k', VA_EMBEDDINGS: embeddings })).rejects.toThrow(words);
  });
});

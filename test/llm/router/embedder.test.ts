import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../sidecar/lib/log.ts';
import { createMetrics } from '../../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../../sidecar/lib/settings.ts';
import { openModels } from '../../../sidecar/llm/registry.ts';
import { llmSettings } from '../../../sidecar/llm/settings.ts';
import { siteKey } from '../../../sidecar/stores/site-key.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { LlmFake } from '../../fakes/llm/script.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { countersInMemory } from '../../fakes/router-bench.ts';

const never = new AbortController().signal;
let fake: LlmFake | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

async function opened(env: Readonly<Record<string, string>>) {
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

  it.each([
    ['anthropic:x', /only openai and local/u],
    ['openai', /name the model/u],
    ['local:x', /local is not set up/u],
  ])('%s stops the start with what to do', async (embeddings, words) => {
    await expect(opened({ OPENAI_API_KEY: 'k', VA_EMBEDDINGS: embeddings })).rejects.toThrow(words);
  });
});

import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelUsage } from '../../../sidecar/llm/model.ts';
import { type Embedder, type EmbedderOptions, openEmbedder } from '../../../sidecar/llm/providers/embeddings.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { FakeOptions, LlmFake } from '../../fakes/llm/script.ts';
import { sendJson, startWireServer } from '../../fakes/llm/wire-server.ts';

const never = new AbortController().signal;
const models = { small: 384, large: 1536 };
let fake: LlmFake | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

async function open(
  more: Partial<EmbedderOptions> = {},
  options: FakeOptions = { dimensions: models },
): Promise<{ readonly server: LlmFake; readonly embedder: Embedder }> {
  const server = await startOpenAiFake([], options);
  fake = server;
  const embedder = await openEmbedder(
    {
      model: 'small',
      apiKey: server.key,
      baseUrl: server.url,
      timeoutMs: 120_000,
      dialect: more.label === 'local' ? 'compatible' : 'openai',
      ...more,
    },
    never,
  );
  if (embedder === null) throw new Error('no embedder');
  return { server, embedder };
}

function likeness(one: Float32Array | undefined, other: Float32Array | undefined): number {
  return one?.reduce((sum, value, at) => sum + value * (other?.[at] ?? 0), 0) ?? 0;
}

describe.each(['openai', 'local'] as const)('%s', (label) => {
  it.each(Object.entries(models))('learns the length of the vectors of the model %s', async (model, dimensions) => {
    const { embedder } = await open({ label, model });
    expect(embedder.id).toBe(`${label}:${model}`);
    expect(embedder.dimensions).toBe(dimensions);
    const [vector] = await embedder.embed(['How do I claim travel costs?'], never);
    expect(vector).toHaveLength(dimensions);
    expect(likeness(vector, vector)).toBeCloseTo(1, 5);
  });

  it('keeps the order of the texts', async () => {
    const { embedder } = await open({ label });
    const texts = ['annual leave carried over', 'travel costs', 'annual leave'];
    const [carried, travel, leave] = await embedder.embed(texts, never);
    expect(likeness(carried, leave)).toBeGreaterThan(likeness(travel, leave));
  });
});

it('there is none where none is wanted', async () => {
  expect(await openEmbedder(null, never)).toBeNull();
});

it('asks for vectors of the length that it is told, and asks nothing before', async () => {
  const { server, embedder } = await open({ dimensions: 256 });
  expect(server.embeddings).toEqual([]);
  expect((await embedder.embed(['one'], never))[0]).toHaveLength(256);
});

it('sends many texts in requests of a bounded size', async () => {
  const { server, embedder } = await open({ dimensions: 8 });
  const texts = [
    ...Array.from({ length: 200 }, (_, n) => `text ${n}`),
    ...Array.from({ length: 20 }, () => 'x'.repeat(9000)),
  ];
  expect(await embedder.embed(texts, never)).toHaveLength(220);
  const sizes = server.embeddings.map(({ texts: sent }) => sent.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(220);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(96);
  for (const { texts: sent } of server.embeddings) {
    expect(sent.join('').length).toBeLessThanOrEqual(96_000);
    expect(Math.max(...sent.map((text) => text.length))).toBeLessThanOrEqual(8000);
  }
});

it('makes a vector of a text without words, and of half a character', async () => {
  const { embedder } = await open({ dimensions: 8 });
  expect(await embedder.embed(['', '  \n', 'half \ud83d'], never)).toHaveLength(3);
  expect(await embedder.embed([], never)).toEqual([]);
});

it('tells what was used', async () => {
  const used: ModelUsage[] = [];
  const { embedder } = await open({ dimensions: 8, onUsage: (usage) => used.push(usage) });
  await embedder.embed(['four words are here'], never);
  expect(used).toEqual([{ inputTokens: 5, outputTokens: 0 }]);
});

it('needs no key where the server asks for none', async () => {
  const { server, embedder } = await open({ label: 'local', apiKey: null, dimensions: 8 }, { key: null });
  await embedder.embed(['one'], never);
  expect(server.embeddings[0]?.headers['authorization']).toBeUndefined();
});

describe('failures', () => {
  const failure = async (more: Partial<EmbedderOptions>, options?: FakeOptions) => {
    const { embedder } = await open({ dimensions: 8, ...more }, options);
    return embedder.embed(['one'], never).then(
      () => null,
      (error: unknown) => error,
    );
  };

  it('a wrong key, which is told to nobody', async () => {
    const error = await failure({ apiKey: 'sk-very-secret-0123' });
    expect(error).toMatchObject({ failure: 'key', model: 'openai:small' });
    expect(inspect(error, { depth: 10 })).not.toContain('secret');
  });

  it('vectors of another length than the index has', async () => {
    expect(await failure({ label: 'local', dimensions: 9 })).toMatchObject({ failure: 'garbled' });
  });

  it('a server that is not there', async () => {
    expect(await failure({ baseUrl: 'http://127.0.0.1:1/v1' })).toMatchObject({ failure: 'unreachable' });
  });

  it('a server that does not answer in time', async () => {
    const silent = await startWireServer(async ({ abandoned }) => {
      await abandoned;
    });
    expect(await failure({ baseUrl: `${silent.origin}/v1`, timeoutMs: 30 })).toMatchObject({ failure: 'timeout' });
    await silent.close();
  });

  it.each([
    ['nothing', {}],
    ['too few', { data: [] }],
    ['no direction', { data: [{ index: 0, embedding: [0, 0] }] }],
    ['no numbers', { data: [{ index: 0, embedding: ['a', {}] }] }],
  ])('vectors that are none: %s', async (_what, body) => {
    const odd = await startWireServer(async ({ response }) => sendJson(response, 200, body));
    expect(await failure({ baseUrl: `${odd.origin}/v1`, dimensions: 2 })).toMatchObject({ failure: 'garbled' });
    await odd.close();
  });

  it('an abort is thrown with its reason', async () => {
    const { embedder } = await open({ dimensions: 8 });
    const reason = new Error('the person left');
    await expect(embedder.embed(['one'], AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('an abort while the server thinks ends the request', async () => {
    const stop = new AbortController();
    const reason = new Error('the person left');
    let left: Promise<boolean> | undefined;
    const silent = await startWireServer(async ({ abandoned }) => {
      left = abandoned;
      stop.abort(reason);
      await abandoned;
    });
    const { embedder } = await open({ dimensions: 8, baseUrl: `${silent.origin}/v1` });
    await expect(embedder.embed(['one'], stop.signal)).rejects.toBe(reason);
    expect(await left).toBe(true);
    await silent.close();
  });
});

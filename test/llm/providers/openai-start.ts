import { vi } from 'vitest';
import { createOpenAiModel } from '../../../sidecar/llm/providers/openai.ts';
import type { OpenAiOptions } from '../../../sidecar/llm/providers/openai-dialect.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { FakeOptions, FakeReply, FakeScript, LlmFake } from '../../fakes/llm/script.ts';

let fake: LlmFake | null = null;

/** After each test. */
export async function stop(): Promise<void> {
  vi.unstubAllEnvs();
  await fake?.close();
  fake = null;
}

/** A fake and a model that asks it, with OpenAI's dialect unless the model is called local. */
export async function start(script: FakeScript, options: FakeOptions = {}, more: Partial<OpenAiOptions> = {}) {
  const server = await startOpenAiFake(script, options);
  fake = server;
  const timeouts = { firstMs: 120_000, gapMs: 120_000 };
  const model = createOpenAiModel({
    model: 'a-model',
    apiKey: server.key,
    baseUrl: server.url,
    timeouts,
    dialect: more.label === 'local' ? 'compatible' : 'openai',
    ...more,
  });
  return { server, model };
}
/** A stream written by hand, as servers send it that are not quite OpenAI's. */
export const stream = (...chunks: readonly unknown[]): FakeReply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join(''),
});
export const delta = (value: unknown, finish_reason: string | null = null) => ({
  choices: [{ delta: value, finish_reason }],
});

import type { Model } from '../../../sidecar/llm/model.ts';
import { createAnthropicModel } from '../../../sidecar/llm/providers/anthropic.ts';
import { createGoogleModel } from '../../../sidecar/llm/providers/google.ts';
import { createOpenAiModel } from '../../../sidecar/llm/providers/openai.ts';
import type { ProviderTimeouts } from '../../../sidecar/llm/providers/options.ts';
import { startAnthropicFake } from '../../fakes/llm/anthropic-fake.ts';
import { startGoogleFake } from '../../fakes/llm/google-fake.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { FakeOptions, FakeScript, LlmFake } from '../../fakes/llm/script.ts';

/** A provider and the fake that speaks its protocol. */
export interface Subject {
  readonly label: string;
  start(script: FakeScript, options?: FakeOptions): Promise<LlmFake>;
  model(fake: { readonly url: string }, more?: { readonly key?: string; readonly timeouts?: ProviderTimeouts }): Model;
}

/** So long that a slow machine cannot reach them. */
const PATIENT: ProviderTimeouts = { firstMs: 120_000, gapMs: 120_000 };

export const subjects: readonly Subject[] = [
  {
    label: 'openai',
    start: startOpenAiFake,
    model: (fake, more) => createOpenAiModel({ ...options(fake, more), dialect: 'openai' }),
  },
  {
    label: 'local',
    start: startOpenAiFake,
    model: (fake, more) => createOpenAiModel({ ...options(fake, more), label: 'local' }),
  },
  {
    label: 'anthropic',
    start: startAnthropicFake,
    model: (fake, more) => createAnthropicModel(options(fake, more)),
  },
  {
    label: 'google',
    start: startGoogleFake,
    model: (fake, more) => createGoogleModel(options(fake, more)),
  },
];

function options(
  fake: { readonly url: string },
  more: { readonly key?: string; readonly timeouts?: ProviderTimeouts } = {},
) {
  return {
    model: 'a-model',
    apiKey: more.key ?? 'test-key',
    baseUrl: fake.url,
    timeouts: more.timeouts ?? PATIENT,
    now: () => Date.parse('2026-11-23T15:00:00Z'),
  };
}

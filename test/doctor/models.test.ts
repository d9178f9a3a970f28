import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelFindings } from '../../sidecar/doctor/models.ts';
import { loadSettings } from '../../sidecar/lib/settings.ts';
import { llmSettings } from '../../sidecar/llm/settings.ts';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { LlmFake } from '../fakes/llm/script.ts';

let openai: LlmFake;
let anthropic: LlmFake;
beforeAll(async () => {
  openai = await startOpenAiFake([], { models: ['big', 'small', 'embed-it'] });
  anthropic = await startAnthropicFake([], { models: ['claude-haiku-4-5'] });
});
afterAll(async () => {
  await openai?.close();
  await anthropic?.close();
});

const findings = async (env: Readonly<Record<string, string>>) =>
  await modelFindings(loadSettings({ llm: llmSettings }, env).llm);
const keyed = () => ({ OPENAI_BASE_URL: openai.url, OPENAI_API_KEY: openai.key });

describe('the doctor about models', () => {
  it('nothing set up is fine, and it says how to set one up', async () => {
    expect(await findings({})).toEqual([
      { what: 'models', ok: true, detail: expect.stringMatching(/offline model answers.*OPENAI_API_KEY/u) },
    ]);
    expect(await findings({ VA_LLM_STAND_IN: '0' })).toMatchObject([{ ok: false }]);
  });

  it('says which model of each provider answers, and whose price is not known', async () => {
    const env = { ...keyed(), ANTHROPIC_BASE_URL: anthropic.url, ANTHROPIC_API_KEY: anthropic.key };
    expect(await findings(env)).toEqual([
      {
        what: 'the models of openai can be asked',
        ok: true,
        detail: expect.stringMatching(/^3 on its list, big answers; its price/u),
      },
      { what: 'the models of anthropic can be asked', ok: true, detail: '1 on its list, claude-haiku-4-5 answers' },
    ]);
  });

  it.each([
    ['a wrong key', () => ({ ...keyed(), OPENAI_API_KEY: 'wrong' }), /Correct OPENAI_API_KEY/u],
    [
      'an address where nobody is',
      () => ({ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }),
      /Check OPENAI_BASE_URL.*127\.0\.0\.1:9/u,
    ],
    [
      'an address of something else',
      () => ({ ...keyed(), OPENAI_BASE_URL: `${openai.url}/x` }),
      /no list of models.*VA_OPENAI_MODEL/u,
    ],
    [
      'a model that is not there',
      () => ({ ...keyed(), VA_OPENAI_MODEL: 'gone' }),
      /does not offer gone.*VA_OPENAI_MODEL.*big, small/u,
    ],
    ['one named in an order', () => ({ ...keyed(), VA_LLM_PLAN: 'openai:gone' }), /does not offer gone/u],
    ['a provider that does not exist', () => ({ ...keyed(), VA_LLM_ORDER: 'opnai' }), /no provider opnai/u],
    ['vectors by nobody', () => ({ ...keyed(), VA_EMBEDDINGS: 'google:x' }), /VA_EMBEDDINGS/u],
    ['a price table that is not there', () => ({ ...keyed(), VA_LLM_PRICES: '/nowhere.json' }), /VA_LLM_PRICES/u],
  ])('%s is to be mended, with what to do', async (_title, env, words) => {
    const wrong = (await findings(env())).filter(({ ok }) => !ok);
    expect(wrong.map(({ detail }) => detail).join('\n')).toMatch(words);
  });
});

import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../sidecar/lib/settings.ts';
import type { ModelRequest } from '../../sidecar/llm/model.ts';
import { openModels } from '../../sidecar/llm/registry.ts';
import { llmSettings } from '../../sidecar/llm/settings.ts';
import { createModelMasking } from '../../sidecar/model-masking.ts';
import { demandPrivacyMode, storedMode } from '../../sidecar/privacy/modes.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import { priya } from '../fakes/leave-site.ts';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { LlmFake } from '../fakes/llm/script.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { ASKED, countersInMemory, textOf } from '../fakes/router-bench.ts';

const fakes: LlmFake[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const directory: Pick<SiteClient, 'read'> = {
  read: async <T>() => ({ people: [{ employee_name: 'Marcus Reed' }, { employee_name: 'Priya Shah' }] }) as T,
};
const SECRET = 'Tell bob@client.example that Marcus Reed is ill';

/** What both providers got on the wire, and what the person heard. */
async function asked(
  masking: 'off' | 'contact' | 'all',
  mode: PrivacyMode,
  env: { readonly own: boolean; readonly standIn: boolean },
) {
  const outside = await startAnthropicFake(() => 'From outside.');
  const own = await startOpenAiFake(() => 'From inside.');
  fakes.push(outside, own);
  const work = createModelMasking({ settings: { masking }, site: directory, clock: systemClock });
  const { model } = openModels({
    settings: loadSettings(
      { llm: llmSettings },
      {
        ANTHROPIC_BASE_URL: outside.url,
        ANTHROPIC_API_KEY: outside.key,
        VA_LLM_FIRST_TOKEN_MS: '120000',
        VA_LLM_LOCAL_FIRST_TOKEN_MS: '120000',
        VA_LLM_STAND_IN: env.standIn ? '1' : '0',
        ...(env.own ? { VA_LOCAL_LLM_URL: own.url, VA_LOCAL_LLM_KEY: own.key } : {}),
      },
    ).llm,
    counters: countersInMemory(manualClock()),
    siteKey: siteKey('acme.test'),
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    metrics: createMetrics(),
    protect: work.protect,
  });
  const request: ModelRequest = { ...ASKED, messages: [{ role: 'user', text: SECRET }] };
  const events = [];
  for await (const event of work.forPerson(model, priya(), mode).stream(request, new AbortController().signal)) {
    events.push(event);
  }
  const raw = ({ requests }: LlmFake) => requests.map((one) => one.raw).join('\n');
  return { outside: raw(outside), own: raw(own), text: textOf(events) };
}
const both = { own: true, standIn: true };

describe('on the wire to a provider outside', () => {
  it.each([
    ['off', 'normal', /bob@client\.example.*Marcus Reed/u],
    ['contact', 'normal', /EMAIL_\w+.*Marcus Reed/u],
    ['all', 'normal', /EMAIL_\w+.*PERSON_\w+/u],
    ['off', 'private', /EMAIL_\w+.*PERSON_\w+/u],
    ['contact', 'private', /EMAIL_\w+.*PERSON_\w+/u],
    ['all', 'private', /EMAIL_\w+.*PERSON_\w+/u],
  ] as const)('masking %s and a %s conversation', async (masking, mode, seen) => {
    const { outside, text } = await asked(masking, mode, both);
    expect(outside).toMatch(seen);
    if (seen.source.startsWith('EMAIL')) expect(outside).not.toContain('bob@client.example');
    if (seen.source.includes('PERSON')) expect(outside).not.toMatch(/Marcus|Reed/u);
    expect(text).toBe('From outside.');
  });

  it.each(['sensitive', 'incognito'] as const)('nothing at all goes there from a %s conversation', async (mode) => {
    const { outside, own, text } = await asked('off', mode, both);
    expect(outside).toBe('');
    // A server of the company's own gets it as it is.
    expect(own).toContain('bob@client.example');
    expect(text).toBe('From inside.');
  });

  it('without a server of their own the rules answer, or it is told why nobody does', async () => {
    const { outside, text } = await asked('off', 'sensitive', { own: false, standIn: true });
    expect(outside).toBe('');
    expect(text).not.toBe('');
    await expect(asked('off', 'sensitive', { own: false, standIn: false })).rejects.toMatchObject({
      code: 'LLM_NOT_CONFIGURED',
      message: expect.stringMatching(/no language model outside/u),
    });
  });

  it('who comes to a protected model without the router is stopped before the first byte', async () => {
    const outside = await startAnthropicFake(() => 'From outside.');
    fakes.push(outside);
    const { protect } = createModelMasking({ settings: { masking: 'off' }, site: directory, clock: systemClock });
    const { createAnthropicModel } = await import('../../sidecar/llm/providers/anthropic.ts');
    const timeouts = { firstMs: 120_000, gapMs: 120_000 };
    const model = protect(createAnthropicModel({ model: 'any', apiKey: outside.key, baseUrl: outside.url, timeouts }));
    const stream = model.stream({ ...ASKED, outside: 'never' }, new AbortController().signal);
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(/may not leave/u);
    expect(outside.requests).toEqual([]);
  });
});

describe('the mode in which a conversation begins', () => {
  const whose = (allowed: readonly string[], own: string | null = null) => {
    const person = priya();
    return {
      ...person,
      settings: { ...person.settings, allowedPrivacyModes: allowed },
      instance: { ...person.instance, defaultPrivacyMode: own },
    };
  };
  const ALL = ['normal', 'private', 'sensitive', 'incognito'];

  it('is what was asked for, else what the assistant is set to, else normal', () => {
    expect(demandPrivacyMode('private', whose(ALL))).toBe('private');
    expect(demandPrivacyMode(null, whose(ALL, 'private'))).toBe('private');
    expect(demandPrivacyMode('normal', whose(ALL, 'private'))).toBe('normal');
    expect(demandPrivacyMode(null, whose([]))).toBe('normal');
  });

  it('must be one that the company allows', () => {
    expect(() => demandPrivacyMode('private', whose(['normal']))).toThrow(
      expect.objectContaining({ code: 'PRIVACY_MODE_NOT_ALLOWED', meta: { mode: 'private', available: ['normal'] } }),
    );
  });

  it.each([
    ['sensitive', /not be stored encrypted/u],
    ['incognito', /still logged/u],
    ['whisper', /only accept a mode that I can keep/u],
    ['', /only accept a mode that I can keep/u],
  ])('%s is not accepted, and it is told why', (mode, words) => {
    expect(() => demandPrivacyMode(mode, whose(ALL))).toThrow(
      expect.objectContaining({ code: 'PRIVACY_MODE_NOT_AVAILABLE', message: expect.stringMatching(words) }),
    );
  });

  it('a row with a mode that is none of ours is taken for a private one', () => {
    expect([null, '', 'normal', 'sensitive', 'Whisper'].map(storedMode)).toEqual([
      'normal',
      'normal',
      'normal',
      'sensitive',
      'private',
    ]);
  });
});

import type { Model } from './model.ts';
import type { ProviderOptions } from './providers/options.ts';
import type { ProviderSetup } from './registry-providers.ts';
import type { LlmSettings } from './settings.ts';

/** The providers that the settings set up: by a key, or by an address that needs none. */
export function providerSetups(settings: LlmSettings): readonly ProviderSetup[] {
  const made = [openai(settings), anthropic(settings), google(settings), local(settings)];
  return made.filter((one) => one !== null);
}

interface Given {
  readonly name: string;
  readonly key: string | null;
  readonly url: string | null;
  readonly named: string | null;
  readonly env: ProviderSetup['env'];
  readonly list: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly factory: () => Promise<(options: ProviderOptions) => Model>;
}

function setup(settings: LlmSettings, given: Given): ProviderSetup | null {
  const { name, key, url } = given;
  if (key === null && url === null) return null;
  const isOwn = name === 'local';
  // Small machines think longer.
  const isSlow = isOwn || (url !== null && isOwnMachine(url));
  const timeouts = {
    firstMs: isSlow ? settings.localFirstTokenMs : settings.firstTokenMs,
    gapMs: settings.stallMs,
  };
  return {
    name,
    isOwn,
    named: given.named,
    env: given.env,
    models: { provider: name, url: given.list, headers: key === null ? {} : given.headers },
    async make(model) {
      const create = await given.factory();
      return create({ model, apiKey: key, timeouts, ...(url === null ? {} : { baseUrl: url }) });
    },
  };
}

function openai(settings: LlmSettings): ProviderSetup | null {
  const { openaiKey: key, openaiUrl: url } = settings;
  return setup(settings, {
    name: 'openai',
    key,
    url,
    named: settings.openaiModel,
    env: { key: 'OPENAI_API_KEY', url: 'OPENAI_BASE_URL', model: 'VA_OPENAI_MODEL' },
    list: `${url ?? 'https://api.openai.com/v1'}/models`,
    headers: { authorization: `Bearer ${key}` },
    factory: async () => (await import('./providers/openai.ts')).createOpenAiModel,
  });
}

function anthropic(settings: LlmSettings): ProviderSetup | null {
  const { anthropicKey: key, anthropicUrl: url } = settings;
  return setup(settings, {
    name: 'anthropic',
    key,
    url,
    named: settings.anthropicModel,
    env: { key: 'ANTHROPIC_API_KEY', url: 'ANTHROPIC_BASE_URL', model: 'VA_ANTHROPIC_MODEL' },
    list: `${url ?? 'https://api.anthropic.com'}/v1/models?limit=1000`,
    headers: { 'x-api-key': `${key}`, 'anthropic-version': '2023-06-01' },
    factory: async () => (await import('./providers/anthropic.ts')).createAnthropicModel,
  });
}

function google(settings: LlmSettings): ProviderSetup | null {
  const { googleKey: key, googleUrl: url } = settings;
  // Its API knows no request without a key.
  if (key === null) return null;
  return setup(settings, {
    name: 'google',
    key,
    url,
    named: settings.googleModel,
    env: { key: 'GOOGLE_API_KEY', url: 'GOOGLE_BASE_URL', model: 'VA_GOOGLE_MODEL' },
    list: `${url ?? 'https://generativelanguage.googleapis.com'}/v1beta/models?pageSize=1000`,
    headers: { 'x-goog-api-key': key },
    factory: async () => (await import('./providers/google.ts')).createGoogleModel,
  });
}

function local(settings: LlmSettings): ProviderSetup | null {
  const { localUrl: url, localKey: key } = settings;
  if (url === null) return null;
  return setup(settings, {
    name: 'local',
    key,
    url,
    named: settings.localModel,
    env: { key: 'VA_LOCAL_LLM_KEY', url: 'VA_LOCAL_LLM_URL', model: 'VA_LOCAL_LLM_MODEL' },
    list: `${url}/models`,
    headers: { authorization: `Bearer ${key}` },
    factory: async () => {
      const { createOpenAiModel } = await import('./providers/openai.ts');
      return (options) => createOpenAiModel({ ...options, label: 'local' });
    },
  });
}

function isOwnMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|host\.docker\.internal)$/u.test(hostname);
}

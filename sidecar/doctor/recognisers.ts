import { ModelError } from '../llm/model-error.ts';
import { OPENAI_ADDRESS } from '../llm/providers/openai-dialect.ts';
import { listModels } from '../llm/registry-models.ts';
import type { LlmSettings } from '../llm/settings.ts';
import type { SpeechSettings } from '../voice/speech-settings.ts';
import { type Finding, reason } from './finding.ts';

const DEEPGRAM = 'https://api.deepgram.com';
const PATIENCE_MS = 5000;
type Keys = Pick<LlmSettings, 'openaiKey' | 'openaiUrl'>;

/** Who listens, and whether the address answers and takes the key; each with what to do. */
export async function recogniserFindings(settings: SpeechSettings, llm: Keys): Promise<readonly Finding[]> {
  const asked = settings.sttOrder.map((name) => checkOf(name, settings, llm)).filter((check) => check !== null);
  if (asked.length > 0) return await Promise.all(asked.map((check) => check()));
  const how = `Set DEEPGRAM_API_KEY, OPENAI_API_KEY or VA_LOCAL_STT_URL (docs/speech.md); VA_STT_ORDER is ${settings.sttOrder.join(',')}.`;
  return [{ what: 'who listens', ok: true, detail: `nobody: in a call the person types. ${how}` }];
}

function checkOf(name: string, settings: SpeechSettings, llm: Keys): (() => Promise<Finding>) | null {
  if (name === 'deepgram') {
    const { deepgramKey, deepgramUrl } = settings;
    return deepgramKey === null && deepgramUrl === null ? null : () => deepgram(settings);
  }
  if (name === 'openai') {
    const { openaiKey, openaiUrl } = llm;
    if (openaiKey === null) return null;
    const env = { key: 'OPENAI_API_KEY', url: 'OPENAI_BASE_URL', model: 'VA_OPENAI_STT_MODEL' };
    const where = { url: openaiUrl ?? OPENAI_ADDRESS, key: openaiKey, model: settings.openaiSttModel };
    return () => compatible(name, where, env);
  }
  if (name === 'local') {
    const { localSttUrl, localSttKey, localSttModel } = settings;
    if (localSttUrl === null) return null;
    const env = { key: 'VA_LOCAL_STT_KEY', url: 'VA_LOCAL_STT_URL', model: 'VA_LOCAL_STT_MODEL' };
    return () => compatible(name, { url: localSttUrl, key: localSttKey, model: localSttModel }, env);
  }
  return null;
}

async function deepgram({ deepgramKey, deepgramUrl, deepgramSttModel }: SpeechSettings): Promise<Finding> {
  const what = 'deepgram can listen';
  const url = deepgramUrl ?? DEEPGRAM;
  const headers = deepgramKey === null ? {} : { authorization: `Token ${deepgramKey}` };
  try {
    const response = await fetch(`${url}/v1/projects`, {
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'error',
    });
    await response.body?.cancel();
    if (response.status === 401) return { what, ok: false, detail: 'Correct DEEPGRAM_API_KEY: it was refused.' };
    if (response.status >= 500) {
      return {
        what,
        ok: false,
        detail: `HTTP ${response.status}: Deepgram has trouble of its own; see its status page.`,
      };
    }
    // A key for listening alone may not list projects, and a server of one's own has none: it answers, which is what counts.
    return { what, ok: true, detail: `${new URL(url).host} answers, ${deepgramSttModel} listens` };
  } catch (error) {
    const fix = `Check DEEPGRAM_BASE_URL and that ${new URL(url).host} can be reached from here.`;
    return { what, ok: false, detail: `${reason(error)}. ${fix}` };
  }
}

async function compatible(
  name: string,
  where: { readonly url: string; readonly key: string | null; readonly model: string },
  env: { readonly key: string; readonly url: string; readonly model: string },
): Promise<Finding> {
  const what = `${name} can listen`;
  const { host } = new URL(where.url);
  try {
    const headers = where.key === null ? {} : { authorization: `Bearer ${where.key}` };
    const offered = await listModels({ provider: name, url: `${where.url}/models`, headers });
    if (offered.includes(where.model)) return { what, ok: true, detail: `${host} answers, ${where.model} listens` };
    const able = offered.filter((model) => /whisper|transcri|parakeet|asr|stt/iu.test(model)).slice(0, 5);
    const seen = able.length === 0 ? 'no model on its list is known to transcribe' : `it offers ${able.join(', ')}`;
    return { what, ok: false, detail: `It does not offer ${where.model}. Correct ${env.model}; ${seen}.` };
  } catch (error) {
    const failure = error instanceof ModelError ? error.failure : null;
    if (failure === 'key') return { what, ok: false, detail: `Correct ${env.key}: it was refused.` };
    if (failure === 'garbled' || failure === 'bad-request')
      return {
        what,
        ok: true,
        detail: `${host} answers; it has no list of models, so ${where.model} is taken on trust`,
      };
    return { what, ok: false, detail: `${reason(error)}. Check ${env.url} and that ${host} can be reached from here.` };
  }
}

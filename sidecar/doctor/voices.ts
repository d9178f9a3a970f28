import { z } from 'zod';
import { systemClock } from '../lib/clock.ts';
import type { LlmSettings } from '../llm/settings.ts';
import type { SpeechSettings, VoiceProvider } from '../voice/speech-settings.ts';
import { SpeechError } from '../voice/speech-to-text.ts';
import { voicesSetUp } from '../voice/tts/set-up.ts';
import { voiceNameOf } from '../voice/voice-name.ts';
import { type Finding, reason } from './finding.ts';

const WAIT_MS = 5000;
const SHOWN = 5;
const ENV: Readonly<Record<Exclude<VoiceProvider, 'flite'>, { readonly key: string; readonly url: string }>> = {
  elevenlabs: { key: 'ELEVENLABS_API_KEY', url: 'ELEVENLABS_BASE_URL' },
  openai: { key: 'OPENAI_API_KEY', url: 'OPENAI_BASE_URL' },
  deepgram: { key: 'DEEPGRAM_API_KEY', url: 'DEEPGRAM_BASE_URL' },
  local: { key: 'VA_LOCAL_TTS_KEY', url: 'VA_LOCAL_TTS_URL' },
};
/** Where a provider tells whether a key is good without saying a word that costs. */
const QUESTIONS: Readonly<
  Record<
    Exclude<VoiceProvider, 'elevenlabs' | 'flite'>,
    (given: Given) => { readonly url: string; readonly authorization: string | null }
  >
> = {
  openai: ({ llm }) => ({
    url: `${llm.openaiUrl ?? 'https://api.openai.com/v1'}/models`,
    authorization: `Bearer ${llm.openaiKey}`,
  }),
  deepgram: ({ settings }) => ({
    url: `${settings.deepgramUrl ?? 'https://api.deepgram.com'}/v1/projects`,
    authorization: settings.deepgramKey === null ? null : `Token ${settings.deepgramKey}`,
  }),
  local: ({ settings }) => ({
    url: `${settings.localTtsUrl}/models`,
    authorization: settings.localTtsKey === null ? null : `Bearer ${settings.localTtsKey}`,
  }),
};

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

interface Given {
  readonly settings: SpeechSettings;
  readonly llm: Pick<LlmSettings, 'openaiKey' | 'openaiUrl'>;
}

/** Whether the voices that are set up can be asked; nothing is synthesised for it. */
export async function voiceFindings(settings: SpeechSettings, llm: Given['llm']): Promise<readonly Finding[]> {
  const given = { settings, llm };
  const names = voicesSetUp(given);
  if (names.length === 0) {
    const how = 'Set ELEVENLABS_API_KEY, OPENAI_API_KEY, DEEPGRAM_API_KEY or VA_LOCAL_TTS_URL (docs/speech.md).';
    return [{ what: 'voices', ok: true, detail: `none set up: voice sessions are answered in text. ${how}` }];
  }
  const asked = names.map((name) => {
    if (name === 'flite') return flite();
    return name === 'elevenlabs' ? elevenlabs(given) : byKey(name, given);
  });
  return [...(await Promise.all(asked)), ...usualVoice(settings, names)];
}

/** It has a list of voices: that is asked for, and the usual voice looked up in it. */
async function elevenlabs(given: Given): Promise<Finding> {
  const what = 'the voices of elevenlabs can be asked';
  try {
    const { openElevenLabs } = await import('../voice/tts/elevenlabs.ts');
    const voices =
      (await (
        await openElevenLabs({ settings: given.settings, clock: systemClock })
      )?.voices(AbortSignal.timeout(WAIT_MS))) ?? [];
    const ids = voices.map((voice) => voice.id);
    const usual = given.settings.defaultVoice;
    if (usual?.startsWith('elevenlabs:') && !ids.includes(usual)) {
      const there = ids.slice(0, SHOWN).join(', ');
      return {
        what,
        ok: false,
        detail: `It does not offer ${usual}. Correct VA_DEFAULT_VOICE; it offers ${there}, ...`,
      };
    }
    return { what, ok: true, detail: `${voices.length} on its list` };
  } catch (error) {
    const failure = error instanceof SpeechError ? error.failure : null;
    return { what, ok: false, detail: `${reason(error)}. ${fix('elevenlabs', failure === 'key')}` };
  }
}

async function flite(): Promise<Finding> {
  const { hasFlite } = await import('../voice/tts/flite.ts');
  const ok = await hasFlite();
  const detail = ok ? 'for tests and demos' : 'Install it (apt install flite), or take it out of VA_TTS_ORDER.';
  return { what: 'flite is installed', ok, detail };
}

async function byKey(name: Exclude<VoiceProvider, 'elevenlabs' | 'flite'>, given: Given): Promise<Finding> {
  const what = `the voices of ${name} can be asked`;
  const { url, authorization } = QUESTIONS[name](given);
  try {
    const response = await fetch(url, {
      headers: authorization === null ? {} : { authorization },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const { status } = response;
    const offered = name === 'openai' && response.ok ? modelsIn(await response.json().catch(() => null)) : null;
    await response.body?.cancel().catch(() => undefined);
    const { openaiTtsModel } = given.settings;
    if (offered !== null && !offered.includes(openaiTtsModel)) {
      return { what, ok: false, detail: `It does not offer ${openaiTtsModel}. Correct VA_OPENAI_TTS_MODEL.` };
    }
    // A key for speech alone may see nothing else, and a server of one's own need not have a list.
    const isGood = response.ok || (name === 'deepgram' && status === 403) || (name === 'local' && status === 404);
    if (isGood) return { what, ok: true, detail: new URL(url).host };
    return { what, ok: false, detail: `HTTP ${status}. ${fix(name, status === 401 || status === 403)}` };
  } catch (error) {
    return { what, ok: false, detail: `${reason(error)}. ${fix(name, false)}` };
  }
}

function modelsIn(body: unknown): readonly string[] | null {
  const read = modelList.safeParse(body);
  return read.success ? read.data.data.map((one) => one.id) : null;
}

function usualVoice({ defaultVoice }: SpeechSettings, names: readonly string[]): readonly Finding[] {
  const named = voiceNameOf(defaultVoice);
  if (named === null || names.includes(named.provider)) return [];
  const detail = `Nobody called ${named.provider} is set up. Correct VA_DEFAULT_VOICE (${defaultVoice}): ${names.join(', ')}.`;
  return [{ what: 'the usual voice is there', ok: false, detail }];
}

function fix(name: Exclude<VoiceProvider, 'flite'>, isKey: boolean): string {
  const { key, url } = ENV[name];
  return isKey ? `Correct ${key}: it was refused.` : `Check ${url} and that it can be reached from here.`;
}

import { loadSettings } from '../sidecar/lib/settings.ts';
import { llmSettings } from '../sidecar/llm/settings.ts';
import { speechSettings } from '../sidecar/voice/speech-settings.ts';
import { hasPocketsphinx } from '../sidecar/voice/stt/pocketsphinx-decoder.ts';
import { hasFlite } from '../sidecar/voice/tts/flite.ts';

const OWN_SERVERS = ['VA_LOCAL_STT_URL', 'VA_LOCAL_TTS_URL'];

/**
 * Who listens and speaks in the demo: what is configured; without any of it Debian's pocketsphinx and flite, where they are
 * installed; else the browser's own speech. `told` is the sentence for the person who started it.
 */
export async function demoSpeech(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly settings: Readonly<Record<string, string>>; readonly told: string }> {
  const { llm, speech } = loadSettings({ llm: llmSettings, speech: speechSettings }, env, Object.keys(env));
  const keys = [
    ['Deepgram', speech.deepgramKey],
    ['ElevenLabs', speech.elevenlabsKey],
    ['OpenAI', llm.openaiKey],
    ['a local server', OWN_SERVERS.some((name) => env[name])],
  ] as const;
  const configured = keys.filter(([, key]) => key).map(([name]) => name);
  if (env['VA_STT_ORDER'] ?? env['VA_TTS_ORDER']) return { settings: {}, told: 'as VA_STT_ORDER and VA_TTS_ORDER say' };
  if (configured.length > 0) return { settings: {}, told: configured.join(', ') };
  const [listens, speaks] = await Promise.all([hasPocketsphinx(), hasFlite()]);
  const programs = [...(listens ? ['pocketsphinx'] : []), ...(speaks ? ['flite'] : [])];
  return {
    settings: {
      ...(listens ? { VA_STT_ORDER: 'pocketsphinx' } : {}),
      ...(speaks ? { VA_TTS_ORDER: 'flite' } : {}),
    },
    told:
      programs.length === 0
        ? "the browser's own speech; on the server: apt install flite pocketsphinx pocketsphinx-en-us"
        : `${programs.join(' and ')}, for trying it out; better ones: docs/speech.md`,
  };
}

import { secretsOf } from '../../llm/providers/failure.ts';
import { openAiClient } from '../../llm/providers/openai.ts';
import type { SpeechDeps } from '../open-speech.ts';
import type { SpeechToText } from '../speech-to-text.ts';
import { createTranscriber } from './transcriber.ts';
import { openUtterances } from './utterances.ts';

/** OpenAI's transcription. Null without a key: an address alone may be of a server that knows no sound. */
export async function openOpenAi(deps: SpeechDeps): Promise<SpeechToText | null> {
  const { openaiKey, openaiUrl } = deps.llm;
  if (openaiKey === null) return null;
  return transcription(deps, {
    id: 'openai',
    apiKey: openaiKey,
    baseUrl: openaiUrl,
    model: deps.settings.openaiSttModel,
  });
}

/** A server of one's own that transcribes as OpenAI does. Null without an address. */
export async function openLocal(deps: SpeechDeps): Promise<SpeechToText | null> {
  const { localSttUrl, localSttKey, localSttModel } = deps.settings;
  if (localSttUrl === null) return null;
  return transcription(deps, { id: 'local', apiKey: localSttKey, baseUrl: localSttUrl, model: localSttModel });
}

function transcription(
  { clock, settings }: SpeechDeps,
  given: {
    readonly id: string;
    readonly apiKey: string | null;
    readonly baseUrl: string | null;
    readonly model: string;
  },
): SpeechToText {
  const { id, apiKey, model } = given;
  const timeoutMs = settings.sttTimeoutMs;
  const where = { apiKey, ...(given.baseUrl === null ? {} : { baseUrl: given.baseUrl }) };
  // The SDK's own limit only stands behind ours, which goes by our clock.
  const timeouts = { firstMs: timeoutMs, gapMs: timeoutMs };
  const client = openAiClient({ ...where, model, timeouts }).withOptions({ fetch: fetchWhole });
  const transcribe = createTranscriber({
    client,
    model,
    clock,
    timeoutMs,
    provider: id,
    secrets: secretsOf(where),
  });
  return {
    id,
    async open({ sampleRate, language, hints, signal, onEvent }) {
      signal.throwIfAborted();
      const about = { sampleRate, language: language.split('-')[0] ?? language, hints };
      return openUtterances({
        sampleRate,
        provider: id,
        finalMs: timeoutMs + 500,
        signal,
        onEvent,
        transcribe: (segment, onPart, inner) => transcribe({ ...about, ...segment }, onPart, inner),
      });
    },
  };
}

/**
 * Sends a form as bytes. As a stream, Node's fetch rejects unheard when the connection is refused while it reads the
 * form, and that ends the process.
 */
async function fetchWhole(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  if (!(init.body instanceof FormData)) return await fetch(url, init);
  const form = new Response(init.body);
  const headers = new Headers(init.headers);
  headers.set('content-type', form.headers.get('content-type') ?? 'multipart/form-data');
  return await fetch(url, { ...init, headers, body: await form.bytes() });
}

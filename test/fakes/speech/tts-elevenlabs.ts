import { number, Refusal, startTtsFake, type ToldFault, type TtsFake, type TtsFakeOptions, text } from './tts-fake.ts';

const NAMES: Readonly<Record<string, readonly [name: string, gender: string, accent: string, style: string]>> = {
  EXAVITQu4vr4xnSDxMaL: ['Sarah', 'female', 'american', 'professional'],
  XrExE9yKIg1WjnnlVkGX: ['Matilda', 'female', 'american', 'upbeat'],
  SAz9YHcvj6GT2YYXdXww: ['River', 'neutral', 'american', 'calm'],
  onwK4e9ZLuTAKqWW03F9: ['Daniel', 'male', 'british', 'formal'],
  cgSgspJ2msm6clMCkdW9: ['Jessica', 'female', 'american', 'cute'],
  ownClonedVoice000001: ['Own', 'male', 'irish', 'relaxed'],
};
const FORMATS = /^pcm_(8000|16000|22050|24000)$/u;
const PATH = /^\/v1\/text-to-speech\/([^/?]+)\/stream\?output_format=([^&]+)$/u;

/** ElevenLabs' `POST /v1/text-to-speech/{voice}/stream` and `GET /v1/voices`. */
export function startElevenLabsTts(options: TtsFakeOptions = {}): Promise<TtsFake> {
  return startTtsFake(
    {
      base: '',
      contentType: 'audio/pcm',
      keyOf: (headers) => headers['xi-api-key'] ?? null,
      other({ request, response }) {
        if (request.method !== 'GET' || request.url !== '/v1/voices') return false;
        const voices = Object.entries(NAMES).map(([voice_id, [name, gender, accent, descriptive]]) => ({
          voice_id,
          name,
          category: 'premade',
          labels: { gender, accent, descriptive, age: 'young', language: 'en', use_case: 'conversational' },
          preview_url: `https://storage.example/${voice_id}.mp3`,
        }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ voices }));
        return true;
      },
      read({ request }, body) {
        const [, voice = '', format = ''] = PATH.exec(request.url ?? '') ?? [];
        if (request.method !== 'POST' || voice === '') return null;
        if (!Object.hasOwn(NAMES, voice)) throw refusal('no-voice', voice);
        const rate = Number(FORMATS.exec(format)?.[1] ?? Number.NaN);
        if (Number.isNaN(rate)) throw told(403, 'output_format_not_allowed', 'Your plan does not have this format.');
        if (text(body['text']) === '') throw told(400, 'invalid_text', 'The text is empty.');
        const settings = body['voice_settings'] as Readonly<Record<string, unknown>> | undefined;
        const speed = number(settings?.['speed'], 1);
        if (speed < 0.7 || speed > 1.2) throw told(400, 'invalid_voice_settings', 'Invalid setting for speed.');
        const stability = number(settings?.['stability'], 0.5);
        if (stability < 0 || stability > 1) throw told(400, 'invalid_voice_settings', 'Invalid setting for stability.');
        const model = text(body['model_id']);
        if (!model.startsWith('eleven_'))
          throw told(400, 'model_not_found', `A model with ID ${model} does not exist.`);
        return { text: text(body['text']), voice, model, rate, speed, body, path: request.url ?? '' };
      },
      refusal,
    },
    options,
  );
}

function refusal(fault: ToldFault, asked: string): Refusal {
  switch (fault) {
    case 'key':
      return told(401, 'invalid_api_key', `Invalid API key ${asked}`);
    case 'quota':
      return told(401, 'quota_exceeded', 'This request exceeds your quota. You have 0 credits remaining.');
    case 'rate-limited':
      return told(429, 'too_many_concurrent_requests', 'Too many concurrent requests.');
    case 'overloaded':
      return told(503, 'system_busy', 'The system is experiencing heavy traffic.');
    case 'no-voice':
      return told(404, 'voice_not_found', `A voice with the voice_id ${asked} was not found.`);
    case 'bad-request':
      return new Refusal(422, {
        detail: [{ loc: ['body', 'text'], msg: 'field required', type: 'value_error.missing' }],
      });
  }
}

function told(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { detail: { status: code, message } });
}

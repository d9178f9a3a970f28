import { number, Refusal, startTtsFake, type ToldFault, type TtsFake, type TtsFakeOptions, text } from './tts-fake.ts';

const VOICES = [
  'alloy',
  'ash',
  'ballad',
  'cedar',
  'coral',
  'echo',
  'fable',
  'marin',
  'nova',
  'onyx',
  'sage',
  'shimmer',
  'verse',
];
const MODELS = ['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts'];
const RATE = 24_000;

/** OpenAI's `POST /v1/audio/speech` and `GET /v1/models`, so also a compatible server with other voices. */
export function startOpenAiTts(
  options: TtsFakeOptions & { readonly voices?: readonly string[]; readonly contentType?: string } = {},
): Promise<TtsFake> {
  const voices = options.voices ?? VOICES;
  return startTtsFake(
    {
      base: '/v1',
      contentType: options.contentType ?? 'audio/pcm',
      keyOf: (headers) => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? null,
      other({ request, response }) {
        if (request.method !== 'GET' || request.url !== '/v1/models') return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ object: 'list', data: MODELS.map((id) => ({ id, object: 'model' })) }));
        return true;
      },
      read({ request }, body) {
        if (request.method !== 'POST' || request.url !== '/v1/audio/speech') return null;
        const input = text(body['input']);
        const voice = text(body['voice']);
        const model = text(body['model']);
        if (input === '') throw invalid("Invalid 'input': string too short.", 'input');
        if (input.length > 4096) throw invalid("Invalid 'input': string too long.", 'input');
        if (!voices.includes(voice)) {
          throw invalid(`Invalid value: '${voice}'. Supported values are: ${voices.join(', ')}.`, 'voice');
        }
        if (!MODELS.includes(model)) {
          throw new Refusal(
            404,
            error(`The model \`${model}\` does not exist.`, 'invalid_request_error', 'model_not_found'),
          );
        }
        if (body['response_format'] !== 'pcm') throw invalid('This fake speaks pcm.', 'response_format');
        const speed = number(body['speed'], 1);
        if (speed < 0.25 || speed > 4) throw invalid("Invalid 'speed'.", 'speed');
        if (body['instructions'] !== undefined && model.startsWith('tts-1')) {
          throw invalid("Unknown parameter: 'instructions'.", 'instructions');
        }
        return { text: input, voice, model, rate: RATE, speed, body, path: request.url };
      },
      refusal,
    },
    options,
  );
}

function refusal(fault: ToldFault, asked: string): Refusal {
  switch (fault) {
    case 'key':
      return new Refusal(
        401,
        error(`Incorrect API key provided: ${asked}.`, 'invalid_request_error', 'invalid_api_key'),
      );
    case 'quota':
      return new Refusal(429, error('You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'));
    case 'rate-limited':
      return new Refusal(429, error('Rate limit reached for requests.', 'requests', 'rate_limit_exceeded'));
    case 'overloaded':
      return new Refusal(503, error('The engine is currently overloaded.', 'server_error', null));
    case 'no-voice':
      return invalid("Invalid value: 'x'. Supported values are: 'alloy'.", 'voice');
    case 'bad-request':
      return invalid('We could not parse the JSON body of your request.', null);
  }
}

function invalid(message: string, param: string | null): Refusal {
  return new Refusal(400, { error: { message, type: 'invalid_request_error', param, code: null } });
}

function error(message: string, type: string, code: string | null): unknown {
  return { error: { message, type, param: null, code } };
}

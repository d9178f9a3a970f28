import { Refusal, startTtsFake, type ToldFault, type TtsFake, type TtsFakeOptions, text } from './tts-fake.ts';

const MODEL = /^aura-2-(?:thalia|andromeda|helena|apollo|arcas|athena|aurora|luna|orion|zeus)-en$/u;
const RATES = [8000, 16_000, 24_000, 32_000, 48_000];

/** Deepgram's `POST /v1/speak` and `GET /v1/projects`. @param options.knowsSpeed false: an older server. */
export function startDeepgramTts(options: TtsFakeOptions & { readonly knowsSpeed?: boolean } = {}): Promise<TtsFake> {
  return startTtsFake(
    {
      base: '',
      contentType: 'audio/l16',
      keyOf: (headers) => /^Token (.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? null,
      other({ request, response }) {
        if (request.method !== 'GET' || request.url !== '/v1/projects') return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ projects: [{ project_id: 'p', name: 'Project' }] }));
        return true;
      },
      read({ request }, body) {
        const url = new URL(request.url ?? '/', 'http://fake');
        if (request.method !== 'POST' || url.pathname !== '/v1/speak') return null;
        const query = url.searchParams;
        const model = query.get('model') ?? 'aura-asteria-en';
        if (!MODEL.test(model)) throw refusal('no-voice', model);
        const rate = Number(query.get('sample_rate') ?? 24_000);
        if (query.get('encoding') !== 'linear16' || query.get('container') !== 'none') throw invalid('encoding');
        if (!RATES.includes(rate)) throw invalid('sample_rate');
        if (query.has('speed') && options.knowsSpeed === false) throw invalid('speed');
        const speed = Number(query.get('speed') ?? 1);
        if (!(speed >= 0.7 && speed <= 1.5)) throw invalid('speed');
        if (text(body['text']) === '') throw refusal('bad-request', '');
        return { text: text(body['text']), voice: model, model, rate, speed, body, path: url.pathname };
      },
      refusal,
    },
    options,
  );
}

function refusal(fault: ToldFault, asked: string): Refusal {
  switch (fault) {
    case 'key':
      return told(401, 'INVALID_AUTH', `Invalid credentials ${asked}.`);
    case 'quota':
      return told(402, 'ASR_PAYMENT_REQUIRED', 'Project does not have enough credits for this request.');
    case 'rate-limited':
      return told(429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.');
    case 'overloaded':
      return told(503, 'SERVICE_UNAVAILABLE', 'The service is not available.');
    case 'no-voice':
      return told(400, 'INVALID_QUERY_PARAMETER', `No such model/language/version combination found: ${asked}`);
    case 'bad-request':
      return told(400, 'Bad Request', 'Failed to parse the request body.');
  }
}

function invalid(name: string): Refusal {
  return told(400, 'UNSUPPORTED_QUERY_PARAMETER', `The parameter ${name} is not accepted here.`);
}

function told(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { err_code: code, err_msg: message, request_id: 'fake' });
}

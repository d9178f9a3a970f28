import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asked, type Hearing, type Lag, type SttFake, type Trouble, timed } from './stt-script.ts';

export interface OpenAiSttFake extends SttFake {
  /** Lets go what waits: with `hold` every answer waits before its last words. */
  release(): void;
  hold(isOn: boolean): void;
}
export interface OpenAiSttOptions {
  /**
   * `sse`: streams where it is asked to; `segments`, `chunks`, `totals`: streams as other servers do; `json`: never does,
   * `verbose` with words and segments; `broken`, `broken-events`: no JSON; `text`: plain text, as the smallest servers.
   */
  readonly speaks?: 'sse' | 'json' | 'text' | 'verbose' | 'segments' | 'chunks' | 'totals' | 'broken' | 'broken-events';
  /** Fields that it refuses by name. */
  readonly refuses?: readonly string[];
  readonly key?: string | null;
  readonly hold?: boolean;
  readonly lag?: Lag;
}

/** Speaks `/audio/transcriptions` of OpenAI and of servers like it: each upload is the next of the script. */
export async function startOpenAiSttFake(options: OpenAiSttOptions = {}): Promise<OpenAiSttFake> {
  const { speaks = 'sse', refuses = [] } = options;
  let isHolding = options.hold ?? false;
  const key = options.key === undefined ? 'sk-stt-secret' : options.key;
  const asked: Asked[] = [];
  const waiting: (() => void)[] = [];
  let script: Hearing[] = [];
  let trouble: Trouble | null = null;

  async function transcribe(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
    const file = form.get('file');
    const sound = file instanceof File ? new DataView(await file.arrayBuffer()) : null;
    const fields = Object.fromEntries(
      [...form.entries()].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const soundMs = sound === null ? 0 : ((sound.byteLength - 44) / 2 / sound.getUint32(24, true)) * 1000;
    asked.push({
      path: request.url ?? '',
      query: new URLSearchParams(),
      authorization: request.headers.authorization ?? null,
      fields,
      soundMs,
      messages: [],
      isClosed: false,
    });
    if (trouble !== null) {
      if ('refuse' in trouble) return complain(response, trouble.refuse);
      if ('cutAtMs' in trouble) return void response.destroy();
      if ('garbage' in trouble) {
        response.writeHead(200, { 'content-type': 'text/html' });
        return void response.end('<!doctype html><title>Sign in</title>');
      }
      return;
    }
    if (key !== null && request.headers.authorization !== `Bearer ${key}`) return complain(response, 401);
    if (sound === null || !form.has('model')) return complain(response, 400);
    const names = [...form.keys()].map((name) => name.replace('[]', ''));
    const unknown = refuses.find((name) => names.includes(name));
    if (unknown !== undefined) return error(response, 400, null, `Unsupported parameter: '${unknown}'.`, unknown);
    await answer(response, script.shift()?.text ?? '', fields['stream'] === 'true', soundMs);
  }

  async function answer(response: ServerResponse, text: string, mayStream: boolean, soundMs: number): Promise<void> {
    if (options.lag !== undefined) await options.lag.clock.sleep(options.lag.lagMs);
    const held = () => (isHolding ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve());
    if (['sse', 'segments', 'chunks', 'totals'].includes(speaks) && mayStream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const event = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
      let total = '';
      for (const piece of text.match(/\S+\s*/gu) ?? []) {
        total += piece;
        if (speaks === 'segments') event({ text: piece });
        else if (speaks === 'chunks')
          event({ object: 'transcription.chunk', choices: [{ delta: { content: piece } }] });
        else if (speaks === 'totals') event({ type: 'transcript.text.delta', delta: total });
        else event({ type: 'transcript.text.delta', delta: piece, logprobs: [{ logprob: -0.1 }] });
      }
      await held();
      if (speaks === 'sse') event({ type: 'transcript.text.done', text, logprobs: [{ logprob: -0.1 }], usage: {} });
      response.end('data: [DONE]\n\n');
      return;
    }
    await held();
    if (speaks === 'broken' || speaks === 'broken-events') {
      response.writeHead(200, { 'content-type': speaks === 'broken' ? 'application/json' : 'text/event-stream' });
      response.end(speaks === 'broken' ? `${text}{` : `data: ${text}{\n\n`);
      return;
    }
    if (speaks === 'text') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${text}\n`);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    const words = text === '' ? [] : timed({ text, fromMs: 0, toMs: soundMs });
    const segments = [{ text, avg_logprob: -0.2, no_speech_prob: text.startsWith('Thank you') ? 0.95 : 0.01 }].map(
      (one) => (one.no_speech_prob > 0.5 ? { ...one, avg_logprob: -1.4 } : one),
    );
    response.end(JSON.stringify({ text, ...(speaks === 'verbose' ? { words, segments } : {}) }));
  }

  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/v1/models') {
      if (key !== null && request.headers.authorization !== `Bearer ${key}`) return complain(response, 401);
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end('{"object":"list","data":[{"id":"gpt-4o-mini-transcribe"},{"id":"whisper-1"}]}');
    }
    if (request.method !== 'POST' || request.url !== '/v1/audio/transcriptions') return complain(response, 404);
    transcribe(request, response).catch((reason: unknown) => response.destroy(reason as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key: key ?? '',
    asked,
    hear(...hearings) {
      script = [...hearings];
    },
    trouble(next) {
      trouble = next;
    },
    hold(isOn) {
      isHolding = isOn;
    },
    release() {
      for (const go of waiting.splice(0)) go();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function formOf(request: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return await new Response(body, { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
}

function complain(response: ServerResponse, status: number): void {
  const words: Readonly<Record<number, readonly [string, string]>> = {
    401: ['invalid_api_key', 'Incorrect API key provided: sk-stt-secret.'],
    402: ['insufficient_quota', 'Payment required.'],
    404: ['', 'Not found'],
    429: ['rate_limit_exceeded', 'Rate limit reached.'],
    500: ['server_error', 'The server had an error.'],
  };
  const [code = '', message = 'Bad request'] = words[status] ?? [];
  error(response, status, code, message, null);
}

function error(
  response: ServerResponse,
  status: number,
  code: string | null,
  message: string,
  param: string | null,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code, param } }));
}

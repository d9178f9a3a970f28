import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type { AxiosResponse } from 'axios';
import { FrappeApp } from 'frappe-js-sdk';
import type { FailedAnswer } from './site-failure.ts';

// The copy that the SDK has, too: an import would load axios a second time, as ES modules.
const { isAxiosError } = createRequire(import.meta.url)('axios') as typeof import('axios');

/** What one request adds to the SDK's own: the SDK takes no options per call. */
interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What the SDK forgets of the answer. */
  retryAfterMs: number | null;
  transport: string | null;
}

/** The SDK with our headers, time limits and connections beneath it. */
export interface Wire {
  readonly app: FrappeApp;
  /** Runs one SDK call. @throws WireFailure. */
  send<T>(
    request: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
    call: (app: FrappeApp) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

/** The SDK throws plain objects; this carries what they say. */
export class WireFailure extends Error {
  readonly answer: FailedAnswer;
  constructor(answer: FailedAnswer) {
    super(`the site answered ${answer.httpStatus}`);
    this.name = 'WireFailure';
    this.answer = answer;
  }
}

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

export function openWire(options: {
  readonly url: string;
  readonly siteName: string;
  readonly maxSockets: number;
  readonly maxResponseBytes?: number;
}): Wire {
  const current = new AsyncLocalStorage<Request>();
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: options.maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: options.maxSockets }),
  };
  // A bench that serves several sites picks one by this header; behind its nginx the proxy sets it anyway.
  const app = new FrappeApp(options.url, undefined, undefined, { 'X-Frappe-Site-Name': options.siteName });
  Object.assign(app.axios.defaults, agents, {
    maxContentLength: options.maxResponseBytes ?? MAX_RESPONSE_BYTES,
    maxBodyLength: MAX_REQUEST_BYTES,
    // A redirect or a proxy of the environment would carry the service key to somebody else.
    maxRedirects: 0,
    proxy: false,
  });
  app.axios.interceptors.request.use((config) => {
    const request = current.getStore();
    if (!request) throw new TypeError('a request outside of send()');
    config.signal = request.signal;
    for (const [name, value] of Object.entries(request.headers)) config.headers.set(name, value);
    return config;
  });
  app.axios.interceptors.response.use(
    (response) => {
      const request = current.getStore();
      if (isJsonObject(response)) return response;
      if (request) request.transport = 'not_json';
      throw new TypeError('the answer is not JSON');
    },
    (error: unknown) => {
      const request = current.getStore();
      if (request && isAxiosError(error)) note(request, error.response, error.code, error.message);
      throw error;
    },
  );
  return {
    app,
    async send(given, call) {
      const request: Request = { ...given, retryAfterMs: null, transport: null };
      try {
        return await current.run(request, () => call(app));
      } catch (error) {
        throw new WireFailure(failedAnswer(error, request));
      }
    },
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function isJsonObject(response: AxiosResponse): boolean {
  return typeof response.data === 'object' && response.data !== null;
}

function note(request: Request, response: AxiosResponse | undefined, code: string | undefined, message: string): void {
  if (/maxContentLength/.test(message)) request.transport = 'too_large';
  // axios gives a body that broke off a response without data.
  else if (/aborted/.test(message)) request.transport = 'cut_off';
  else if (!response) request.transport = code ?? 'no_answer';
  else if (!isJsonObject(response)) request.transport = 'not_json';
  const wait: unknown = response?.headers['retry-after'];
  // Frappe sends seconds; a date, which HTTP allows too, is left alone.
  if (typeof wait === 'string' && /^\d{1,6}$/.test(wait)) request.retryAfterMs = Number(wait) * 1000;
}

/** Reads what the SDK threw: `{httpStatus, ...body}` (its `message` is its own when the body has none). */
function failedAnswer(thrown: unknown, request: Request): FailedAnswer {
  const { transport, retryAfterMs } = request;
  if (typeof thrown !== 'object' || thrown === null || !('httpStatus' in thrown)) {
    // Not an answer of the site but a fault of this code: it must not be taken for an outage.
    throw thrown;
  }
  const incomplete = transport === 'too_large' || transport === 'cut_off';
  const httpStatus = incomplete ? 0 : Number(thrown.httpStatus);
  // A page of HTML with status 200 reaches the SDK as an error of ours without a response.
  if (transport === 'not_json' && httpStatus === 0) return { httpStatus: 200, body: {}, transport, retryAfterMs };
  return { httpStatus, body: { ...thrown }, transport, retryAfterMs };
}

import type { IncomingMessage } from 'node:http';
import {
  Complaint,
  type FakeAnswer,
  type FakeEmbedding,
  type FakeFault,
  type FakeOptions,
  type FakeReply,
  type FakeRequest,
  type FakeScript,
  type FaultKind,
  type LlmFake,
} from './script.ts';
import { type Arrival, type Rendered, sendEvents, sendJson, startWireServer } from './wire-server.ts';

export type Body = Readonly<Record<string, unknown>>;
export type View = Omit<FakeRequest, 'method' | 'path' | 'headers' | 'raw' | 'body' | 'abandoned' | 'said' | 'results'>;

/** What makes a fake one provider's. */
export interface Protocol {
  /** Appended to the origin: what clients take as base URL. */
  readonly base: string;
  /** Its list of models: where it is, and the names as the provider tells them. */
  readonly models: { readonly path: string; answer(names: readonly string[]): unknown };
  /** What a request is for, by its method and path (without query). */
  route(request: IncomingMessage): 'answer' | 'embed' | null;
  /** The key as the client sent it; null when it sent none. */
  keyOf(headers: Readonly<Record<string, string>>): string | null;
  /** Reads leniently: it also sees what `check` refuses. */
  view(body: Body, path: string): View;
  /** @throws Complaint for what the API does not accept. */
  check(body: Body, options: FakeOptions, headers: Readonly<Record<string, string>>): void;
  render(answer: FakeAnswer, request: FakeRequest, nth: number): Rendered;
  /** An error as the API gives it. */
  error(complaint: Complaint): unknown;
  fault(fault: FakeFault, model: string): Fault;
  /** Events of a stream that begins and then reports an error. */
  errorEvents(model: string): readonly string[];
  embed?(body: Body, options: FakeOptions): { readonly seen: Omit<FakeEmbedding, 'headers'>; readonly answer: unknown };
}
export type Fault = { readonly headers?: Readonly<Record<string, string>> } & (
  | { readonly complaint: Complaint }
  /** Refused with status 200, as a stream or a body. */
  | { readonly events: readonly string[] }
);
type PlainFault = Exclude<FaultKind, 'reset' | 'hang' | 'garbage' | 'garbage-in-stream' | 'error-in-stream'>;
export type FaultTable = Readonly<Record<PlainFault, Fault>>;

export async function startFake(protocol: Protocol, script: FakeScript, options: FakeOptions = {}): Promise<LlmFake> {
  const requests: FakeRequest[] = [];
  const embeddings: FakeEmbedding[] = [];
  const complaints: string[] = [];
  const key = options.key === undefined ? 'test-key' : options.key;
  let current = script;
  let nth = 0;

  async function answer(arrival: Arrival): Promise<void> {
    try {
      await handle(arrival);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      complaints.push(error.message);
      sendJson(arrival.response, error.status, protocol.error(error));
    }
  }

  async function handle(arrival: Arrival): Promise<void> {
    const { method, url = '' } = arrival.request;
    const isList = method === 'GET' && url.split('?')[0] === protocol.models.path;
    const route = isList ? 'models' : protocol.route(arrival.request);
    if (route === null) throw new Complaint('Not found', { status: 404, kind: 'not_found_error' });
    const given = protocol.keyOf(arrival.headers);
    if (key !== null && given !== key) throw wrongKey(protocol, given);
    if (route === 'models') {
      sendJson(arrival.response, 200, protocol.models.answer(options.models ?? ['a-model']));
      return;
    }
    const body = parse(arrival.raw);
    if (route === 'embed') {
      const embedded = protocol.embed?.(body, options);
      if (!embedded) throw new Complaint('Not found', { status: 404, kind: 'not_found_error' });
      embeddings.push({ ...embedded.seen, headers: arrival.headers });
      sendJson(arrival.response, 200, embedded.answer);
      return;
    }
    const seen = seeRequest(protocol, arrival, body);
    requests.push(seen);
    if (options.models && !options.models.includes(seen.model)) {
      throw complaintOf(protocol.fault({ fault: 'no-such-model' }, seen.model));
    }
    for (const name of options.refuses ?? []) {
      if (body[name] !== undefined) {
        throw new Complaint(`Unsupported parameter: '${name}' is not supported with this model.`, { param: name });
      }
    }
    protocol.check(body, options, arrival.headers);
    await reply(arrival, seen);
  }

  async function reply(arrival: Arrival, seen: FakeRequest): Promise<void> {
    const turn = nth;
    nth += 1;
    const next: FakeReply | undefined = typeof current === 'function' ? await current(seen, turn) : current[turn];
    if (next === undefined) throw new Error(`the script has ${turn} replies and this is one more request`);
    if (typeof next === 'string') await say(arrival, { text: next }, seen, turn);
    else if ('fault' in next) await fail(arrival, next, seen.model);
    else if ('status' in next) {
      arrival.response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers });
      arrival.response.end(next.body);
    } else await say(arrival, next, seen, turn);
  }

  function say(arrival: Arrival, next: FakeAnswer, seen: FakeRequest, turn: number): Promise<void> {
    return sendEvents(arrival, next, protocol.render(next, seen, turn));
  }

  async function fail(arrival: Arrival, fault: FakeFault, model: string): Promise<void> {
    const { response } = arrival;
    if (fault.fault === 'reset') response.destroy();
    else if (fault.fault === 'hang') await arrival.abandoned;
    else if (fault.fault === 'garbage') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in to the network</title><p>Hello.</p>');
    } else if (fault.fault === 'garbage-in-stream') await stream(arrival, ['event: what\ndata: {"choices": [,]}}\n\n']);
    else if (fault.fault === 'error-in-stream') await stream(arrival, protocol.errorEvents(model));
    else {
      const made = protocol.fault(fault, model);
      if ('events' in made) await stream(arrival, made.events);
      else sendJson(response, made.complaint.status, protocol.error(made.complaint), made.headers);
    }
  }

  const server = await startWireServer(answer);
  return {
    url: `${server.origin}${protocol.base}`,
    key: key ?? 'test-key',
    requests,
    embeddings,
    complaints,
    say(next) {
      current = next;
      nth = 0;
    },
    close: server.close,
  };
}

function stream(arrival: Arrival, events: readonly string[]): Promise<void> {
  return sendEvents(arrival, {}, { said: events, closing: [] });
}

function seeRequest(protocol: Protocol, arrival: Arrival, body: Body): FakeRequest {
  const path = arrival.request.url ?? '';
  const view = protocol.view(body, path);
  const last = view.messages.at(-1);
  const results = [];
  for (const message of view.messages.toReversed()) {
    if (message.role !== 'tool') break;
    const call = message.calls[0];
    results.unshift({ id: call?.id ?? '', name: call?.name ?? '', content: message.text });
  }
  return {
    ...view,
    method: arrival.request.method ?? '',
    path,
    headers: arrival.headers,
    raw: arrival.raw,
    body,
    said: last?.role === 'user' ? last.text : '',
    results,
    abandoned: arrival.abandoned,
  };
}

function parse(raw: string): Body {
  try {
    const body: unknown = JSON.parse(raw);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // Said below as the API would.
  }
  throw new Complaint('We could not parse the JSON body of your request.');
}

function wrongKey(protocol: Protocol, given: string | null): Complaint {
  const complaint = complaintOf(protocol.fault({ fault: 'key' }, ''));
  // As the real ones do: part of the key is told back.
  return new Complaint(given === null ? complaint.message : `${complaint.message}: ${given}`, complaint);
}

function complaintOf(fault: Fault): Complaint {
  if (!('complaint' in fault)) throw new Error('this provider refuses with status 200');
  return fault.complaint;
}

/** The answer as server-sent events of one JSON value each. */
export function sse(value: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(value)}\n\n`;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const asRecord = (value: unknown): Body => (isRecord(value) ? value : {});
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);

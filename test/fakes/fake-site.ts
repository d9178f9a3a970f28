import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the fake site saw. */
export interface SeenRequest {
  readonly method: string;
  /** Decoded path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
/** How it answers one request. */
export type Answer = (seen: SeenRequest, response: ServerResponse) => void | Promise<void>;

export interface FakeSite {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** The next requests get these, one each; afterwards `otherwise`. */
  next(...answers: readonly Answer[]): void;
  otherwise(answer: Answer): void;
  /** Stops listening and cuts what is open: connections are refused. */
  close(): Promise<void>;
}

/** A site on the loopback that speaks Frappe's wire format and says what a test tells it to. */
export async function fakeSite(otherwise: Answer = message('pong')): Promise<FakeSite> {
  const requests: SeenRequest[] = [];
  const script: Answer[] = [];
  let fallback = otherwise;
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    requests.push(seen);
    await (script.shift() ?? fallback)(seen, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    next: (...answers) => void script.push(...answers),
    otherwise(answer) {
      fallback = answer;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const url = new URL(request.url ?? '/', 'http://site');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** `{"message": ...}` of a method. */
export const message =
  (value: unknown): Answer =>
  (_seen, response) =>
    send(response, 200, { message: value });

/** `{"data": ...}` of a resource. */
export const data =
  (value: unknown): Answer =>
  (_seen, response) =>
    send(response, 200, { data: value });

/** Frappe's error envelope, `_server_messages` doubly encoded as it really is (frappe-contract.md 2.5). */
export const failure =
  (
    status: number,
    excType: string,
    options: {
      readonly says?: string;
      readonly vaError?: { readonly code: string; readonly message: string; readonly meta?: Record<string, unknown> };
      readonly headers?: Record<string, string>;
    } = {},
  ): Answer =>
  (_seen, response) => {
    const body: Record<string, unknown> = {
      exc_type: excType,
      exception: `frappe.exceptions.${excType}: secret words of the traceback`,
      exc: JSON.stringify(['Traceback (most recent call last):\n ...']),
    };
    if (options.says !== undefined) {
      body['_server_messages'] = JSON.stringify([
        JSON.stringify({ message: 'An earlier note', title: 'Message', indicator: 'blue' }),
        JSON.stringify({ message: options.says, title: 'Message', indicator: 'red', raise_exception: 1 }),
      ]);
    }
    if (options.vaError) body['va_error'] = { meta: {}, ...options.vaError };
    send(response, status, body, options.headers);
  };

/** A page of HTML, as a proxy or a browser-minded error handler sends. */
export const html =
  (status: number): Answer =>
  (_seen, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end('<html><body><h1>Site is under maintenance</h1></body></html>');
  };

/** Answers only after the given promise; the test decides when that is, or never. */
export const delayed =
  (gate: Promise<unknown>, answer: Answer): Answer =>
  async (seen, response) => {
    await gate;
    if (!response.destroyed) await answer(seen, response);
  };

/** Promises a body and breaks off in the middle of it. */
export const cutBody: Answer = (_seen, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"message": {"half":');
  setImmediate(() => response.destroy());
};

/** Takes the request and drops the connection without a word. */
export const hangUp: Answer = (_seen, response) => {
  response.destroy();
};

/** JSON that ends too early, with a length that says it is whole. */
export const brokenJson: Answer = (_seen, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end('{"message": [1, 2');
};

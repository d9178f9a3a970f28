import { request } from 'node:http';
import { Answer, type Row } from './answer.ts';

export interface Sending {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** The body as it is, with its own content type in `headers`. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const segment = (name: string): string => encodeURIComponent(name);

function bodyOf(sending: Sending): { readonly text: string | undefined; readonly type: string | undefined } {
  if (sending.body !== undefined) return { text: sending.body, type: undefined };
  if (sending.json !== undefined) return { text: JSON.stringify(sending.json), type: 'application/json' };
  if (sending.form !== undefined) {
    return { text: new URLSearchParams(sending.form).toString(), type: 'application/x-www-form-urlencoded' };
  }
  return { text: undefined, type: undefined };
}

/** One way of calling a site. Paths go out as they are written here: nothing is normalised on the way. */
export class Caller {
  readonly #base: URL;
  /** Credentials, as headers. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = new URL(url);
    this.headers = headers;
  }

  with(headers: Readonly<Record<string, string>>): Caller {
    return new Caller(this.#base.href, { ...this.headers, ...headers });
  }

  send(verb: string, path: string, sending: Sending = {}): Promise<Answer> {
    const { text, type } = bodyOf(sending);
    const query = sending.query === undefined ? '' : `?${new URLSearchParams(sending.query).toString()}`;
    const headers = {
      accept: 'application/json',
      ...this.headers,
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
      ...sending.headers,
    };
    const { hostname, port } = this.#base;
    return new Promise((resolve, reject) => {
      // A connection of its own: a server may close a kept one just when the next request goes out.
      const options = { hostname, port, method: verb, path: `${path}${query}`, headers, agent: false };
      const outgoing = request(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve(new Answer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks).toString('utf8'))),
        );
      });
      outgoing.setTimeout(120_000, () => outgoing.destroy(new Error(`${verb} ${path}: no answer in two minutes`)));
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  /** POST to a method. */
  call(method: string, args: Row = {}): Promise<Answer> {
    return this.send('POST', `/api/method/${method}`, { json: args });
  }

  /** GET of a method. */
  ask(method: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', `/api/method/${method}`, { query });
  }

  /** List; `fields` and `filters` are encoded as Frappe wants them. */
  list(doctype: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const query = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
    return this.send('GET', `/api/resource/${segment(doctype)}`, { query });
  }

  read(doctype: string, name: string): Promise<Answer> {
    return this.send('GET', `/api/resource/${segment(doctype)}/${segment(name)}`);
  }

  insert(doctype: string, values: Row): Promise<Answer> {
    return this.send('POST', `/api/resource/${segment(doctype)}`, { json: values });
  }

  update(doctype: string, name: string, values: Row): Promise<Answer> {
    return this.send('PUT', `/api/resource/${segment(doctype)}/${segment(name)}`, { json: values });
  }

  remove(doctype: string, name: string): Promise<Answer> {
    return this.send('DELETE', `/api/resource/${segment(doctype)}/${segment(name)}`);
  }
}

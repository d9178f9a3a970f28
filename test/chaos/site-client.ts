import { setTimeout as delay } from 'node:timers/promises';
import { exchange, type Traffic } from './client.ts';
import { BrokenPromise, type Ledger, PATIENCE_MS } from './ledger.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Somebody at the Frappe site itself: Desk, a portal page, an administrator. Repeats what was lost on the way. */
export interface SiteUser {
  /** `message` of a method. @throws SiteRefusal */
  method(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The same by GET. */
  read(name: string, args: Readonly<Record<string, string>>): Promise<unknown>;
  list(doctype: string, fields: readonly string[], filters?: readonly (readonly unknown[])[]): Promise<Row[]>;
  get(doctype: string, name: string): Promise<Row>;
  insert(doctype: string, values: Row): Promise<Row>;
  update(doctype: string, name: string, values: Row): Promise<Row>;
}

/** The site said no. */
export class SiteRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, body: unknown, what: string) {
    super(`${what}: ${status} ${JSON.stringify(body).slice(0, 400)}`);
    this.name = 'SiteRefusal';
    this.status = status;
    const error = typeof body === 'object' && body !== null ? Reflect.get(body, 'va_error') : null;
    this.code = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'code')) : '';
  }
}

/** Signs in with a password, or calls with the given `Authorization`. */
export function siteUser(options: {
  readonly url: string;
  readonly login: { readonly user: string; readonly password: string } | { readonly authorization: string };
  readonly ledger?: Ledger;
  readonly traffic?: Traffic;
}): SiteUser {
  const { url, login } = options;
  let cookie: string | null = null;

  async function headers(): Promise<Record<string, string>> {
    if ('authorization' in login) return { Authorization: login.authorization };
    cookie ??= await signIn(url, login.user, login.password);
    return { Cookie: cookie };
  }

  async function call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      options.traffic?.();
      const answer = await exchange(`${url}${path}`, {
        method,
        headers: {
          ...(await headers()),
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer && answer.status < 400) return answer.body;
      // A busy lock is worth another try; anything else that the site says is its word.
      if (answer && answer.status !== 503 && !isConflict(answer)) {
        throw new SiteRefusal(answer.status, answer.body, `${method} ${path.split('?')[0]}`);
      }
      if (options.ledger) options.ledger.repeats += 1;
      await delay(150);
    }
    throw new BrokenPromise(`the site did not answer ${method} ${path.split('?')[0]} in ${PATIENCE_MS / 1000} s`);
  }

  return {
    async method(name, args) {
      return field(await call('POST', `/api/method/${name}`, args), 'message');
    },
    async read(name, args) {
      return field(await call('GET', `/api/method/${name}?${new URLSearchParams(args)}`), 'message');
    },
    async list(doctype, fields, filters = []) {
      const query = new URLSearchParams({
        fields: JSON.stringify(fields),
        filters: JSON.stringify(filters),
        order_by: 'creation asc',
        limit_page_length: '0',
      });
      return field(await call('GET', `/api/resource/${encodeURIComponent(doctype)}?${query}`), 'data') as Row[];
    },
    async get(doctype, name) {
      const path = `/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
      return field(await call('GET', path), 'data') as Row;
    },
    async insert(doctype, values) {
      return field(await call('POST', `/api/resource/${encodeURIComponent(doctype)}`, values), 'data') as Row;
    },
    async update(doctype, name, values) {
      const path = `/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
      return field(await call('PUT', path, values), 'data') as Row;
    },
  };
}

async function signIn(url: string, usr: string, pwd: string): Promise<string> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    try {
      const response = await fetch(`${url}/api/method/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ usr, pwd }),
        signal: AbortSignal.timeout(10_000),
      });
      const sid = response.headers.getSetCookie().find((one) => one.startsWith('sid='));
      if (response.ok && sid) return sid.split(';')[0] ?? sid;
      throw new SiteRefusal(response.status, await response.text(), `login of ${usr}`);
    } catch (error) {
      if (error instanceof SiteRefusal) throw error;
      await delay(150);
    }
  }
  throw new BrokenPromise(`the site did not let ${usr} in within ${PATIENCE_MS / 1000} s`);
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (Reflect.get(body, name) ?? null) : null;
}

function isConflict(answer: { readonly status: number; readonly body: unknown }): boolean {
  return answer.status === 409 && new SiteRefusal(409, answer.body, '').code === 'CONFLICT';
}

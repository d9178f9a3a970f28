import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo } from '../../../devsite/apps/demo/seed.ts';
import { registerApps } from '../../../devsite/apps/register.ts';
import { actionDigest } from '../../../devsite/core/digest.ts';
import { kidOf, signToken } from '../../../devsite/core/tokens.ts';
import type { Row } from '../../../devsite/engine/types.ts';
import { openSite, type RunningSite } from '../../../devsite/open-site.ts';

/** Monday 7 September 2026, 10:00 in Chicago. */
export const MONDAY = Date.UTC(2026, 8, 7, 15);

export interface Answer {
  readonly status: number;
  readonly body: Row;
  /** `message` of a method, `data` of a resource. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, asserted by the tests
  readonly data: any;
  readonly va: { readonly code: string; readonly message: string; readonly meta: Row } | undefined;
  readonly text: string;
}

export interface Caller {
  post(path: string, body?: Row): Promise<Answer>;
  put(path: string, body: Row): Promise<Answer>;
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
  remove(path: string): Promise<Answer>;
}

/** The demo companies on a running site with a clock that the test moves. */
export class DemoSite {
  readonly running: RunningSite;
  readonly dir: string;
  readonly clock: { now: number };
  readonly sidecar: { readonly kid: string; readonly d: string };
  readonly service: Caller;
  readonly #people = new Map<string, Caller>();
  #ids = 0;

  constructor(running: RunningSite, dir: string, clock: { now: number }, sidecar: { kid: string; d: string }) {
    this.running = running;
    this.dir = dir;
    this.clock = clock;
    this.sidecar = sidecar;
    const { api_key, api_secret } = JSON.parse(readFileSync(join(dir, 'sidecar.json'), 'utf8')) as {
      api_key: string;
      api_secret: string;
    };
    this.service = this.caller({ authorization: `token ${api_key}:${api_secret}` });
  }

  static async open(now = MONDAY): Promise<DemoSite> {
    const dir = mkdtempSync(join(tmpdir(), 'va-demo-'));
    const clock = { now };
    const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    writeFileSync(join(dir, 'sidecar-key.pub.json'), JSON.stringify({ kid: kidOf(x), x }));
    const running = await openSite({
      dir,
      name: 'acme.test',
      clock: () => clock.now,
      apps: [{ name: 'apps', register: registerApps }],
    });
    seedDemo(running.site, dir);
    return new DemoSite(running, dir, clock, { kid: kidOf(x), d });
  }

  /** JSON with the service user's key, as the sidecar reads it. */
  credentials(): string {
    return readFileSync(join(this.dir, 'sidecar.json'), 'utf8');
  }

  async close(): Promise<void> {
    await this.running.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  caller(headers: Readonly<Record<string, string>>): Caller {
    const ask = async (
      verb: string,
      path: string,
      body?: Row,
      query?: Readonly<Record<string, string>>,
    ): Promise<Answer> => {
      const url = new URL(path.startsWith('/') ? path : `/api/method/${path}`, this.running.url);
      for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, value);
      const response = await fetch(url, {
        method: verb,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed = JSON.parse(text) as Row;
      return {
        status: response.status,
        body: parsed,
        data: parsed['message'] ?? parsed['data'],
        va: parsed['va_error'] as Answer['va'],
        text,
      };
    };
    return {
      post: (path, body = {}) => ask('POST', path, body),
      put: (path, body) => ask('PUT', path, body),
      get: (path, query) => ask('GET', path, undefined, query),
      remove: (path) => ask('DELETE', path),
    };
  }

  /** A person by the own API key. */
  person(user: string): Caller {
    const known = this.#people.get(user) ?? this.#withKey(user);
    this.#people.set(user, known);
    return known;
  }

  #withKey(user: string): Caller {
    const { api_key, api_secret } = this.running.site.transaction((ctx) => ctx.generateKeys(user));
    return this.caller({ authorization: `token ${api_key}:${api_secret}` });
  }

  /** The sidecar reading as a person. */
  reading(user: string, dts: readonly string[] = [], more: Row = {}): Caller {
    const iat = Math.floor(this.clock.now / 1000);
    const claims = {
      iss: 'dartwing-va',
      aud: 'acme.test',
      typ: 'va-read',
      sub: user,
      dts,
      turn: 'turn_1',
      iat,
      exp: iat + 60,
      jti: 'j',
      ...more,
    };
    return this.caller({ authorization: `Dartwing ${signToken(claims, this.sidecar.d, this.sidecar.kid)}` });
  }

  async token(user: string): Promise<string> {
    const answer = await this.person(user).post('dartwing_va.api.token');
    return String(answer.data.access_token);
  }

  /** Employee of a demo user. */
  employee(user: string): string {
    return this.running.site.transaction((ctx) => String(ctx.getValue('Employee', { user_id: user }, 'name')));
  }

  name(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_test${String(this.#ids).padStart(4, '0')}`;
  }

  /** Writes a pending action through batch, as the sidecar does. */
  async propose(user: string, operations: readonly Row[], more: Row = {}): Promise<{ action: string; digest: string }> {
    const action = this.name('act');
    const employee = this.employee(user);
    const tool = String(more['action_type'] ?? 'hr.submit_leave_request');
    const expires_at = this.clock.now + 900_000;
    const digest = actionDigest({ site: 'acme.test', action, employee, user, tool, operations, expires_at });
    const values = {
      employee,
      status: 'pending',
      title: 'Leave',
      timestamp: this.stamp(),
      action_type: tool,
      operations,
      digest,
      expires_at: this.stamp(expires_at),
      expires_at_ms: expires_at,
      turn_id: 'turn_1',
      ...more,
    };
    const answer = await this.service.post('dartwing_va.api.batch', {
      operations: [{ op: 'insert', doctype: 'VA Action Log', name: action, values }],
    });
    const [result] = answer.data.results;
    if (!result.ok) throw new Error(JSON.stringify(result));
    return { action, digest };
  }

  stamp(epochMs = this.clock.now): string {
    return this.running.site.transaction((ctx) => ctx.nowText(epochMs));
  }

  /** Rows as Administrator. */
  rows(doctype: string, filters: Row, fields: readonly string[] = ['*']): Row[] {
    return this.running.site.transaction((ctx) => ctx.getAll(doctype, { fields, filters }));
  }
}

/** One day of leave of Priya, next Thursday (17 September 2026). */
export function leaveOf(employee: string, from = '2026-09-17', to = from, more: Row = {}): Row {
  const values = { employee, leave_type: 'Annual Leave', from_date: from, to_date: to, ...more };
  return { op: 'insert', doctype: 'Leave Application', values };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../web/transport/session.ts';
import { TransportError } from '../../web/transport/transport.ts';

/** The service's token endpoint: answers from a list, and remembers what it was asked. */
let server: Server;
let url: string;
let answers: { status: number; body: unknown }[];
let asked: { path: string; body: Record<string, string> }[];
const tokens = (n: number, expiresIn = 900) => ({
  status: 200,
  body: { access_token: `a${n}`, refresh_token: `r${n}`, expires_in: expiresIn, token_type: 'Bearer', scope: '' },
});
const refusal = {
  status: 401,
  body: {
    error: {
      code: 'TOKEN_REUSED',
      message: 'Please sign in again.',
      retryable: false,
      details: [],
      meta: {},
      reference: 'AUTH_002',
      request_id: 'r',
    },
  },
};

class MemoryStorage implements Storage {
  readonly #values = new Map<string, string>();
  get length(): number {
    return this.#values.size;
  }
  clear = (): void => this.#values.clear();
  getItem = (key: string): string | null => this.#values.get(key) ?? null;
  key = (index: number): string | null => [...this.#values.keys()][index] ?? null;
  removeItem = (key: string): void => void this.#values.delete(key);
  setItem = (key: string, value: string): void => void this.#values.set(key, value);
}

beforeEach(async () => {
  answers = [];
  asked = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    asked.push({ path: request.url ?? '', body: JSON.parse(text) });
    const answer = answers.shift() ?? { status: 500, body: null };
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

describe('a login of the page', () => {
  it('survives a reload by the refresh token, which is swapped once for many askers', async () => {
    const storage = new MemoryStorage();
    answers = [tokens(1), tokens(2)];
    await new Session(url, storage).signIn('priya@acme.test', 'demo');
    const reloaded = new Session(url, storage);
    expect(reloaded.signedIn).toBe(true);
    expect(await Promise.all([reloaded.token(), reloaded.token(), reloaded.token()])).toEqual(['a2', 'a2', 'a2']);
    expect(asked.map((one) => one.path)).toEqual(['/api/v1/auth/token', '/api/v1/auth/token/refresh']);
    expect(asked[1]?.body['refresh_token']).toBe('r1');
  });

  it('renews before the token runs out', async () => {
    answers = [tokens(1, 60), tokens(2)];
    const session = new Session(url, new MemoryStorage());
    await session.signIn('a', 'b');
    expect(await session.token()).toBe('a2');
  });

  it('ends when the service refuses the refresh token', async () => {
    const storage = new MemoryStorage();
    answers = [tokens(1, 0), refusal];
    const session = new Session(url, storage);
    await session.signIn('a', 'b');
    await expect(session.token()).rejects.toMatchObject({ code: 'TOKEN_REUSED' });
    expect(session.signedIn).toBe(false);
    expect(storage.length).toBe(0);
  });

  it('outlives a broken network', async () => {
    answers = [tokens(1, 0), { status: 502, body: '<html>' }, tokens(2)];
    const session = new Session(url, new MemoryStorage());
    await session.signIn('a', 'b');
    await expect(session.token()).rejects.toSatisfy((error) => error instanceof TransportError && error.retryable);
    expect(await session.token()).toBe('a2');
  });

  it('takes everything with it on signing out', async () => {
    const storage = new MemoryStorage();
    answers = [tokens(1), { status: 200, body: { revoked: true } }];
    const session = new Session(url, storage);
    await session.signIn('a', 'b');
    await session.signOut();
    expect(asked[1]).toMatchObject({ path: '/api/v1/auth/token/revoke', body: { token: 'r1' } });
    expect(session.signedIn).toBe(false);
  });
});

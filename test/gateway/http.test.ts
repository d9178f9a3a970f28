import { type AddressInfo, connect } from 'node:net';
import { ERRORS } from '@dartwing-va/contract/errors.ts';
import { errorResponse } from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../sidecar/gateway/http/server.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { type FakeGateway, fakeGateway } from './fakes.ts';

let fake: FakeGateway;
let app: FastifyInstance;

beforeEach(async () => {
  fake = fakeGateway(systemClock);
  app = await createHttpServer(fake.deps);
});
afterEach(() => app.close());

async function call(
  method: 'GET' | 'POST',
  url: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: 'Bearer good' },
) {
  const options: InjectOptions = { method, url, headers };
  if (body !== undefined) {
    options.payload = typeof body === 'string' ? body : JSON.stringify(body);
    options.headers = { 'content-type': 'application/json', ...headers };
  }
  const response = await app.inject(options);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.headers['content-type']?.toString().includes('json') ? response.json() : response.body,
  };
}

/** Everything that comes back for these bytes until the other end closes. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

describe('every failure has the one shape', () => {
  it.each([
    ['no token', 'GET', '/api/v1/me', undefined, {}, 401, 'UNAUTHORIZED', 'AUTH_001'],
    [
      'a malformed header',
      'GET',
      '/api/v1/me',
      undefined,
      { authorization: 'Bearer a b' },
      401,
      'UNAUTHORIZED',
      'AUTH_001',
    ],
    [
      'an expired token',
      'GET',
      '/api/v1/me',
      undefined,
      { authorization: 'Bearer expired' },
      401,
      'TOKEN_EXPIRED',
      'AUTH_002',
    ],
    ['a wrong API key', 'GET', '/api/v1/me', undefined, { 'x-api-key': 'a:b' }, 401, 'INVALID_API_KEY', 'AUTH_003'],
    ['broken JSON', 'POST', '/api/v1/conversations', '{"mode":', undefined, 400, 'INVALID_JSON', 'VAL_001'],
    ['a wrong type', 'POST', '/api/v1/conversations', { mode: 7 }, undefined, 400, 'VALIDATION_ERROR', 'VAL_001'],
    ['a wrong mode', 'POST', '/api/v1/conversations', { mode: 'smoke' }, undefined, 400, 'VALIDATION_ERROR', 'VAL_001'],
    [
      'an id of another kind',
      'POST',
      '/api/v1/actions/conv_1/confirm',
      {},
      undefined,
      400,
      'VALIDATION_ERROR',
      'VAL_001',
    ],
    [
      'an unknown conversation',
      'POST',
      '/api/v1/conversations/conv_2/messages',
      { content: 'hi' },
      undefined,
      404,
      'CONVERSATION_NOT_FOUND',
      'CONV_001',
    ],
    ['an unknown path', 'GET', '/api/v1/nothing', undefined, undefined, 404, 'NOT_FOUND', 'VAL_003'],
    [
      '100 kB',
      'POST',
      '/api/v1/conversations/conv_1/messages',
      { content: 'x'.repeat(100_000) },
      undefined,
      413,
      'PAYLOAD_TOO_LARGE',
      'VAL_004',
    ],
    ['limit 101', 'GET', '/api/v1/conversations?limit=101', undefined, undefined, 400, 'VALIDATION_ERROR', 'VAL_001'],
    [
      'a date that is none',
      'GET',
      '/api/v1/actions?start_date=soon',
      undefined,
      undefined,
      400,
      'VALIDATION_ERROR',
      'VAL_001',
    ],
    [
      'a path as attachment',
      'POST',
      '/api/v1/conversations/conv_1/messages',
      { content: 'hi', attachments: [{ path: '/etc/passwd' }] },
      undefined,
      400,
      'VALIDATION_ERROR',
      'VAL_001',
    ],
    [
      'an expired action',
      'POST',
      '/api/v1/actions/act_expired/confirm',
      {},
      undefined,
      409,
      'ACTION_EXPIRED',
      'ACT_005',
    ],
  ] as const)('%s', async (_title, method, url, body, headers, status, code, reference) => {
    const answer = await call(method, url, body, headers as Record<string, string> | undefined);
    expect(answer.status).toBe(status);
    expect(errorResponse.safeParse(answer.body).success).toBe(true);
    expect(answer.body.error).toMatchObject({ code, reference, request_id: answer.headers['x-request-id'] });
  });

  it.each([
    ['an address that cannot be decoded', '/api/v1/conversations/%zz', 400, 'VALIDATION_ERROR'],
    ['an id of 300 characters', `/api/v1/conversations/conv_${'a'.repeat(300)}`, 414, 'URI_TOO_LONG'],
  ])('%s', async (_title, url, status, code) => {
    const answer = await call('GET', url);
    expect(answer.status).toBe(status);
    expect(errorResponse.parse(answer.body).error).toMatchObject({ code, request_id: answer.headers['x-request-id'] });
  });

  it.each([
    [
      '20 kB of headers',
      `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['what is no HTTP', 'HELLO\r\n\r\n', 400, 'VALIDATION_ERROR'],
  ])('%s', async (_title, bytes, status, code) => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await raw((app.server.address() as AddressInfo).port, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { error } = errorResponse.parse(JSON.parse(body));
    expect(error.code).toBe(code);
    expect(head).toContain(`X-Request-Id: ${error.request_id}`);
  });

  it('too many requests are ours to refuse, not the model’s', () => {
    expect(ERRORS.RATE_LIMITED.reference).toBe('SYS_004');
  });

  it('a body that is not JSON is refused as such', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/conversations',
      headers: { authorization: 'Bearer good', 'content-type': 'text/plain' },
      payload: 'hi',
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.json().error.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('an unforeseen error tells nothing of its cause', async () => {
    fake.deps.turns.view = async () => {
      throw new TypeError('secret detail');
    };
    const answer = await call('GET', '/api/v1/conversations/conv_1');
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

describe('sign-in', () => {
  it('gives tokens for a password and counts attempts per account and address', async () => {
    const request = { grant_type: 'password', username: 'priya@acme.test', password: 'wrong' };
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await call('POST', '/api/v1/auth/token', request, {})).status).toBe(401);
    const sixth = await call('POST', '/api/v1/auth/token', { ...request, password: 'demo' }, {});
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
    expect(
      (await call('POST', '/api/v1/auth/token', { ...request, username: 'marcus@acme.test', password: 'demo' }, {}))
        .body,
    ).toMatchObject({ access_token: 'good', expires_in: 900 });
  });

  it('answers the unversioned alias alike', async () => {
    expect((await call('POST', '/auth/token/refresh', { refresh_token: 'r1' }, {})).body).toMatchObject({
      refresh_token: 'r2',
    });
  });

  it('names the agents that are really there, whatever the profile switches on', async () => {
    expect((await call('GET', '/api/v1/me')).body.agents).toEqual(['hr']);
  });

  it('an API key gives the same identity as a token', async () => {
    const byKey = await call('GET', '/api/v1/me', undefined, { 'x-api-key': 'key:secret' });
    expect(byKey.body).toEqual((await call('GET', '/api/v1/me')).body);
  });
});

describe('sizes', () => {
  it('what is stored with a conversation is bounded, and so is a request', async () => {
    const big = await call('POST', '/api/v1/conversations', { context: { page: 'x'.repeat(8100) } });
    expect([big.status, big.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
    const huge = await call('POST', '/api/v1/conversations', { context: { page: 'x'.repeat(70_000) } });
    expect(huge.status).toBe(413);
  });
});

describe('rate limits', () => {
  it('headers count down, the hit after the limit is refused', async () => {
    await app.close();
    fake = fakeGateway(systemClock, { limits: { auth: 5, conversations: 2, actions: 2, default: 2 } });
    app = await createHttpServer(fake.deps);
    const first = await call('GET', '/api/v1/conversations');
    expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
    expect((await call('GET', '/api/v1/conversations')).status).toBe(200);
    const third = await call('GET', '/api/v1/conversations');
    expect(third.body.error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect((await call('GET', '/api/v1/actions/pending')).status).toBe(200);
  });

  it('what a whole company sends is counted too, and the one too many is told when to try again', async () => {
    await app.close();
    fake = fakeGateway(systemClock, { companyPerMinute: 2 });
    app = await createHttpServer(fake.deps);
    for (let n = 0; n < 2; n += 1) expect((await call('GET', '/api/v1/actions/pending')).status).toBe(200);
    const third = await call('GET', '/api/v1/conversations');
    expect([third.status, third.body.error.code, third.body.error.meta.limit]).toEqual([
      429,
      'RATE_LIMITED',
      'company',
    ]);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect(third.body.error.message).toMatch(/Your company/u);
    // His own limit is not used up, and says so.
    expect(Number(third.headers['x-ratelimit-remaining'])).toBeGreaterThan(0);
  });
});

describe('consents', () => {
  it('are asked before the first conversation with version and text, and given by one call', async () => {
    fake.requiredConsents = [{ consent_type: 'terms_of_service', version: '3', text: 'Our terms' }];
    const refused = await call('POST', '/api/v1/conversations', {});
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'CONSENT_REQUIRED',
      meta: { required: [{ version: '3', text: 'Our terms' }] },
    });
    const given = await call('POST', '/api/v1/consents', {
      consents: [{ consent_type: 'terms_of_service', granted: true, version: '3' }],
    });
    expect(given.body.required).toEqual([]);
    expect((await call('POST', '/api/v1/conversations', {})).status).toBe(200);
  });
});

describe('messages', () => {
  it('answer with what was said and whether a yes is needed', async () => {
    const answer = await call('POST', '/api/v1/conversations/conv_1/messages', {
      content: 'how much leave',
      metadata: { client_message_id: 'm1' },
    });
    expect(answer.body).toMatchObject({
      turn_id: 'turn_1',
      status: 'answered',
      requires_confirmation: false,
      assistant_response: { content: 'You have 14 days left.' },
    });
    expect(answer.body.assistant_response).not.toHaveProperty('thinking');
    expect(fake.calls).toContain('accept conv_1 m1 how much leave');
  });

  it.each([
    ['in metadata', { metadata: { client_message_id: 'm1' } }],
    ['beside it', { client_message_id: 'm1' }],
    ['in both', { client_message_id: 'm1', metadata: { client_message_id: 'm1' } }],
  ])('are known by their client_message_id: %s', async (_title, given) => {
    expect((await call('POST', '/api/v1/conversations/conv_1/messages', { content: 'hi', ...given })).status).toBe(200);
    expect(fake.calls).toContain('accept conv_1 m1 hi');
  });

  it('with two different client_message_ids are refused', async () => {
    const given = { content: 'hi', client_message_id: 'm1', metadata: { client_message_id: 'm2' } };
    expect((await call('POST', '/api/v1/conversations/conv_1/messages', given)).body.error.code).toBe(
      'VALIDATION_ERROR',
    );
  });

  it('say that work goes on when the answer takes longer than the wait', async () => {
    await app.close();
    fake = fakeGateway(systemClock, { messageWaitMs: 1 });
    fake.outcome = 'never';
    app = await createHttpServer(fake.deps);
    const answer = await call('POST', '/api/v1/conversations/conv_1/messages', { content: 'hi' });
    expect(answer.body).toMatchObject({ status: 'processing', turn_id: 'turn_1' });
  });

  it('carry the failure of a turn as words and status', async () => {
    fake.outcome = {
      turnId: 'turn_1',
      text: '',
      suggestions: [],
      visuals: [],
      citations: [],
      actions: [],
      error: new VaError('SITE_UNAVAILABLE').toBody('req_1'),
    };
    const answer = await call('POST', '/api/v1/conversations/conv_1/messages', { content: 'hi' });
    expect(answer.body.status).toBe('failed');
    expect(answer.body.assistant_response.content).toContain('company system');
  });
});

describe('actions', () => {
  it('a confirmation with modifications executes nothing and shows the replacement', async () => {
    const answer = await call('POST', '/api/v1/actions/act_1_0/confirm', { modifications: { end_date: '2026-03-06' } });
    expect(answer.body).toMatchObject({ status: 'superseded', replaced_by: { status: 'pending' } });
  });

  it('a second yes is refused, with what the first one came to', async () => {
    const again = await call('POST', '/api/v1/actions/act_done/confirm', {});
    expect(again.status).toBe(409);
    expect(again.body.error).toMatchObject({
      code: 'ACTION_ALREADY_CONFIRMED',
      meta: { status: 'completed', result: {}, assistant_message: 'Done.' },
    });
    const batch = await call('POST', '/api/v1/actions/batch/confirm', { action_ids: ['act_done'] });
    expect(batch.body.results).toMatchObject([
      { status: 'completed', success: false, code: 'ACTION_ALREADY_CONFIRMED' },
    ]);
  });

  it('a no keeps its reason', async () => {
    await call('POST', '/api/v1/actions/act_1_0/confirm', { confirmed: false, reason: 'not this week' });
    expect(fake.calls).toContain('cancel act_1_0 not this week rejected');
  });

  it.each([
    ['/api/v1/actions/act_1_0/confirm', { confirm: true }],
    ['/api/v1/actions/act_1_0/cancel', { why: 'no' }],
    ['/api/v1/actions/batch/confirm', { action_ids: ['act_1_0'], reason: 'no' }],
    ['/api/v1/conversations', { privacy: 'private' }],
    ['/api/v1/conversations/conv_1/messages', { content: 'hi', id: 'm1' }],
  ])('a field that nobody reads is refused, not lost: %s %o', async (path, body) => {
    expect((await call('POST', path, body)).body.error).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(fake.calls).toEqual([]);
  });

  it('confirmed=false rejects', async () => {
    expect(
      (await call('POST', '/api/v1/conversations/conv_1/actions/act_1_0/confirm', { confirmed: false })).body.status,
    ).toBe('rejected');
  });

  it('the nested path refuses an action of another conversation', async () => {
    expect((await call('POST', '/api/v1/conversations/conv_9/actions/act_1_0/confirm', {})).body.error.code).toBe(
      'ACTION_NOT_FOUND',
    );
  });

  it('a batch goes on after a failure and sums up', async () => {
    const answer = await call('POST', '/api/v1/actions/batch/confirm', { action_ids: ['act_1_0', 'act_expired'] });
    expect(answer.body.summary).toEqual({ total: 2, succeeded: 1, failed: 1 });
    expect(answer.body.results[1]).toMatchObject({ success: false, code: 'ACTION_EXPIRED' });
  });

  it('lists tell whether there is more', async () => {
    expect((await call('GET', '/api/v1/conversations?limit=1')).body.pagination).toEqual({
      total: 3,
      limit: 1,
      offset: 0,
      has_more: true,
    });
  });
});

describe('pages of other origins', () => {
  it('are refused unless allowed', async () => {
    const evil = await call('GET', '/api/v1/me', undefined, {
      authorization: 'Bearer good',
      origin: 'https://evil.test',
    });
    expect(evil.body.error.code).toBe('ORIGIN_NOT_ALLOWED');
    const site = await call('GET', '/api/v1/me', undefined, {
      authorization: 'Bearer good',
      origin: 'http://127.0.0.1:8000',
    });
    expect(site.headers['access-control-allow-origin']).toBe('http://127.0.0.1:8000');
  });
});

describe('operations', () => {
  it('ready names the part that is down, live stays up', async () => {
    await app.close();
    const down = { name: 'redis', required: true, check: () => Promise.reject(new Error('refused')) };
    const up = { name: 'site', required: true, check: () => Promise.resolve() };
    app = await createHttpServer({ ...fake.deps, health: [up, down] });
    const ready = await call('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.body.parts).toEqual([
      { name: 'site', status: 'up', required: true },
      { name: 'redis', status: 'down', required: true },
    ]);
    expect((await call('GET', '/health/live')).status).toBe(200);
  });

  it('the OpenAPI document names every route of the API', async () => {
    const document = (await call('GET', '/openapi.json')).body;
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual(
      expect.arrayContaining([
        '/api/v1/auth/token',
        '/api/v1/conversations',
        '/api/v1/conversations/{conversation_id}/messages',
        '/api/v1/actions/{action_id}/reverse',
        '/api/v1/actions/batch/confirm',
      ]),
    );
    expect((await call('GET', '/docs/')).status).toBe(200);
  });

  it('the page carries its settings without a way to end the element', async () => {
    const page = await call('GET', '/', undefined, {});
    expect(page.status).toBe(200);
    expect(page.body).toContain('va_page.js');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });
});

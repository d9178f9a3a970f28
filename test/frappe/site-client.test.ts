import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Delegations, openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient, type SiteClientOptions } from '../../sidecar/frappe/rest-site-client.ts';
import type { Caller } from '../../sidecar/frappe/site-client.ts';
import { SiteFailure } from '../../sidecar/frappe/site-failure.ts';
import { type Clock, systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { withTrace } from '../../sidecar/lib/trace.ts';
import {
  brokenJson,
  cutBody,
  data,
  delayed,
  type FakeSite,
  failure,
  fakeSite,
  hangUp,
  html,
  message,
} from '../fakes/fake-site.ts';

const service: Caller = { kind: 'service' };
const priya: Caller = { kind: 'employee', user: 'priya@acme.test', turnId: 'turn_1', doctypes: ['Leave Application'] };
/** Waits between repetitions do not take time here. */
const hasty: Clock = { now: systemClock.now, sleep: async (_ms, signal) => signal?.throwIfAborted() };

let dir: string;
let site: FakeSite;
let delegations: Delegations;
let opened: { close(): void }[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'va-frappe-'));
  delegations = await openDelegations({ path: join(dir, 'key.json'), siteName: 'acme.test', clock: systemClock });
  site = await fakeSite();
  opened = [];
});
afterEach(async () => {
  for (const client of opened) client.close();
  await site.close();
  await rm(dir, { recursive: true, force: true });
});

function client(changes: Partial<SiteClientOptions> = {}) {
  const one = openSiteClient({
    url: site.url,
    siteName: 'acme.test',
    apiKey: 'key1',
    apiSecret: 'secret1',
    timeoutMs: 5000,
    breaker: { failures: 50, halfOpenAfterMs: 1000 },
    delegations,
    clock: hasty,
    random: () => 0.5,
    log: silentLog,
    ...changes,
  });
  opened.push(one);
  return one;
}
const failureOf = async (promise: Promise<unknown>): Promise<SiteFailure> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteFailure)) throw new Error(`expected a SiteFailure, got ${String(error)}`);
  return error;
};

describe('a request to the site', () => {
  it('goes as the service user by key, with the site’s name and the request’s id, and without a cookie', async () => {
    await withTrace({ request_id: 'req_7' }, () => client().post('dartwing_va.api.profile', { user: 'x' }, service));
    const [seen] = site.requests;
    expect(seen).toMatchObject({ method: 'POST', path: '/api/method/dartwing_va.api.profile', body: { user: 'x' } });
    expect(seen?.headers).toMatchObject({
      authorization: 'token key1:secret1',
      'x-frappe-site-name': 'acme.test',
      'x-request-id': 'req_7',
    });
    expect(seen?.headers.cookie).toBeUndefined();
  });
  it('as an employee is a GET without a body under a delegation', async () => {
    site.next(data([{ name: 'HR-LAP-1' }]));
    const rows = await client().list(
      'Leave Application',
      {
        fields: ['name', 'status'],
        filters: [['status', 'not in', ['Cancelled']]],
        orderBy: 'creation desc, name asc',
        limit: 5,
        start: 10,
      },
      priya,
    );
    expect(rows).toEqual([{ name: 'HR-LAP-1' }]);
    const [seen] = site.requests;
    expect(seen).toMatchObject({ method: 'GET', path: '/api/resource/Leave Application', body: null });
    expect(seen?.query).toEqual({
      fields: '["name","status"]',
      filters: '[["status","not in",["Cancelled"]]]',
      order_by: 'creation desc, name asc',
      limit: '5',
      limit_start: '10',
      as_dict: 'true',
    });
    expect(seen?.headers.authorization).toMatch(/^Dartwing eyJ[\w.-]+$/);
  });
  it('names a document with odd characters, and a method with arguments of every kind', async () => {
    site.next(data({ name: 'A/B #1?%' }), message({ days: 2 }));
    expect(await client().get('Sales Order', 'A/B #1?%', service)).toEqual({ name: 'A/B #1?%' });
    expect(site.requests[0]?.path).toBe('/api/resource/Sales Order/A/B #1?%');
    await client().read(
      'dartwing_va.reads.leave_days',
      { from_date: '2026-12-04', users: ['a'], employee: null },
      priya,
    );
    expect(site.requests[1]?.query).toEqual({ from_date: '2026-12-04', users: '["a"]' });
  });
  it('never writes as an employee, and never takes a path for a method', async () => {
    await expect(client().post('x.y', {}, priya)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(async () => client().read('../resource/User', {}, service)).rejects.toThrow('name of a method');
    expect(site.requests).toHaveLength(0);
  });
  it('gives null for a method that answers nothing', async () => {
    site.next((_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{}');
    });
    expect(await client().postAnonymous('dartwing_va.api.revoke', {})).toBeNull();
    expect(site.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('an answer that is no success', () => {
  it.each([
    [403, 'PermissionError', 'FORBIDDEN'],
    [404, 'DoesNotExistError', 'NOT_FOUND'],
    [409, 'DuplicateEntryError', 'CONFLICT'],
    [417, 'ValidationError', 'UNPROCESSABLE_ENTITY'],
    [417, 'TimestampMismatchError', 'DOCUMENT_CHANGED'],
  ])('%i %s is %s in the words of the site', async (status, excType, code) => {
    site.otherwise(failure(status, excType, { says: 'Employee <b>Priya</b> has no <a href="#">leave</a> left' }));
    const error = await failureOf(client().read('x.y', {}, priya));
    expect(error).toMatchObject({
      code,
      message: 'Employee Priya has no leave left',
      site: { httpStatus: status, excType },
    });
    expect(JSON.stringify(error.cause ?? '')).not.toContain('secret words');
    expect(site.requests).toHaveLength(1);
  });
  it('keeps the site’s own code, sentence and facts', async () => {
    site.next(
      failure(409, 'ConflictError', {
        vaError: { code: 'DOCUMENT_CHANGED', message: 'It has changed.', meta: { changes: ['status'] } },
      }),
    );
    expect(await failureOf(client().post('x.y', {}, service))).toMatchObject({
      code: 'DOCUMENT_CHANGED',
      message: 'It has changed.',
      meta: { changes: ['status'] },
    });
  });
  it('does not believe a code that is not in the catalogue', async () => {
    site.next(failure(403, 'PermissionError', { vaError: { code: 'toString', message: 'x' } }));
    expect(await failureOf(client().post('x.y', {}, service))).toMatchObject({ code: 'FORBIDDEN' });
  });
  it('tells who signs in that he must, but never a user that the service key is wrong', async () => {
    site.otherwise(failure(401, 'AuthenticationError'));
    expect((await failureOf(client().postAnonymous('x.y', {}))).code).toBe('UNAUTHORIZED');
    expect((await failureOf(client().post('x.y', {}, service))).code).toBe('SITE_ERROR');
  });
  it.each([
    [200, 'SITE_ERROR'],
    [405, 'SITE_ERROR'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [500, 'SITE_ERROR'],
    [502, 'SITE_UNAVAILABLE'],
  ])('HTML with status %i is %s', async (status, code) => {
    site.otherwise(html(status));
    expect((await failureOf(client().post('x.y', {}, service))).code).toBe(code);
  });
  it('JSON that breaks off is SITE_ERROR', async () => {
    site.next(brokenJson);
    expect((await failureOf(client().post('x.y', {}, service))).code).toBe('SITE_ERROR');
  });
  it('larger than the bound is SITE_ERROR', async () => {
    site.otherwise(message('x'.repeat(20_000)));
    const error = await failureOf(client({ maxResponseBytes: 10_000 }).read('x.y', {}, service));
    expect(error).toMatchObject({ code: 'SITE_ERROR', site: { transport: 'too_large' } });
    expect(site.requests).toHaveLength(1);
  });
  it('429 is RATE_LIMITED with the wait that was asked for', async () => {
    site.otherwise(failure(429, 'TooManyRequestsError', { headers: { 'Retry-After': '17' } }));
    const error = await failureOf(client().read('x.y', {}, service));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', meta: { retry_after_ms: 17_000 } });
    expect(site.requests).toHaveLength(1);
  });
  it('is not followed elsewhere', async () => {
    site.next((_seen, response) => {
      response.writeHead(302, { Location: `${site.url}/login` });
      response.end();
    });
    expect((await failureOf(client().read('x.y', {}, service))).code).toBe('SITE_ERROR');
    expect(site.requests).toHaveLength(1);
  });
});

describe('repetition', () => {
  it.each([
    ['a dropped connection', hangUp],
    ['a body that breaks off', cutBody],
    ['503', failure(503, 'SessionStopped')],
    ['502 in HTML', html(502)],
    ['a deadlock', failure(500, 'QueryDeadlockError')],
    ['a lock timeout', failure(500, 'QueryTimeoutError')],
    ['429 with a short wait', failure(429, 'TooManyRequestsError', { headers: { 'Retry-After': '1' } })],
  ])('of a read after %s succeeds', async (_what, answer) => {
    site.next(answer, answer, message('at last'));
    expect(await client().read('x.y', {}, service)).toBe('at last');
    expect(site.requests).toHaveLength(3);
  });
  it('ends after two', async () => {
    site.otherwise(hangUp);
    expect((await failureOf(client().read('x.y', {}, service))).code).toBe('SITE_UNAVAILABLE');
    expect(site.requests).toHaveLength(3);
  });
  it('of a write happens only when it is declared safe', async () => {
    site.next(hangUp);
    expect((await failureOf(client().post('x.y', {}, service))).code).toBe('SITE_UNAVAILABLE');
    expect(site.requests).toHaveLength(1);
    site.next(hangUp, message('done'));
    expect(await client().post('x.y', {}, service, { idempotent: true })).toBe('done');
  });
  it('of a write that the site rolled back whole is always safe', async () => {
    site.next(failure(500, 'QueryDeadlockError'), message('done'));
    expect(await client().post('x.y', {}, service)).toBe('done');
  });
  it('never happens after another 500', async () => {
    site.next(failure(500, 'KeyError'));
    expect((await failureOf(client().read('x.y', {}, service))).code).toBe('SITE_ERROR');
    expect(site.requests).toHaveLength(1);
  });
});

describe('time', () => {
  it('runs out on a site that is slow: TIMEOUT, and no repetition', async () => {
    site.otherwise(delayed(new Promise(() => undefined), message('too late')));
    const error = await failureOf(client({ timeoutMs: 60 }).read('x.y', {}, service));
    expect(error).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(site.requests).toHaveLength(1);
  });
  it('ends at once when the caller is gone: CANCELLED', async () => {
    const caller = new AbortController();
    site.next((seen, response) => {
      caller.abort();
      return delayed(new Promise(() => undefined), message('late'))(seen, response);
    });
    await expect(client().read('x.y', {}, service, { signal: caller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect(client().read('x.y', {}, service, { signal: caller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(site.requests).toHaveLength(1);
  });
});

describe('the breaker', () => {
  it('leaves a site that is away alone, tries it with one request, and opens the way again', async () => {
    const one = client({ breaker: { failures: 3, halfOpenAfterMs: 20 } });
    const away = await fakeSite();
    await away.close();
    const gone = client({ url: away.url, breaker: { failures: 3, halfOpenAfterMs: 60_000 } });
    expect((await failureOf(gone.read('x.y', {}, service))).site.transport).toBe('ECONNREFUSED');
    const refused = await failureOf(gone.read('x.y', {}, service));
    expect(refused).toMatchObject({ code: 'SITE_UNAVAILABLE', site: { transport: 'breaker_open' } });

    site.next(failure(503, 'SessionStopped'), failure(503, 'SessionStopped'), failure(503, 'SessionStopped'));
    await failureOf(one.read('x.y', {}, service));
    expect((await failureOf(one.read('x.y', {}, service))).site.transport).toBe('breaker_open');
    expect(site.requests).toHaveLength(3);
    await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await one.read('x.y', {}, service)).toBe('pong');
    expect(await one.read('x.y', {}, service)).toBe('pong');
  });
  it('takes refusals, deadlocks and callers who went away for the work of a healthy site', async () => {
    const one = client({ breaker: { failures: 2, halfOpenAfterMs: 60_000 } });
    for (const answer of [
      failure(403, 'PermissionError'),
      failure(417, 'ValidationError'),
      failure(404, 'DoesNotExistError'),
      failure(403, 'PermissionError'),
    ]) {
      site.next(answer);
      await failureOf(one.post('x.y', {}, service));
    }
    site.next(
      failure(500, 'QueryDeadlockError'),
      failure(500, 'QueryDeadlockError'),
      failure(500, 'QueryDeadlockError'),
    );
    await failureOf(one.post('x.y', {}, service));
    for (let n = 0; n < 3; n += 1) {
      await expect(one.read('x.y', {}, service, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'CANCELLED',
      });
    }
    expect(await one.read('x.y', {}, service)).toBe('pong');
  });
});

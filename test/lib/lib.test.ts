import { describe, expect, it } from 'vitest';
import { backoff, keyedMutex, once, orAborted, withDeadline } from '../../sidecar/lib/async.ts';
import { defineMessages } from '../../sidecar/lib/messages.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { asVaError } from '../../sidecar/lib/va-error.ts';

describe('a deadline', () => {
  it('is a TIMEOUT when it passes', async () => {
    using deadline = withDeadline(undefined, 1);
    const error = await orAborted(new Promise(() => undefined), deadline.signal).catch((reason: unknown) => reason);
    expect(asVaError(error).code).toBe('TIMEOUT');
  });
  it('passes the caller’s own reason on', async () => {
    const caller = new AbortController();
    using deadline = withDeadline(caller.signal, 60_000);
    caller.abort(new Error('hung up'));
    expect(deadline.signal.reason).toMatchObject({ message: 'hung up' });
    await expect(orAborted(Promise.reject(new Error('late')), deadline.signal)).rejects.toThrow('hung up');
  });
});

describe('keyed mutex', () => {
  it('runs work of one key in order, also after a failure, and other keys beside it', async () => {
    const mutex = keyedMutex();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = mutex.run('a', async () => {
      await gate.promise;
      order.push('a1');
      throw new Error('a1 failed');
    });
    const second = mutex.run('a', async () => order.push('a2'));
    await mutex.run('b', async () => order.push('b1'));
    gate.resolve();
    await expect(first).rejects.toThrow('a1 failed');
    await second;
    expect(order).toEqual(['b1', 'a1', 'a2']);
  });
});

it('once does its work a single time', () => {
  let calls = 0;
  const get = once(() => {
    calls += 1;
    return undefined;
  });
  get();
  get();
  expect(calls).toBe(1);
});

it('backoff doubles up to its bound, never below half of it', () => {
  const low = backoff({ baseMs: 100, maxMs: 1000, random: () => 0 });
  const high = backoff({ baseMs: 100, maxMs: 1000, random: () => 0.999 });
  expect([1, 2, 3, 4, 5, 60].map(low)).toEqual([50, 100, 200, 400, 500, 500]);
  expect([1, 2, 9].map(high)).toEqual([100, 200, 1000]);
});

describe('messages', () => {
  const say = defineMessages({
    hello: 'Hello {name}, {name}!',
    plain: 'Nothing to fill.',
    days: (p: { readonly n: number }) => (p.n === 1 ? '1 day' : `${p.n} days`),
  });
  it('fill in what they are given and nothing else', () => {
    expect(say('hello', { name: '{other} $& Priya' })).toBe('Hello {other} $& Priya, {other} $& Priya!');
    expect(say('plain')).toBe('Nothing to fill.');
    expect([say('days', { n: 1 }), say('days', { n: 2 })]).toEqual(['1 day', '2 days']);
    expect(say.keys).toEqual(['hello', 'plain', 'days']);
  });
  it('are checked by the compiler: a forgotten or misspelt parameter is an error', () => {
    // @ts-expect-error: name is missing
    expect(() => say('hello')).toThrow('needs "name"');
    // @ts-expect-error: another parameter
    expect(() => say('hello', { nam: 'x' })).toThrow('needs "name"');
    // @ts-expect-error: no such message
    expect(() => say('bye')).toThrow('no message');
  });
});

describe('metrics', () => {
  it('refuse labels that would hold an id or a person', () => {
    const metrics = createMetrics();
    for (const label of ['user', 'conversation_id', 'employee', 'turn', 'doc_name']) {
      expect(() => metrics.counter('x_total', 'x', [label])).toThrow(label);
    }
  });
  it('print counters, histograms and gauges that are read at the scrape', async () => {
    const metrics = createMetrics();
    metrics.counter('turns_total', 'Turns.', ['outcome']).inc({ outcome: 'answered' });
    metrics.histogram('turn_seconds', 'Time of a turn.').observe(0.2);
    let depth = 1;
    metrics.gauge('outbox_pending', 'Waiting.', async () => depth);
    depth = 7;
    const text = await metrics.text();
    expect(text).toContain('va_turns_total{outcome="answered"} 1');
    expect(text).toContain('va_turn_seconds_count 1');
    expect(text).toContain('va_outbox_pending 7');
  });
});

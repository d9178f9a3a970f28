import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../sidecar/stores/stores.ts';

/** One backend under test. */
export interface Backend {
  /** A new process's view of the same data; the first of a test starts empty. */
  open(): Promise<Stores>;
  /** Lets the backend's own time pass. */
  elapse(ms: number): Promise<void>;
  now(): number;
  /** Whether two may be open at once. */
  readonly replicas: boolean;
  cleanUp(): Promise<void>;
}

const never = new AbortController().signal;

/** What every backend must do, told to each in turn. */
export function storesSuite(name: string, start: () => Promise<Backend>): void {
  describe(`${name} stores`, () => {
    let backend: Backend;
    let stores: Stores;
    let opened: Stores[];
    const open = async () => {
      const one = await backend.open();
      opened.push(one);
      return one;
    };
    beforeEach(async () => {
      opened = [];
      backend = await start();
      stores = await open();
    });
    afterEach(async () => {
      for (const one of opened) await one.close();
      await backend.cleanUp();
    });

    describe('key-value', () => {
      it('keeps a value until it is deleted, and over a restart', async () => {
        await stores.kv.set('a', 'ünï"code');
        await stores.close();
        stores = await open();
        expect(await stores.kv.get('a')).toBe('ünï"code');
        await stores.kv.delete('a');
        expect(await stores.kv.get('a')).toBeNull();
      });
      it('forgets a value after its time, and a later set without one keeps it for good', async () => {
        await stores.kv.set('short', '1', { ttlMs: 60 });
        await stores.kv.set('kept', '1', { ttlMs: 60 });
        await stores.kv.set('kept', '2');
        await backend.elapse(80);
        expect(await stores.kv.get('short')).toBeNull();
        expect(await stores.kv.get('kept')).toBe('2');
      });
      it('lets only the first of many claim a key, until the claim expires', async () => {
        const claims = await Promise.all(
          ['a', 'b', 'c'].map((value) => stores.kv.set('claim', value, { ifAbsent: true, ttlMs: 60 })),
        );
        expect(claims.filter(Boolean)).toHaveLength(1);
        await backend.elapse(80);
        expect(await stores.kv.set('claim', 'd', { ifAbsent: true })).toBe(true);
        expect(await stores.kv.get('claim')).toBe('d');
      });
    });

    describe('counters', () => {
      it('count within a window that starts with the first hit, and start anew after it', async () => {
        const before = backend.now();
        expect((await stores.counters.hit('k', 200)).count).toBe(1);
        const second = await stores.counters.hit('k', 200);
        expect(second.count).toBe(2);
        expect(second.resetAt).toBeGreaterThan(before);
        expect(second.resetAt).toBeLessThanOrEqual(backend.now() + 200);
        expect(await stores.counters.peek('k')).toBe(2);
        await backend.elapse(250);
        expect(await stores.counters.peek('k')).toBe(0);
        expect((await stores.counters.hit('k', 200)).count).toBe(1);
      });
      it.each([1000, 600_000])('count several at once, within a window of %d ms', async (windowMs) => {
        const first = await stores.counters.hit('tokens', windowMs, 250);
        expect(first.count).toBe(250);
        const second = await stores.counters.hit('tokens', windowMs, 50);
        expect(second.count).toBe(300);
        expect(second.resetAt).toBeLessThanOrEqual(backend.now() + windowMs);
        expect(await stores.counters.peek('tokens')).toBe(300);
      });
    });

    describe('leases', () => {
      it('have one holder; who does not wait is told at once', async () => {
        const lease = await stores.leases.acquire('c1', { ttlMs: 10_000 });
        expect(lease).not.toBeNull();
        expect(await stores.leases.acquire('c1', { ttlMs: 10_000 })).toBeNull();
        expect(await stores.leases.acquire('other', { ttlMs: 10_000 })).not.toBeNull();
      });
      it('pass on in order of arrival', async () => {
        const first = await stores.leases.acquire('c1', { ttlMs: 10_000 });
        const order: number[] = [];
        const waiting = [1, 2, 3, 4].map(async (number) => {
          const lease = await stores.leases.acquire('c1', { ttlMs: 10_000, waitMs: 5000 });
          order.push(number);
          await lease?.release();
        });
        expect(await stores.leases.acquire('c1', { ttlMs: 10_000 })).toBeNull();
        await first?.release();
        await Promise.all(waiting);
        expect(order).toEqual([1, 2, 3, 4]);
      });
      it('lapse when they are not renewed, and then cannot be renewed or released by the old holder', async () => {
        const old = await stores.leases.acquire('c1', { ttlMs: 60 });
        expect(await old?.renew()).toBe(true);
        await backend.elapse(80);
        const next = await stores.leases.acquire('c1', { ttlMs: 10_000 });
        expect(next).not.toBeNull();
        expect(await old?.renew()).toBe(false);
        await old?.release();
        expect(await next?.renew()).toBe(true);
      });
      it('are shared by so many; a place that is released or lapses is free again', async () => {
        const take = (key = 'company', ttlMs = 10_000) => stores.leases.share(key, { ttlMs, places: 2 });
        const first = await take();
        expect(await take('company', 10_000)).not.toBeNull();
        expect(await take()).toBeNull();
        expect(await take('other')).not.toBeNull();
        expect(await first?.renew()).toBe(true);
        await first?.release();
        expect(await first?.renew()).toBe(false);
        expect(await take()).not.toBeNull();
        expect(await take()).toBeNull();
      });
      it('that are shared lapse one by one when they are not renewed', async () => {
        const take = () => stores.leases.share('company', { ttlMs: 200, places: 2 });
        const [dead, alive] = [await take(), await take()];
        await backend.elapse(120);
        expect(await alive?.renew()).toBe(true);
        await backend.elapse(120);
        expect(await take()).not.toBeNull();
        expect(await take()).toBeNull();
        expect(await dead?.renew()).toBe(false);
        expect(await alive?.renew()).toBe(true);
      });
      it('give up waiting after the given time, and reject when the caller is gone', async () => {
        await stores.leases.acquire('c1', { ttlMs: 60_000 });
        const patient = stores.leases.acquire('c1', { ttlMs: 1000, waitMs: 50 });
        await backend.elapse(100);
        expect(await patient).toBeNull();
        const caller = new AbortController();
        const gone = stores.leases.acquire('c1', { ttlMs: 1000, waitMs: 60_000, signal: caller.signal });
        caller.abort(new Error('hung up'));
        await expect(gone).rejects.toThrow('hung up');
      });
      it('skip those who gave up', async () => {
        const first = await stores.leases.acquire('c1', { ttlMs: 60_000 });
        const caller = new AbortController();
        const gone = stores.leases.acquire('c1', { ttlMs: 1000, waitMs: 60_000, signal: caller.signal });
        const next = stores.leases.acquire('c1', { ttlMs: 1000, waitMs: 60_000 });
        caller.abort(new Error('hung up'));
        await expect(gone).rejects.toThrow('hung up');
        await first?.release();
        expect(await next).not.toBeNull();
      });
    });

    describe('journal', () => {
      it('reads in order of appending, in pieces, with ids that sort', async () => {
        for (let n = 0; n < 12; n += 1) {
          await stores.journal.commit({ append: [{ stream: 'records', body: `r${n}` }] });
        }
        await stores.journal.commit({ append: [{ stream: 'turns', body: 't' }] });
        const all = await stores.journal.read('records', 100);
        expect(all.map((entry) => entry.body)).toEqual(Array.from({ length: 12 }, (_, n) => `r${n}`));
        const ids = all.map((entry) => entry.id);
        expect([...ids].sort()).toEqual(ids);
        const rest = await stores.journal.read('records', 3, ids[8]);
        expect(rest.map((entry) => entry.body)).toEqual(['r9', 'r10', 'r11']);
        expect(await stores.journal.length('records')).toBe(12);
        expect(await stores.journal.length('turns')).toBe(1);
        expect(Math.abs((all[0]?.appendedAt ?? 0) - backend.now())).toBeLessThan(5000);
      });
      it('commits appends, removals and state together, and over a restart', async () => {
        await stores.journal.commit({ append: [{ stream: 'turns', body: 'asked' }] });
        const [asked] = await stores.journal.read('turns', 1);
        await stores.journal.commit({
          append: [
            { stream: 'records', body: 'answer 1' },
            { stream: 'records', body: 'answer 2' },
          ],
          remove: [{ stream: 'turns', ids: [asked?.id ?? ''] }],
          set: [{ key: 'state', value: 'answered' }],
        });
        await stores.close();
        stores = await open();
        expect(await stores.journal.length('turns')).toBe(0);
        expect((await stores.journal.read('records', 9)).map((entry) => entry.body)).toEqual(['answer 1', 'answer 2']);
        expect(await stores.kv.get('state')).toBe('answered');
      });
      it('removes only from the stream that is named, and does not mind what is gone already', async () => {
        await stores.journal.commit({ append: [{ stream: 'turns', body: 'x' }] });
        const [entry] = await stores.journal.read('turns', 1);
        const ids = [entry?.id ?? ''];
        await stores.journal.commit({ remove: [{ stream: 'records', ids }] });
        expect(await stores.journal.length('turns')).toBe(1);
        await stores.journal.commit({ remove: [{ stream: 'turns', ids }] });
        await stores.journal.commit({ remove: [{ stream: 'turns', ids }] });
        expect(await stores.journal.length('turns')).toBe(0);
      });
      it('never gives an id again, also after the stream was emptied', async () => {
        await stores.journal.commit({ append: [{ stream: 'turns', body: 'x' }] });
        const [first] = await stores.journal.read('turns', 1);
        await stores.journal.commit({ remove: [{ stream: 'turns', ids: [first?.id ?? ''] }] });
        await stores.close();
        stores = await open();
        await stores.journal.commit({ append: [{ stream: 'turns', body: 'y' }] });
        const [second] = await stores.journal.read('turns', 1);
        expect((second?.id ?? '') > (first?.id ?? '')).toBe(true);
      });
      it('wakes the reader on an append, also on one from before he asked', async () => {
        await stores.journal.commit({ append: [{ stream: 'records', body: 'early' }] });
        await stores.journal.waitForAppend('records', 60_000, never);
        const waiting = stores.journal.waitForAppend('records', 60_000, never);
        await stores.journal.commit({ append: [{ stream: 'records', body: 'late' }] });
        await waiting;
      });
      it('lets a waiting reader go after his time and when he is stopped', async () => {
        const patient = stores.journal.waitForAppend('dead', 50, never);
        await backend.elapse(80);
        await patient;
        const stop = new AbortController();
        const stopped = stores.journal.waitForAppend('dead', 60_000, stop.signal);
        stop.abort(new Error('closing'));
        await expect(stopped).rejects.toThrow('closing');
      });
      it('keeps the order of commits that nobody waited for', async () => {
        const commits = Array.from({ length: 300 }, (_, n) =>
          stores.journal.commit({ append: [{ stream: 'records', body: String(n) }] }),
        );
        await Promise.all(commits);
        const bodies = (await stores.journal.read('records', 1000)).map((entry) => Number(entry.body));
        expect(bodies).toEqual(Array.from({ length: 300 }, (_, n) => n));
      });
    });

    describe('event log', () => {
      const collect = (conversation: string) => {
        const heard: [number, string][] = [];
        const stop = stores.events.subscribe(conversation, (seq, body) => heard.push([seq, body]));
        const until = async (count: number) => {
          const deadline = Date.now() + 10_000;
          while (heard.length < count && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
        };
        return { heard, stop, until };
      };
      it('numbers from 1 without gaps, per conversation, and goes on after a restart', async () => {
        expect(await stores.events.append('c1', ['a', 'b'])).toBe(1);
        expect(await stores.events.append('c2', ['x'])).toBe(1);
        expect(await stores.events.append('c1', ['c'])).toBe(3);
        await stores.close();
        stores = await open();
        expect(await stores.events.append('c1', ['d'])).toBe(4);
        expect(await stores.events.lastSeq('c1')).toBe(4);
        expect(await stores.events.since('c1', 2)).toEqual([
          { seq: 3, body: 'c' },
          { seq: 4, body: 'd' },
        ]);
        expect(await stores.events.since('c1', 4)).toEqual([]);
      });
      it('says so when it no longer keeps, or never had, what is asked for', async () => {
        await stores.events.append(
          'c1',
          Array.from({ length: 600 }, (_, n) => `e${n + 1}`),
        );
        expect(await stores.events.since('c1', 99)).toBeNull();
        const kept = await stores.events.since('c1', 100);
        expect(kept).toHaveLength(500);
        expect(kept?.[0]).toEqual({ seq: 101, body: 'e101' });
        expect(await stores.events.since('c1', 601)).toBeNull();
        expect(await stores.events.since('unknown', 0)).toEqual([]);
        expect(await stores.events.lastSeq('unknown')).toBe(0);
      });
      it('tells subscribers every event once and in order, from the moment they ask', async () => {
        await stores.events.append('c1', ['before']);
        const { heard, until, stop } = collect('c1');
        const appends = Array.from({ length: 200 }, (_, n) => stores.events.append('c1', [`e${n + 2}`]));
        await Promise.all(appends);
        await until(200);
        expect(heard).toEqual(Array.from({ length: 200 }, (_, n) => [n + 2, `e${n + 2}`]));
        stop();
        await stores.events.append('c1', ['unheard']);
        await stores.events.append('c2', ['elsewhere']);
        expect(heard).toHaveLength(200);
      });
      it('does not let a failing listener keep others from hearing', async () => {
        stores.events.subscribe('c1', () => {
          throw new Error('broken page');
        });
        const { heard, until } = collect('c1');
        await stores.events.append('c1', ['a']);
        await until(1);
        expect(heard).toEqual([[1, 'a']]);
      });
      it('takes the floods of several conversations with their numbers whole', async () => {
        const conversations = ['a', 'b', 'c', 'd'];
        const flood = conversations.flatMap((conversation) =>
          Array.from({ length: 300 }, (_, n) => stores.events.append(conversation, [`${n + 1}`, 'tail'])),
        );
        const firsts = await Promise.all(flood);
        for (const [index] of conversations.entries()) {
          const own = firsts.slice(index * 300, index * 300 + 300);
          expect(own).toEqual(Array.from({ length: 300 }, (_, n) => 1 + n * 2));
        }
      });
    });

    it('answers a ping, and refuses work after it was closed', async () => {
      await stores.ping();
      await stores.close();
      await stores.close();
      await expect(stores.ping()).rejects.toThrow();
      await expect(stores.journal.commit({ append: [{ stream: 'turns', body: 'late' }] })).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
    });
  });
}

import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSiteBus } from '../../sidecar/frappe/bus.ts';
import type { BusEvent, SiteBus } from '../../sidecar/frappe/site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { type FakeBus, fakeBus } from '../fakes/fake-bus.ts';

let server: FakeBus;
let bus: SiteBus;
let heard: BusEvent[];
const turn = {
  kind: 'turn',
  turn: 'turn_1',
  conversation: 'conv_1',
  employee: 'HR-EMP-1',
  user: 'priya@acme.test',
} as const;

beforeEach(async () => {
  server = await fakeBus({ siteName: 'acme.test', authorization: 'token key1:secret1', user: 'va@acme.test' });
  heard = [];
});
afterEach(async () => {
  await bus.close();
  await server.close();
});

function open(changes: { readonly apiSecret?: string } = {}): SiteBus {
  bus = openSiteBus({
    socketioUrl: server.url,
    // The site's own name, which is not the address of the socket.io server.
    siteUrl: 'http://acme.test:8000',
    siteName: 'acme.test',
    apiKey: 'key1',
    apiSecret: 'secret1',
    // Pauses after a refusal do not take time here.
    clock: { now: Date.now, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) },
    random: () => 0.5,
    log: silentLog,
    ...changes,
  });
  bus.onEvent(async (event) => {
    heard.push(event);
  });
  bus.start();
  return bus;
}
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('passes the handshake of Frappe 15 and hears what is for the service user, ids only', async () => {
  open();
  await until(() => heard.length === 1);
  expect(bus.connected).toBe(true);
  expect(server.refused).toEqual([]);
  server.emit('dartwing_va', { ...turn, content: 'somebody’s words' });
  server.emit('dartwing_va', { kind: 'action', action: 'act_1', status: 'completed', user: 'a', conversation: null });
  server.emit('dartwing_va', { kind: 'action', action: 'act_2', status: 'completed', user: 'a' });
  server.emit('dartwing_va', { kind: 'session', user: 'a', epoch: 3 });
  await until(() => heard.length === 5);
  expect(heard).toEqual([
    { kind: 'connected' },
    turn,
    { kind: 'action', action: 'act_1', status: 'completed', user: 'a', conversation: null },
    { kind: 'action', action: 'act_2', status: 'completed', user: 'a', conversation: null },
    { kind: 'session', user: 'a', epoch: 3, session: null },
  ]);
});

it('drops what has another form and goes on', async () => {
  open();
  await until(() => heard.length === 1);
  for (const wrong of [
    null,
    'turn',
    {},
    { kind: 'other' },
    { ...turn, turn: 7 },
    { kind: 'session', user: 'a', epoch: 'x' },
  ]) {
    server.emit('dartwing_va', wrong);
  }
  server.emit('dartwing_va', turn);
  await until(() => heard.length === 2);
  expect(heard[1]).toEqual(turn);
});

it('handles events one after the other, and a failing handler keeps nobody from hearing', async () => {
  open();
  const order: string[] = [];
  bus.onEvent(async (event) => {
    order.push(`start ${event.kind}`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`end ${event.kind}`);
    throw new Error('handler failed');
  });
  await until(() => order.length === 2);
  server.emit('dartwing_va', turn);
  server.emit('dartwing_va', { kind: 'changed', doctype: 'VA Instance', name: 'x' });
  await until(() => order.length === 6);
  expect(order).toEqual(['start connected', 'end connected', 'start turn', 'end turn', 'start changed', 'end changed']);
});

it('says connected again after every reconnect, because events may have been missed', async () => {
  open();
  await until(() => heard.length === 1);
  server.drop();
  await until(() => heard.length === 2);
  expect(heard.map((event) => event.kind)).toEqual(['connected', 'connected']);
});

it('keeps trying when the site refuses it, and comes in once the key is right', async () => {
  server.refuse(true);
  open();
  await until(() => server.refused.length >= 3);
  expect(bus.connected).toBe(false);
  server.refuse(false);
  await until(() => heard.length === 1);
  expect(bus.connected).toBe(true);
});

it('is silent after it was closed', async () => {
  open();
  await until(() => heard.length === 1);
  await bus.close();
  bus.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bus.connected).toBe(false);
});

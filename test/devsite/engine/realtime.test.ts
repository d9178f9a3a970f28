import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openTestSite, signIn, type TestSite } from './harness.ts';

let site: TestSite;
let ana: Client;
let bob: Client;
const sockets: Socket[] = [];

beforeAll(async () => {
  site = await openTestSite();
  ana = site.as('ana@example.test');
  bob = site.as('bob@example.test');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => site.remove());

const tokenOf = (user: string): string => {
  const keys = site.site.transaction((ctx) => ctx.generateKeys(user));
  return `token ${keys.api_key}:${keys.api_secret}`;
};

function open(headers: Record<string, string>, namespace = 'va.localhost'): Promise<Socket> {
  const socket = io(`${site.socketUrl}/${namespace}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin: 'http://127.0.0.1', ...headers },
  });
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}
const next = <T>(socket: Socket, event: string): Promise<T> => new Promise((resolve) => socket.once(event, resolve));
/** Everything sent before has been handled when the pong is there. */
const settled = async (socket: Socket): Promise<void> => {
  const pong = next(socket, 'pong');
  socket.emit('ping');
  await pong;
};
const record = (socket: Socket): [string, unknown][] => {
  const heard: [string, unknown][] = [];
  socket.onAny((event: string, payload: unknown) => {
    if (event !== 'pong') heard.push([event, payload]);
  });
  return heard;
};

describe('the handshake', () => {
  it('takes a key pair alone, with a dummy cookie, or a session cookie', async () => {
    const { cookie } = await signIn(site.url, 'ana@example.test');
    await expect(open({ authorization: tokenOf('bob@example.test') })).resolves.toBeDefined();
    await expect(open({ authorization: tokenOf('bob@example.test'), cookie: 'x=1' })).resolves.toBeDefined();
    await expect(open({ cookie, 'x-frappe-site-name': 'va.localhost' })).resolves.toBeDefined();
    await expect(open({ cookie: 'sid=Guest' })).resolves.toBeDefined();
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['another namespace', { cookie: 'sid=Guest' }, 'other.localhost', 'Invalid namespace'],
    ['another origin', { cookie: 'sid=Guest', origin: 'http://evil.test' }, 'va.localhost', 'Invalid origin'],
    ['no cookie and no header', {}, 'va.localhost', 'No cookie transmitted.'],
    ['a wrong key', { authorization: 'token a:b' }, 'va.localhost', 'Unauthorized'],
  ])('refuses %s', async (_what, headers, namespace, message) => {
    await expect(open(headers, namespace)).rejects.toThrow(message);
  });
});

describe('events', () => {
  it('tell subscribers of a document and its list after commit', async () => {
    const doc = (await ana.call('POST', '/api/resource/Work Item', { subject: 'seen' })).body.data as { name: string };
    const socket = await open({ authorization: tokenOf('bob@example.test') });
    bob = site.as('bob@example.test');
    socket.emit('doc_subscribe', 'Work Item', doc.name);
    socket.emit('doctype_subscribe', 'Work Item');
    await settled(socket);
    const both = Promise.all([next(socket, 'doc_update'), next(socket, 'list_update')]);
    const saved = (await bob.call('PUT', `/api/resource/Work Item/${doc.name}`, { subject: 'new' })).body.data as {
      modified: string;
    };
    expect(await both).toEqual([
      { doctype: 'Work Item', name: doc.name, modified: saved.modified },
      { doctype: 'Work Item', name: doc.name, user: 'bob@example.test' },
    ]);
  });

  it('never reach whom a subscription was refused, who is told nothing', async () => {
    const doc = (await bob.call('POST', '/api/resource/Work Item', { subject: 'secret' })).body.data as {
      name: string;
    };
    const socket = await open({ authorization: tokenOf('cy@example.test') });
    const heard = record(socket);
    socket.emit('doc_subscribe', 'Work Item', doc.name);
    socket.emit('doctype_subscribe', 'Work Item');
    socket.emit('doc_subscribe', 'Nothing', {});
    await settled(socket);
    await bob.call('PUT', `/api/resource/Work Item/${doc.name}`, { subject: 'x' });
    await settled(socket);
    expect(heard).toEqual([]);
  });

  it('go to the user of the room, once each, and not after a GET or a failure', async () => {
    const socket = await open({ authorization: tokenOf('cy@example.test') });
    const cy = site.as('cy@example.test');
    const heard = record(socket);
    await cy.call('GET', '/api/method/test.tell?text=get');
    await cy.call('POST', '/api/method/test.tell', { text: 'failed', fail: 1 });
    await bob.call('POST', '/api/method/test.tell', { text: 'for bob' });
    await cy.call('POST', '/api/method/test.tell', { text: 'kept' });
    await settled(socket);
    expect(heard).toEqual([['told', { text: 'kept' }]]);
  });

  it('show who else has a document open', async () => {
    const doc = (await bob.call('POST', '/api/resource/Work Item', { subject: 'open' })).body.data as { name: string };
    const [one, two] = [
      await open({ authorization: tokenOf('ana@example.test') }),
      await open({ authorization: tokenOf('bob@example.test') }),
    ];
    one.emit('doc_open', 'Work Item', doc.name);
    await settled(one);
    const seen = next<{ users: string[] }>(one, 'doc_viewers');
    two.emit('doc_open', 'Work Item', doc.name);
    expect((await seen).users.toSorted()).toEqual(['ana@example.test', 'bob@example.test']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../sidecar/agents/custom/webhook/addresses.ts';
import { createWebhookCaller, WebhookError, type WebhookNetwork } from '../../sidecar/agents/custom/webhook/caller.ts';
import { json, openWebhookHost, type WebhookHost } from '../fakes/webhook-host.ts';

const NAME = 'hooks.acme.example';
const OTHER = 'other.acme.example';
let host: WebhookHost;
beforeAll(async () => {
  host = await openWebhookHost([NAME, OTHER]);
});
afterAll(() => host?.close());
beforeEach(() => {
  host.asked.length = 0;
  host.answer = (_request, response) => json(response, { ok: true });
});

const here: WebhookNetwork = {
  resolve: async () => ['127.0.0.1'],
  mayReach: (address) => address === '127.0.0.1',
};
const at = (name: string, path = '/rooms') => `https://${name}:${host.port}${path}`;

async function post(url: string, over: WebhookNetwork = {}, signal = new AbortController().signal) {
  const caller = createWebhookCaller({ ...here, ca: host.ca, ...over });
  const hosts = [`${NAME}:${host.port}`, `${OTHER}:${host.port}`];
  const headers = { 'x-va-signature': 'v1=x' };
  return await caller.post({ url, hosts, body: '{"a":1}', headers, signal });
}
const failure = async (work: Promise<unknown>) =>
  await work.then(
    () => 'none',
    (error: unknown) => (error instanceof WebhookError ? error.failure : error),
  );

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.170',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::8.8.8.8',
    '64:ff9b::808:808',
    '100::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '2130706433',
    'localhost',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2001:4860:4860::8888'])(
    '%s is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('a call', () => {
  it('goes to the address that was looked up, once, with the name for host and certificate', async () => {
    let looks = 0;
    const resolve = async () => {
      looks += 1;
      // A name that leads inside from the second look on.
      return looks === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    expect(await post(at(NAME, '/rooms?floor=1'), { resolve })).toEqual({ text: '{"ok":true}', isJson: true });
    expect(looks).toBe(1);
    expect(host.asked).toMatchObject([{ path: '/rooms?floor=1', body: '{"a":1}' }]);
    expect(host.asked[0]?.headers).toMatchObject({ host: `${NAME}:${host.port}`, 'x-va-signature': 'v1=x' });
  });

  it('reaches no address that is not public, one of several included', async () => {
    const { mayReach: _, ...open } = here;
    const only = { mayReach: isPublicAddress };
    expect(await failure(post(at(NAME), { ...open, ...only }))).toBe('address');
    const both = async () => ['8.8.8.8', '10.0.0.1'];
    expect(await failure(post(at(NAME), { resolve: both, ...only }))).toBe('address');
    expect(await failure(post(at(NAME), { resolve: async () => [], ...only }))).toBe('address');
    expect(await failure(post(at(NAME), { resolve: () => Promise.reject(new Error('ENOTFOUND')) }))).toBe('address');
    expect(host.asked).toEqual([]);
  });

  it.each([
    ['http://hooks.acme.example/', 'url'],
    ['https://127.0.0.1/', 'url'],
    ['https://[::1]/', 'url'],
    ['https://2130706433/', 'url'],
    ['https://a:b@hooks.acme.example/', 'url'],
    ['file:///etc/passwd', 'url'],
    ['nonsense', 'url'],
    ['https://evil.example/', 'host'],
    ['https://hooks.acme.example/', 'host'],
  ])('refuses %s', async (url, expected) => {
    expect(await failure(post(url))).toBe(expected);
    expect(host.asked).toEqual([]);
  });

  it('trusts no certificate of another name', async () => {
    expect(
      await failure(
        createWebhookCaller(here).post({
          url: at(NAME),
          hosts: [`${NAME}:${host.port}`],
          body: '{}',
          headers: {},
          signal: new AbortController().signal,
        }),
      ),
    ).toBe('unreachable');
  });

  it('follows a redirect to a host that is listed, and looks that one up too', async () => {
    host.answer = (request, response) => {
      if (request.url !== '/rooms') return json(response, { moved: true });
      response.writeHead(307, { location: at(OTHER, '/new') }).end();
    };
    const names: string[] = [];
    const resolve = async (name: string) => {
      names.push(name);
      return ['127.0.0.1'];
    };
    expect((await post(at(NAME), { resolve })).text).toBe('{"moved":true}');
    expect(names).toEqual([NAME, OTHER]);
    const inside = async (name: string) => (name === OTHER ? ['10.0.0.1'] : ['127.0.0.1']);
    expect(await failure(post(at(NAME), { resolve: inside }))).toBe('address');
  });

  it.each([
    ['to a host that is not listed', 307, 'https://evil.example/', 'host'],
    ['to an address in figures', 308, 'https://169.254.169.254/latest', 'url'],
    ['out of encryption', 307, 'http://hooks.acme.example/', 'url'],
    ['that makes a GET of it', 302, '/new', 'redirect'],
    ['in a circle', 307, '/rooms', 'redirect'],
  ])('follows no redirect %s', async (_what, status, location, expected) => {
    host.answer = (_request, response) => response.writeHead(status, { location }).end();
    expect(await failure(post(at(NAME)))).toBe(expected);
  });

  it('takes neither too much, nor what is no text, nor an error', async () => {
    host.answer = (_request, response) => json(response, 'x'.repeat(70_000));
    expect(await failure(post(at(NAME)))).toBe('size');
    host.answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
    expect(await failure(post(at(NAME)))).toBe('type');
    host.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x');
    expect(await failure(post(at(NAME)))).toBe('type');
    host.answer = (_request, response) => response.writeHead(500).end();
    expect(await failure(post(at(NAME)))).toBe('status');
    host.answer = (request) => request.socket.destroy();
    expect(await failure(post(at(NAME)))).toBe('unreachable');
  });

  it('ends with the time of the tool, whether the name, the server or its answer is slow', async () => {
    const late = new AbortController();
    const reason = new Error('late');
    const never = post(at(NAME), { resolve: () => new Promise(() => undefined) }, late.signal);
    late.abort(reason);
    expect(await failure(never)).toBe(reason);
    for (const begin of [false, true]) {
      const stop = new AbortController();
      host.answer = (_request, response) => {
        if (begin) response.writeHead(200, { 'content-type': 'text/plain' }).write('It is');
        setImmediate(() => stop.abort(reason));
      };
      expect(await failure(post(at(NAME), {}, stop.signal))).toBe(reason);
    }
  });
});

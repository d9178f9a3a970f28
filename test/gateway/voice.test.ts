import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attachSocketServer, type SocketGateway } from '../../sidecar/gateway/socket/socket-server.ts';
import { lazyVoice } from '../../sidecar/gateway/voice/voice-rooms.ts';
import { attachVoice, type VoiceGateway } from '../../sidecar/gateway/voice/voice-upgrade.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { recordBody } from '../../sidecar/records/entry.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { openVoiceSessions } from '../../sidecar/voice/session/registry.ts';
import { defaultVoiceSettings, type VoiceSettings } from '../../sidecar/voice/settings.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { type VoiceClient, voiceClient } from '../flow/voice-client.ts';
import { type ClientOptions, WIRES } from '../flow/voice-wire.ts';
import { type FakeGateway, fakeGateway } from './fakes.ts';

// What time does to a call, by a clock whose hands the test turns.
let clock: ManualClock;
let fake: FakeGateway;
let server: Server;
let voice: VoiceGateway;
let sockets: SocketGateway;
let url: string;
let stores: Stores;
const open: VoiceClient[] = [];

async function serve(settings: Partial<VoiceSettings> = {}, heartbeatMs = 20_000): Promise<void> {
  clock = manualClock();
  fake = fakeGateway(clock);
  const { deps } = fake;
  const dir = mkdtempSync(join(tmpdir(), 'va-voice-'));
  stores = openEmbeddedStores({ dir, clock, log: silentLog });
  const rooms = lazyVoice(async () =>
    openVoiceSessions({
      ...deps,
      stores,
      outbox: { toEntry: (record) => ({ stream: 'records', body: recordBody(record) }) },
      siteKey: siteKey('va.test'),
      speech: { stt: scriptedStt(), tts: toneTts(), defaultVoice: 'hum' },
      settings: { ...defaultVoiceSettings, ...settings },
    }),
  );
  server = createServer();
  sockets = attachSocketServer(server, deps, heartbeatMs);
  voice = attachVoice(server, { ...deps, voice: rooms }, sockets.voice);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
beforeEach(() => serve());
afterEach(async () => {
  for (const client of open.splice(0)) client.wire.drop();
  await stop();
});
/** Closes the HTTP server with it. */
async function stop(): Promise<void> {
  await voice.close();
  await sockets.close();
  await stores.close();
}

/** Time goes on, and everybody answers what he is asked meanwhile. */
async function pass(ms: number, step = 5000): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    await clock.advance(Math.min(step, left));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe.each(WIRES)('over %s', (wire) => {
  async function connect(options: ClientOptions = { token: 'good' }): Promise<VoiceClient> {
    const client = await voiceClient(url, { wire, ...options });
    open.push(client);
    return client;
  }

  describe('a connection', () => {
    it.runIf(wire === 'ws')(
      'on which nothing at all comes for 40 s is closed with 4408; one that answers pings is not',
      async () => {
        const dead = await connect({ token: 'good', autoPong: false });
        await dead.start();
        await pass(39_000);
        expect(dead.wire.isOpen).toBe(true);
        await pass(3000, 1000);
        expect((await dead.closed)[0]).toBe(4408);
        fake.identity = { ...fake.identity, expiresAt: clock.now() + 900_000 };
        const quiet = await connect();
        await quiet.start();
        await pass(120_000);
        quiet.send({ type: 'ping', id: 1 });
        await quiet.next('pong');
      },
    );

    it.runIf(wire === 'socket.io')(
      'that does not answer is given up by the transport; one that does is not',
      async () => {
        await stop();
        await serve({}, 50);
        const dead = await connect();
        await dead.start();
        dead.wire.pause(true);
        await vi.waitUntil(() => voice.connections() === 0);
        dead.wire.pause(false);
        await dead.closed;
        const quiet = await connect();
        await quiet.start();
        await pass(120_000);
        quiet.send({ type: 'ping', id: 1 });
        await quiet.next('pong');
      },
    );

    it('that never starts a session is closed with 4400', async () => {
      const client = await connect();
      await pass(12_000, 1000);
      expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: false });
      expect((await client.closed)[0]).toBe(4400);
    });
  });

  describe('a token', () => {
    it('that runs out is announced and ends the call with 4401; one that is renewed does not', async () => {
      const first = await connect();
      await first.start();
      await pass(841_000);
      expect((await first.next('auth.expiring')).expires_at).toBe(fake.identity.expiresAt);
      await pass(61_000);
      expect(await first.next('error')).toMatchObject({ code: 'TOKEN_EXPIRED', recoverable: false });
      expect((await first.next('session.ended')).reason).toBe('token_expired');
      expect((await first.closed)[0]).toBe(4401);

      fake.identity = { ...fake.identity, expiresAt: clock.now() + 120_000 };
      const second = await connect();
      await second.start();
      await pass(70_000);
      await second.next('auth.expiring');
      fake.identity = { ...fake.identity, expiresAt: clock.now() + 900_000 };
      second.send({ type: 'auth.renew', token: 'renewed' });
      await pass(100_000);
      second.send({ type: 'ping' });
      await second.next('pong');
    });

    it('that is revoked ends the call at once', async () => {
      const client = await connect();
      await client.start();
      fake.revoke(fake.identity.user, 2);
      expect((await client.next('session.ended')).reason).toBe('revoked');
      expect((await client.closed)[0]).toBe(4401);
    });
  });

  describe('a call', () => {
    it('ends after the longest time', async () => {
      await stop();
      await serve({ maxSessionMs: 60_000 });
      const client = await connect();
      await client.start();
      await pass(62_000);
      expect((await client.next('session.ended')).reason).toBe('max_duration');
      expect((await client.closed)[0]).toBe(1000);
    });

    it('that was dropped is over after a while', async () => {
      const client = await connect();
      const { session_id } = await client.start();
      await client.drop();
      await pass(33_000, 1000);
      const late = await connect();
      late.send({ type: 'session.resume', session_id, last_seq: 1 });
      expect(await late.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
    });

    it('goes on in text when the minutes are used up, and the next one has none', async () => {
      await stop();
      await serve({ minutesPerUser: 2 });
      const client = await connect();
      await client.start();
      await pass(121_000);
      expect(await client.next('error')).toMatchObject({
        code: 'VOICE_MINUTES_USED',
        reference: 'VOICE_006',
        recoverable: true,
      });
      client.send({ type: 'text.input', content: 'hello' });
      await expect.poll(() => fake.calls.some((call) => call.startsWith('accept conv_1 - hello'))).toBe(true);
      client.send({ type: 'session.end' });
      await client.closed;
      const next = await connect();
      const starting = next.start();
      // The turn that was cut by hanging up gets its time to end.
      await pass(4000, 500);
      expect((await starting).config).toMatchObject({ voice_id: null, listening: false });
      expect(await next.next('error')).toMatchObject({ reference: 'VOICE_006', recoverable: true });
    });

    it('is refused when too many are started in a minute', async () => {
      for (let n = 0; n < 10; n += 1) {
        const client = await connect();
        await client.start();
        client.send({ type: 'session.end' });
        await client.closed;
      }
      const client = await connect();
      client.send({ type: 'session.start' });
      expect(await client.next('error')).toMatchObject({ code: 'RATE_LIMITED' });
      expect((await client.closed)[0]).toBe(4403);
    });
  });
});

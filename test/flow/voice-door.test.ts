import { describe, expect, it } from 'vitest';
import { voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// What is refused when somebody calls, and what comes in the wrong order: the event that the client sees.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { connect, call } = rooms;
  describe('at the door', () => {
    it.runIf(wire === 'ws')('a token may come in the header, with the protocol or with the first message', async () => {
      for (const path of ['/v1/voice', '/api/v1/voice']) {
        const header = await connect({ token: rooms.priya.token, path });
        expect((await header.start()).session_id).toMatch(/^voice_/);
        header.send({ type: 'session.end' });
        expect((await header.next('session.ended')).reason).toBe('user_ended');
        expect(await header.closed).toEqual([1000, 'user_ended']);
      }
      const protocol = await connect({ protocols: ['va-voice-v1', `bearer.${rooms.priya.token}`] });
      expect(protocol.wire.protocol).toBe('va-voice-v1');
      await protocol.start();
      await protocol.end();
      const message = await connect();
      await message.start({ token: rooms.priya.token });
    });

    it.runIf(wire === 'socket.io')('a token may come in auth, in the header or with the first message', async () => {
      const auth = await connect({ token: rooms.priya.token });
      expect((await auth.start()).session_id).toMatch(/^voice_/);
      auth.send({ type: 'session.end' });
      expect((await auth.next('session.ended')).reason).toBe('user_ended');
      expect(await auth.closed).toEqual([1000, 'user_ended']);
      const header = await connect({ headers: { authorization: `Bearer ${rooms.priya.token}` } });
      await header.start();
      await header.end();
      const message = await connect();
      await message.start({ token: rooms.priya.token });
    });

    it.each([
      ['none', {}, {}],
      ['a wrong one', { token: 'nonsense' }, {}],
      ['a wrong one in the message', {}, { token: 'a.b.c' }],
      ['something else than a bearer', { headers: { authorization: 'Basic x' } }, {}],
    ])('%s is told and closed with 4401', async (_what, options, start) => {
      const client = await connect(options);
      client.send({ type: 'session.start', ...start });
      expect(await client.next('error')).toMatchObject({ code: 'UNAUTHORIZED', recoverable: false });
      expect((await client.closed)[0]).toBe(4401);
    });

    it('a foreign page and an unknown path are refused before there is a connection', async () => {
      for (const [path, origin] of [
        ['/api/v1/voice', 'https://evil.test'],
        ['/api/v1/other', rooms.company.url],
      ]) {
        if (wire === 'socket.io' && path === '/api/v1/other') continue;
        const client = await connect({ path: path ?? '', headers: { origin: origin ?? '' } });
        expect((await client.closed)[0]).toBe(1006);
        expect(client.events).toEqual([]);
      }
    });

    it('a second session of the same person is refused, whichever way he comes; one after the end is not', async () => {
      const first = await call();
      await first.start();
      const second = await call();
      second.send({ type: 'session.start' });
      expect(await second.next('error')).toMatchObject({
        code: 'VOICE_SESSION_LIMIT',
        reference: 'VOICE_004',
        recoverable: false,
      });
      expect((await second.closed)[0]).toBe(4409);
      first.send({ type: 'session.end' });
      await first.closed;
      await (await call()).start();
    });

    it('nobody talks without having agreed to the terms', async () => {
      const tom = await rooms.company.as('tom@acme.test');
      const client = await call(tom);
      client.send({ type: 'session.start' });
      expect(await client.next('error')).toMatchObject({ code: 'CONSENT_REQUIRED', recoverable: false });
      expect((await client.closed)[0]).toBe(4403);
    });

    it.each([
      ['rate', { input_sample_rate: 44_100 }],
      ['encoding', { output_encoding: 'mp3' }],
      ['language', { language: 'de-DE' }],
    ])('an unsupported %s is VOICE_005', async (_what, config) => {
      const client = await call();
      client.send({ type: 'session.start', config });
      expect(await client.next('error')).toMatchObject({
        code: 'VOICE_FORMAT',
        reference: 'VOICE_005',
        recoverable: false,
      });
      expect((await client.closed)[0]).toBe(4400);
    });

    it('the conversation of somebody else is not found', async () => {
      const marcus = await rooms.company.as('marcus@acme.test');
      const theirs = await marcus.begin();
      const client = await call();
      client.send({ type: 'session.start', conversation_id: theirs });
      expect(await client.next('error')).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
      expect((await client.closed)[0]).toBe(4400);
    });
  });

  describe('out of order', () => {
    it.each(['audio.interrupt', 'audio.end', 'ping', 'session.end'])(
      '%s before the start is VOICE_007',
      async (type) => {
        const client = await call();
        client.send({ type });
        expect(await client.next('error')).toMatchObject({ code: 'VOICE_PROTOCOL', reference: 'VOICE_007' });
        expect((await client.closed)[0]).toBe(4400);
      },
    );

    it('sound before the start, and what is no JSON, end the connection', async () => {
      const early = await call();
      early.hum(20);
      expect(await early.next('error')).toMatchObject({ reference: 'VOICE_007' });
      expect((await early.closed)[0]).toBe(4400);
      const garbled = await call();
      await garbled.start();
      garbled.wire.garbage();
      expect(await garbled.next('error')).toMatchObject({ reference: 'VOICE_007' });
      expect((await garbled.closed)[0]).toBe(4400);
    });

    it('an unknown type, a second start, a wrong field, a strange frame: told, and the session goes on', async () => {
      const client = await call();
      await client.start();
      client.send({ type: 'sing' });
      expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
      client.send({ type: 'session.start' });
      expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
      client.send({ type: 'audio.played', turn_id: 7, ms: -1 });
      expect(await client.next('error')).toMatchObject({ code: 'VALIDATION_ERROR', recoverable: true });
      client.wire.binary(Buffer.from([9, 9]));
      expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
      client.send({ type: 'ping', id: 'a' });
      expect((await client.next('pong')).id).toBe('a');
    });

    it('a message of 1 MiB and one byte closes with 1009; one of 1 MiB does not', async () => {
      const client = await call();
      await client.start();
      client.wire.binary(Buffer.alloc(1_048_576, 1));
      expect(await client.next('error')).toMatchObject({ code: 'VOICE_FRAME_TOO_LARGE', reference: 'VOICE_008' });
      client.wire.binary(Buffer.alloc(1_048_577, 1));
      expect((await client.closed)[0]).toBe(1009);
    });

    it('a stale session is said to be over, and a new one starts on the same connection', async () => {
      const client = await call();
      client.send({ type: 'session.resume', session_id: 'voice_nobody', last_seq: 3 });
      expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
      await client.start();
    });
  });
});

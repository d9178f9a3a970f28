import { describe, expect, it } from 'vitest';
import { openCompany } from './company.ts';
import { voiceClient } from './voice-client.ts';
import { answer, BALANCE, QUICK, SLOW, voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// The service, the site and the providers fail in mid-call: the event that the client sees, and what is left.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { stt, tts, call } = rooms;
  describe('the service', () => {
    it('that dies in mid-answer finds the conversation and its card again', async () => {
      const client = await call();
      const { conversation_id } = await client.start();
      tts.msPerWord = SLOW;
      client.hum(200);
      await expect.poll(() => stt.heardMs).toBe(200);
      stt.say('book next Tuesday off');
      const { action } = await client.seen('action.pending');
      await client.seen('turn.state', (event) => event.state === 'speaking');
      await rooms.company.stopSidecar();
      expect((await client.seen('session.ended')).reason).toBe('shutdown');
      expect((await client.closed)[0]).toBe(1001);
      await rooms.company.startSidecar();
      tts.msPerWord = QUICK;
      const again = await call();
      await again.start({ conversation_id });
      expect((await again.next('action.pending')).action_id).toBe(action.action_id);
      // It was not read to him in this session: a yes is asked for once more.
      again.hum(200);
      await expect.poll(() => stt.heardMs).toBe(200);
      stt.say('yes');
      await again.next('response.text', (event) => /had not finished/.test(event.content));
      await again.next('audio.complete');
      await again.next('turn.state', (event) => event.state === 'listening');
      again.hum(200);
      await expect.poll(() => stt.heardMs).toBe(400);
      stt.say('yes');
      const done = await again.next('action.updated', (event) => event.action.status === 'completed');
      expect(done.action.action_id).toBe(action.action_id);
    });

    it('renews its trust in a session by a token, and ends with the person', async () => {
      const client = await call();
      await client.start();
      client.send({ type: 'auth.renew', token: 'nonsense' });
      expect(await client.next('error')).toMatchObject({ code: 'UNAUTHORIZED', recoverable: true });
      const marcus = await rooms.company.as('marcus@acme.test');
      client.send({ type: 'auth.renew', token: marcus.token });
      expect(await client.next('error')).toMatchObject({ code: 'UNAUTHORIZED', recoverable: true });
      const fresh = await rooms.company.as('priya@acme.test');
      client.send({ type: 'auth.renew', token: fresh.token });
      client.send({ type: 'text.input', content: BALANCE });
      expect((await answer(client)).content).toMatch(/14 days/);
    });
  });

  describe('without anybody who listens or speaks', () => {
    it('the session says so and answers in text', async () => {
      const plain = await openCompany();
      try {
        const person = await plain.as('priya@acme.test');
        const client = await voiceClient(plain.url, { token: person.token });
        expect((await client.start()).config).toMatchObject({ voice_id: null, listening: false });
        expect(await client.next('error')).toMatchObject({
          code: 'STT_UNAVAILABLE',
          message: expect.stringMatching(/No speech recognition is set up here/),
          recoverable: true,
        });
        client.hum(100);
        client.send({ type: 'text.input', content: BALANCE });
        expect((await answer(client)).content).toMatch(/14 days/);
        client.send({ type: 'session.end' });
        await client.closed;
      } finally {
        await plain.close();
      }
    });
  });
});

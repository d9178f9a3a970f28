import { describe, expect, it } from 'vitest';
import type { VoiceClient } from './voice-client.ts';
import { BALANCE, QUICK, SLOW, voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

const STATES = ['listening', 'hearing', 'thinking', 'speaking', 'ducked'] as const;
const MANAGER = 'who is my manager?';

// Connections that drop and answers that are cut, whatever the call is doing.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { stt, tts, call } = rooms;

  /** Until the call is doing that. */
  async function bring(client: VoiceClient, state: (typeof STATES)[number]): Promise<void> {
    tts.msPerWord = SLOW;
    if (state === 'listening') return;
    if (state === 'hearing') {
      client.hum(100);
      await client.seen('turn.state', (event) => event.state === 'hearing');
      stt.interim('and then');
      return;
    }
    client.send({ type: 'text.input', content: BALANCE });
    await client.seen('turn.state', (event) => event.state === (state === 'ducked' ? 'speaking' : state));
    if (state !== 'ducked') return;
    client.hum(100);
    await client.seen('turn.state', (event) => event.state === 'ducked');
  }
  describe('a connection that drops', () => {
    it('in mid-answer is taken up again: no event and no frame is missing', async () => {
      const client = await call();
      const { session_id } = await client.start();
      tts.msPerWord = 300;
      client.send({ type: 'text.input', content: BALANCE });
      await expect.poll(() => client.frames.length).toBeGreaterThan(5);
      await client.drop();
      const last = client.events.at(-1)?.seq ?? 0;
      const lastAudio = client.frames.at(-1)?.sequence ?? 0;
      const again = await call();
      again.send({ type: 'session.resume', session_id, last_seq: last, last_audio: lastAudio });
      expect(await again.next('session.resumed')).toMatchObject({ session_id, last_seq: last });
      await again.next('audio.complete');
      const seqs = [...client.events, ...again.events].map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      const frames = [...client.frames, ...again.frames].map(({ sequence }) => sequence);
      expect(frames).toEqual(frames.map((_, index) => index + 1));
      const status = await rooms.priya.api('GET', `/voice/sessions/${session_id}`);
      expect(status.body).toMatchObject({ session_id, status: 'active', audio_stats: { transcription_count: 0 } });
      const marcus = await rooms.company.as('marcus@acme.test');
      expect((await marcus.api('GET', `/voice/sessions/${session_id}`)).status).toBe(404);
    });

    it('gives way to a new session of the same person', async () => {
      const client = await call();
      await client.start();
      await client.drop();
      await (await call()).start();
    });

    it.each(STATES)('while %s leaves nothing behind', async (state) => {
      const client = await call();
      const { session_id } = await client.start();
      await bring(client, state);
      await client.drop();
      const again = await call();
      again.send({ type: 'session.resume', session_id, last_seq: client.events.at(-1)?.seq ?? 0 });
      await again.next('session.resumed');
      tts.msPerWord = QUICK;
      again.send({ type: 'audio.interrupt' });
      again.send({ type: 'text.input', content: MANAGER });
      await again.next('response.text', (event) => event.is_complete && /Marcus/.test(event.content));
    });

    it('while a card waits finds it waiting', async () => {
      const client = await call();
      const { session_id } = await client.start();
      client.send({ type: 'text.input', content: 'book next Friday off' });
      const { action } = await client.next('action.pending');
      await client.next('audio.complete');
      await client.drop();
      const again = await call();
      again.send({ type: 'session.resume', session_id, last_seq: client.events.at(-1)?.seq ?? 0 });
      await again.next('session.resumed');
      again.send({ type: 'action.cancel', action_id: action.action_id });
      await again.next('action.updated', (event) => event.action.status === 'cancelled');
    });
  });

  describe('a cancel', () => {
    it.each(STATES)('while %s stops what was going on, and the next question is answered', async (state) => {
      const client = await call();
      await client.start();
      await bring(client, state);
      client.send({ type: 'audio.interrupt' });
      if (state === 'speaking' || state === 'ducked') {
        const { turn_id } = await client.next('audio.control', (event) => event.action === 'cut');
        expect((await client.next('response.heard')).turn_id).toBe(turn_id);
      }
      tts.msPerWord = QUICK;
      client.send({ type: 'text.input', content: MANAGER });
      await client.next('response.text', (event) => event.is_complete && /Marcus/.test(event.content));
      await client.next('audio.complete');
      await client.next('turn.state', (event) => event.state === 'listening');
    });

    it.each(['session.end', 'a second interrupt'])('while speaking, then %s, is survived', async (then) => {
      const client = await call();
      await client.start();
      await bring(client, 'speaking');
      client.send({ type: 'audio.interrupt' });
      if (then === 'session.end') {
        client.send({ type: 'session.end' });
        expect((await client.next('session.ended')).reason).toBe('user_ended');
        expect((await client.closed)[0]).toBe(1000);
        return;
      }
      client.send({ type: 'audio.interrupt' });
      await client.next('response.heard');
      client.send({ type: 'ping' });
      await client.next('pong');
      expect(client.events.filter((event) => event.type === 'response.heard')).toHaveLength(1);
    });

    it('of no card at all is told, and one that comes twice counts once', async () => {
      const client = await call();
      await client.start();
      client.send({ type: 'action.cancel', action_id: 'act_nobody_0' });
      expect(await client.next('error')).toMatchObject({ code: 'ACTION_NOT_FOUND', recoverable: true });
      client.send({ type: 'text.input', content: 'book next Friday off' });
      const { action } = await client.next('action.pending');
      for (let n = 0; n < 2; n += 1) client.send({ type: 'action.cancel', action_id: action.action_id });
      await client.next('action.updated', (event) => event.action.status === 'cancelled');
      client.send({ type: 'text.input', content: MANAGER });
      await client.next('response.text', (event) => event.is_complete && /Marcus/.test(event.content));
      expect(
        client.events.some((event) => event.type === 'action.updated' && event.action.status !== 'cancelled'),
      ).toBe(false);
    });
  });

  describe('a client that reads slowly', () => {
    it('is not buried in sound, and misses none of it', async () => {
      const client = await call();
      await client.start();
      tts.msPerWord = 300;
      client.send({ type: 'text.input', content: BALANCE });
      await expect.poll(() => client.frames.length).toBeGreaterThan(2);
      client.wire.pause(true);
      client.wire.pause(false);
      const { duration_ms } = await client.next('audio.complete');
      await expect.poll(() => client.frames.length).toBe(duration_ms / 20);
      const sequences = client.frames.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    });
  });
});

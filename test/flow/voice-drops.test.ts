import { describe, expect, it } from 'vitest';
import { BALANCE, QUICK, SLOW, voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// Connections that drop and answers that are cut, whatever the call is doing.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { tts, call } = rooms;
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

    it.each(['listening', 'hearing', 'thinking', 'speaking'])('while %s leaves nothing behind', async (state) => {
      const client = await call();
      const { session_id } = await client.start();
      tts.msPerWord = SLOW;
      if (state === 'hearing') {
        client.hum(100);
        await client.seen('turn.state', (event) => event.state === 'hearing');
      } else if (state !== 'listening') {
        client.send({ type: 'text.input', content: BALANCE });
        await client.seen('turn.state', (event) => event.state === state);
      }
      await client.drop();
      const again = await call();
      again.send({ type: 'session.resume', session_id, last_seq: client.events.at(-1)?.seq ?? 0 });
      await again.next('session.resumed');
      tts.msPerWord = QUICK;
      again.send({ type: 'audio.interrupt' });
      again.send({ type: 'text.input', content: 'who is my manager?' });
      await again.next('response.text', (event) => event.is_complete && /Marcus/.test(event.content));
    });
  });
});

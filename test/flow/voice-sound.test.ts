import { describe, expect, it } from 'vitest';
import { answer, BALANCE, voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// Sound that is broken, missing, empty or not speech: the event that the client sees.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { stt, call } = rooms;
  describe('sound', () => {
    it('with half a sample is told and left out', async () => {
      const client = await call();
      await client.start();
      client.frame(new Uint8Array(641));
      expect(await client.next('error')).toMatchObject({
        code: 'AUDIO_UNREADABLE',
        reference: 'VOICE_001',
        recoverable: true,
      });
      client.hum(200);
      await expect.poll(() => stt.heardMs).toBe(200);
    });

    it('doubled or late counts once, and a gap is gone over', async () => {
      const client = await call();
      await client.start();
      const frame = new Uint8Array(640);
      for (const sequence of [5, 6, 6, 4, 7, 20, 21]) client.frame(frame, sequence);
      await expect.poll(() => stt.heardMs).toBe(100);
      client.send({ type: 'ping' });
      await client.next('pong');
      expect(stt.heardMs).toBe(100);
    });

    it('in Opus comes in and goes out, and garbage is survived', async () => {
      const client = await call();
      await client.start({ config: { input_encoding: 'opus', output_encoding: 'opus', output_sample_rate: 24_000 } });
      for (let n = 0; n < 10; n += 1) client.frame(Uint8Array.from({ length: 30 }, (_, i) => (i * 91 + n * 7) % 256));
      client.frame(new Uint8Array(0));
      await client.next('error', (event) => event.code === 'AUDIO_UNREADABLE');
      client.send({ type: 'text.input', content: BALANCE });
      expect((await answer(client)).content).toMatch(/14 days/);
      await client.next('audio.complete');
      expect(client.frames.length).toBeGreaterThan(5);
      expect(Math.max(...client.frames.map(({ bytes }) => bytes.length))).toBeLessThan(400);
    });

    it('in base64 works both ways', async () => {
      const client = await call();
      await client.start({ config: { binary: false } });
      for (let sequence = 1; sequence <= 5; sequence += 1)
        client.send({ type: 'audio.input', audio: Buffer.alloc(640).toString('base64'), sequence });
      await expect.poll(() => stt.heardMs).toBe(100);
      client.send({ type: 'text.input', content: BALANCE });
      const { audio, sequence } = await client.next('audio.output');
      expect([Buffer.from(audio, 'base64').length, sequence]).toEqual([640, 1]);
    });

    it('without any words leads to no turn; with push-to-talk that is said', async () => {
      const client = await call();
      await client.start({ config: { vad_enabled: false } });
      client.hum(100);
      await expect.poll(() => stt.heardMs).toBe(100);
      client.send({ type: 'audio.end' });
      expect(await client.next('error')).toMatchObject({ code: 'AUDIO_UNREADABLE', recoverable: true });
      expect(client.events.some((event) => event.type === 'transcription.final')).toBe(false);
    });

    it('held by the button is a turn when it is let go, not before; sound afterwards begins the next', async () => {
      const client = await call();
      await client.start({ config: { vad_enabled: false } });
      client.hum(100);
      await expect.poll(() => stt.heardMs).toBe(100);
      stt.final('how much annual leave');
      stt.endOfTurn();
      stt.interim('do I have left');
      await client.next('transcription.interim');
      client.send({ type: 'audio.end' });
      expect((await client.next('transcription.final')).text).toBe('how much annual leave do I have left');
      client.hum(100);
      expect((await answer(client)).content).toMatch(/14 days/);
      client.send({ type: 'audio.end' });
      await client.next('error', (event) => event.code === 'AUDIO_UNREADABLE');
    });

    it('of a room without anybody in it leads to nothing, hands-free', async () => {
      const client = await call();
      await client.start();
      // Louder than the room was, but no voice, and nobody understands a word.
      let seed = 1;
      const hiss = () =>
        Int16Array.from({ length: 320 }, () => {
          seed = (seed * 16_807) % 2_147_483_647;
          return (seed % 4000) - 2000;
        });
      for (let n = 0; n < 100; n += 1)
        client.frame(new Uint8Array((n % 40 < 20 ? hiss() : new Int16Array(320)).buffer));
      await expect.poll(() => stt.heardMs).toBe(2000);
      stt.final('');
      stt.endOfTurn();
      client.send({ type: 'ping' });
      await client.next('pong');
      const types = new Set(client.events.map((event) => event.type));
      expect(types.has('transcription.final') || types.has('response.text') || types.has('error')).toBe(false);
      client.send({ type: 'text.input', content: BALANCE });
      expect((await answer(client)).content).toMatch(/14 days/);
    });

    it('in another language is shown as it was heard, and nothing is made up from it', async () => {
      const client = await call();
      await client.start();
      client.hum(200);
      await expect.poll(() => stt.heardMs).toBe(200);
      stt.say('ich hätte gern nächsten Dienstag frei');
      expect((await client.next('transcription.final')).text).toBe('ich hätte gern nächsten Dienstag frei');
      expect((await answer(client)).content).not.toBe('');
      await client.next('audio.complete');
      expect(client.events.some((event) => event.type === 'action.pending')).toBe(false);
    });

    it('after the end is left alone', async () => {
      const client = await call();
      const { session_id } = await client.start();
      client.send({ type: 'session.end' });
      client.hum(100);
      client.send({ type: 'audio.end' });
      expect((await client.next('session.ended')).reason).toBe('user_ended');
      expect((await client.closed)[0]).toBe(1000);
      expect(client.events.at(-1)?.type).toBe('session.ended');
      const { body } = await rooms.priya.api('GET', `/voice/sessions/${session_id}`);
      expect(body).toMatchObject({ status: 'ended', audio_stats: { input_duration_ms: 0 } });
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { VoiceClient } from './voice-client.ts';
import { answer, QUICK, SLOW, voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// A call over the real socket: embedded site, sidecar, the words scripted and the voice a hum.
describe.each(WIRES)('over %s', (wire) => {
  const rooms = voiceCompany(wire);
  const { stt, tts, call, says } = rooms;
  const applications = () =>
    rooms.company.rows('Leave Application', [
      ['owner', '=', 'priya@acme.test'],
      ['docstatus', '=', 0],
    ]);

  describe('a call', () => {
    it('books by voice: words, card, spoken yes, document; and takes it back', async () => {
      const client = await call();
      const started = await client.start();
      expect(started).toMatchObject({ seq: 1, config: { voice_id: 'tone:hum', audio_stored: false, listening: true } });
      says(client, 'book next Tuesday off');
      expect((await client.next('transcription.final')).text).toBe('book next Tuesday off');
      const pending = await client.next('action.pending');
      expect(pending.action).toMatchObject({ type: 'hr.submit_leave_request', status: 'pending' });
      const { content, turn_id } = await answer(client);
      expect(content).toMatch(/Tuesday/);
      expect(await applications()).toEqual([]);
      expect((await client.next('audio.complete')).turn_id).toBe(turn_id);
      await client.next('turn.state', (event) => event.state === 'listening');
      expect(client.frames.length).toBeGreaterThan(5);

      says(client, 'yes');
      const done = await client.next('action.updated', (event) => event.action.status === 'completed');
      expect(done.action.action_id).toBe(pending.action_id);
      expect(await applications()).toHaveLength(1);
      await client.next('audio.complete');
      await client.next('turn.state', (event) => event.state === 'listening');

      says(client, 'undo that');
      expect((await answer(client)).content).toMatch(/undone/i);
      expect(await applications()).toEqual([]);
      const seqs = client.events.map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    });
  });

  describe('a spoken yes', () => {
    const proposed = async (client: VoiceClient, words: string) => {
      says(client, words);
      const { action } = await client.next('action.pending');
      const { turn_id } = await client.next('audio.complete');
      await client.next('turn.state', (event) => event.state === 'listening');
      return { action, turn_id };
    };
    const statusOf = async (id: string) =>
      (await rooms.company.rows('VA Action Log', [['name', '=', id]]))[0]?.['status'] ?? 'pending';

    it('from across the room does not count; from the one who asked it does', async () => {
      const client = await call();
      await client.start();
      const { action } = await proposed(client, 'book next Wednesday off');
      says(client, 'yes', 600);
      expect((await answer(client)).content).toMatch(/not sure that this was you/);
      await client.next('turn.state', (event) => event.state === 'listening');
      expect(await statusOf(action.action_id)).toBe('pending');
      says(client, 'yes');
      await client.next('action.updated', (event) => event.action.status === 'completed');
      says(client, 'undo that');
      await answer(client);
    });

    it('before the card was read to the end does not count', async () => {
      const client = await call();
      await client.start();
      tts.msPerWord = SLOW;
      says(client, 'book next Wednesday off');
      const { action } = await client.seen('action.pending');
      await client.seen('turn.state', (event) => event.state === 'speaking');
      tts.msPerWord = QUICK;
      says(client, 'yes');
      expect((await client.next('response.text', (event) => /had not finished/.test(event.content))).content).toMatch(
        /Wednesday/,
      );
      expect(await statusOf(action.action_id)).toBe('pending');
      client.send({ type: 'action.cancel', action_id: action.action_id });
      await client.next('action.updated', (event) => event.action.status === 'cancelled');
    });

    it('over the limit is asked for on the screen, where it works', async () => {
      const client = await call();
      await client.start();
      const { action } = await proposed(client, 'submit an expense of 1500 dollars for a hotel yesterday');
      says(client, 'yes');
      expect((await answer(client)).content).toMatch(/on the screen/);
      expect(await statusOf(action.action_id)).toBe('pending');
      client.send({ type: 'action.cancel', action_id: action.action_id });
      await client.next('action.updated', (event) => event.action.status === 'cancelled');
    });
  });

  describe('an interruption', () => {
    it('leaves in the conversation what was played, and no more', async () => {
      const client = await call();
      const { conversation_id } = await client.start();
      tts.msPerWord = SLOW;
      says(client, 'what can you do for me?');
      const { turn_id } = await client.seen('turn.state', (event) => event.state === 'speaking');
      const full = await client.seen('response.text', (event) => event.is_complete);
      client.send({ type: 'audio.played', turn_id, ms: 120 });
      client.send({ type: 'audio.interrupt' });
      await client.next('audio.control', (event) => event.action === 'cut');
      // It sent a few words ahead; four of them came out of the loudspeaker.
      client.send({ type: 'audio.played', turn_id, ms: 4 * SLOW });
      const heard = await client.next('response.heard');
      expect(heard).toMatchObject({ turn_id, ms: 4 * SLOW });
      expect(heard.content.length).toBeLessThan(full.content.length / 2);
      expect(heard.content).not.toBe('');
      tts.msPerWord = QUICK;
      const frames = client.frames.length;
      says(client, 'how much annual leave do I have left?');
      await answer(client);
      const { body } = await rooms.priya.api('GET', `/conversations/${conversation_id}`);
      expect(body.turns[0].assistant_content ?? body.turns[0].assistant_response?.content).toBe(heard.content);
      await expect
        .poll(async () => (await rooms.company.rows('VA Conversation Turn', [['in_reply_to', '=', turn_id]]))[0])
        .toMatchObject({ content: heard.content, was_interrupted: 1, status: 'Answered' });
      expect(client.frames.length).toBeGreaterThan(frames);
    });

    it('by words while the assistant speaks cuts it off', async () => {
      const client = await call();
      await client.start();
      tts.msPerWord = SLOW;
      says(client, 'what can you do for me?');
      await client.seen('turn.state', (event) => event.state === 'speaking');
      tts.msPerWord = QUICK;
      stt.interim('wait');
      await client.next('audio.control', (event) => event.action === 'cut');
      await client.next('response.heard');
      stt.final('wait, how much annual leave do I have left?');
      stt.endOfTurn();
      expect(
        (await client.next('response.text', (event) => event.is_complete && /14 days/.test(event.content))).seq,
      ).toBeGreaterThan(0);
    });

    it('when there is nothing to interrupt changes nothing', async () => {
      const client = await call();
      await client.start();
      client.send({ type: 'audio.interrupt' });
      client.send({ type: 'audio.interrupt' });
      client.send({ type: 'text.input', content: 'how much annual leave do I have left?' });
      expect((await answer(client)).content).toMatch(/14 days/);
      client.send({ type: 'audio.interrupt' });
      client.send({ type: 'ping', id: 7 });
      expect((await client.next('pong')).id).toBe(7);
    });
  });

  describe('a provider that fails', () => {
    it('of hearing is opened anew and hears what was said meanwhile', async () => {
      const client = await call();
      await client.start();
      client.hum(400);
      await expect.poll(() => stt.heardMs).toBe(400);
      const opened = stt.opened;
      stt.fail();
      await expect.poll(() => stt.opened).toBe(opened + 1);
      await expect.poll(() => stt.heardMs).toBe(400);
      stt.say('how much annual leave do I have left?');
      expect((await answer(client)).content).toMatch(/14 days/);
    });

    it('of hearing for good is told, and typing goes on', async () => {
      const client = await call();
      await client.start();
      client.hum(20);
      await expect.poll(() => stt.heardMs).toBe(20);
      stt.refuse(1);
      stt.fail('unreachable');
      expect(await client.next('error')).toMatchObject({
        code: 'STT_UNAVAILABLE',
        reference: 'VOICE_002',
        recoverable: true,
      });
      client.send({ type: 'text.input', content: 'how much annual leave do I have left?' });
      expect((await answer(client)).content).toMatch(/14 days/);
    });

    it('of speaking in mid-clause is told, and the answer stands as text', async () => {
      const client = await call();
      await client.start();
      tts.breakFrom = tts.spoken.length;
      says(client, 'how much annual leave do I have left?');
      expect(await client.next('error')).toMatchObject({
        code: 'TTS_UNAVAILABLE',
        reference: 'VOICE_003',
        recoverable: true,
      });
      tts.breakFrom = -1;
      const after = client.events.filter((event) => event.type === 'response.text' && event.is_complete);
      const whole = after[0] ?? (await answer(client));
      expect(whole).toMatchObject({ content: expect.stringMatching(/14 days/) });
      await client.next('turn.state', (event) => event.state === 'listening');
      says(client, 'who is my manager?');
      await client.next('audio.complete');
    });
  });
});

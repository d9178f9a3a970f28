import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { samplesOf } from '../../sidecar/voice/audio/pcm.ts';
import { openPocketsphinx } from '../../sidecar/voice/stt/pocketsphinx.ts';
import { openFlite } from '../../sidecar/voice/tts/flite.ts';
import { describeWithSpeech, recognised, said } from '../fakes/speech/said.ts';
import { type Company, openCompany } from '../flow/company.ts';
import { type VoiceClient, voiceClient } from '../flow/voice-client.ts';

// Nothing is scripted here: flite speaks into the socket, pocketsphinx understands, flite answers, and the answer is recognised again.
const FRAME = 320;

describeWithSpeech('a call with real sound', () => {
  let company: Company;
  let client: VoiceClient;
  let stopTalking: () => void = () => undefined;
  let queue: Int16Array = new Int16Array(0);

  /** A microphone that is always on: what was said, then the room. Sound goes out in real time, as fast as it falls due. */
  function openMicrophone(): () => void {
    const room = said('', { beforeMs: 20, afterMs: 0 });
    const from = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      for (; sent * 20 < performance.now() - from; sent += 1) {
        const samples = queue.length >= FRAME ? queue.slice(0, FRAME) : room;
        queue = queue.slice(FRAME);
        client.frame(new Uint8Array(samples.slice().buffer));
      }
    }, 10);
    return () => clearInterval(timer);
  }
  const say = (text: string) => {
    queue = said(text, { voice: 'slt' });
  };
  const isListening = () => client.next('turn.state', (event) => event.state === 'listening');
  const heardIn = async (from: number) => {
    const frames = client.frames.slice(from).map(({ bytes }) => samplesOf(bytes) ?? new Int16Array(0));
    const words = await recognised(Int16Array.from(frames.flatMap((frame) => [...frame])));
    return words.map(({ word }) => word).join(' ');
  };
  const applications = () =>
    company.rows('Leave Application', [
      ['owner', '=', 'priya@acme.test'],
      ['docstatus', '=', 0],
    ]);

  beforeAll(async () => {
    const [stt, tts] = await Promise.all([openPocketsphinx({ log: silentLog }), openFlite({ log: silentLog })]);
    company = await openCompany({ speech: { stt, tts, defaultVoice: 'rms' } });
    const priya = await company.as('priya@acme.test');
    client = await voiceClient(company.url, { token: priya.token });
    await client.start();
    stopTalking = openMicrophone();
  });
  afterAll(async () => {
    stopTalking();
    client?.send({ type: 'session.end' });
    await client?.closed;
    await company?.close();
  });

  it('speech becomes words, a card and, after a spoken yes, a document; the answers are spoken', async () => {
    say('book friday off');
    expect((await client.next('transcription.final')).text).toBe('book friday off');
    const { action } = await client.next('action.pending');
    expect(action).toMatchObject({ type: 'hr.submit_leave_request', status: 'pending' });
    const { content } = await client.next('response.text', (event) => event.is_complete);
    expect(content).toMatch(/Friday, June 12/);
    await client.next('audio.complete');
    await isListening();
    expect(await heardIn(0)).toMatch(/annual leave.*friday june.*shall i send it/);
    expect(await applications()).toEqual([]);

    const before = client.frames.length;
    say('yes');
    expect((await client.next('transcription.final')).text).toBe('yes');
    const done = await client.next('action.updated', (event) => event.action.status === 'completed');
    expect(done.action.action_id).toBe(action.action_id);
    expect(await applications()).toHaveLength(1);
    await client.next('audio.complete');
    await isListening();
    expect(await heardIn(before)).toMatch(/leave request.*friday june.*is with marcus/);

    say('undo that');
    expect((await client.next('transcription.final')).text).toBe('undo that');
    expect((await client.next('response.text', (event) => event.is_complete)).content).toMatch(/undone/i);
    expect(await applications()).toEqual([]);
  });
});

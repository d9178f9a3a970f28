import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, type Employee, openCompany } from './company.ts';
import { type VoiceClient, voiceClient } from './voice-client.ts';

// A call over the real socket: embedded site, sidecar, the words scripted and the voice a hum.
const stt = scriptedStt();
const tts = toneTts(20);
let company: Company;
let priya: Employee;
const open: VoiceClient[] = [];

beforeAll(async () => {
  company = await openCompany({
    speech: { stt, tts, defaultVoice: 'hum' },
    env: { VA_LIMIT_VOICE: '1000', VA_VOICE_MINUTES_PER_USER: '100000' },
  });
  priya = await company.as('priya@acme.test');
});
afterAll(() => company?.close());
afterEach(async () => {
  for (const client of open.splice(0)) {
    if (client.socket.readyState !== client.socket.OPEN) continue;
    client.send({ type: 'session.end' });
    await client.closed;
  }
});

async function call(employee = priya): Promise<VoiceClient> {
  const client = await voiceClient(company.url, { token: employee.token });
  open.push(client);
  return client;
}
/** Somebody says something at his usual loudness. */
function says(client: VoiceClient, text: string, amplitude?: number): void {
  client.hum(200, amplitude);
  const before = stt.heardMs;
  // The words come once the sound is there.
  const wait = setInterval(() => {
    if (stt.heardMs < before + 200) return;
    clearInterval(wait);
    stt.say(text);
  }, 1);
}
const answer = (client: VoiceClient) => client.next('response.text', (event) => event.is_complete);
const applications = () =>
  company.rows('Leave Application', [
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

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, type Employee, openCompany } from './company.ts';
import { type ClientOptions, type VoiceClient, voiceClient } from './voice-client.ts';

// What goes wrong in a call, and the event that the client sees.
const QUICK = 20;
const SLOW = 3000;
const stt = scriptedStt();
const tts = toneTts(QUICK);
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
  tts.msPerWord = QUICK;
  for (const client of open.splice(0)) {
    if (client.socket.readyState !== client.socket.OPEN) continue;
    client.send({ type: 'session.end' });
    await client.closed;
  }
});

async function connect(options: ClientOptions = {}): Promise<VoiceClient> {
  const client = await voiceClient(company.url, options);
  open.push(client);
  return client;
}
const call = (employee = priya) => connect({ token: employee.token });
const answer = (client: VoiceClient) => client.next('response.text', (event) => event.is_complete);
const BALANCE = 'how much annual leave do I have left?';

describe('at the door', () => {
  it('a token may come in the header, with the protocol or with the first message', async () => {
    for (const path of ['/v1/voice', '/api/v1/voice']) {
      const header = await connect({ token: priya.token, path });
      expect((await header.start()).session_id).toMatch(/^voice_/);
      header.send({ type: 'session.end' });
      expect((await header.next('session.ended')).reason).toBe('user_ended');
      expect(await header.closed).toEqual([1000, 'user_ended']);
    }
    const protocol = await connect({ protocols: ['va-voice-v1', `bearer.${priya.token}`] });
    expect(protocol.socket.protocol).toBe('va-voice-v1');
    await protocol.start();
    protocol.send({ type: 'session.end' });
    await protocol.closed;
    const message = await connect();
    await message.start({ token: priya.token });
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

  it('a foreign page and an unknown path are refused before there is a socket', async () => {
    for (const [path, origin] of [
      ['/api/v1/voice', 'https://evil.test'],
      ['/api/v1/other', company.url],
    ]) {
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
    const tom = await company.as('tom@acme.test');
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
    const marcus = await company.as('marcus@acme.test');
    const theirs = await marcus.begin();
    const client = await call();
    client.send({ type: 'session.start', conversation_id: theirs });
    expect(await client.next('error')).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    expect((await client.closed)[0]).toBe(4400);
  });
});

describe('out of order', () => {
  it.each(['audio.interrupt', 'audio.end', 'ping', 'session.end'])('%s before the start is VOICE_007', async (type) => {
    const client = await call();
    client.send({ type });
    expect(await client.next('error')).toMatchObject({ code: 'VOICE_PROTOCOL', reference: 'VOICE_007' });
    expect((await client.closed)[0]).toBe(4400);
  });

  it('sound before the start, and what is no JSON, end the connection', async () => {
    const early = await call();
    early.hum(20);
    expect(await early.next('error')).toMatchObject({ reference: 'VOICE_007' });
    expect((await early.closed)[0]).toBe(4400);
    const garbled = await call();
    await garbled.start();
    garbled.socket.send('{"type":');
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
    client.socket.send(Buffer.from([9, 9]));
    expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
    client.send({ type: 'ping', id: 'a' });
    expect((await client.next('pong')).id).toBe('a');
  });

  it('a message of 1 MiB and one byte closes with 1009; one of 1 MiB does not', async () => {
    const client = await call();
    await client.start();
    client.socket.send(Buffer.alloc(1_048_576, 1));
    expect(await client.next('error')).toMatchObject({ code: 'VOICE_FRAME_TOO_LARGE', reference: 'VOICE_008' });
    client.socket.send(Buffer.alloc(1_048_577, 1));
    expect((await client.closed)[0]).toBe(1009);
  });

  it('a stale session is said to be over, and a new one starts on the same connection', async () => {
    const client = await call();
    client.send({ type: 'session.resume', session_id: 'voice_nobody', last_seq: 3 });
    expect(await client.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
    await client.start();
  });
});

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
});

describe('a connection that drops', () => {
  it('in mid-answer is taken up again: no event and no frame is missing', async () => {
    const client = await call();
    const { session_id } = await client.start();
    tts.msPerWord = 300;
    client.send({ type: 'text.input', content: BALANCE });
    await expect.poll(() => client.frames.length).toBeGreaterThan(5);
    client.drop();
    await client.closed;
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
    const status = await priya.api('GET', `/voice/sessions/${session_id}`);
    expect(status.body).toMatchObject({ session_id, status: 'active', audio_stats: { transcription_count: 0 } });
    const marcus = await company.as('marcus@acme.test');
    expect((await marcus.api('GET', `/voice/sessions/${session_id}`)).status).toBe(404);
  });

  it('gives way to a new session of the same person', async () => {
    const client = await call();
    await client.start();
    client.drop();
    await client.closed;
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
    client.drop();
    await client.closed;
    const again = await call();
    again.send({ type: 'session.resume', session_id, last_seq: client.events.at(-1)?.seq ?? 0 });
    await again.next('session.resumed');
    tts.msPerWord = QUICK;
    again.send({ type: 'audio.interrupt' });
    again.send({ type: 'text.input', content: 'who is my manager?' });
    await again.next('response.text', (event) => event.is_complete && /Marcus/.test(event.content));
  });
});

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
    await company.stopSidecar();
    expect((await client.seen('session.ended')).reason).toBe('shutdown');
    expect((await client.closed)[0]).toBe(1001);
    await company.startSidecar();
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
    const marcus = await company.as('marcus@acme.test');
    client.send({ type: 'auth.renew', token: marcus.token });
    expect(await client.next('error')).toMatchObject({ code: 'UNAUTHORIZED', recoverable: true });
    const fresh = await company.as('priya@acme.test');
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

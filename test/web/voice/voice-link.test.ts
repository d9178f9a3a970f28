import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportError } from '../../../web/transport/transport.ts';
import { createVoiceLink, type LinkOver, type VoiceLink } from '../../../web/voice/voice-link.ts';
import { PlayedSocket } from './played-socket.ts';

let sockets: PlayedSocket[];
let events: VoiceEvent[];
let stages: string[];
let frames: number[][];
let restarts: number;
let over: LinkOver | null;
let tokens: (string | TransportError)[];
let link: VoiceLink;

const latest = () => sockets.at(-1) as PlayedSocket;
const session = (id = 's1') => ({ type: 'session.started', session_id: id, conversation_id: 'c1', config: {} });
const frame = (sequence: number) => Uint8Array.of(2, 0, 0, 0, sequence, sequence).buffer;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  events = [];
  stages = [];
  frames = [];
  restarts = 0;
  over = null;
  tokens = [];
  const token = async () => {
    const next = tokens.shift() ?? 'token';
    if (next instanceof TransportError) throw next;
    return next;
  };
  link = createVoiceLink({
    door: { url: 'ws://x/api/v1/voice', token, renew: async () => `new-${await token()}` },
    conversationId: 'c1',
    config: { vad_enabled: false },
    random: () => 1,
    connect: (url, protocols) => {
      const socket = new PlayedSocket(url, protocols);
      sockets.push(socket);
      return socket;
    },
    events: {
      onStage: (stage) => stages.push(stage),
      onEvent: (event) => events.push(event),
      onFrame: (payload) => frames.push([...payload]),
      onRestart: () => {
        restarts += 1;
      },
      onOver: (end) => {
        over = end;
      },
    },
  });
});
afterEach(() => {
  link.end();
  vi.useRealTimers();
});

async function begin(): Promise<void> {
  link.open();
  await vi.advanceTimersByTimeAsync(0);
  latest().open();
  latest().tell(1, session());
}
async function again(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  latest().open();
}

describe('a call over its connections', () => {
  it('begins with its token as a subprotocol, and sends in order what was said before', async () => {
    link.open();
    link.audio(Uint8Array.of(1));
    link.audio(Uint8Array.of(2));
    link.send({ type: 'audio.end' });
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().protocols).toEqual(['va-voice-v1', 'bearer.token']);
    latest().open();
    expect(latest().sent).toEqual([{ type: 'session.start', conversation_id: 'c1', config: { vad_enabled: false } }]);
    latest().tell(1, session());
    expect(latest().sent.slice(1)).toEqual([[1, 1], [2, 2], { type: 'audio.end' }]);
    expect(stages).toEqual(['connecting', 'live']);
  });

  it('resumes where it was: events and frames come once, and sound said meanwhile goes out', async () => {
    await begin();
    latest().tell(2, { type: 'turn.state', turn_id: null, state: 'listening' });
    latest().frame(frame(1));
    latest().frame(frame(2));
    latest().lose();
    expect(stages.at(-1)).toBe('reconnecting');
    link.audio(Uint8Array.of(9));
    await again(250);
    expect(latest().sent).toEqual([{ type: 'session.resume', session_id: 's1', last_seq: 2, last_audio: 2 }]);
    latest().tell(2, { type: 'turn.state', turn_id: null, state: 'listening' });
    latest().tell(3, { type: 'turn.state', turn_id: null, state: 'thinking' });
    latest().tell(4, { type: 'session.resumed', session_id: 's1', last_seq: 2 });
    latest().frame(frame(2));
    latest().frame(frame(3));
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4]);
    expect(frames).toEqual([[1], [2], [3]]);
    expect(latest().sent.at(-1)).toEqual([1, 9]);
    expect(restarts).toBe(0);
  });

  it('begins anew in the same conversation when the session is gone', async () => {
    await begin();
    latest().lose();
    await again(250);
    latest().tell(0, { type: 'error', code: 'VOICE_PROTOCOL', reference: 'x', message: 'gone', recoverable: true });
    expect(restarts).toBe(1);
    expect(latest().sent.at(-1)).toMatchObject({ type: 'session.start', conversation_id: 'c1' });
    latest().tell(1, session('s2'));
    expect(stages.at(-1)).toBe('live');
    expect(events.at(-1)).toMatchObject({ seq: 1, session_id: 's2' });
  });

  it('begins anew after a restart of the service', async () => {
    await begin();
    latest().tell(2, { type: 'session.ended', reason: 'shutdown', duration_ms: 1 });
    latest().lose(1001);
    expect(restarts).toBe(1);
    await again(250);
    expect(latest().sent).toEqual([expect.objectContaining({ type: 'session.start', conversation_id: 'c1' })]);
    expect(over).toBeNull();
  });

  it('notices an event that got lost, and has it sent again', async () => {
    await begin();
    latest().tell(3, { type: 'turn.state', turn_id: null, state: 'thinking' });
    await again(250);
    expect(latest().sent).toEqual([{ type: 'session.resume', session_id: 's1', last_seq: 1, last_audio: 0 }]);
    expect(events).toHaveLength(1);
  });

  it('notices a connection that is dead without having been closed', async () => {
    await begin();
    const first = latest();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(first.sent.at(-1)).toEqual({ type: 'ping' });
    await vi.advanceTimersByTimeAsync(35_000);
    expect(sockets.length).toBeGreaterThan(1);
    expect(first.isClosed).toBe(true);
  });

  it('outlives its token', async () => {
    await begin();
    latest().tell(2, { type: 'auth.expiring', expires_at: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().sent.at(-1)).toEqual({ type: 'auth.renew', token: 'new-token' });
  });

  it('with a token that ran out asks for a new one once, and then says that the login is over', async () => {
    await begin();
    latest().tell(2, { type: 'session.ended', reason: 'token_expired', duration_ms: 1 });
    latest().lose(4401);
    await again(0);
    expect(latest().protocols[1]).toBe('bearer.new-token');
    expect(latest().sent).toEqual([expect.objectContaining({ type: 'session.start' })]);
    latest().lose(4401);
    expect(over?.kind).toBe('signed-out');
  });

  it('without a login ends at once', async () => {
    tokens = [new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false })];
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(over).toMatchObject({ kind: 'signed-out', message: 'Please sign in.' });
    expect(sockets).toHaveLength(0);
  });

  it('waits a moment for the place of the call before, and then tells why it is refused', async () => {
    const busy = { type: 'error', code: 'VOICE_SESSION_LIMIT', reference: 'x', message: 'Busy.', recoverable: false };
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    latest().open();
    latest().tell(0, busy);
    latest().lose(4409);
    expect(over).toBeNull();
    for (let attempt = 0; attempt < 5 && over === null; attempt += 1) {
      await again(2500);
      latest().tell(0, busy);
      latest().lose(4409);
    }
    expect(over).toEqual({ kind: 'refused', code: 'VOICE_SESSION_LIMIT', message: 'Busy.' });
  });

  it('gives up in the end when nobody is there', async () => {
    link.open();
    for (let attempt = 0; attempt < 40 && over === null; attempt += 1) {
      await vi.advanceTimersByTimeAsync(5000);
      if (!latest().isClosed) latest().lose();
    }
    expect(over).toMatchObject({ kind: 'lost' });
    const tries = sockets.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(tries);
  });

  it('ends when the person hangs up, and with the hour', async () => {
    await begin();
    link.end();
    expect(latest().sent.at(-1)).toEqual({ type: 'session.end' });
    expect(over).toMatchObject({ kind: 'ended', message: null });
  });

  it('tells why the service ended it', async () => {
    await begin();
    latest().tell(2, { type: 'session.ended', reason: 'max_duration', duration_ms: 3_600_000 });
    latest().lose(1000);
    expect(over?.message).toMatch(/hour/);
  });
});

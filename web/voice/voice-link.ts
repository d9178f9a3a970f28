import { VOICE_BEARER, VOICE_CLOSE, VOICE_SUBPROTOCOL } from '@dartwing-va/contract/limits.ts';
import type { VoiceConfig, VoiceEvent, VoiceRequest } from '@dartwing-va/contract/voice.ts';
import { TransportError, type VoiceDoor } from '../transport/transport.ts';
import { backoffMs } from './backoff.ts';
import { inputFrame, outputFrame } from './frames.ts';

export interface LinkOver {
  /** `ended`: as asked for, or an hour is over; `refused`: the service does not want it; `lost`: it cannot be reached. */
  readonly kind: 'ended' | 'refused' | 'signed-out' | 'lost';
  readonly code: string;
  /** In words for the person; null when there is nothing to say. */
  readonly message: string | null;
}

export interface LinkEvents {
  onStage(stage: 'connecting' | 'live' | 'reconnecting'): void;
  /** Each event once and in order. */
  onEvent(event: VoiceEvent): void;
  onFrame(payload: Uint8Array<ArrayBuffer>): void;
  /** The old session could not go on: another one has the same conversation. What was being said is over. */
  onRestart(): void;
  onOver(over: LinkOver): void;
}

/** One call over WebSocket. It survives its connections: it resumes, or begins a new session in the same conversation. */
export interface VoiceLink {
  open(): void;
  /** Kept until there is a session. */
  send(request: Request): void;
  /** One frame of the person's sound; what was said while there is no connection is sent when it is back. */
  audio(payload: Uint8Array): void;
  /** Hangs up. */
  end(): void;
}
type Request = VoiceRequest extends infer R ? (R extends { type: VoiceRequest['type'] } ? R : never) : never;

/** What of a browser's WebSocket is used. */
export interface SocketLike {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  onclose: ((close: { readonly code: number; readonly reason: string }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

/** Sound kept for a connection that is not there, frames of 20 ms: 30 s. */
const KEPT_FRAMES = 1500;
const PING_MS = 15_000;
/** Nothing at all came for so long: the connection is dead, whatever the browser thinks. */
const DEAD_MS = 35_000;
/** How long a service that cannot be reached is tried, ms. */
const PATIENCE_MS = 120_000;
/** The call before this one, of this page or of the one that was reloaded, may not have given the place free yet, ms. */
const HANDOVER_MS = 2500;
const REFUSALS: readonly number[] = [VOICE_CLOSE.conflict, VOICE_CLOSE.forbidden, VOICE_CLOSE.protocol];
const AN_HOUR = 'The call has reached its hour. Call again to go on.';
const LOST = 'I cannot be reached right now. Check your connection and call again.';

export function createVoiceLink(options: {
  readonly door: VoiceDoor;
  readonly conversationId: string;
  readonly config: Partial<VoiceConfig>;
  readonly events: LinkEvents;
  readonly connect?: (url: string, protocols: string[]) => SocketLike;
  readonly random?: () => number;
}): VoiceLink {
  const { door, events, conversationId } = options;
  const connect = options.connect ?? ((url, protocols) => new WebSocket(url, protocols) as SocketLike);
  const random = options.random ?? Math.random;
  let socket: SocketLike | null = null;
  let sessionId: string | null = null;
  let isLive = false;
  let isOver = false;
  let lastSeq = 0;
  let lastAudio = 0;
  let sequence = 0;
  let attempt = 0;
  let isTokenDoubtful = false;
  let refusal: Extract<VoiceEvent, { type: 'error' }> | null = null;
  let endedBecause: string | null = null;
  let lostAt: number | null = null;
  let startedAt: number | null = null;
  let heardAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let beat: ReturnType<typeof setInterval> | undefined;
  /** Told while there was no session. */
  let later: (Request | Uint8Array<ArrayBuffer>)[] = [];

  function over(kind: LinkOver['kind'], code: string, message: string | null): void {
    if (isOver) return;
    isOver = true;
    isLive = false;
    clearTimeout(retry);
    clearInterval(beat);
    later = [];
    socket?.close(1000);
    events.onOver({ kind, code, message });
  }

  async function dial(): Promise<void> {
    let token: string;
    try {
      token = await (isTokenDoubtful ? door.renew() : door.token());
    } catch (error) {
      if (error instanceof TransportError && !error.retryable) over('signed-out', error.code, error.message);
      else again();
      return;
    }
    if (isOver) return;
    const mine = connect(door.url, [VOICE_SUBPROTOCOL, `${VOICE_BEARER}${token}`]);
    socket = mine;
    mine.binaryType = 'arraybuffer';
    heardAt = Date.now();
    mine.onopen = () => {
      refusal = null;
      if (sessionId === null) start();
      else write({ type: 'session.resume', session_id: sessionId, last_seq: lastSeq, last_audio: lastAudio });
    };
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      heardAt = Date.now();
      if (typeof data === 'string') take(JSON.parse(data) as VoiceEvent);
      else frame(data as ArrayBuffer);
    };
    mine.onclose = ({ code }) => {
      if (mine === socket) closed(code);
    };
  }
  function start(): void {
    sessionId = null;
    lastSeq = 0;
    lastAudio = 0;
    startedAt ??= Date.now();
    write({ type: 'session.start', conversation_id: conversationId, config: options.config as VoiceConfig });
  }
  function write(request: Request): void {
    socket?.send(JSON.stringify(request));
  }

  function take(event: VoiceEvent): void {
    if (event.seq === 0) {
      refused(event);
      return;
    }
    if (event.seq <= lastSeq) return;
    if (event.seq !== lastSeq + 1) {
      // Something got lost on the way: the service has it still.
      drop();
      return;
    }
    lastSeq = event.seq;
    if (event.type === 'session.started') {
      sessionId = event.session_id;
      // Its count of frames begins anew.
      sequence = 0;
    }
    if (event.type === 'session.ended') endedBecause = event.reason;
    if (event.type === 'auth.expiring') renew();
    if (event.type === 'error' && !event.recoverable) refusal = event;
    events.onEvent(event);
    if (event.type === 'session.started' || event.type === 'session.resumed') live();
  }
  /** Said before there is a session. */
  function refused(event: VoiceEvent): void {
    if (event.type !== 'error') return;
    if (!event.recoverable) {
      refusal = event;
      return;
    }
    // The session is gone; a new one may follow on the same connection.
    events.onRestart();
    start();
  }
  function frame(message: ArrayBuffer): void {
    const got = outputFrame(message);
    if (got === null || got.sequence <= lastAudio) return;
    lastAudio = got.sequence;
    events.onFrame(got.payload);
  }

  function live(): void {
    isLive = true;
    attempt = 0;
    lostAt = null;
    isTokenDoubtful = false;
    endedBecause = null;
    startedAt = null;
    events.onStage('live');
    for (const one of later.splice(0))
      if (one instanceof Uint8Array) sendFrame(one);
      else write(one);
    clearInterval(beat);
    beat = setInterval(() => {
      if (Date.now() - heardAt > DEAD_MS) drop();
      else if (isLive) write({ type: 'ping' });
    }, PING_MS);
  }
  function renew(): void {
    door.renew().then(
      (token) => send({ type: 'auth.renew', token }),
      // It ends with 4401 then, and says so.
      () => undefined,
    );
  }

  function drop(): void {
    const dead = socket;
    socket = null;
    dead?.close();
    closed(1006);
  }
  function closed(code: number): void {
    socket = null;
    clearInterval(beat);
    const wasLive = isLive;
    isLive = false;
    if (isOver) return;
    if (code === VOICE_CLOSE.unauthorised && !isTokenDoubtful) {
      isTokenDoubtful = true;
      // A session whose token ran out is over; the conversation is not.
      if (endedBecause !== null) forget();
      again(0);
      return;
    }
    const reason = reasonOf(code);
    if (reason !== null) {
      over(...reason);
      return;
    }
    if (endedBecause !== null) forget();
    if (wasLive || lostAt === null) lostAt = Date.now();
    again();
  }
  /** Why the call cannot go on; null when it can. */
  function reasonOf(code: number): Parameters<typeof over> | null {
    const message = refusal?.message ?? null;
    if (code === VOICE_CLOSE.unauthorised) return ['signed-out', refusal?.code ?? 'UNAUTHORIZED', message];
    const isHandover = startedAt !== null && Date.now() - startedAt < HANDOVER_MS;
    if (code === VOICE_CLOSE.conflict && isHandover) return null;
    if (REFUSALS.includes(code)) return ['refused', refusal?.code ?? String(code), message ?? 'The call was refused.'];
    if (endedBecause !== null && endedBecause !== 'shutdown')
      return ['ended', endedBecause, endedBecause === 'max_duration' ? AN_HOUR : null];
    const isTired = lostAt !== null && Date.now() - lostAt > PATIENCE_MS;
    return isTired ? ['lost', 'SERVICE_UNAVAILABLE', LOST] : null;
  }
  function forget(): void {
    sessionId = null;
    endedBecause = null;
    events.onRestart();
  }
  function again(wait?: number): void {
    if (isOver) return;
    events.onStage(sessionId === null && lastSeq === 0 ? 'connecting' : 'reconnecting');
    clearTimeout(retry);
    retry = setTimeout(() => void dial(), wait ?? backoffMs(attempt, random()));
    attempt += 1;
  }

  function send(request: Request): void {
    if (isOver) return;
    if (isLive) write(request);
    else later.push(request);
  }
  function sendFrame(payload: Uint8Array): void {
    sequence += 1;
    socket?.send(inputFrame(sequence, payload));
  }

  return {
    open() {
      events.onStage('connecting');
      void dial();
    },
    send,
    audio(payload) {
      if (isOver) return;
      if (isLive) {
        sendFrame(payload);
        return;
      }
      if (later.length >= KEPT_FRAMES)
        later.splice(
          later.findIndex((one) => one instanceof Uint8Array),
          1,
        );
      later.push(payload as Uint8Array<ArrayBuffer>);
    },
    end() {
      if (isLive) write({ type: 'session.end' });
      over('ended', 'user_ended', null);
    },
  };
}

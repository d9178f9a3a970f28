import type { IncomingMessage } from 'node:http';
import { ERRORS } from '@dartwing-va/contract/errors.ts';
import { VOICE_CLOSE, type VoiceRequest } from '@dartwing-va/contract/voice.ts';
import type { RawData, WebSocket } from 'ws';
import { asVaError, VaError } from '../../lib/va-error.ts';
import type { Identity } from '../../people/person.ts';
import { say } from '../../voice/sentences.ts';
import type { VoiceSession } from '../../voice/session/voice-session.ts';
import type { GatewayDeps } from '../deps.ts';
import { frameOf, requestOf, UnreadableMessage } from './voice-message.ts';
import { tokenOf } from './voice-token.ts';
import { wsLink } from './ws-link.ts';

/** How long a client gets to say session.start, ms. */
const START_MS = 10_000;
/** Messages that may come while a session is opened. */
const MAX_EARLY = 200;
const WINDOW_MS = 60_000;

export interface VoiceConnection {
  tick(now: number): void;
  close(code: number, reason: string): void;
}

/** One WebSocket: who it is, the session it belongs to, and its messages checked one by one. */
export function serveVoice(deps: GatewayDeps, socket: WebSocket, request: IncomingMessage): VoiceConnection {
  const link = wsLink(socket);
  const token = tokenOf(request);
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const since = deps.clock.now();
  const early: (readonly [RawData, boolean])[] = [];
  let session: VoiceSession | null = null;
  let isOpening = false;
  let isClosed = false;

  socket.on('message', (data, isBinary) => {
    if (isClosed) return;
    if (isOpening) {
      if (early.length < MAX_EARLY) early.push([data, isBinary]);
      return;
    }
    message(data, isBinary);
  });
  socket.on('close', () => {
    isClosed = true;
    session?.detach(link);
  });

  function close(code: number, reason: string): void {
    if (isClosed) return;
    isClosed = true;
    link.close(code, reason);
    session?.detach(link);
  }
  /** What a client sees before there is a session has no number. */
  function tell(error: VaError, recoverable: boolean): void {
    const { reference } = ERRORS[error.code];
    link.send({ seq: 0, type: 'error', code: error.code, reference, message: error.message, recoverable });
  }
  function refuse(error: VaError, code: number): void {
    if (error.status >= 500) deps.log.error('a voice session could not be opened', { code: error.code }, error);
    tell(error, false);
    close(code, error.code);
  }

  function message(data: RawData, isBinary: boolean): void {
    try {
      if (isBinary) {
        frame(data as Buffer);
        return;
      }
      const parsed = requestOf(String(data), query);
      if (session) {
        told(session, parsed);
        return;
      }
      if (parsed.type === 'session.start' || parsed.type === 'session.resume') open(parsed);
      else refuse(new VaError('VOICE_PROTOCOL', { message: say('startFirst') }), VOICE_CLOSE.protocol);
    } catch (thrown) {
      wrong(thrown);
    }
  }
  function wrong(thrown: unknown): void {
    const error = asVaError(thrown);
    if (thrown instanceof UnreadableMessage)
      refuse(new VaError('VOICE_PROTOCOL', { message: say('unreadable') }), VOICE_CLOSE.protocol);
    else if (session) session.complain(error);
    else refuse(error, VOICE_CLOSE.protocol);
  }
  function frame(data: Buffer): void {
    if (!session) {
      refuse(new VaError('VOICE_PROTOCOL', { message: say('startFirst') }), VOICE_CLOSE.protocol);
      return;
    }
    const { bytes, sequence } = frameOf(data);
    session.frame(bytes, sequence);
  }

  /** Sound is bounded by its size and by time; what becomes work for the assistant is counted. */
  function told(to: VoiceSession, asked: VoiceRequest): void {
    const category =
      asked.type === 'text.input' ? 'conversations' : asked.type.startsWith('action.') ? 'actions' : null;
    if (category === null) {
      to.receive(asked);
      return;
    }
    const key = `rate:${deps.siteName}:${category}:${to.identity.user}`;
    deps.stores.counters.hit(key, WINDOW_MS).then(
      ({ count }) => {
        if (count > deps.settings.limits[category]) to.complain(new VaError('RATE_LIMITED'));
        else to.receive(asked);
      },
      (error: unknown) => to.complain(asVaError(error)),
    );
  }

  function open(asked: Extract<VoiceRequest, { type: 'session.start' | 'session.resume' }>): void {
    isOpening = true;
    begin(asked).then(
      (opened) => {
        isOpening = false;
        if (isClosed) return opened?.detach(link);
        session = opened;
        // A resume that came too late: a new start may follow on the same connection.
        for (const [data, isBinary] of early.splice(0)) if (!isClosed) message(data, isBinary);
      },
      (thrown: unknown) => {
        isOpening = false;
        early.length = 0;
        const error = asVaError(thrown);
        refuse(error, closeCodeOf(error));
      },
    );
  }
  async function begin(
    asked: Extract<VoiceRequest, { type: 'session.start' | 'session.resume' }>,
  ): Promise<VoiceSession | null> {
    const identity: Identity = await deps.people.identify(token ?? asked.token ?? '');
    const voice = await deps.voice.open();
    if (asked.type === 'session.start') {
      const { config, conversation_id: conversationId = null, privacy_mode: privacyMode = null } = asked;
      return await voice.open(identity, { config, conversationId, privacyMode }, link);
    }
    try {
      const { session_id: sessionId, last_seq: lastSeq, last_audio: lastAudio = null } = asked;
      return voice.resume(identity, { sessionId, lastSeq, lastAudio }, link);
    } catch (thrown) {
      tell(asVaError(thrown), true);
      early.length = 0;
      return null;
    }
  }

  return {
    tick(now) {
      if (!session && !isOpening && !isClosed && now - since > START_MS)
        refuse(new VaError('VOICE_PROTOCOL', { message: say('startFirst') }), VOICE_CLOSE.protocol);
    },
    close,
  };
}

function closeCodeOf(error: VaError): number {
  if (error.status === 401) return VOICE_CLOSE.unauthorised;
  if (error.code === 'VOICE_SESSION_LIMIT') return VOICE_CLOSE.conflict;
  return error.status === 403 || error.status === 429 ? VOICE_CLOSE.forbidden : VOICE_CLOSE.protocol;
}

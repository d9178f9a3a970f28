import { ERRORS } from '@dartwing-va/contract/errors.ts';
import { VOICE_CLOSE, VOICE_MAX_MESSAGE, type VoiceRequest } from '@dartwing-va/contract/voice.ts';
import { asVaError, VaError } from '../../lib/va-error.ts';
import type { Identity } from '../../people/person.ts';
import { say } from '../../voice/sentences.ts';
import type { VoiceSession } from '../../voice/session/voice-session.ts';
import type { VoiceLink } from '../../voice/voice-link.ts';
import type { GatewayDeps } from '../deps.ts';
import { frameOf, requestOf, UnreadableMessage } from './voice-message.ts';

/** How long a client gets to say session.start, ms. */
const START_MS = 10_000;
/** Messages that may come while a session is opened. */
const MAX_EARLY = 200;
const WINDOW_MS = 60_000;

/** What is known of a connection before its first message. */
export interface VoiceHello {
  /** Null: it comes with the first message. '' for one that cannot be read. */
  readonly token: string | null;
  /** Defaults of `session.start` (11.4.1). */
  readonly defaults: URLSearchParams;
}

/** A connection as its transport sees it: the transport tells what comes, the link it gave is told what goes. */
export interface VoiceConnection {
  /** JSON text or an object. */
  message(message: unknown): void;
  /** A binary message: header and sound. */
  frame(data: Uint8Array): void;
  /** The transport has lost it. */
  gone(): void;
  tick(now: number): void;
  close(code: number, reason: string): void;
}

type Opening = Extract<VoiceRequest, { type: 'session.start' | 'session.resume' }>;

/** One connection, whatever carries it: who it is, the session it belongs to, and its messages checked one by one. */
export function serveVoice(deps: GatewayDeps, link: VoiceLink, hello: VoiceHello): VoiceConnection {
  const since = deps.clock.now();
  const early: (() => void)[] = [];
  let session: VoiceSession | null = null;
  let isOpening = false;
  let isClosed = false;

  /** In order: what comes while a session is opened waits for it. */
  function inOrder(take: () => void): void {
    if (isClosed) return;
    if (!isOpening) checked(take);
    else if (early.length < MAX_EARLY) early.push(take);
  }
  function checked(take: () => void): void {
    try {
      take();
    } catch (thrown) {
      wrong(thrown);
    }
  }
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
  function refuseEarly(): void {
    refuse(new VaError('VOICE_PROTOCOL', { message: say('startFirst') }), VOICE_CLOSE.protocol);
  }
  function wrong(thrown: unknown): void {
    const error = asVaError(thrown);
    if (thrown instanceof UnreadableMessage)
      refuse(new VaError('VOICE_PROTOCOL', { message: say('unreadable') }), VOICE_CLOSE.protocol);
    else if (session) session.complain(error);
    else refuse(error, VOICE_CLOSE.protocol);
  }

  function message(raw: unknown): void {
    const asked = requestOf(raw, hello.defaults);
    if (session) told(session, asked);
    else if (asked.type === 'session.start' || asked.type === 'session.resume') open(asked);
    else refuseEarly();
  }
  function frame(data: Uint8Array): void {
    if (!session) {
      refuseEarly();
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

  function open(asked: Opening): void {
    isOpening = true;
    begin(asked).then(
      (opened) => {
        isOpening = false;
        if (isClosed) return opened?.detach(link);
        session = opened;
        // A resume that came too late: a new start may follow on the same connection.
        for (const take of early.splice(0)) if (!isClosed) checked(take);
      },
      (thrown: unknown) => {
        isOpening = false;
        early.length = 0;
        const error = asVaError(thrown);
        refuse(error, closeCodeOf(error));
      },
    );
  }
  async function begin(asked: Opening): Promise<VoiceSession | null> {
    const identity: Identity = await deps.people.identify(hello.token ?? asked.token ?? '');
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
    message: (raw) => inOrder(() => message(raw)),
    frame(data) {
      if (data.byteLength > VOICE_MAX_MESSAGE) return close(VOICE_CLOSE.tooLarge, 'too large');
      // The way that sound takes fifty times a second: nothing is made for it.
      if (session === null || isClosed || isOpening) return inOrder(() => frame(data));
      try {
        frame(data);
      } catch (thrown) {
        wrong(thrown);
      }
    },
    gone() {
      isClosed = true;
      session?.detach(link);
    },
    tick(now) {
      if (!session && !isOpening && !isClosed && now - since > START_MS) refuseEarly();
    },
    close,
  };
}

function closeCodeOf(error: VaError): number {
  if (error.status === 401) return VOICE_CLOSE.unauthorised;
  if (error.code === 'VOICE_SESSION_LIMIT') return VOICE_CLOSE.conflict;
  return error.status === 403 || error.status === 429 ? VOICE_CLOSE.forbidden : VOICE_CLOSE.protocol;
}

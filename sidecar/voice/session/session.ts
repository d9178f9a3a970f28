import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { VoiceRequest, VoiceState } from '@dartwing-va/contract/voice.ts';
import { VOICE_CLOSE } from '@dartwing-va/contract/voice.ts';
import { asVaError, VaError } from '../../lib/va-error.ts';
import { createSoundOut } from '../audio/sound-out.ts';
import { say } from '../sentences.ts';
import type { TurnSituation } from '../turn-taking.ts';
import { createAnswers } from './answers.ts';
import { refusalOf } from './confirming.ts';
import type { SessionDeps } from './deps.ts';
import { errorEvent } from './error-event.ts';
import { createForeseeing } from './foreseeing.ts';
import { createHearing } from './hearing.ts';
import { createSpokenLevel } from './levels.ts';
import { createLifetime } from './lifetime.ts';
import { missingEvent, pendingEvent, startedEvent } from './opening.ts';
import type { SessionParts } from './parts.ts';
import { createSoundMinutes } from './sound-minutes.ts';
import { createSpeaking, type Speaking } from './speaking.ts';
import { spokenVoice } from './spoken-voice.ts';
import { createTape } from './tape.ts';
import type { Utterance } from './utterance.ts';
import type { EndReason, SessionFacts, VoiceSession } from './voice-session.ts';

const CLOSES: Readonly<Record<EndReason, number>> = {
  user_ended: 1000,
  token_expired: VOICE_CLOSE.unauthorised,
  revoked: VOICE_CLOSE.unauthorised,
  max_duration: 1000,
  disconnected: 1000,
  replaced: VOICE_CLOSE.conflict,
  shutdown: 1001,
};

export function createVoiceSession(deps: SessionDeps, facts: SessionFacts): VoiceSession {
  const { clock, turns, settings, metrics } = deps;
  const { conversationId, config } = facts;
  const startedAt = clock.now();
  const voice = spokenVoice(deps.speech, facts.person, config.voice_id);
  const tape = createTape({ binary: () => config.binary });
  const levels = createSpokenLevel();
  const log = deps.log.child({ voice_session: facts.id });
  let identity = facts.identity;
  let endedAt: number | null = null;
  let outputMs = 0;
  let isAloud = false;
  let isDucked = false;
  let told: VoiceState | null = null;
  const over = new AbortController();
  let unsubscribe: () => void = () => undefined;
  let understoodAt: number | null = null;
  /** Turns are taken one after the other, in the order they were said. */
  let taking: Promise<void> = Promise.resolve();

  const parts: SessionParts = {
    conversationId,
    clock,
    log,
    tape,
    metrics,
    settings,
    person: () => deps.people.person(identity.user),
    state,
  };
  let speaking: Speaking | null = facts.silentBecause === null ? openSpeaking() : null;
  const answers = createAnswers(parts, { turns, speaking: () => speaking, onChange: changed });
  const foreseeing = createForeseeing(parts, turns, deps.preview);
  const hearing = createHearing(deps, parts, {
    config,
    likely: facts.likely,
    onWords: (words) => (words === null ? foreseeing.over() : foreseeing.words(words, expected())),
    onUtterance: (utterance) => take(utterance.text, utterance),
    onChange: changed,
    onSign(sign) {
      if (sign === 'cut') interrupt();
      const { turnId = null } = speaking ?? {};
      if (turnId === null || (sign !== 'duck' && sign !== 'restore') || isDucked === (sign === 'duck')) return;
      isDucked = sign === 'duck';
      tape.tell({ type: 'audio.control', turn_id: turnId, action: sign });
    },
  });
  if (facts.silentBecause !== null) hearing.deafen();
  const minutes = createSoundMinutes(deps, parts, {
    person: facts.person,
    hasSound: facts.silentBecause === null && (speaking !== null || deps.speech.stt !== null),
    onUsedUp() {
      hearing.deafen();
      if (isAloud) interrupt();
      speaking?.close();
      speaking = null;
    },
  });
  const lifetime = createLifetime({
    clock,
    settings,
    expiresAt: () => identity.expiresAt,
    onExpiring: (expiresAt) => tape.tell({ type: 'auth.expiring', expires_at: expiresAt }),
    onMinute: () => run(minutes.minute()),
    onOver: end,
  });

  function openSpeaking(): Speaking | null {
    const { tts } = deps.speech;
    if (tts === null || !config.speak) return null;
    return createSpeaking({
      tts,
      mannerOf: voice.mannerOf,
      pauseMs: voice.pauseMs,
      sampleRate: config.output_sample_rate,
      soundOut: createSoundOut({
        encoding: config.output_encoding,
        sampleRate: config.output_sample_rate,
        opus: deps.opus,
      }),
      tape,
      clock,
      leadMs: settings.leadMs,
      maxBuffered: settings.maxBuffered,
      events: {
        onStart() {
          isAloud = true;
          if (understoodAt !== null) metrics.answered(clock.now() - understoodAt);
          understoodAt = null;
          changed();
        },
        onSent(turnId, durationMs) {
          outputMs += durationMs;
          tape.tell({ type: 'audio.complete', turn_id: turnId, duration_ms: durationMs });
        },
        onDone(turnId) {
          isAloud = false;
          isDucked = false;
          answers.playedAll(turnId);
        },
        onFailed(turnId, error) {
          metrics.failed('tts');
          log.warn(
            'the voice broke',
            { turn_id: turnId, provider: error.provider, failure: error.failure },
            error.cause,
          );
          tape.tell(errorEvent('TTS_UNAVAILABLE', true));
        },
        onFirstSound: metrics.firstSound,
        onClause: (text) => hearing.turnTaking.saying?.(text),
        onFrame: (frame) => hearing.turnTaking.playing?.(frame),
      },
    });
  }

  /** The connection to who speaks is open by the time there is something to say. */
  function warm(): void {
    if (speaking === null) return;
    deps.speech.tts
      ?.warm(over.signal)
      .catch((error: unknown) => log.debug('the voice could not be warmed', { code: asVaError(error).code }));
  }

  function state(): VoiceState {
    if (isAloud) return isDucked ? 'ducked' : 'speaking';
    if (hearing.isHearing) return 'hearing';
    return answers.isThinking ? 'thinking' : 'listening';
  }
  function expected(): TurnSituation['expects'] {
    if (answers.askedAt !== null) return 'card';
    return answers.asked ? 'question' : 'anything';
  }
  function changed(): void {
    if (endedAt !== null) return;
    const now = state();
    hearing.turnTaking.situation({
      speaking: isAloud,
      thinking: answers.isThinking,
      expects: expected(),
    });
    if (now === told) return;
    told = now;
    tape.tell({ type: 'turn.state', turn_id: speaking?.turnId ?? null, state: now });
  }
  function interrupt(): void {
    isAloud = false;
    isDucked = false;
    answers.interrupt();
  }

  /** What a person said or typed becomes a turn; what is being said to him ends with it. */
  function take(text: string, utterance: Utterance | null): void {
    if (speaking?.turnId != null) interrupt();
    understoodAt = clock.now();
    warm();
    const answer = answers.begin();
    changed();
    const refused = utterance === null ? null : judge(text, utterance);
    const work = async () => {
      await answers.settled;
      const accepted = await turns.accept({
        person: await parts.person(),
        identity,
        conversationId,
        text,
        clientMessageId: null,
        origin: utterance === null ? 'socket' : 'voice',
        onText: answer.onText,
        ...(refused === null ? {} : { sayInstead: refused }),
      });
      answer.accepted(accepted.turnId);
    };
    taking = taking.then(work).catch((error: unknown) => {
      answer.failed();
      complain(asVaError(error));
      changed();
    });
  }
  function judge(text: string, utterance: Utterance): string | null {
    const refused = refusalOf(
      {
        text,
        cards: answers.cards,
        askedAt: answers.askedAt,
        startedAt: utterance.startedAt,
        levelDb: utterance.levelDb,
        usualDb: levels.usualDb,
        isOurs: utterance.isOurs,
      },
      settings,
    );
    if (refused === null) levels.learn(utterance.levelDb);
    return refused;
  }

  function complain(error: VaError): void {
    if (error.status >= 500) log.error('a voice session met an error', { code: error.code }, error);
    tape.tell(errorEvent(error.code, true, error.message));
  }

  function receive(request: VoiceRequest): void {
    if (endedAt !== null) return;
    switch (request.type) {
      case 'session.start':
      case 'session.resume':
        complain(new VaError('VOICE_PROTOCOL', { message: say('startedAlready') }));
        return;
      case 'session.end':
        end('user_ended');
        return;
      case 'audio.input':
        hearing.frame(Buffer.from(request.audio, 'base64'), request.sequence);
        return;
      case 'audio.end':
        run(hearing.released());
        return;
      case 'audio.interrupt':
        interrupt();
        hearing.discard();
        changed();
        return;
      case 'audio.played':
        answers.played(request.turn_id, request.ms);
        return;
      case 'text.input':
        take(request.content, null);
        return;
      case 'action.confirm':
        run(confirm(request.action_id, request.digest ?? null));
        return;
      case 'action.cancel':
        run(cancel(request.action_id));
        return;
      case 'auth.renew':
        run(renew(request.token));
        return;
      case 'ping':
        tape.tell({ type: 'pong', ...(request.id === undefined ? {} : { id: request.id }) });
        return;
    }
  }
  function run(work: Promise<unknown>): void {
    work.catch((error: unknown) => complain(asVaError(error)));
  }
  async function confirm(actionId: string, digest: string | null): Promise<void> {
    await turns.actions.confirm(await parts.person(), identity, actionId, { digest, modifications: null });
  }
  async function cancel(actionId: string): Promise<void> {
    await turns.actions.cancel(await parts.person(), actionId, null, 'cancelled');
  }
  async function renew(token: string): Promise<void> {
    const fresh = await deps.people.identify(token);
    if (fresh.user !== identity.user) throw new VaError('UNAUTHORIZED');
    identity = fresh;
    lifetime.renewed();
  }

  function end(reason: EndReason): void {
    if (endedAt !== null) return;
    // At a shutdown turns stay accepted and go on afterwards; else the person has gone, and hears no more.
    if (reason !== 'shutdown') interrupt();
    endedAt = clock.now();
    over.abort();
    // What was cut is over when its turn says so.
    const settled = answers.settled.finally(() => unsubscribe());
    hearing.close();
    speaking?.close();
    if (reason === 'token_expired') tape.tell(errorEvent('TOKEN_EXPIRED', false));
    if (reason === 'revoked') tape.tell(errorEvent('UNAUTHORIZED', false));
    if (reason === 'replaced') tape.tell(errorEvent('VOICE_SESSION_LIMIT', false));
    tape.tell({ type: 'session.ended', reason, duration_ms: endedAt - startedAt });
    tape.link?.close(CLOSES[reason], reason);
    tape.detach();
    metrics.session(endedAt - startedAt);
    facts.onEnd(
      session,
      Promise.all([settled, minutes.end()]).then(() => undefined),
    );
  }

  const session: VoiceSession = {
    id: facts.id,
    conversationId,
    get identity() {
      return identity;
    },
    get isConnected() {
      return tape.link !== null;
    },
    async start(link) {
      tape.attach(link, 0, null);
      tape.tell(startedEvent(facts, deps.speech, speaking === null ? null : voice.id));
      const missing = missingEvent(facts, deps.speech);
      if (missing !== null) tape.tell(missing);
      warm();
      answers.know(facts.cards);
      for (const card of facts.cards) {
        if (card.status === 'pending') tape.tell(pendingEvent(card));
      }
      if (facts.pendingTurn !== null) answers.adopt(facts.pendingTurn);
      const listener = (event: TurnEvent) => answers.event(event);
      const followed = await turns.subscribe(facts.person, conversationId, facts.lastSeq, listener);
      unsubscribe = followed.unsubscribe;
      for (const event of followed.replay ?? []) listener(event);
      if (endedAt !== null) unsubscribe();
      changed();
    },
    resume(link, fresh, lastSeq, lastAudio) {
      if (endedAt !== null || !tape.canGoOn(lastSeq)) return false;
      const old = tape.link;
      identity = fresh;
      lifetime.renewed();
      lifetime.connected(true);
      tape.attach(link, lastSeq, lastAudio);
      tape.tell({ type: 'session.resumed', session_id: facts.id, last_seq: lastSeq });
      speaking?.resume();
      old?.close(VOICE_CLOSE.conflict, 'resumed elsewhere');
      return true;
    },
    detach(link) {
      if (tape.link !== link) return;
      tape.detach();
      lifetime.connected(false);
    },
    receive,
    frame: (bytes, sequence) => {
      if (endedAt === null) hearing.frame(bytes, sequence);
    },
    complain,
    tick: () => {
      if (endedAt === null) lifetime.tick();
    },
    end,
    status: () => ({
      sessionId: facts.id,
      conversationId,
      status: endedAt !== null ? 'ended' : tape.link === null ? 'disconnected' : 'active',
      startedAt,
      durationMs: (endedAt ?? clock.now()) - startedAt,
      inputMs: hearing.soundMs,
      outputMs,
      transcriptions: hearing.utterances,
    }),
  };
  return session;
}

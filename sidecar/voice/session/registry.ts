import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { VoiceConfig } from '@dartwing-va/contract/voice.ts';
import type { Consents } from '../../consent/consent.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { VaError } from '../../lib/va-error.ts';
import type { Identity, People, Person } from '../../people/person.ts';
import type { Outbox } from '../../records/record.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Stores } from '../../stores/stores.ts';
import type { TurnEngine } from '../../turn/turn-engine.ts';
import { openOpusPool } from '../audio/opus-pool.ts';
import { createVoiceMetrics } from '../metrics.ts';
import { say } from '../sentences.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Speech } from '../speech.ts';
import type { Voice } from '../text-to-speech.ts';
import { createPreview, remembering } from '../turn-taking/completeness.ts';
import { openSilero } from '../turn-taking/silero.ts';
import { sileroActivity } from '../turn-taking/silero-activity.ts';
import { stateAwareTurnTaking } from '../turn-taking/state-aware.ts';
import type { OpenTurnTaking } from '../turn-taking.ts';
import type { VoiceLink } from '../voice-link.ts';
import type { SessionDeps } from './deps.ts';
import { likelyWords } from './likely-words.ts';
import { createMinutes, USED_UP } from './minutes.ts';
import { createPlaces, type Place, RENEW_MS } from './places.ts';
import { createVoiceSession } from './session.ts';
import { createTalkTime } from './talk-time.ts';
import type { EndReason, SessionStatus, VoiceSession } from './voice-session.ts';

/** Languages of this release (decisions.md 12). */
const LANGUAGES = ['en-US', 'en-GB'];
const TICK_MS = 1000;
const MINUTE_MS = 60_000;
/** Ended sessions whose status can still be asked for. */
const REMEMBERED = 500;

export interface VoiceDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stores: Pick<Stores, 'leases' | 'counters' | 'kv' | 'journal'>;
  readonly outbox: Pick<Outbox, 'toEntry'>;
  readonly siteKey: SiteKey;
  readonly people: Pick<People, 'person' | 'identify' | 'onRevoked'>;
  readonly consents: Pick<Consents, 'demand'>;
  readonly turns: TurnEngine;
  readonly speech: Speech;
  /** Default: turn-taking that knows what the words are (docs/voice-turns.md). */
  readonly takeTurns?: OpenTurnTaking;
  readonly settings: VoiceSettings;
  /** Names of a person's colleagues; default: none. */
  readonly colleagues?: (person: Person) => Promise<readonly string[]>;
}

export interface OpenRequest {
  readonly config: VoiceConfig;
  readonly conversationId: string | null;
  /** Of a new conversation; null: the person's own. */
  readonly privacyMode?: PrivacyMode | null;
}

/** All voice sessions of this process. */
export interface VoiceSessions {
  readonly count: number;
  /**
   * @throws VaError VOICE_SESSION_LIMIT, RATE_LIMITED, VOICE_FORMAT, CONSENT_REQUIRED, CONVERSATION_NOT_FOUND,
   * CONVERSATION_ENDED and the refusals of People.person.
   */
  open(identity: Identity, request: OpenRequest, link: VoiceLink): Promise<VoiceSession>;
  /** @throws VaError VOICE_PROTOCOL when it is over, or too much happened since. */
  resume(
    identity: Identity,
    request: { readonly sessionId: string; readonly lastSeq: number; readonly lastAudio: number | null },
    link: VoiceLink,
  ): VoiceSession;
  /** What a person may choose from; a provider that does not list its voices in time is left out. */
  voices(person: Pick<Person, 'instance'>, signal: AbortSignal): Promise<readonly Voice[]>;
  /** Null for an unknown one and for somebody else's. */
  status(user: string, sessionId: string): SessionStatus | null;
  close(): Promise<void>;
}

export function openVoiceSessions(deps: VoiceDeps): VoiceSessions {
  const { clock, settings, turns } = deps;
  const sessions = new Map<string, VoiceSession>();
  const places = createPlaces({
    leases: deps.stores.leases,
    siteKey: deps.siteKey,
    sessionsPerCompany: settings.sessionsPerCompany,
    log: deps.log,
  });
  const taken = new Map<string, Place>();
  /** Ended, and still to be written down. */
  const leaving = new Map<Promise<void>, string>();
  const ended = new Map<string, { readonly user: string; readonly status: SessionStatus }>();
  const opus = openOpusPool(deps.log);
  const voices = openSilero(deps.log);
  const activity = settings.vad === 'silero' ? { activity: () => sileroActivity(voices.open()) } : {};
  const over = new AbortController();
  let ticking: Promise<void> | null = null;
  let renewedAt = clock.now();

  const talkTime = createTalkTime(deps);
  // Whether words are finished does not hang on where somebody lives: any zone does.
  const preview = remembering(createPreview({ now: clock.now, timeZone: 'UTC' }));
  const sessionDeps: SessionDeps = {
    clock,
    log: deps.log,
    turns,
    people: deps.people,
    speech: deps.speech,
    takeTurns: deps.takeTurns ?? stateAwareTurnTaking({ preview, dictationMs: settings.silenceMs, ...activity }),
    preview,
    opus,
    settings,
    metrics: createVoiceMetrics(deps.metrics, () => sessions.size),
    minutes: createMinutes({ counters: deps.stores.counters, talkTime, clock, siteKey: deps.siteKey, settings }),
    talkTime,
  };

  /** One hand for all sessions, as long as there are any. */
  async function tick(): Promise<void> {
    while (sessions.size > 0) {
      await clock.sleep(TICK_MS, over.signal);
      for (const session of [...sessions.values()]) session.tick();
      if (clock.now() - renewedAt < RENEW_MS) continue;
      renewedAt = clock.now();
      await Promise.all([...taken.values()].map(renew));
    }
  }
  async function renew(place: Place): Promise<void> {
    try {
      if (!(await place.renew())) deps.log.warn('the place of a voice session was lost');
    } catch (error) {
      // A store that is away for a moment: a lease lasts longer than two tries.
      deps.log.warn('the place of a voice session could not be renewed', {}, error);
    }
  }
  function startTicking(): void {
    ticking ??= tick()
      .catch((error: unknown) => {
        if (!over.signal.aborted) deps.log.error('voice sessions are not looked after any more', {}, error);
      })
      .finally(() => {
        ticking = null;
      });
  }

  const ofUser = (user: string) => [...sessions.values()].filter((one) => one.identity.user === user);

  async function place(person: Person): Promise<Place> {
    const mine = ofUser(person.user);
    if (mine.some((one) => one.isConnected)) throw new VaError('VOICE_SESSION_LIMIT');
    // Whoever comes back with a new session does not want the one that dropped.
    for (const one of mine) one.end('replaced');
    return await places.take(person, [...leaving.values()].includes(person.user));
  }

  async function demandRoom(person: Person): Promise<void> {
    const { count } = await deps.stores.counters.hit(deps.siteKey('voice-starts', person.user), MINUTE_MS);
    if (count > settings.startsPerMinute) throw new VaError('RATE_LIMITED');
  }

  function onEnd(session: VoiceSession, noted: Promise<void>): void {
    sessions.delete(session.id);
    ended.set(session.id, { user: session.identity.user, status: session.status() });
    const [oldest] = ended.keys();
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
    const mine = taken.get(session.id);
    taken.delete(session.id);
    // Only then may the next session of his count on.
    const left = noted.then(() => mine?.release());
    leaving.set(left, session.identity.user);
    void left.finally(() => leaving.delete(left));
    deps.log.info('voice session ended', { voice_session: session.id });
  }

  async function conversationFor(person: Person, conversationId: string | null, wanted: PrivacyMode | null) {
    if (conversationId === null) {
      const options = { mode: 'voice', privacyMode: wanted, platform: 'Web', context: {} } as const;
      const { conversationId: begun, privacyMode } = await turns.start(person, options);
      return { conversationId: begun, privacyMode, lastSeq: 0, cards: [], pendingTurn: null };
    }
    const view = await turns.view(person, conversationId, { turnsLimit: 5 });
    if (view.status !== 'active') throw new VaError('CONVERSATION_ENDED');
    if (wanted !== null && wanted !== view.privacyMode) throw new VaError('PRIVACY_MODE_FIXED');
    return {
      conversationId,
      privacyMode: view.privacyMode,
      lastSeq: view.lastSeq,
      cards: view.actions.filter((one) => one.status === 'pending'),
      pendingTurn: view.turns.findLast((one) => one.status === 'pending')?.turnId ?? null,
    };
  }

  async function newSession(
    identity: Identity,
    person: Person,
    { config, conversationId, privacyMode = null }: OpenRequest,
  ): Promise<VoiceSession> {
    const likely = likelyWords(person, deps.speech.stt === null ? { clock, log: deps.log } : deps);
    await talkTime.settle(person);
    const conversation = await conversationFor(person, conversationId, privacyMode);
    const hasSound = deps.speech.stt !== null || deps.speech.tts !== null;
    const minute = hasSound ? await sessionDeps.minutes.begin(person) : 'ok';
    return createVoiceSession(sessionDeps, {
      id: deps.ids.make('voice'),
      identity,
      person,
      config,
      // In a private conversation nobody is told who the people are.
      likely: conversation.privacyMode === 'normal' ? await likely : { ...(await likely), names: [] },
      ...conversation,
      silentBecause: minute === 'ok' ? null : new VaError('VOICE_MINUTES_USED', { message: say(USED_UP[minute]) }),
      onEnd,
    });
  }

  const endOf = (some: readonly VoiceSession[], reason: EndReason) => {
    for (const session of some) session.end(reason);
  };
  const stopListening = deps.people.onRevoked((user, epoch, sessionId) =>
    endOf(
      ofUser(user).filter(({ identity }) =>
        sessionId === null ? identity.epoch < epoch : identity.sessionId === sessionId,
      ),
      'revoked',
    ),
  );

  return {
    get count() {
      return sessions.size;
    },
    async open(identity, request, link) {
      if (!LANGUAGES.includes(request.config.language)) throw new VaError('VOICE_FORMAT', { message: say('language') });
      const person = await deps.people.person(identity.user);
      await deps.consents.demand(person);
      await demandRoom(person);
      const mine = await place(person);
      const session = await newSession(identity, person, request).catch(async (error: unknown) => {
        await mine.release();
        throw error;
      });
      sessions.set(session.id, session);
      taken.set(session.id, mine);
      startTicking();
      deps.log.info('voice session started', { voice_session: session.id, conversation_id: session.conversationId });
      try {
        await session.start(link);
      } catch (error) {
        // The connection is told why by whoever asked for the session.
        session.detach(link);
        session.end('disconnected');
        throw error;
      }
      return session;
    },
    resume(identity, { sessionId, lastSeq, lastAudio }, link) {
      const session = sessions.get(sessionId);
      if (session?.identity.user !== identity.user)
        throw new VaError('VOICE_PROTOCOL', { message: say('noSuchSession') });
      if (!session.resume(link, identity, lastSeq, lastAudio))
        throw new VaError('VOICE_PROTOCOL', { message: say('cannotGoOn') });
      return session;
    },
    async voices(person, signal) {
      const { offered } = person.instance.voice;
      const all = (await deps.speech.tts?.voices(signal)) ?? [];
      return all.filter((voice) => offered.length === 0 || offered.includes(voice.id));
    },
    status(user, sessionId) {
      const session = sessions.get(sessionId);
      if (session) return session.identity.user === user ? session.status() : null;
      const past = ended.get(sessionId);
      return past?.user === user ? past.status : null;
    },
    async close() {
      stopListening();
      endOf([...sessions.values()], 'shutdown');
      over.abort();
      await ticking;
      await Promise.all(leaving.keys());
      await Promise.all([opus.close(), voices.close()]);
    },
  };
}

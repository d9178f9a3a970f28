import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { VoiceConfig } from '@dartwing-va/contract/voice.ts';
import type { Consents } from '../../consent/consent.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { VaError } from '../../lib/va-error.ts';
import type { Identity, People, Person } from '../../people/person.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Lease, Stores } from '../../stores/stores.ts';
import type { TurnEngine } from '../../turn/turn-engine.ts';
import { openOpusPool } from '../audio/opus-pool.ts';
import { createVoiceMetrics } from '../metrics.ts';
import { say } from '../sentences.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Speech } from '../speech.ts';
import { createPreview, remembering } from '../turn-taking/completeness.ts';
import { stateAwareTurnTaking } from '../turn-taking/state-aware.ts';
import type { OpenTurnTaking } from '../turn-taking.ts';
import type { VoiceLink } from '../voice-link.ts';
import type { SessionDeps } from './deps.ts';
import { likelyWords } from './likely-words.ts';
import { createMinutes } from './minutes.ts';
import { createVoiceSession } from './session.ts';
import type { EndReason, SessionStatus, VoiceSession } from './voice-session.ts';

/** Languages of this release (decisions.md 12). */
const LANGUAGES = ['en-US', 'en-GB'];
const TICK_MS = 1000;
const MINUTE_MS = 60_000;
/** Across replicas one session of a user: who dies without a word gives the place free after this, ms. */
const LEASE_MS = 45_000;
const RENEW_EVERY_TICKS = 15;
/** How long the place of a session that was just ended is waited for, ms. */
const HANDOVER_MS = 2000;
/** Ended sessions whose status can still be asked for. */
const REMEMBERED = 500;

export interface VoiceDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stores: Pick<Stores, 'leases' | 'counters'>;
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

/** All voice sessions of this process. */
export interface VoiceSessions {
  readonly count: number;
  /**
   * @throws VaError VOICE_SESSION_LIMIT, RATE_LIMITED, VOICE_FORMAT, CONSENT_REQUIRED, CONVERSATION_NOT_FOUND,
   * CONVERSATION_ENDED and the refusals of People.person.
   */
  open(
    identity: Identity,
    request: {
      readonly config: VoiceConfig;
      readonly conversationId: string | null;
      /** Of a new conversation; null: the person's own. */
      readonly privacyMode?: PrivacyMode | null;
    },
    link: VoiceLink,
  ): Promise<VoiceSession>;
  /** @throws VaError VOICE_PROTOCOL when it is over, or too much happened since. */
  resume(
    identity: Identity,
    request: { readonly sessionId: string; readonly lastSeq: number; readonly lastAudio: number | null },
    link: VoiceLink,
  ): VoiceSession;
  /** Null for an unknown one and for somebody else's. */
  status(user: string, sessionId: string): SessionStatus | null;
  close(): Promise<void>;
}

export function openVoiceSessions(deps: VoiceDeps): VoiceSessions {
  const { clock, settings, turns } = deps;
  const sessions = new Map<string, VoiceSession>();
  const companies = new Map<string, string>();
  const leases = new Map<string, Lease>();
  const ended = new Map<string, { readonly user: string; readonly status: SessionStatus }>();
  const opus = openOpusPool(deps.log);
  const over = new AbortController();
  let ticking: Promise<void> | null = null;
  let ticks = 0;

  // Whether words are finished does not hang on where somebody lives: any zone does.
  const preview = remembering(createPreview({ now: clock.now, timeZone: 'UTC' }));
  const sessionDeps: SessionDeps = {
    clock,
    log: deps.log,
    turns,
    people: deps.people,
    speech: deps.speech,
    takeTurns: deps.takeTurns ?? stateAwareTurnTaking({ preview, dictationMs: settings.silenceMs }),
    preview,
    opus,
    settings,
    metrics: createVoiceMetrics(deps.metrics, () => sessions.size),
    minutes: createMinutes({ counters: deps.stores.counters, clock, siteKey: deps.siteKey, settings }),
  };

  /** One hand for all sessions, as long as there are any. */
  async function tick(): Promise<void> {
    while (sessions.size > 0) {
      await clock.sleep(TICK_MS, over.signal);
      ticks += 1;
      for (const session of [...sessions.values()]) session.tick();
      if (ticks % RENEW_EVERY_TICKS !== 0) continue;
      for (const lease of leases.values()) {
        if (!(await lease.renew())) deps.log.warn('the place of a voice session was lost');
      }
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

  async function place(user: string): Promise<Lease> {
    const mine = ofUser(user);
    if (mine.some((one) => one.isConnected)) throw new VaError('VOICE_SESSION_LIMIT');
    // Whoever comes back with a new session does not want the one that dropped.
    for (const one of mine) one.end('replaced');
    const lease = await deps.stores.leases.acquire(deps.siteKey('voice-session', user), {
      ttlMs: LEASE_MS,
      ...(mine.length > 0 ? { waitMs: HANDOVER_MS } : {}),
    });
    if (!lease) throw new VaError('VOICE_SESSION_LIMIT');
    return lease;
  }

  async function demandRoom(person: Person): Promise<void> {
    const { count } = await deps.stores.counters.hit(deps.siteKey('voice-starts', person.user), MINUTE_MS);
    if (count > settings.startsPerMinute) throw new VaError('RATE_LIMITED');
    const colleagues = [...companies.values()].filter((one) => one === person.company.name).length;
    if (colleagues >= settings.sessionsPerCompany)
      throw new VaError('RATE_LIMITED', { message: say('tooManyOfCompany') });
  }

  function onEnd(session: VoiceSession): void {
    sessions.delete(session.id);
    companies.delete(session.id);
    ended.set(session.id, { user: session.identity.user, status: session.status() });
    const [oldest] = ended.keys();
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
    const lease = leases.get(session.id);
    leases.delete(session.id);
    lease
      ?.release()
      .catch((error: unknown) => deps.log.warn('the place of a voice session lapses by itself', {}, error));
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
    async open(identity, { config, conversationId, privacyMode = null }, link) {
      if (!LANGUAGES.includes(config.language)) throw new VaError('VOICE_FORMAT', { message: say('language') });
      const person = await deps.people.person(identity.user);
      await deps.consents.demand(person);
      await demandRoom(person);
      const likely = likelyWords(person, deps.speech.stt === null ? { clock, log: deps.log } : deps);
      const lease = await place(person.user);
      try {
        const conversation = await conversationFor(person, conversationId, privacyMode);
        const hasSound = deps.speech.stt !== null || deps.speech.tts !== null;
        const minute = hasSound ? await sessionDeps.minutes.begin(person) : 'ok';
        const session = createVoiceSession(sessionDeps, {
          id: deps.ids.make('voice'),
          identity,
          person,
          config,
          // In a private conversation nobody is told who the people are.
          likely: conversation.privacyMode === 'normal' ? await likely : { ...(await likely), names: [] },
          ...conversation,
          silentBecause:
            minute === 'ok'
              ? null
              : new VaError('VOICE_MINUTES_USED', {
                  message: say(minute === 'user' ? 'minutesUsed' : 'companyMinutesUsed'),
                }),
          onEnd,
        });
        sessions.set(session.id, session);
        companies.set(session.id, person.company.name);
        leases.set(session.id, lease);
        startTicking();
        deps.log.info('voice session started', { voice_session: session.id, conversation_id: session.conversationId });
        await session.start(link);
        return session;
      } catch (error) {
        await lease.release();
        throw error;
      }
    },
    resume(identity, { sessionId, lastSeq, lastAudio }, link) {
      const session = sessions.get(sessionId);
      if (session?.identity.user !== identity.user)
        throw new VaError('VOICE_PROTOCOL', { message: say('noSuchSession') });
      if (!session.resume(link, identity, lastSeq, lastAudio))
        throw new VaError('VOICE_PROTOCOL', { message: say('cannotGoOn') });
      return session;
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
      await opus.close();
    },
  };
}

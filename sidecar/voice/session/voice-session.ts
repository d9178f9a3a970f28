import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import type { VoiceConfig, VoiceRequest } from '@dartwing-va/contract/voice.ts';
import type { VaError } from '../../lib/va-error.ts';
import type { Identity, Person } from '../../people/person.ts';
import type { VoiceLink } from '../voice-link.ts';
import type { LikelyWords } from './likely-words.ts';

export type EndReason =
  | 'user_ended'
  | 'token_expired'
  | 'revoked'
  | 'max_duration'
  | 'disconnected'
  | 'replaced'
  | 'shutdown';

/** As GET /voice/sessions/{id} tells it. */
export interface SessionStatus {
  readonly sessionId: string;
  readonly conversationId: string;
  readonly status: 'active' | 'disconnected' | 'ended';
  readonly startedAt: number;
  readonly durationMs: number;
  readonly inputMs: number;
  readonly outputMs: number;
  readonly transcriptions: number;
}

/** One call of one person. It outlives its connection for a while, and any transport can carry it. */
export interface VoiceSession {
  readonly id: string;
  readonly conversationId: string;
  readonly identity: Identity;
  readonly isConnected: boolean;
  /** Begins: the first thing that is told is `session.started`. */
  start(link: VoiceLink): Promise<void>;
  /** False when too much was told since; the session stays as it is then. */
  resume(link: VoiceLink, identity: Identity, lastSeq: number, lastAudio: number | null): boolean;
  /** The connection is gone. */
  detach(link: VoiceLink): void;
  receive(request: VoiceRequest): void;
  frame(bytes: Uint8Array, sequence: number): void;
  /** Something that the client did wrong, and the session survives. */
  complain(error: VaError): void;
  tick(): void;
  end(reason: EndReason): void;
  status(): SessionStatus;
}

export interface SessionFacts {
  readonly id: string;
  readonly identity: Identity;
  readonly person: Person;
  readonly conversationId: string;
  readonly privacyMode: PrivacyMode;
  readonly config: VoiceConfig;
  readonly likely: LikelyWords;
  /** Number of the last event of the conversation that the client need not be told. */
  readonly lastSeq: number;
  /** Cards that wait there. */
  readonly cards: readonly ActionCard[];
  /** A turn that is being worked on. */
  readonly pendingTurn: string | null;
  /** Why there is no sound from the start; null when there is. */
  readonly silentBecause: VaError | null;
  /** `noted` resolves when nothing of it is left to be written: what was heard, how long it was. */
  readonly onEnd: (session: VoiceSession, noted: Promise<void>) => void;
}

import type { Consents } from '../consent/consent.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { People, Person } from '../people/person.ts';
import type { SignIn } from '../people/sign-in.ts';
import type { Stores } from '../stores/stores.ts';
import type { TurnEngine } from '../turn/turn-engine.ts';
import type { VoiceRooms } from './voice/voice-rooms.ts';

/** One dependency of the service, as `/health/ready` names it. */
export interface HealthPart {
  readonly name: string;
  /** True when turns cannot be answered without it. */
  readonly required: boolean;
  /** Rejects with a sentence for the operator when the part is down. */
  check(signal: AbortSignal): Promise<void>;
}

/** All that the gateway knows of the rest: it speaks protocols and nothing else. */
export interface GatewayDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stores: Pick<Stores, 'counters'>;
  readonly siteName: string;
  readonly people: People;
  readonly signIn: SignIn;
  readonly consents: Consents;
  readonly turns: TurnEngine;
  readonly voice: VoiceRooms;
  /** Ids of the agents that a person can really ask: switched on for him, and part of this release. */
  readonly agentsOf: (person: Person) => readonly string[];
  readonly health: readonly HealthPart[];
  readonly settings: GatewaySettings;
}

export interface GatewaySettings {
  readonly version: string;
  readonly publicUrl: string;
  /** Public URL of the Frappe site; the page links to it. */
  readonly siteUrl: string;
  /** Origins of pages that may talk to us, beside our own. */
  readonly allowedOrigins: readonly string[];
  /** Folder with the built page. */
  readonly assetsDir: string;
  /** Whether the page offers a form for user and password. */
  readonly passwordGrant: boolean;
  /** A proxy in front sets X-Forwarded-For; only then is it believed. */
  readonly trustProxy: boolean;
  /** Hits a minute of one user (auth: of one address and account) per category. */
  readonly limits: Readonly<Record<RateCategory, number>>;
  /** Hits a minute of all users of one company together. */
  readonly companyPerMinute: number;
  /** How long POST /messages waits for the answer before it says `processing`. */
  readonly messageWaitMs: number;
}
export type RateCategory = 'auth' | 'conversations' | 'actions' | 'default';

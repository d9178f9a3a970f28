import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import {
  type Connection,
  type Me,
  type PastConversation,
  type RequiredConsent,
  TransportError,
} from '../transport/transport.ts';

export type Stage = 'starting' | 'signed-out' | 'consent' | 'ready' | 'unavailable';

/** What came of a card, in words for the person. */
export interface CardNote {
  readonly text: string;
  readonly bad: boolean;
  /** Where the person himself can go on: a path of the company's site. */
  readonly href?: string;
}
export interface State {
  stage: Stage;
  me: Me | null;
  connection: Connection;
  conversationId: string | null;
  past: readonly PastConversation[];
  /** A stored conversation is on its way. */
  opening: boolean;
  /** What just went wrong, for the person. */
  problem: { message: string; retryable: boolean; code: string } | null;
  /** Asked before anything is said. */
  consents: readonly RequiredConsent[];
  /** Why the person has to sign in again. */
  notice: string | null;
  /** Action ids with a request under way. */
  busy: readonly string[];
  notes: Readonly<Record<string, CardNote>>;
  /** Spoken to screen readers once; `n` tells two equal sentences apart. */
  announcement: { text: string; n: number };
  ended: boolean;
}

export function startState(): State {
  return {
    stage: 'starting',
    me: null,
    connection: 'connecting',
    conversationId: null,
    past: [],
    opening: false,
    problem: null,
    consents: [],
    notice: null,
    busy: [],
    notes: {},
    announcement: { text: '', n: 0 },
    ended: false,
  };
}

/** A card as a screen reader hears it. */
export function inWords(card: ActionCard): string {
  return [card.title, ...card.lines.map((line) => `${line.label}: ${line.to}`), ...card.warnings].join('. ');
}

/** What went wrong, in words for the person; what was not foreseen goes to the console too. */
export function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  console.error(error);
  return new TransportError({
    code: 'INTERNAL_ERROR',
    message: 'Something went wrong on this page. Reload it, please.',
    retryable: true,
  });
}

import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { ActionCard, TurnEvent, TurnOrigin } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';
import type { ActionDesk } from '../actions/desk-types.ts';
import type { Identity, Person } from '../people/person.ts';

export type { ActionDesk, ActionDetails, ActionQuery, Confirmed } from '../actions/desk-types.ts';

/** Every way in makes this. */
export interface TurnRequest {
  readonly person: Person;
  /** The live session, when there is one; needed for a typed or spoken yes. Messages from the site have none. */
  readonly identity: Identity | null;
  readonly conversationId: string;
  readonly text: string;
  readonly clientMessageId: string | null;
  readonly origin: TurnOrigin;
  /** Set when the user's row exists already (bus ingress): its name is the turn id. */
  readonly existingTurnId?: string;
  /** The number that the existing row has; ours go on after it. */
  readonly existingTurnNumber?: number;
  /**
   * Somebody listens: hears each piece of the answer as it is written, sooner than the events. Work on it begins while the
   * message is still being stored; nothing is told, looked up, done or recorded before it is. When storing fails `accept` rejects,
   * and what was heard until then is void.
   */
  readonly onText?: (text: string, turnId: string) => void;
  /** The words must not decide about a card (a spoken yes that may not count): this is the answer, and the card stays in front. */
  readonly sayInstead?: string;
}

export interface Accepted {
  readonly conversationId: string;
  readonly turnId: string;
  /** The same client_message_id was accepted before: this is that turn. */
  readonly repeated: boolean;
}

export interface ConversationView {
  readonly conversationId: string;
  readonly employeeId: string;
  readonly status: 'active' | 'ended' | 'archived' | 'abandoned';
  readonly mode: 'text' | 'voice';
  readonly privacyMode: PrivacyMode;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
  readonly summary: string | null;
  /** The first words said in it, at most 140 characters; null when nothing was said yet. */
  readonly title: string | null;
  readonly topics: readonly string[];
  /** Exchanges (decisions.md 4), not messages. */
  readonly turnCount: number;
  readonly turns: readonly Exchange[];
  readonly actions: readonly ActionCard[];
  /** Number of the last event: a socket resumes from here. */
  readonly lastSeq: number;
}
export interface Exchange {
  readonly turnId: string;
  readonly userContent: string;
  readonly assistantContent: string | null;
  readonly status: 'pending' | 'answered' | 'failed';
  readonly at: number;
  readonly visuals: readonly Visual[];
  readonly citations: readonly Citation[];
}

/** The gateway's whole view of a conversation. All methods check that the conversation or action is the person's own: else *_NOT_FOUND. */
export interface TurnEngine {
  start(
    person: Person,
    options: {
      readonly mode: 'text' | 'voice';
      /** Null: what the person's assistant is set to. */
      readonly privacyMode: string | null;
      readonly platform: string;
      readonly context: Readonly<Record<string, unknown>>;
      /** Said next: words that would be refused keep the conversation from being started. */
      readonly firstMessage?: string;
    },
  ): Promise<{ readonly conversationId: string; readonly createdAt: number; readonly privacyMode: PrivacyMode }>;
  /** Promised once this resolves: the message is in the journal. @throws VaError VALIDATION_ERROR, CONVERSATION_NOT_FOUND, CONVERSATION_ENDED, RATE_LIMITED, STORAGE_FULL. */
  accept(request: TurnRequest): Promise<Accepted>;
  /**
   * Words that are still being spoken: what they will need is looked up ahead. Reads alone; nothing is told or recorded unless
   * a turn with these words follows within seconds. Never rejects.
   */
  foresee(person: Person, conversationId: string, text: string): Promise<void>;
  /** Resolves with the last event of the turn (`turn.done` or `error`). */
  outcome(conversationId: string, turnId: string, signal: AbortSignal): Promise<TurnOutcome>;
  cancelTurn(person: Person, conversationId: string, turnId: string): Promise<boolean>;
  view(person: Person, conversationId: string, options: { readonly turnsLimit: number }): Promise<ConversationView>;
  list(
    person: Person,
    query: ConversationQuery,
  ): Promise<{ readonly conversations: readonly ConversationView[]; readonly total: number }>;
  end(
    person: Person,
    conversationId: string,
    options: { readonly reason: string; readonly rating: number | null; readonly comment: string | null },
  ): Promise<ConversationView>;
  /** Replays after `afterSeq` (null: no longer kept, load the view), then live. */
  subscribe(
    person: Person,
    conversationId: string,
    afterSeq: number,
    listener: (event: TurnEvent) => void,
  ): Promise<{
    readonly replay: readonly TurnEvent[] | null;
    readonly unsubscribe: () => void;
    readonly privacyMode: PrivacyMode;
  }>;
  /**
   * What a person really heard of a spoken answer that is over: that, and no more, is what the conversation holds of it.
   * Null: all of it. @throws VaError CONVERSATION_NOT_FOUND.
   */
  heard(person: Person, conversationId: string, turnId: string, text: string | null): Promise<void>;
  actions: ActionDesk;
}
export interface ConversationQuery {
  readonly status: 'active' | 'ended' | 'archived' | null;
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly limit: number;
  readonly offset: number;
  readonly descending: boolean;
}
export interface TurnOutcome {
  readonly turnId: string;
  readonly text: string;
  readonly suggestions: readonly string[];
  readonly visuals: readonly Visual[];
  readonly citations: readonly Citation[];
  readonly actions: readonly ActionCard[];
  readonly error: Extract<TurnEvent, { type: 'error' }>['error'] | null;
}

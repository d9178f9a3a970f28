import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';

/** A failure with the words for the person; `retryable` decides whether a button is offered. */
export class TransportError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly meta: Readonly<Record<string, unknown>>;
  constructor(body: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
    readonly meta?: Readonly<Record<string, unknown>>;
  }) {
    super(body.message);
    this.name = 'TransportError';
    this.code = body.code;
    this.retryable = body.retryable;
    this.meta = body.meta ?? {};
  }
}

export interface RequiredConsent {
  readonly consent_type: string;
  readonly version: string;
  readonly text: string;
}
export interface Me {
  readonly user: string;
  readonly full_name: string;
  readonly assistant_name: string;
  readonly time_zone: string;
  readonly consents_required: readonly RequiredConsent[];
}
export interface PastConversation {
  readonly conversation_id: string;
  readonly created_at: string;
  readonly status: string;
  readonly summary: string | null;
  /** First words of the conversation, null when nothing was said yet. */
  readonly title: string | null;
  readonly turn_count: number;
}
export interface LoadedConversation {
  readonly conversation_id: string;
  readonly status: string;
  readonly last_seq: number;
  readonly turns: readonly {
    readonly turn_id: string;
    readonly user_content: string;
    readonly assistant_content: string | null;
    readonly status: string;
    readonly timestamp: string;
    /** Absent: nothing stood beside the words. */
    readonly visuals?: readonly Visual[];
    readonly citations?: readonly Citation[];
  }[];
  readonly actions: readonly ActionCard[];
}

export type Connection = 'connecting' | 'online' | 'offline';

export interface TransportEvents {
  onConnection(state: Connection): void;
  onEvent(event: TurnEvent): void;
  /** The live stream lost its thread: load the conversation again. */
  onReload(conversationId: string): void;
  /** The login is over. */
  onSignedOut(): void;
}

/** Where calls are taken, and the page's login for them. */
export interface VoiceDoor {
  /** ws:// or wss://, with the path. */
  readonly url: string;
  /** @throws TransportError UNAUTHORIZED when the person must sign in. */
  token(): Promise<string>;
  renew(): Promise<string>;
}

/** How the page reaches the assistant: straight to the sidecar, or through the company site's own bus. */
export interface Transport {
  readonly kind: 'sidecar' | 'site';
  /** Null where no call can be taken. */
  readonly voice: VoiceDoor | null;
  /** Opens the live connection before it is needed. */
  connect(): void;
  me(): Promise<Me>;
  consent(consents: readonly RequiredConsent[]): Promise<void>;
  /** Takes back what was agreed to before the first conversation; `me` or the next message asks for it again. */
  withdrawConsent(): Promise<void>;
  conversations(): Promise<readonly PastConversation[]>;
  load(conversationId: string): Promise<LoadedConversation>;
  /** Follows a conversation from `afterSeq`. */
  open(conversationId: string, afterSeq: number): Promise<void>;
  /** A new conversation that is followed from its start; null when the first message makes it. */
  begin(): Promise<string | null>;
  /** Stops following. */
  leave(conversationId: string): void;
  /** The same `clientMessageId` is taken once, however often it is sent. `conversationId` is null for a first message. */
  send(
    conversationId: string | null,
    text: string,
    clientMessageId: string,
  ): Promise<{ readonly turnId: string; readonly conversationId: string }>;
  /** Whether an answer under way can be stopped. */
  readonly stops: boolean;
  stop(conversationId: string, turnId: string): Promise<void>;
  confirm(card: ActionCard): Promise<{ readonly action: ActionCard; readonly message: string }>;
  cancel(card: ActionCard): Promise<ActionCard>;
  undo(card: ActionCard): Promise<{ readonly action: ActionCard; readonly message: string }>;
  signOut(): Promise<void>;
  close(): void;
}

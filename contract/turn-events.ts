import type { ErrorBody } from './errors.ts';
import type { Citation, Visual } from './visuals.ts';

/** Phases of 3.3; what a page shows as the assistant's state. */
export type TurnPhase = 'idle' | 'receiving' | 'processing' | 'awaiting_confirmation' | 'executing' | 'responding';

export type ActionStatus =
  | 'pending'
  | 'executing'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'rejected'
  | 'expired'
  | 'superseded'
  | 'reversed';

/** One line of a card: what changes. `from` is absent for a new value. All strings are ready to be shown. */
export interface CardLine {
  readonly label: string;
  readonly from?: string;
  readonly to: string;
}

/** What a person sees before saying yes, and afterwards. Rendered from the stored operations, never from model text. */
export interface ActionCard {
  readonly action_id: string;
  readonly conversation_id: string;
  readonly turn_id: string | null;
  /** Dotted agent.tool, such as `hr.submit_leave_request`. */
  readonly type: string;
  readonly status: ActionStatus;
  readonly title: string;
  readonly lines: readonly CardLine[];
  /** Sentences the person should weigh: over balance, what "next Friday" was taken to mean. */
  readonly warnings: readonly string[];
  readonly reversible: boolean;
  /** Why it cannot be undone, or what undoing does. */
  readonly reversible_note: string;
  /** ISO 8601 with offset, UTC. */
  readonly created_at: string;
  readonly expires_at: string;
  /** The digest the person confirms; the site refuses when the stored one differs. */
  readonly digest: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  /** Set on an undo record: the action it undid. */
  readonly reversal_of?: string;
  /** Set when a change made a new proposal of this one. */
  readonly replaced_by?: string;
  /** Actions that must be done before this one: it is refused until they are, and goes when one of them does not come to be. */
  readonly depends_on?: readonly string[];
}

/** A stretch of a turn, as every transport renders it. `seq` counts within the conversation, without gaps, from 1. */
export type TurnEvent = {
  readonly seq: number;
  readonly conversation_id: string;
  readonly turn_id: string;
  readonly at: number;
} & TurnEventBody;

export type TurnEventBody =
  | {
      readonly type: 'user.message';
      readonly text: string;
      readonly client_message_id: string | null;
      readonly origin: TurnOrigin;
    }
  | { readonly type: 'turn.state'; readonly phase: TurnPhase; readonly note?: string }
  | { readonly type: 'text.delta'; readonly text: string }
  | { readonly type: 'tool.started'; readonly call_id: string; readonly tool: string; readonly label: string }
  | {
      readonly type: 'tool.done';
      readonly call_id: string;
      readonly tool: string;
      readonly ok: boolean;
      readonly label: string;
    }
  | { readonly type: 'action.pending'; readonly action: ActionCard }
  | { readonly type: 'action.updated'; readonly action: ActionCard }
  | { readonly type: 'action.done'; readonly action: ActionCard }
  | ({ readonly type: 'citation' } & Citation)
  /** Something to look at beside the words; there may be several in a turn. */
  | { readonly type: 'visual'; readonly visual: Visual }
  | { readonly type: 'suggestion'; readonly suggestions: readonly string[] }
  | {
      readonly type: 'turn.done';
      readonly text: string;
      /** The same for the ear, when it differs: short, without markup, long lists shortened. */
      readonly spoken?: string;
      readonly actions: readonly string[];
      readonly latency_ms: number;
      readonly model: string;
    }
  | { readonly type: 'error'; readonly error: ErrorBody };

/** Where a message came from: set by the server, never by the client. */
export type TurnOrigin = 'api' | 'socket' | 'site' | 'voice';

export type EventType = TurnEventBody['type'];

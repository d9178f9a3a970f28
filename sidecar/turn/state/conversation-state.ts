import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { TurnEventBody, TurnOrigin } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';
import type { Focus } from '../../llm/model.ts';
import { rulesOf } from '../../privacy/modes.ts';

/** Exchanges kept at hand, written anew with each turn; a page that shows more reads them from the site. */
export const KEPT_EXCHANGES = 25;

/** Of so many of them what was shown beside the words is at hand too; for older ones the site has it. */
const KEPT_SHOWN = 5;

/** What stands beside the words of an answer. */
export interface Shown {
  readonly visuals: readonly Visual[];
  readonly citations: readonly Citation[];
}

export interface StoredExchange {
  readonly turnId: string;
  readonly userContent: string;
  readonly assistantContent: string | null;
  readonly status: 'pending' | 'answered' | 'failed';
  /** Epoch ms. */
  readonly at: number;
  readonly origin: TurnOrigin;
  readonly clientMessageId: string | null;
  readonly suggestions: readonly string[];
  readonly actions: readonly string[];
  /** What was heard of the spoken answer is noted: the site lets it be said once. */
  readonly heard?: true;
  /** Absent: nothing was. `stored`: it was, and the site's row has it. */
  readonly shown?: Shown | 'stored';
}

/** The card in front of the user: what a yes or no without more words is about. */
export interface Front {
  readonly actionIds: readonly string[];
  /** An action done before whose undo was offered: a yes undoes it. */
  readonly undo?: string;
  /** The answer named all of them and asked for one yes. */
  readonly review?: true;
  /** False once a turn went elsewhere: a late yes is asked back before it counts. */
  readonly fresh: boolean;
}

/** The last outcome, until its events are surely out: a process may die between its commit and its events. */
export interface LastOutcome {
  readonly turnId: string;
  /** Events of the log at the time of the commit. */
  readonly afterSeq: number;
  readonly events: readonly TurnEventBody[];
}

/** All that a conversation is while it is at hand; rebuilt from the site when it is not. Times in epoch ms. */
export interface ConversationState {
  readonly v: 1;
  readonly conversationId: string;
  readonly employeeId: string;
  readonly user: string;
  readonly status: 'active' | 'ended' | 'archived' | 'abandoned';
  readonly mode: 'text' | 'voice';
  /** Absent: normal. */
  readonly privacyMode?: PrivacyMode;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
  readonly summary: string | null;
  /** Exchanges there were when it was last summed up. */
  readonly summarised?: number;
  readonly topics: readonly string[];
  /** The last ones, oldest first. */
  readonly exchanges: readonly StoredExchange[];
  readonly exchangeCount: number;
  /** Number of the last row; each message is one (decisions.md 4). */
  readonly lastTurnNumber: number;
  readonly focus: Focus;
  readonly front: Front | null;
  readonly lastOutcome: LastOutcome | null;
}

export function newConversation(facts: {
  readonly conversationId: string;
  readonly employeeId: string;
  readonly user: string;
  readonly mode: 'text' | 'voice';
  readonly privacyMode?: PrivacyMode;
  readonly now: number;
}): ConversationState {
  return {
    v: 1,
    conversationId: facts.conversationId,
    employeeId: facts.employeeId,
    user: facts.user,
    status: 'active',
    mode: facts.mode,
    ...(facts.privacyMode === undefined ? {} : { privacyMode: facts.privacyMode }),
    createdAt: facts.now,
    updatedAt: facts.now,
    endedAt: null,
    summary: null,
    topics: [],
    exchanges: [],
    exchangeCount: 0,
    lastTurnNumber: 0,
    focus: {},
    front: null,
    lastOutcome: null,
  };
}

/** Whether the site's rows hold what is said in it. */
export function storesWords({ privacyMode = 'normal' }: Pick<ConversationState, 'privacyMode'>): boolean {
  return rulesOf(privacyMode).storesWords;
}

/** For what runs tools: whether what is said may be read outside only where it is masked. */
export function inside({ privacyMode = 'normal' }: Pick<ConversationState, 'privacyMode'>): {
  readonly keepInside?: true;
} {
  return rulesOf(privacyMode).outside === 'by-setting' ? {} : { keepInside: true };
}

/** Adds a message that waits for its answer. */
export function withExchange(
  state: ConversationState,
  exchange: StoredExchange,
  turnNumber: number,
): ConversationState {
  return {
    ...state,
    exchanges: [...state.exchanges, exchange].slice(-KEPT_EXCHANGES),
    exchangeCount: state.exchangeCount + 1,
    lastTurnNumber: Math.max(state.lastTurnNumber, turnNumber),
    updatedAt: exchange.at,
  };
}

/** Puts an outcome to its message. */
export function withOutcome(
  state: ConversationState,
  turnId: string,
  outcome: Pick<StoredExchange, 'assistantContent' | 'status' | 'suggestions' | 'actions' | 'shown'>,
  now: number,
): ConversationState {
  return {
    ...state,
    exchanges: state.exchanges.map((one, at) => {
      if (one.turnId === turnId) return { ...one, ...outcome };
      const old = at < state.exchanges.length - KEPT_SHOWN && one.shown !== undefined;
      return old ? { ...one, shown: 'stored' as const } : one;
    }),
    updatedAt: now,
  };
}

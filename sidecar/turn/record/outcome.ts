import type { TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import { auditRecord } from '../../audit/audit-record.ts';
import type { VaError } from '../../lib/va-error.ts';
import type { ModelCall } from '../../llm/usage.ts';
import type { Person } from '../../people/person.ts';
import { updateRow } from '../../records/writers.ts';
import type { AcceptedIndex } from '../accepted-index.ts';
import type { AcceptedTurn } from '../accepted-turn.ts';
import type { Act } from '../act/act.ts';
import type { EngineDeps } from '../deps.ts';
import type { TurnEvents } from '../events.ts';
import { type ConversationState, type Shown, storesWords, withOutcome } from '../state/conversation-state.ts';
import type { StateStore } from '../state/state-store.ts';
import { outcomeRows } from './rows.ts';

export interface Outcome {
  readonly turn: AcceptedTurn;
  readonly person: Person;
  readonly text: string;
  /** The text for the ear, when it differs. */
  readonly spoken?: string | null;
  readonly shown: Shown;
  /** Null when nothing came of it. */
  readonly act: Act | null;
  readonly error: VaError | null;
  /** Of this conversation, as they are now. */
  readonly actions: readonly StoredAction[];
  /** The phase in which the turn leaves the conversation. */
  readonly phase: 'idle' | 'awaiting_confirmation';
}

export interface Recorder {
  /**
   * Everything a turn leaves behind, in one commit: the accepted message out, rows into the outbox, state set. Then its
   * last events. False when somebody else had answered the turn already; nothing was stored then.
   */
  record(outcome: Outcome): Promise<boolean>;
}

export function createRecorder(
  deps: EngineDeps,
  parts: { readonly states: StateStore; readonly events: TurnEvents; readonly accepted: AcceptedIndex },
): Recorder {
  return {
    async record(given) {
      const { turn, person } = given;
      const outcome = { ...given, calls: deps.usage?.take(turn.turnId, turn.conversationId) ?? [] };
      const entry = await parts.accepted.entryOf(turn.turnId);
      const afterSeq = await parts.events.lastSeq(turn.conversationId);
      const events = lastEvents(deps, outcome);
      const stored = await parts.states.change(person, turn.conversationId, (state) => {
        const exchange = state.exchanges.find((one) => one.turnId === turn.turnId);
        const removeAccepted = entry === null ? [] : [entry];
        if (exchange && exchange.status !== 'pending') return { state: null, removeAccepted, result: false };
        const next = nextState(deps, state, outcome, { turnId: turn.turnId, afterSeq, events });
        return { state: next, removeAccepted, records: rowsOf(deps, next, outcome), result: true };
      });
      parts.accepted.forget(turn.turnId);
      if (stored) await parts.events.emit(turn.conversationId, turn.turnId, events);
      return stored;
    },
  };
}

function nextState(
  deps: EngineDeps,
  state: ConversationState,
  outcome: Outcome,
  lastOutcome: NonNullable<ConversationState['lastOutcome']>,
): ConversationState {
  const { act, turn } = outcome;
  const actions = actionsOf(outcome);
  const answered = withOutcome(
    { ...state, lastTurnNumber: state.lastTurnNumber + 1 },
    turn.turnId,
    {
      assistantContent: outcome.text,
      status: isFailure(outcome) ? 'failed' : 'answered',
      suggestions: suggestionsOf(act),
      actions,
      ...(isEmpty(outcome.shown) ? {} : { shown: outcome.shown }),
    },
    deps.clock.now(),
  );
  const topic = act?.agent;
  return {
    ...answered,
    focus: act?.focus ?? state.focus,
    front: act ? act.front : state.front,
    topics: topic && !state.topics.includes(topic) ? [...state.topics, topic].slice(-20) : state.topics,
    lastOutcome,
  };
}

/** What the turn touched, and what it proposed and ran at once. */
function actionsOf({ turn, act, actions }: Outcome): readonly string[] {
  const made = actions.filter((one) => one.turnId === turn.turnId && one.ordinal > 0 && one.reversalOf === null);
  return [...new Set([...made.map((one) => one.id), ...(act?.touched ?? [])])];
}

/** More than three are no help. */
function suggestionsOf(act: Act | null): readonly string[] {
  return [...new Set(act?.suggestions ?? [])].slice(0, 3);
}

function isEmpty({ visuals, citations }: Shown): boolean {
  return visuals.length + citations.length === 0;
}

/** A stopped turn is answered with what was said until then. */
function isFailure(outcome: Outcome): boolean {
  return outcome.error !== null && outcome.error.code !== 'CANCELLED';
}

function rowsOf(
  deps: EngineDeps,
  state: ConversationState,
  outcome: Outcome & { readonly calls: readonly ModelCall[] },
) {
  const { turn, person, act, error } = outcome;
  const now = deps.clock.now();
  const done = outcome.actions.filter((one) => one.status === 'completed' && one.reversalOf === null).length;
  const rows = [
    ...outcomeRows(
      {
        turnId: turn.turnId,
        conversationId: turn.conversationId,
        employeeId: turn.employeeId,
        turnNumber: state.lastTurnNumber,
        text: outcome.text,
        shown: outcome.shown,
        origin: turn.origin,
        at: now,
        latencyMs: now - turn.acceptedAt,
        model: act?.model ?? 'none',
        prompts: act?.prompts ?? null,
        agent: act?.agent ?? null,
        tools: act?.tools ?? [],
        tokens: act?.tokens ?? 0,
        calls: outcome.calls,
        errorCode: error?.code ?? null,
        interrupted: error?.code === 'CANCELLED',
        storesWords: storesWords(state),
      },
      deps.siteTime,
    ),
    updateRow('VA Conversation', turn.conversationId, {
      turn_count: state.exchangeCount,
      actions_taken: done,
      ...(storesWords(state) ? { topics: JSON.stringify(state.topics) } : {}),
    }),
    ...(act?.audit ?? []),
    ...fallbackRow(deps, outcome),
  ];
  if (isFailure(outcome)) {
    rows.push(
      auditRecord(deps.ids, {
        event: 'turn_failed',
        outcome: 'Failure',
        at: now,
        person,
        actor: 'System',
        action: 'turn',
        conversationId: turn.conversationId,
        turnId: turn.turnId,
        details: { code: error?.code ?? null },
      }),
    );
  }
  return rows;
}

const NO_FAILURE: ReadonlySet<string> = new Set(['answered', 'lost', 'stopped']);

/** Words of this employee went to more than one model: the trail names both (features.md F008). */
function fallbackRow(
  deps: EngineDeps,
  { turn, person, act, calls }: Outcome & { readonly calls: readonly ModelCall[] },
) {
  const failed = calls.filter((call) => !NO_FAILURE.has(call.outcome));
  const [first] = failed;
  if (first === undefined) return [];
  return [
    auditRecord(deps.ids, {
      event: 'model_fallback',
      outcome: act === null ? 'Failure' : 'Success',
      at: deps.clock.now(),
      person,
      actor: 'System',
      action: 'model',
      conversationId: turn.conversationId,
      turnId: turn.turnId,
      details: { from: first.model, why: first.outcome, failures: failed.length, to: act?.model ?? null },
    }),
  ];
}

function lastEvents(deps: EngineDeps, outcome: Outcome): readonly TurnEventBody[] {
  const { turn, act, error } = outcome;
  const state: TurnEventBody = { type: 'turn.state', phase: outcome.phase };
  if (error)
    return [
      state,
      {
        type: 'error',
        error: { ...error.toBody(turn.turnId), message: error.code === 'CANCELLED' ? error.message : outcome.text },
      },
    ];
  const suggestions = suggestionsOf(act);
  const actions = actionsOf(outcome);
  return [
    ...(suggestions.length > 0 ? [{ type: 'suggestion' as const, suggestions }] : []),
    state,
    {
      type: 'turn.done',
      text: outcome.text,
      ...(outcome.spoken === undefined || outcome.spoken === null ? {} : { spoken: outcome.spoken }),
      actions,
      latency_ms: Math.round(deps.clock.now() - turn.acceptedAt),
      model: act?.model ?? 'none',
    },
  ];
}

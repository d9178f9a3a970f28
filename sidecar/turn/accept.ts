import type { ActionBook } from '../actions/action-book.ts';
import { classifyReply } from '../language/replies.ts';
import { sha256Hex } from '../lib/canonical.ts';
import { VaError } from '../lib/va-error.ts';
import type { AcceptedTurn } from './accepted-turn.ts';
import type { EngineDeps } from './deps.ts';
import { questionRow } from './record/rows.ts';
import { say } from './sentences.ts';
import { type ConversationState, storesWords, withExchange } from './state/conversation-state.ts';
import type { StateStore } from './state/state-store.ts';
import type { Accepted, TurnRequest } from './turn-engine.ts';
import { readMessage } from './understand/message.ts';

/** How long a client_message_id is remembered, ms. */
const REMEMBER_MS = 86_400_000;

export interface Acceptance {
  readonly accepted: Accepted;
  /** Null when the message was accepted before. */
  readonly turn: AcceptedTurn | null;
  /** What the words look like: yes, change, other... */
  readonly kind: string;
}

/**
 * Takes a message: checks it and stores it with its rows and the state in one commit. Once this resolves, the answer is
 * promised.
 * @throws VaError VALIDATION_ERROR, CONSENT_REQUIRED, CONVERSATION_NOT_FOUND, CONVERSATION_ENDED, RATE_LIMITED, STORAGE_FULL.
 */
export async function accept(
  deps: EngineDeps,
  parts: {
    readonly states: StateStore;
    readonly book: ActionBook;
    readonly runner: string;
    /** The turn as it is about to be stored. */
    readonly onTaken?: (turn: AcceptedTurn) => void;
  },
  request: TurnRequest,
): Promise<Acceptance> {
  const text = readMessage(request.text);
  await deps.consents.demand(request.person);
  const kind = classifyReply(text).kind;
  const { person, conversationId, clientMessageId } = request;
  const idKey = clientMessageId === null ? null : deps.siteKey('message', conversationId, clientMessageId);
  return await parts.states.change<Acceptance>(person, conversationId, async (state) => {
    if (state.status !== 'active') throw new VaError('CONVERSATION_ENDED');
    const before = await earlier(deps, state, request, idKey, text);
    if (before !== null) {
      return {
        state: null,
        result: { accepted: { conversationId, turnId: before, repeated: true }, turn: null, kind },
      };
    }
    // What the site holds already is answered whatever its number.
    if (request.existingTurnId === undefined) demandRoom(deps, state);
    const turnId = request.existingTurnId ?? deps.ids.make('turn');
    const turn: AcceptedTurn = {
      v: 1,
      turnId,
      conversationId,
      user: person.user,
      employeeId: person.employee.id,
      text,
      clientMessageId,
      origin: request.origin,
      acceptedAt: deps.clock.now(),
      ...(request.sayInstead === undefined
        ? {
            bound: await boundCard(deps, parts.book, request, state, kind),
            ...(await boundReview(deps, parts.book, request, state)),
          }
        : { bound: null, sayInstead: request.sayInstead }),
      runner: parts.runner,
    };
    if (kind === 'other' && turn.bound === null && turn.review === undefined) parts.onTaken?.(turn);
    const facts = { turnNumber: state.lastTurnNumber + 1, at: turn.acceptedAt, storesWords: storesWords(state) };
    const row = questionRow({ ...turn, ...facts }, deps.siteTime);
    const isNew = request.existingTurnId === undefined;
    return {
      state: isNew ? added(state, turn) : adopted(state, turn, request.existingTurnNumber ?? 0),
      accept: [JSON.stringify(turn)],
      records: isNew ? [row] : [],
      set: [
        { key: acceptedKey(deps, turnId), value: '1', ttlMs: REMEMBER_MS },
        ...(idKey === null ? [] : [{ key: idKey, value: `${turnId} ${sha256Hex(text)}`, ttlMs: REMEMBER_MS }]),
      ],
      result: { accepted: { conversationId, turnId, repeated: false }, turn, kind },
    };
  });
}

/** Says that a turn was accepted, whoever asks and however often. */
function acceptedKey(deps: EngineDeps, turnId: string): string {
  return deps.siteKey('accepted', turnId);
}

async function earlier(
  deps: EngineDeps,
  state: ConversationState,
  request: TurnRequest,
  idKey: string | null,
  text: string,
): Promise<string | null> {
  const { existingTurnId, clientMessageId } = request;
  if (existingTurnId !== undefined) {
    const known = state.exchanges.find((one) => one.turnId === existingTurnId);
    if (known && known.status !== 'pending') return existingTurnId;
    return (await deps.stores.kv.get(acceptedKey(deps, existingTurnId))) === null ? null : existingTurnId;
  }
  if (idKey === null) return null;
  const kept = await deps.stores.kv.get(idKey);
  if (kept !== null) {
    const [turnId = '', words] = kept.split(' ');
    // An answer to other words must not pass for the answer to these.
    if (words !== undefined && words !== sha256Hex(text)) throw idTaken();
    return turnId;
  }
  return state.exchanges.find((one) => one.clientMessageId === clientMessageId)?.turnId ?? null;
}

function idTaken(): VaError {
  const message = say('idTaken');
  return new VaError('VALIDATION_ERROR', { message, details: [{ field: 'client_message_id', message }] });
}

function demandRoom(deps: EngineDeps, state: ConversationState): void {
  const waiting = state.exchanges.filter((one) => one.status === 'pending').length;
  if (waiting >= deps.settings.turn.waitingTurns) {
    throw new VaError('RATE_LIMITED', { message: say('tooManyWaiting'), meta: { limit: 'waiting' } });
  }
}

/** The one card that a yes or no can be about: in front of the user now, and open. */
async function boundCard(
  deps: EngineDeps,
  book: ActionBook,
  request: TurnRequest,
  state: ConversationState,
  kind: string,
): Promise<string | null> {
  if ((kind !== 'yes' && kind !== 'no' && kind !== 'stop') || !state.front?.fresh) return null;
  const actions = await book.ofConversation(request.person, request.conversationId);
  const open = actions.filter((one) => state.front?.actionIds.includes(one.id) && one.status === 'pending');
  // One whose time is over is bound too, so that the yes is told so.
  const [only, ...more] = open;
  return only && more.length === 0 && only.createdAt <= deps.clock.now() ? only.id : null;
}

/** The cards of a review in front of the user: words may pick among them. */
async function boundReview(
  deps: EngineDeps,
  book: ActionBook,
  request: TurnRequest,
  state: ConversationState,
): Promise<{ readonly review?: readonly string[] }> {
  if (!state.front?.fresh || !state.front.review) return {};
  const actions = await book.ofConversation(request.person, request.conversationId);
  const open = actions.filter((one) => state.front?.actionIds.includes(one.id) && one.status === 'pending');
  const now = deps.clock.now();
  return open.length > 1 && open.every((one) => one.createdAt <= now) ? { review: open.map((one) => one.id) } : {};
}

function added(state: ConversationState, turn: AcceptedTurn): ConversationState {
  return withExchange(
    state,
    {
      turnId: turn.turnId,
      userContent: turn.text,
      assistantContent: null,
      status: 'pending',
      at: turn.acceptedAt,
      origin: turn.origin,
      clientMessageId: turn.clientMessageId,
      suggestions: [],
      actions: [],
    },
    state.lastTurnNumber + 1,
  );
}

/** A row of the site: it may have come with a state that was just read from there. */
function adopted(state: ConversationState, turn: AcceptedTurn, turnNumber: number): ConversationState {
  const known = state.exchanges.some((one) => one.turnId === turn.turnId) ? state : added(state, turn);
  return { ...known, lastTurnNumber: Math.max(known.lastTurnNumber, turnNumber) };
}

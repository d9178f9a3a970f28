/**
 * The turn engine: every way in ends in `accept`, every way out reads the conversation's events. What it needs is
 * `EngineDeps` in deps.ts: site, stores, outbox, people, consents, clock, ids, site time, store keys, log, metrics,
 * settings (`turnSettings`, `actionSettings`), the agents' registry and the model.
 * app.ts calls `open` once the stores stand, hands every bus event to `handleBus`, and calls `close` at the end.
 */
import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import { createActionBook } from '../actions/action-book.ts';
import { createActionDesk, doneSentence } from '../actions/action-desk.ts';
import { refreshAction } from '../actions/refresh.ts';
import { createRunTool } from '../actions/run-tool.ts';
import { auditRecord } from '../audit/audit-record.ts';
import type { BusEvent } from '../frappe/site-client.ts';
import { asVaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import { demandPrivacyMode } from '../privacy/modes.ts';
import { accept } from './accept.ts';
import { createAcceptedIndex } from './accepted-index.ts';
import type { AcceptedTurn } from './accepted-turn.ts';
import { actionDepsOf, type EngineDeps } from './deps.ts';
import { endConversation } from './end.ts';
import { createTurnEvents } from './events.ts';
import { createExpiry } from './expiry.ts';
import { createForesight } from './foresee.ts';
import { createIngress } from './ingress.ts';
import { createLanes } from './lanes.ts';
import { createTurnMetrics } from './metrics.ts';
import { awaitOutcome, sendMissingEvents } from './outcome.ts';
import { recordHeard } from './record/heard-part.ts';
import { createRecorder } from './record/outcome.ts';
import { conversationRow } from './record/rows.ts';
import { createSummaries } from './record/summaries.ts';
import { createRecovery } from './recovery.ts';
import { createRunner } from './run.ts';
import { newConversation } from './state/conversation-state.ts';
import { createStateStore } from './state/state-store.ts';
import { follow } from './subscription.ts';
import type { Accepted, TurnEngine, TurnRequest } from './turn-engine.ts';
import { readMessage } from './understand/message.ts';
import { listConversations, viewConversation } from './views.ts';

export interface RunningTurnEngine extends TurnEngine {
  /** Takes up what a crash left, then looks after expiry and lost turns. The site may be away. */
  open(): Promise<void>;
  /** Stops within the turns' abort; unanswered messages stay accepted. */
  close(): Promise<void>;
  /** Turns of the site, actions confirmed elsewhere, reconcile after a reconnect. */
  handleBus(event: BusEvent): Promise<void>;
  /** Resolves when no turn runs or waits in this process. */
  idle(): Promise<void>;
  /** One round of what `open` does on its timers; for tests and jobs. */
  tick(): Promise<void>;
}

/** Who listens to a turn, and when it is stored. */
interface Listened {
  readonly onText?: TurnRequest['onText'];
  readonly ready?: Promise<void>;
}

export function createTurnEngine(deps: EngineDeps): RunningTurnEngine {
  const runner = deps.ids.make('lease');
  const events = createTurnEvents(deps);
  const states = createStateStore(deps);
  const actionDeps = actionDepsOf(deps, async (conversationId, turnId, bodies) => {
    await events.emit(conversationId, turnId, bodies);
    for (const body of bodies) {
      if (body.type === 'action.pending') await watch(body.action);
      if (body.type === 'action.done') foresight.forget(conversationId);
    }
  });
  const book = createActionBook(actionDeps);
  const desk = createActionDesk(actionDeps, book);
  const runTool = createRunTool(actionDeps, book, executeNow);
  const foresight = createForesight(deps, { states, book, runTool });
  const accepted = createAcceptedIndex(deps);
  const recorder = createRecorder(deps, { states, events, accepted });
  const metrics = createTurnMetrics(deps.metrics);
  const summaries = createSummaries(deps, { states, book });
  const run = createRunner(deps, { states, book, desk, runTool, events, recorder, metrics, summaries, foresight });
  const lanes = createLanes(deps);
  const expiry = createExpiry(actionDeps, book);
  const recovery = createRecovery(deps, {
    runner,
    states,
    events,
    accepted,
    isHere: lanes.has,
    again: (turn, person) => begin(turn, person, null, 'other', true),
  });
  const ingress = createIngress(deps, {
    states,
    events,
    accepted,
    accept: take,
    actionChanged: async (person, actionId) => {
      await refreshAction(actionDeps, book, person, actionId);
    },
  });
  const stopping = new AbortController();
  const timers: Promise<void>[] = [];

  /** A write that needs no card still runs as a confirmed action, with the live session as proof. */
  async function executeNow(person: Person, identity: Identity, actionId: string): Promise<string> {
    const options = { digest: null, modifications: null };
    await desk.confirm(person, identity, actionId, options);
    const action = await book.find(person, actionId);
    return action ? doneSentence(actionDeps, person, action) : '';
  }

  async function watch(card: ActionCard): Promise<void> {
    const state = await states.peek(card.conversation_id);
    if (!state) return;
    const { action_id: id, conversation_id: conversationId, expires_at } = card;
    expiry.watch({ id, conversationId, user: state.user, expiresAt: Date.parse(expires_at) });
  }

  function begin(
    turn: AcceptedTurn,
    person: Person,
    identity: Identity | null,
    kind: string,
    again: boolean,
    { stopped = false, onText, ready }: Listened & { readonly stopped?: boolean } = {},
  ): void {
    const listened = { ...(onText === undefined ? {} : { onText }), ...(ready === undefined ? {} : { ready }) };
    const given = { turn, person, identity, again, stopped, ...listened };
    const job = {
      turnId: turn.turnId,
      kind,
      run: async (signal: AbortSignal) => await run.run(given, cancellable(turn.turnId, signal)),
    };
    // A yes, a no and a stop never wait; but a yes to a card that is being changed right now means the changed one.
    const waiting = lanes.waiting(turn.conversationId);
    const urgent = stopped || (turn.bound !== null && !waiting.some((one) => one.kind === 'change'));
    if (urgent && waiting.length > 0 && !again) lanes.express(turn.conversationId, job);
    else lanes.enqueue(turn.conversationId, job);
  }

  /** A stop may arrive at another replica than the one that runs the turn. */
  function cancellable(turnId: string, signal: AbortSignal): AbortSignal {
    if (!deps.sharedStores) return signal;
    const poll = async () => {
      while (lanes.has(turnId) && !stopping.signal.aborted) {
        await deps.clock.sleep(1000, stopping.signal);
        if ((await deps.stores.kv.get(deps.siteKey('cancel', turnId))) !== null) lanes.cancel(turnId);
      }
    };
    poll().catch((error: unknown) => {
      if (!stopping.signal.aborted) deps.log.warn('a stop could not be looked for', { turn_id: turnId }, error);
    });
    return signal;
  }

  async function take(request: TurnRequest): Promise<Accepted> {
    const { onText } = request;
    const early = Promise.withResolvers<void>();
    // Nobody may be there to see it fail: `accept` says it too.
    early.promise.catch(() => undefined);
    let isBegun = false;
    const onTaken = (turn: AcceptedTurn) => {
      if (onText === undefined || lanes.waiting(turn.conversationId).length > 0) return;
      isBegun = true;
      begin(turn, request.person, request.identity, 'other', false, { onText, ready: early.promise });
    };
    const taken = await accept(deps, { states, book, runner, onTaken }, request).catch((error: unknown) => {
      early.reject(error);
      throw error;
    });
    const { accepted: result, turn, kind } = taken;
    if (!turn) return result;
    metrics.accepted();
    // Before the message is told, so that what is told comes after what was there.
    let stopped = false;
    if (kind === 'stop')
      for (const job of lanes.waiting(turn.conversationId)) stopped = lanes.cancel(job.turnId) || stopped;
    // Events keep their order however long each takes; the work need not wait for the telling.
    const told = tellAccepted(turn);
    early.resolve();
    if (!isBegun) begin(turn, request.person, request.identity, kind, false, { stopped, onText });
    await told;
    return result;
  }

  async function tellAccepted(turn: AcceptedTurn): Promise<void> {
    try {
      await events.emit(turn.conversationId, turn.turnId, [
        { type: 'user.message', text: turn.text, client_message_id: turn.clientMessageId, origin: turn.origin },
        { type: 'turn.state', phase: 'receiving' },
      ]);
    } catch (error) {
      // The answer is promised already; a page that reloads finds the message in the view.
      deps.log.error('a message could not be told', { turn_id: turn.turnId }, error);
    }
  }

  async function tick(): Promise<void> {
    await expiry.tick();
    await recovery.recover();
    if (ingress.behind) await ingress.reconcile();
  }

  function every(ms: number, what: string, work: () => Promise<unknown>): void {
    const loop = async () => {
      for (;;) {
        await deps.clock.sleep(ms, stopping.signal);
        try {
          await work();
        } catch (error) {
          deps.log.warn(`${what} did not work this time`, { code: asVaError(error).code }, error);
        }
      }
    };
    timers.push(
      loop().catch((error: unknown) => {
        if (!stopping.signal.aborted) deps.log.error(`${what} stopped`, {}, error);
      }),
    );
  }

  return {
    actions: desk,
    async start(person, { firstMessage, ...options }) {
      const privacyMode = demandPrivacyMode(options.privacyMode, person);
      if (firstMessage !== undefined) readMessage(firstMessage);
      await deps.consents.demand(person);
      const conversationId = deps.ids.make('conv');
      const now = deps.clock.now();
      const state = newConversation({
        conversationId,
        employeeId: person.employee.id,
        user: person.user,
        mode: options.mode,
        privacyMode,
        now,
      });
      const row = conversationRow({ conversationId, person, now, ...options, privacyMode }, deps.siteTime);
      const audit = {
        at: now,
        person,
        conversationId,
        actor: 'User',
        outcome: 'Success',
        action: privacyMode,
      } as const;
      const told = privacyMode === 'normal' ? [] : [auditRecord(deps.ids, { ...audit, event: 'privacy_mode_change' })];
      await states.create(state, [row, ...told], [book.begin(conversationId)]);
      return { conversationId, createdAt: now, privacyMode };
    },
    accept: take,
    foresee: foresight.foresee,
    async outcome(conversationId, turnId, signal) {
      return await awaitOutcome({ book, events, states }, conversationId, turnId, signal);
    },
    async cancelTurn(person, conversationId, turnId) {
      const state = await states.load(person, conversationId);
      const exchange = state.exchanges.find((one) => one.turnId === turnId);
      if (exchange?.status !== 'pending') return false;
      if (lanes.cancel(turnId)) return true;
      if (!deps.sharedStores) return false;
      await deps.stores.kv.set(deps.siteKey('cancel', turnId), '1', { ttlMs: 60_000 });
      return true;
    },
    async view(person, conversationId, { turnsLimit }) {
      return await viewConversation(deps, { states, book, events }, person, conversationId, turnsLimit);
    },
    list: (person, query) => listConversations(deps, person, query),
    async end(person, conversationId, options) {
      await states.load(person, conversationId);
      for (const job of lanes.waiting(conversationId)) lanes.cancel(job.turnId);
      await endConversation(deps, { states, book, desk }, person, conversationId, options);
      return await viewConversation(deps, { states, book, events }, person, conversationId, 50);
    },
    async subscribe(person, conversationId, afterSeq, listener) {
      const state = await states.load(person, conversationId);
      await sendMissingEvents(deps, events, state);
      const { privacyMode = 'normal' } = state;
      return { ...(await follow(events, conversationId, afterSeq, listener)), privacyMode };
    },
    heard: (person, conversationId, turnId, text) => recordHeard(states, person, conversationId, turnId, text),
    async open() {
      await recovery.beat();
      await recovery.recover();
      every(5000, 'the sign of life', () => recovery.beat());
      every(deps.settings.turn.expiryIntervalMs, 'closing expired proposals', () => expiry.tick());
      every(deps.settings.turn.sweepIntervalMs, 'looking for lost turns', tick);
      every(deps.settings.turn.sweepIntervalMs * 10, 'sweeping expired proposals', () => expiry.sweep());
    },
    async close() {
      stopping.abort();
      await lanes.close();
      await summaries.idle();
      await Promise.allSettled(timers);
    },
    handleBus: ingress.handle,
    async idle() {
      await lanes.idle();
      await summaries.idle();
    },
    tick,
  };
}

import type { ActionBook } from '../actions/action-book.ts';
import type { createActionDesk } from '../actions/action-desk.ts';
import type { RunTool } from '../actions/run-tool.ts';
import type { StoredAction } from '../actions/stored-action.ts';
import { classifyReply, type Reply } from '../language/replies.ts';
import { orAborted, withDeadline } from '../lib/async.ts';
import { withTrace } from '../lib/trace.ts';
import { asVaError, type VaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import type { AcceptedTurn } from './accepted-turn.ts';
import { type Act, type ActContext, act } from './act/act.ts';
import { recentMessages } from './act/history.ts';
import { chooseRoute, EVERYTHING } from './decide/choose-route.ts';
import { type Decision, decide } from './decide/decide.ts';
import { ownTools } from './decide/own-tools.ts';
import { createPlanner } from './decide/plan.ts';
import type { Route } from './decide/route.ts';
import { sayAbout } from './decide/say-about.ts';
import type { EngineDeps } from './deps.ts';
import type { TurnEvents } from './events.ts';
import type { Foresight } from './foresee.ts';
import { heard } from './heard.ts';
import { SHUTDOWN } from './lanes.ts';
import type { TurnMetrics } from './metrics.ts';
import type { Recorder } from './record/outcome.ts';
import type { Summaries } from './record/summaries.ts';
import { say } from './sentences.ts';
import { situationOf } from './situation.ts';
import { createSpeaker, type Speaker } from './speak/speaker.ts';
import { spokenOf } from './speak/spoken.ts';
import type { StateStore } from './state/state-store.ts';

/** One run of one turn. */
export interface TurnRun {
  readonly turn: AcceptedTurn;
  readonly person: Person;
  /** The live session, when the message came with one and this process still has it. */
  readonly identity: Identity | null;
  /** The turn runs again after a crash. */
  readonly again: boolean;
  /** Words that stopped a running turn need no further answer than that. */
  readonly stopped: boolean;
  /** Hears the answer as it is written. */
  readonly onText?: (text: string, turnId: string) => void;
  /** Rejects when the message could not be stored: then the run leaves nothing behind. Absent: it is stored. */
  readonly ready?: Promise<void>;
}

export interface Runner {
  /** Never rejects: an answer, a failure that is recorded, or (at a shutdown, a full disk) the message stays accepted. */
  run(run: TurnRun, signal: AbortSignal): Promise<void>;
}

export interface RunnerParts {
  readonly states: StateStore;
  readonly book: ActionBook;
  readonly desk: ReturnType<typeof createActionDesk>;
  readonly runTool: RunTool;
  readonly events: TurnEvents;
  readonly recorder: Recorder;
  readonly metrics: TurnMetrics;
  readonly summaries: Summaries;
  readonly foresight: Foresight;
}

/** Of the talk before, what a model sees that is only asked whom words are for. */
const ROUTE_MESSAGES = 4;

/** The life of a turn (design.md 3): understand, recall, decide, act, speak, record. The one place that knows them all. */
export function createRunner(deps: EngineDeps, parts: RunnerParts): Runner {
  const plan =
    deps.planner ??
    createPlanner((agent, tool) => {
      const known = deps.agents.tool(`${agent}.${tool}`);
      return known === null ? null : known.kind === 'write';
    });

  async function stages(given: TurnRun, speaker: Speaker, signal: AbortSignal): Promise<Act | null> {
    const { turn, person } = given;
    const state = await parts.states.load(person, turn.conversationId);
    const exchange = state.exchanges.find((one) => one.turnId === turn.turnId);
    // Another process answered it while it waited here.
    if (exchange && exchange.status !== 'pending') return null;
    if (given.again) await speaker.move('receiving', say('restarted'));
    // Told in its order; nobody waits for it.
    const moved = speaker.move('processing');
    moved.catch(() => undefined);
    const reply = classifyReply(turn.text);
    const actions = await recallActions(given, reply, signal);
    signal.throwIfAborted();
    const decision = given.stopped
      ? ({ kind: 'say', text: say('stopped'), front: null } as const)
      : turn.sayInstead !== undefined
        ? sayAbout(turn.sayInstead, state.front, actions)
        : decide({
            text: turn.text,
            reply,
            actions,
            front: state.front,
            bound: turn.bound,
            review: turn.review ?? [],
            plan: () => plan(turn.text, ownTools(deps.agents.guidesFor(person))),
            asked: state.focus.filling !== undefined,
            ...(state.focus.filling === undefined ? {} : { asking: state.focus.filling.tool }),
            now: deps.clock.now(),
          });
    const context = {
      deps,
      model: deps.model(person, state.privacyMode ?? 'normal'),
      desk: parts.desk,
      runTool: parts.runTool,
      turn,
      person,
      identity: given.identity,
      again: given.again,
      foreseen: given.again ? null : parts.foresight.take(person, turn.conversationId, turn.text),
      state,
      speaker,
      ready: given.ready ?? Promise.resolve(),
      signal,
    };
    const lastAgent = actions.at(-1)?.type.split('.')[0] ?? null;
    const { route, way } = await routed(context, decision, lastAgent);
    const done = await act({ ...context, route }, way);
    await moved;
    return done;
  }

  /** Which agents a model gets for the words; wishes that only a model could take apart become a plan like any other. */
  async function routed(
    context: Omit<ActContext, 'route'>,
    decision: Decision,
    lastAgent: string | null,
  ): Promise<{ readonly route: Route; readonly way: Decision }> {
    if (decision.kind !== 'converse') return { route: EVERYTHING, way: decision };
    const { model, person, turn, state, signal } = context;
    const { pending } = decision;
    const situation = situationOf({ person, now: deps.clock.now(), focus: state.focus, pending });
    const before = recentMessages(context).slice(-ROUTE_MESSAGES);
    const spoken = turn.origin === 'voice';
    const facts = { deps, model, person, text: turn.text, before, situation, spoken, lastAgent, signal };
    const route = await chooseRoute(facts);
    const isFree = pending === null && state.focus.filling === undefined;
    return { route, way: isFree && route.plan !== null ? { kind: 'plan', plan: route.plan } : decision };
  }

  /** Cards are needed to understand a yes; for anything else they are worth the recall budget and no more. */
  async function recallActions(given: TurnRun, reply: Reply, signal: AbortSignal): Promise<readonly StoredAction[]> {
    const loading = parts.book.ofConversation(given.person, given.turn.conversationId);
    if (reply.kind !== 'other' || given.turn.review !== undefined) return await loading;
    using budget = withDeadline(signal, deps.settings.turn.recallBudgetMs);
    try {
      return await orAborted(loading, budget.signal);
    } catch (error) {
      signal.throwIfAborted();
      parts.metrics.overrun('recall');
      deps.log.warn('a turn goes on without its cards', { code: asVaError(error).code }, error);
      return [];
    }
  }

  async function finish(given: TurnRun, speaker: Speaker, done: Act | null, error: VaError | null): Promise<boolean> {
    await given.ready;
    await speaker.flush();
    const actions = await parts.book.ofConversation(given.person, given.turn.conversationId).catch((cause: unknown) => {
      // What was said and done stands; the list is only for counting and for the phase.
      deps.log.warn('the actions of a turn could not be read', {}, cause);
      return [];
    });
    const waiting = actions.some((one) => one.status === 'pending' && deps.clock.now() < one.expiresAt);
    const text = error && error.code !== 'CANCELLED' ? heard(error) : speaker.text;
    const stored = await parts.recorder.record({
      turn: given.turn,
      person: given.person,
      text,
      spoken: spokenOf(text),
      shown: speaker.shown,
      act: done,
      error,
      actions,
      phase: waiting ? 'awaiting_confirmation' : 'idle',
    });
    if (stored) parts.summaries.consider(given.person, given.turn.conversationId);
    return stored;
  }

  /** Silence is told, work is not cut (decisions.md 18). */
  function watchSilence(turn: AcceptedTurn, speaker: Speaker, over: AbortSignal): void {
    deps.clock
      .sleep(turn.origin === 'voice' ? deps.settings.turn.voiceSilenceMs : deps.settings.turn.silenceMs, over)
      .then(async () => {
        if (speaker.text === '') await speaker.move(speaker.phase, say('stillWorking'));
      })
      .catch((error: unknown) => {
        if (!over.aborted) deps.log.error('the silence of a turn could not be told', {}, error);
      });
  }

  async function isStored(given: TurnRun): Promise<boolean> {
    return await (given.ready ?? Promise.resolve()).then(
      () => true,
      () => false,
    );
  }

  async function attempt(given: TurnRun, signal: AbortSignal): Promise<void> {
    const { turn } = given;
    const started = deps.clock.now();
    const speaker = createSpeaker({
      events: parts.events,
      conversationId: turn.conversationId,
      turnId: turn.turnId,
      log: deps.log,
      ...(given.onText === undefined ? {} : { onText: given.onText }),
      ...(given.ready === undefined ? {} : { ready: given.ready }),
    });
    const over = new AbortController();
    watchSilence(turn, speaker, over.signal);
    try {
      const done = await stages(given, speaker, signal);
      over.abort(null);
      if (done) await finish(given, speaker, done, null);
      parts.metrics.turn(done ? 'answered' : 'elsewhere', deps.clock.now() - started);
    } catch (thrown) {
      over.abort(null);
      await fail(given, speaker, signal.aborted ? signal.reason : thrown, started);
    }
  }

  async function fail(given: TurnRun, speaker: Speaker, thrown: unknown, started: number): Promise<void> {
    const error = asVaError(thrown);
    if (thrown === SHUTDOWN || !(await isStored(given))) return;
    const cancelled = error.code === 'CANCELLED';
    if (!cancelled) deps.log.error('a turn failed', { turn_id: given.turn.turnId, code: error.code }, thrown);
    parts.metrics.turn(cancelled ? 'cancelled' : 'failed', deps.clock.now() - started);
    try {
      await finish(given, speaker, null, error);
    } catch (again) {
      // Nothing could be stored: the message stays accepted, and a later run answers it. The page is told meanwhile.
      deps.log.error('the outcome of a turn could not be stored', { turn_id: given.turn.turnId }, again);
      await speaker.tell({ type: 'error', error: asVaError(again).toBody(given.turn.turnId) });
    }
  }

  return {
    async run(given, signal) {
      await withTrace({ turn_id: given.turn.turnId, conversation_id: given.turn.conversationId }, () =>
        attempt(given, signal),
      );
    },
  };
}

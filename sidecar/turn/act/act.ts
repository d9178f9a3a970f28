import type { ActionDesk } from '../../actions/desk-types.ts';
import type { RunTool, ToolRun } from '../../actions/run-tool.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import { runAgent } from '../../agents/loop.ts';
import { withDeadline } from '../../lib/async.ts';
import { isVaError, type VaError } from '../../lib/va-error.ts';
import type { Focus, ModelMessage } from '../../llm/model.ts';
import type { Identity, Person } from '../../people/person.ts';
import type { SiteRecord } from '../../records/record.ts';
import type { AcceptedTurn } from '../accepted-turn.ts';
import type { Decision } from '../decide/decide.ts';
import type { EngineDeps } from '../deps.ts';
import { say } from '../sentences.ts';
import type { Speaker } from '../speak/speaker.ts';
import type { ConversationState, Front } from '../state/conversation-state.ts';
import { shaperFor } from './shaping.ts';
import { situationOf, systemPrompt } from './system-prompt.ts';

/** What acting on a decision came to; the words went out through the speaker. */
export interface Act {
  readonly suggestions: readonly string[];
  /** Id of the model, or `rules` when none was asked. */
  readonly model: string;
  readonly agent: string | null;
  readonly tools: readonly string[];
  readonly tokens: number;
  /** Null: as it was. */
  readonly focus: Focus | null;
  readonly front: Front | null;
  /** Actions that this turn made, ran, closed or put in front; what the answer shows beside its words. */
  readonly touched: readonly string[];
  readonly audit: readonly SiteRecord[];
}

export interface ActContext {
  readonly deps: EngineDeps;
  readonly desk: ActionDesk;
  readonly runTool: RunTool;
  readonly turn: AcceptedTurn;
  readonly person: Person;
  readonly identity: Identity | null;
  readonly again: boolean;
  readonly state: ConversationState;
  readonly speaker: Speaker;
  readonly signal: AbortSignal;
}

const PLAIN: Omit<Act, 'front'> = {
  suggestions: [],
  model: 'rules',
  agent: null,
  tools: [],
  tokens: 0,
  focus: null,
  touched: [],
  audit: [],
};

export async function act(context: ActContext, decision: Decision): Promise<Act> {
  switch (decision.kind) {
    case 'say':
      await context.speaker.say(decision.text);
      return {
        ...PLAIN,
        front: frontOf(decision.front) ?? passedBy(context.state.front),
        touched: decision.front === null ? [] : [decision.front.id],
      };
    case 'confirm':
      return await confirm(context, decision.action);
    case 'reject':
      await context.desk.cancel(context.person, decision.action.id, null, 'rejected');
      await context.speaker.say(say('cancelled'));
      return { ...PLAIN, focus: {}, front: null, touched: [decision.action.id] };
    case 'undo':
      return await undo(context, decision.actionId);
    case 'converse':
      return await converse(context, decision);
  }
}

/** A typed or spoken yes. A refusal is an answer, not a failure of the turn. */
async function confirm(context: ActContext, action: StoredAction): Promise<Act> {
  const { desk, person, identity, speaker } = context;
  if (!identity) {
    // A run after a crash, or words that came without a live session: what was done before is still told.
    const { card } = await desk.get(person, action.id);
    if (card.status === 'pending' || card.status === 'executing') {
      await speaker.say(say(hadSession(context) ? 'yesAgain' : 'confirmOnPage'));
      return { ...PLAIN, front: frontOf(action), touched: [action.id] };
    }
  }
  try {
    // The desk tells that it executes, for a button as for words, and only when it does.
    const options = { digest: action.digest, modifications: null };
    const done = await desk.confirm(person, identity ?? NO_SESSION, action.id, options);
    await speaker.say(
      done.kind === 'executed' ? done.message : say('changedMeanwhile', { title: done.replacement.card.title }),
    );
    return { ...PLAIN, focus: {}, front: null, touched: [action.id] };
  } catch (error) {
    const refusal = spoken(error);
    await speaker.say(refusal.message);
    const open = (await desk.get(person, action.id)).card.status === 'pending';
    return { ...PLAIN, front: open ? frontOf(action) : null, touched: [action.id] };
  }
}

/** Whether the words came with a live session that a crash took away: they only have to be said again. */
function hadSession({ turn }: ActContext): boolean {
  return turn.origin !== 'site';
}

/** Reaches the site only for an action that is closed already, which needs no proof to be told of. */
const NO_SESSION: Identity = { user: '', sessionId: '', epoch: -1, expiresAt: 0, accessToken: '' };

async function undo(context: ActContext, actionId: string): Promise<Act> {
  const { desk, person, identity, speaker } = context;
  if (!identity) {
    await speaker.say(say(hadSession(context) ? 'undoAgain' : 'confirmOnPage'));
    return { ...PLAIN, front: null };
  }
  await speaker.move('executing');
  try {
    const undone = await desk.reverse(person, identity, actionId, null);
    await speaker.say(undone.message);
    return { ...PLAIN, focus: {}, front: null, touched: [actionId, undone.reversalId] };
  } catch (error) {
    const refusal = spoken(error);
    await speaker.say(refusal.message);
    // The offer to ask the approver stands on a card of its own: a yes is a yes to that.
    const offer = refusal.meta['offer_action_id'];
    if (typeof offer !== 'string') return { ...PLAIN, front: null, touched: [actionId] };
    return { ...PLAIN, front: { actionIds: [offer], fresh: true }, touched: [offer] };
  }
}

/** Our own errors carry a sentence for the person; anything else is a failure of the turn. */
function spoken(error: unknown): VaError {
  if (isVaError(error) && error.code !== 'INTERNAL_ERROR' && error.code !== 'STORAGE_FULL') return error;
  throw error;
}

async function converse(context: ActContext, decision: Extract<Decision, { kind: 'converse' }>): Promise<Act> {
  const { deps, turn, person, speaker, state } = context;
  const audit: SiteRecord[] = [];
  const called: string[] = [];
  const situation = situationOf({ person, now: deps.clock.now(), focus: state.focus, pending: decision.pending });
  using deadline = withDeadline(context.signal, deps.settings.turn.agentTimeoutMs);
  const run: ToolRun = {
    person,
    identity: context.identity,
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    userText: turn.text,
    signal: deadline.signal,
    again: context.again,
    proposals: 0,
    undoOffered: null,
    audit: (record) => audit.push(record),
    ...(decision.changing === null
      ? {}
      : { previous: { actionId: decision.changing.id, parameters: decision.changing.parameters } }),
  };
  const shaper = shaperFor(person, situation, () => run.proposals > 0);
  const model = deps.model(person);
  const agents = deps.agents.agentsFor(person);
  const result = await runAgent({
    model,
    system: systemPrompt(person, agents, situation),
    messages: messagesOf(state, turn, deps.settings.turn.historyTurns),
    tools: deps.agents.toolsFor(person),
    situation,
    callTool: async (type, args) => {
      called.push(type);
      return await context.runTool.callTool(type, args, run);
    },
    emit: async (event) => {
      if (event.type === 'text.delta') await speaker.say(shaper.push(event.text));
      // Suggestions stand beside the whole answer, which the outcome tells.
      else if (event.type !== 'suggestion') {
        await speaker.say(shaper.flush());
        await speaker.tell(event);
      }
    },
    signal: deadline.signal,
    budgetMs: deps.settings.turn.agentTimeoutMs,
  });
  await speaker.say(shaper.flush());
  const proposed = result.pending;
  if (speaker.text.trim() === '') await speaker.say(await wordsFor(context, proposed));
  return {
    suggestions: result.suggestions,
    model: model.id,
    agent: called[0]?.split('.')[0] ?? null,
    tokens: result.usage.inputTokens + result.usage.outputTokens,
    focus: result.focus,
    front: frontAfter(proposed, run.undoOffered, state.front),
    touched: proposed,
    audit,
    tools: called,
  };
}

/** An agent that said nothing: the card speaks for itself, its title is ours. */
async function wordsFor(context: ActContext, proposed: readonly string[]): Promise<string> {
  const [only, ...more] = proposed;
  if (only === undefined) return say('noAnswer');
  if (more.length > 0) return say('readyMany', { count: proposed.length });
  return say('ready', { title: (await context.desk.get(context.person, only)).card.title });
}

function messagesOf(state: ConversationState, turn: AcceptedTurn, most: number): readonly ModelMessage[] {
  const before = state.exchanges.filter((one) => one.turnId !== turn.turnId && one.status === 'answered').slice(-most);
  const messages: ModelMessage[] = [];
  for (const one of most === 0 ? [] : before) {
    messages.push({ role: 'user', text: one.userContent });
    if (one.assistantContent) messages.push({ role: 'assistant', text: one.assistantContent, calls: [] });
  }
  messages.push({ role: 'user', text: turn.text });
  return messages;
}

function frontAfter(proposed: readonly string[], undoOffered: string | null, before: Front | null): Front | null {
  if (proposed.length > 0) return { actionIds: proposed, fresh: true };
  if (undoOffered !== null) return { actionIds: [], undo: undoOffered, fresh: true };
  return passedBy(before);
}
function frontOf(action: StoredAction | null): Front | null {
  return action === null ? null : { actionIds: [action.id], fresh: true };
}
/** The talk went elsewhere: a later yes is asked back first. */
function passedBy(front: Front | null): Front | null {
  return front === null ? null : { ...front, fresh: false };
}

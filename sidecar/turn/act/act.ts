import type { ActionDesk } from '../../actions/desk-types.ts';
import type { RunTool } from '../../actions/run-tool.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import type { Focus } from '../../llm/model.ts';
import type { Identity, Person } from '../../people/person.ts';
import type { SiteRecord } from '../../records/record.ts';
import type { AcceptedTurn } from '../accepted-turn.ts';
import type { Decision } from '../decide/decide.ts';
import type { EngineDeps } from '../deps.ts';
import { say } from '../sentences.ts';
import type { Speaker } from '../speak/speaker.ts';
import type { ConversationState, Front } from '../state/conversation-state.ts';
import { askAgent } from './ask-agent.ts';
import { carryOut } from './carry-out.ts';
import { frontAfter, frontOf, passedBy } from './front.ts';
import { recentMessages } from './history.ts';
import { hadSession, NO_SESSION, PLAIN, spoken } from './plain.ts';
import { carryOutReview, reviewOf, reviewSentence } from './review.ts';
import { shaperFor } from './shaping.ts';
import { situationOf } from './system-prompt.ts';
import { undo } from './undo.ts';

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

export async function act(context: ActContext, decision: Decision): Promise<Act> {
  switch (decision.kind) {
    case 'say':
      await context.speaker.say(decision.text);
      return {
        ...PLAIN,
        front: decision.review ? reviewOf(decision.review) : (frontOf(decision.front) ?? passedBy(context.state.front)),
        touched: (decision.review ?? (decision.front === null ? [] : [decision.front])).map((one) => one.id),
      };
    case 'confirm':
      return await confirm(context, decision.action);
    case 'reject':
      await context.desk.cancel(context.person, decision.action.id, null, 'rejected');
      await context.speaker.say(say('cancelled'));
      return { ...PLAIN, focus: {}, front: null, touched: [decision.action.id] };
    case 'undo':
      return await undo(context, decision.actionId);
    case 'review':
      return await carryOutReview(context, decision);
    case 'plan':
      return await carryOut(context, decision.plan);
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
    // What was talked of stays: "move it to 4" comes after the yes too.
    const { mentions } = context.state.focus;
    return { ...PLAIN, focus: mentions === undefined ? {} : { mentions }, front: null, touched: [action.id] };
  } catch (error) {
    const refusal = spoken(error);
    await speaker.say(refusal.message);
    const open = (await desk.get(person, action.id)).card.status === 'pending';
    return { ...PLAIN, front: open ? frontOf(action) : null, touched: [action.id] };
  }
}

async function converse(context: ActContext, decision: Extract<Decision, { kind: 'converse' }>): Promise<Act> {
  const { deps, turn, person, speaker, state } = context;
  const { pending, changing } = decision;
  const situation = situationOf({ person, now: deps.clock.now(), focus: state.focus, pending });
  let hasPrepared = false;
  const shaper = shaperFor(person, situation, () => hasPrepared, { spoken: turn.origin === 'voice' });
  const answer = await askAgent(context, {
    text: turn.text,
    before: recentMessages(context),
    situation,
    proposals: 0,
    ...(changing === null ? {} : { previous: { actionId: changing.id, parameters: changing.parameters } }),
    signal: context.signal,
    emit: async (event, prepared) => {
      hasPrepared = prepared;
      if (event.type === 'text.delta') await speaker.say(shaper.push(event.text));
      // Suggestions stand beside the whole answer, which the outcome tells.
      else if (event.type !== 'suggestion') {
        await speaker.say(shaper.flush());
        await speaker.tell(event);
      }
    },
  });
  await speaker.say(shaper.flush());
  const { result, called, undoOffered } = answer;
  const proposed = result.pending;
  const review = proposed.length > 1 ? await reviewSentence(context, proposed) : null;
  // Several cards are named by us, whatever the model said: a yes to all of them needs that.
  if (review !== null) await speaker.say(speaker.text === '' ? review : ` ${review}`);
  if (speaker.text.trim() === '') await speaker.say(await wordsFor(context, proposed));
  return {
    suggestions: review === null ? result.suggestions : [],
    model: answer.model.id,
    agent: called[0]?.split('.')[0] ?? null,
    tokens: result.usage.inputTokens + result.usage.outputTokens,
    focus: result.focus,
    front: frontAfter(proposed, undoOffered, state.front, review !== null),
    touched: proposed,
    audit: answer.audit,
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

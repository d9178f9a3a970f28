import type { ActionDesk, Confirmed } from '../../actions/desk-types.ts';
import type { Foreseen, RunTool } from '../../actions/run-tool.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import type { Focus, Model } from '../../llm/model.ts';
import type { Identity, Person } from '../../people/person.ts';
import type { SiteRecord } from '../../records/record.ts';
import type { AcceptedTurn } from '../accepted-turn.ts';
import type { Decision } from '../decide/decide.ts';
import type { Route } from '../decide/route.ts';
import type { EngineDeps } from '../deps.ts';
import { PROMPT_VERSION } from '../prompt-version.ts';
import { say } from '../sentences.ts';
import { situationOf } from '../situation.ts';
import type { Speaker } from '../speak/speaker.ts';
import type { ConversationState, Front } from '../state/conversation-state.ts';
import { asideOf } from './aside.ts';
import { askAgent } from './ask-agent.ts';
import { carryOut } from './carry-out.ts';
import { frontAfter, frontOf, passedBy } from './front.ts';
import { recentMessages } from './history.ts';
import { ownWords, wordsFor } from './own-words.ts';
import { hadSession, NO_SESSION, PLAIN, spoken, tellRefusal } from './plain.ts';
import { carryOutReview, reviewOf, reviewSentence } from './review.ts';
import { shaperFor } from './shaping.ts';
import { undo } from './undo.ts';

/** What acting on a decision came to; the words went out through the speaker. */
export interface Act {
  readonly suggestions: readonly string[];
  /** Id of the model, or `rules` when none was asked. */
  readonly model: string;
  /** Version of the prompts it was given; absent: none. */
  readonly prompts?: string;
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
  /** Answers in this turn. */
  readonly model: Model;
  /** Which agents it gets. */
  readonly route: Route;
  readonly desk: ActionDesk;
  readonly runTool: RunTool;
  readonly turn: AcceptedTurn;
  readonly person: Person;
  readonly identity: Identity | null;
  readonly again: boolean;
  /** What was looked up while the words were being spoken. */
  readonly foreseen: Foreseen | null;
  readonly state: ConversationState;
  readonly speaker: Speaker;
  /** Fulfilled once the message is stored: nothing is looked up or changed for one that may be lost. */
  readonly ready: Promise<void>;
  readonly signal: AbortSignal;
}

export async function act(context: ActContext, decision: Decision): Promise<Act> {
  switch (decision.kind) {
    case 'say':
      await context.speaker.say(decision.text);
      return {
        ...PLAIN,
        front:
          decision.undo !== undefined
            ? frontAfter([], decision.undo, null)
            : decision.review
              ? reviewOf(decision.review)
              : (frontOf(decision.front) ?? passedBy(context.state.front)),
        touched: (decision.review ?? (decision.front === null ? [] : [decision.front])).map((one) => one.id),
      };
    case 'confirm':
      return await confirm(context, decision.action);
    case 'reject':
      await context.desk.cancel(context.person, decision.action.id, null, 'rejected');
      await context.speaker.say(say('cancelled'));
      return { ...PLAIN, focus: talkedOf(context.state.focus), front: null, touched: [decision.action.id] };
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
    const mentions = mentionsAfter(done, context.state.focus);
    return { ...PLAIN, focus: mentions.length === 0 ? {} : { mentions }, front: null, touched: [action.id] };
  } catch (error) {
    const refusal = spoken(error);
    await tellRefusal(context, refusal);
    const open = (await desk.get(person, action.id)).card.status === 'pending';
    return { ...PLAIN, front: open ? frontOf(action) : null, touched: [action.id] };
  }
}

/** Nothing is asked any more, but what was talked of stays: "and what do they owe us?" */
function talkedOf({ mentions }: Focus): Focus {
  return mentions === undefined ? {} : { mentions };
}

/** What was made or changed comes first, for "assign it to Tom". */
function mentionsAfter(done: Confirmed, { mentions = [] }: Focus): NonNullable<Focus['mentions']> {
  if (done.kind !== 'executed') return mentions;
  const { result, lines } = done.action.card;
  const documents: unknown[] = Array.isArray(result?.['documents']) ? result['documents'] : [];
  const made = documents.flatMap((one) => {
    const { doctype, name } = (one ?? {}) as { readonly doctype?: unknown; readonly name?: unknown };
    const known = typeof doctype === 'string' && typeof name === 'string' && TALKED_OF.has(doctype);
    return known ? [{ kind: 'document' as const, doctype, name, label: lines[0]?.to ?? name }] : [];
  });
  // The to-do of a task only puts it on a list.
  const [first] = made.some(({ doctype }) => doctype === 'Task')
    ? made.filter(({ doctype }) => doctype === 'Task')
    : made;
  if (first === undefined) return mentions;
  // Other tasks that were listed are not what "it" means now.
  const others = mentions.filter(
    ({ doctype }) => doctype !== first.doctype && !(LISTED.has(doctype ?? '') && LISTED.has(first.doctype)),
  );
  return [first, ...others].slice(0, 10);
}
const LISTED = new Set(['Task', 'ToDo']);
const TALKED_OF = new Set(['Task', 'ToDo', 'Opportunity', 'Event', 'Leave Application', 'Expense Claim']);

async function converse(context: ActContext, decision: Extract<Decision, { kind: 'converse' }>): Promise<Act> {
  const { deps, turn, person, speaker, state } = context;
  const { pending, changing } = decision;
  const passed = state.front?.fresh !== true;
  const situation = situationOf({ person, now: deps.clock.now(), focus: state.focus, pending, passed });
  let hasPrepared = false;
  const shaper = shaperFor(person, situation, () => hasPrepared, { spoken: turn.origin === 'voice' });
  const answer = await askAgent(context, {
    text: turn.text,
    agents: context.route.agents,
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
  const { result, called, undoOffered, unasked } = answer;
  const proposed = result.pending.filter((id) => !unasked.includes(id));
  const review = proposed.length > 1 ? await reviewSentence(context, proposed) : null;
  const last = review ?? (await ownWords(context, answer));
  if (last !== null) await speaker.say(speaker.text === '' || /\s$/u.test(speaker.text) ? last : ` ${last}`);
  if (speaker.text.trim() === '') await speaker.say(await wordsFor(context, proposed));
  const aside = await asideOf(context, unasked);
  if (aside !== '') await speaker.say(` ${aside}`);
  return {
    suggestions: review === null ? answer.suggestions : [],
    model: answer.model,
    ...(answer.checked ? { prompts: PROMPT_VERSION } : {}),
    agent: called[0]?.split('.')[0] ?? null,
    tokens: context.route.tokens + result.usage.inputTokens + result.usage.outputTokens,
    focus: answer.focus,
    front: frontAfter(proposed, undoOffered, state.front, review !== null),
    touched: result.pending,
    audit: answer.audit,
    tools: called,
  };
}

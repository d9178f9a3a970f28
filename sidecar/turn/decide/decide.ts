import type { StoredAction } from '../../actions/stored-action.ts';
import type { Reply } from '../../language/replies.ts';
import { MAX_NAMED, say } from '../sentences.ts';
import type { Front } from '../state/conversation-state.ts';
import { asksAboutCard, asksWhatWasDone, maySpeakOfCard, takesBack } from './about-card.ts';
import type { Plan } from './plan.ts';
import { selectionOf } from './selection.ts';

/** What a turn is going to do. */
export type Decision =
  | { readonly kind: 'confirm'; readonly action: StoredAction }
  | { readonly kind: 'reject'; readonly action: StoredAction }
  | { readonly kind: 'undo'; readonly actionId: string }
  /** A sentence of ours; `front` is the card it puts in front of the user again. */
  | {
      readonly kind: 'say';
      readonly text: string;
      readonly front: StoredAction | null;
      /** What a yes to the sentence takes back. */
      readonly undo?: string;
      /** Several cards that the sentence names and asks one yes for. */
      readonly review?: readonly StoredAction[];
    }
  /** What was picked of the cards of a review; `rest` goes on waiting, `undo` was part of a yes to all. */
  | {
      readonly kind: 'review';
      readonly confirm: readonly StoredAction[];
      readonly reject: readonly StoredAction[];
      readonly rest: readonly StoredAction[];
      readonly undo: string | null;
    }
  /** Several wishes in one breath. */
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** An agent answers; `changing` is the card that the words want different. */
  | { readonly kind: 'converse'; readonly pending: StoredAction | null; readonly changing: StoredAction | null };

export interface Circumstances {
  readonly text: string;
  readonly reply: Reply;
  /** Of this conversation, oldest first. */
  readonly actions: readonly StoredAction[];
  readonly front: Front | null;
  /** The card that was in front of the user when the message was accepted: a yes or no counts for that one alone. */
  readonly bound: string | null;
  /** The cards that the last answer asked one yes for, when the message was accepted; they bind as `bound` does. */
  readonly review?: readonly string[];
  /** What the words ask for, when that is several things; looked at only if it can matter. */
  readonly plan?: () => Plan | null;
  /** An agent waits for a fact: a plain yes or no answers its question. */
  readonly asked: boolean;
  /** The tool for which that fact is asked. */
  readonly asking?: string;
  readonly now: number;
}

/**
 * Confirmation lives outside the model (design.md 3): a yes is matched on the words, bound to one stored card, and
 * anything unclear asks again (decisions.md 7).
 */
export function decide(given: Circumstances): Decision {
  const decision = onReview(given) ?? onWords(given);
  if (decision.kind !== 'converse') return decision;
  const plan = given.plan?.() ?? null;
  if (plan === null) return decision;
  // An answer may be long and hold two facts of what was asked; whole wishes of several other kinds are no answer.
  if (
    given.asked &&
    (plan.steps.length < 2 ||
      new Set(plan.steps.map(({ tool }) => tool)).size < plan.steps.length ||
      plan.steps.some(({ tool }) => tool === given.asking))
  )
    return decision;
  // "Make it Friday and tell Marcus" is about the card; two whole wishes of other kinds are not.
  const { changing } = decision;
  const aboutCard = changing !== null && plan.steps.some((step) => `${step.agent}.${step.tool}` === changing.type);
  return aboutCard ? decision : { kind: 'plan', plan };
}

function onReview(given: Circumstances): Decision | null {
  const ids = given.review ?? [];
  const cards = ids.flatMap((id) => given.actions.filter((one) => one.id === id && one.status === 'pending'));
  // One of them was replaced or closed meanwhile: what was said was said to others.
  if (ids.length < 2 || cards.length !== ids.length) return null;
  const picked = selectionOf(given.text, given.reply, cards);
  if (picked === null) return null;
  const rest = cards.filter((one) => !picked.confirm.includes(one) && !picked.reject.includes(one));
  const undo = picked.confirm.length === cards.length ? (given.front?.undo ?? null) : null;
  return { kind: 'review', ...picked, rest, undo };
}

function onWords(given: Circumstances): Decision {
  const pending = given.actions.filter((one) => one.status === 'pending' && given.now < one.expiresAt);
  const shown = pending.filter((one) => given.front?.actionIds.includes(one.id));
  const fresh = given.front?.fresh ? shown : [];
  const card = fresh.length === 1 ? (fresh[0] ?? null) : null;
  switch (given.reply.kind) {
    case 'yes':
      return onYes(given, pending, fresh);
    case 'no':
    case 'stop':
      return onNo(given, pending, fresh);
    case 'undo':
      return onUndo(given, card, pending);
    case 'unsure':
      if (card && given.reply.mixed) return { kind: 'say', text: say('doYouMean', { title: card.title }), front: card };
      if (card) return { kind: 'say', text: unsure(card, given.now), front: card };
      return fresh.length > 1 ? { ...whichOnes(fresh), text: say('unsureMany') } : converse(fresh);
    case 'question':
      if (asksWhatWasDone(given.text)) return { kind: 'say', text: doneSoFar(given), front: card };
      return card && asksAboutCard(given.text)
        ? { kind: 'say', text: explain(card), front: card }
        : about(fresh.length > 0 ? fresh : shown, given.text);
    case 'change': {
      if (card && given.reply.rest === undefined) return { kind: 'say', text: say('whatElse'), front: card };
      const done = doneAlready(given, pending);
      if (done !== null) return { kind: 'say', text: done, front: null };
      // Also one that was talked past: what changes it makes a new card, which asks for its own yes.
      const meant = card ?? (shown.length === 1 ? (shown[0] ?? null) : null);
      return { kind: 'converse', pending: meant, changing: meant };
    }
    default:
      if (asksWhatWasDone(given.text)) return { kind: 'say', text: doneSoFar(given), front: card };
      return card && asksAboutCard(given.text)
        ? { kind: 'say', text: explain(card), front: card }
        : about(fresh.length > 0 ? fresh : maySpeakOfCard(given.text) ? shown : [], given.text);
  }
}

function converse(cards: readonly StoredAction[]): Decision {
  const card = cards.length === 1 ? (cards[0] ?? null) : null;
  return { kind: 'converse', pending: card, changing: null };
}

/** "Can I also take Monday?" asks for a change of the card; "how much have I left?" does not. */
function about(cards: readonly StoredAction[], text: string): Decision {
  const card = cards.length === 1 ? (cards[0] ?? null) : null;
  return { kind: 'converse', pending: card, changing: card && maySpeakOfCard(text) ? card : null };
}

function onYes(given: Circumstances, pending: readonly StoredAction[], fresh: readonly StoredAction[]): Decision {
  if (given.bound !== null) {
    const bound = given.actions.find((one) => one.id === given.bound);
    // Also a closed one: the desk says in one place what became of it (done before, expired, cancelled).
    if (bound && bound.status !== 'superseded') return { kind: 'confirm', action: bound };
    const next = bound && pending.find((one) => one.id === bound.replacedBy);
    if (next) return { kind: 'say', text: say('changedMeanwhile', { title: next.title }), front: next };
  }
  if (given.front?.fresh && given.front.undo !== undefined) return { kind: 'undo', actionId: given.front.undo };
  if (fresh.length > 1) return whichOnes(fresh);
  if (given.asked) return converse(fresh);
  // A card that came after the words, or one that was talked past: not what this yes was said to.
  const only = fresh[0] ?? (pending.length === 1 ? pending[0] : undefined);
  if (only) return { kind: 'say', text: say('doYouMean', { title: only.title }), front: only };
  if (pending.length > 1) return whichOnes(pending);
  const last = given.actions.at(-1);
  const lapsed = last && given.front?.actionIds.includes(last.id) && last.status !== 'superseded' ? last : null;
  return lapsed ? { kind: 'confirm', action: lapsed } : { kind: 'converse', pending: null, changing: null };
}

function onNo(given: Circumstances, pending: readonly StoredAction[], fresh: readonly StoredAction[]): Decision {
  const bound = given.bound === null ? undefined : given.actions.find((one) => one.id === given.bound);
  if (bound?.status === 'pending') return { kind: 'reject', action: bound };
  if (given.front?.fresh && given.front.undo !== undefined) return { kind: 'say', text: say('kept'), front: null };
  if (fresh.length > 1) return whichOnes(fresh);
  // A no takes nothing away that a second no would not: the card in front goes even if it came after the words.
  // So does the only one that waits when it was talked past: nothing else can be meant.
  const card = fresh[0] ?? (pending.length === 1 && !given.asked ? pending[0] : undefined);
  if (card) return { kind: 'reject', action: card };
  if (given.reply.kind === 'stop') return { kind: 'say', text: say('nothingToStop'), front: null };
  return { kind: 'converse', pending: null, changing: null };
}

function onUndo(given: Circumstances, card: StoredAction | null, pending: readonly StoredAction[]): Decision {
  const executed = given.actions
    .filter((one) => one.reversalOf === null && (one.status === 'completed' || one.status === 'reversed'))
    .toSorted((a, b) => (a.executedAt ?? 0) - (b.executedAt ?? 0));
  const last = executed.at(-1);
  // With a card newer than anything done, "undo that" is about the card.
  if (card && (last?.executedAt ?? 0) < card.createdAt) return { kind: 'reject', action: card };
  const standing = executed.filter((one) => one.status === 'completed');
  // Each has its own way back, so each is asked for.
  if (given.reply.all && standing.length > 1)
    return { kind: 'say', text: say('undoEach', { title: last?.title ?? '' }), front: null };
  // Nothing was done yet: what only waits is all that can be meant.
  const [waiting, ...more] = pending;
  if (last === undefined && waiting !== undefined && more.length === 0) return { kind: 'reject', action: waiting };
  if (last === undefined) return { kind: 'say', text: say('nothingToUndo'), front: null };
  // A second "undo that" reaches for the one before, which the words do not name: so it is asked for.
  const before = standing.at(-1);
  if (last.status === 'reversed' && before !== undefined)
    return {
      kind: 'say',
      text: say('undoBefore', { done: last.title, title: before.title }),
      front: null,
      undo: before.id,
    };
  return { kind: 'undo', actionId: last.id };
}

/** "Nope, I meant the week after", when the yes has been carried out. */
function doneAlready({ text, actions, front }: Circumstances, pending: readonly StoredAction[]): string | null {
  const last = actions.findLast((one) => one.reversalOf === null && one.status === 'completed');
  if (last === undefined || pending.length > 0 || front !== null || !takesBack(text)) return null;
  return say('doneAlready', { title: last.title });
}

/** What stands of this conversation's changes, newest last, and what waits. */
function doneSoFar({ actions, now }: Circumstances): string {
  const titles = (list: readonly StoredAction[]) => list.map(({ title }) => title).slice(-MAX_NAMED);
  const done = actions.filter((one) => one.reversalOf === null && one.status === 'completed');
  const waiting = actions.filter((one) => one.status === 'pending' && now < one.expiresAt);
  return say('doneSoFar', { done: titles(done), waiting: titles(waiting) });
}

/** Several wait: they are named and asked for together, as far as anybody keeps them in mind. */
function whichOnes(cards: readonly StoredAction[]): Extract<Decision, { readonly kind: 'say' }> {
  const text = say('whichOne', { titles: cards.map((one) => one.title) });
  return { kind: 'say', text, front: null, ...(cards.length > MAX_NAMED ? {} : { review: cards }) };
}

function unsure(card: StoredAction, now: number): string {
  return say('unsure', { title: card.title, minutes: Math.floor((card.expiresAt - now) / 60_000) });
}

function explain(card: StoredAction): string {
  const lines = card.lines.map(({ label, from, to }) =>
    from === undefined ? `${label}: ${to}.` : `${label}: ${to} instead of ${from}.`,
  );
  return say('explain', {
    title: card.title,
    lines: lines.join(' '),
    warnings: card.warnings.join(' '),
    undo: card.reversibleNote,
  });
}

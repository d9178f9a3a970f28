import { ownRequestLink } from '../../actions/own-request.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import type { VaError } from '../../lib/va-error.ts';
import { MAX_NAMED, say } from '../sentences.ts';
import type { Act, ActContext } from './act.ts';
import { hadSession, NO_SESSION, PLAIN, spoken } from './plain.ts';
import { undoQuietly } from './undo.ts';

/** "Two things to confirm: ... Shall I do both?" Null when there are too many to name. */
export async function reviewSentence(context: ActContext, actionIds: readonly string[]): Promise<string | null> {
  if (actionIds.length > MAX_NAMED) return null;
  const cards = await Promise.all(actionIds.map(async (id) => (await context.desk.get(context.person, id)).card));
  const titles = cards.map(({ title, warnings }) => [title, ...warnings].join('. ').replace(/\.$/u, ''));
  return say('review', { titles });
}

/** Does what was picked of several cards, in order: each with its own proof, digest and audit row. */
export async function carryOutReview(
  context: ActContext,
  picked: {
    readonly confirm: readonly StoredAction[];
    readonly reject: readonly StoredAction[];
    readonly undo: string | null;
    /** Those that go on waiting. */
    readonly rest: readonly StoredAction[];
  },
): Promise<Act> {
  const { desk, person, identity, speaker } = context;
  const all = [...picked.reject, ...picked.confirm, ...picked.rest];
  const touched = [...(picked.undo === null ? [] : [picked.undo]), ...all.map((one) => one.id)];
  if (!identity && picked.confirm.length > 0 && (await anyOpen(context, picked.confirm))) {
    await speaker.say(say(hadSession(context) ? 'yesAgain' : 'confirmOnPage'));
    return { ...PLAIN, front: reviewOf(all), touched };
  }
  const words: string[] = [];
  for (const action of picked.reject) await desk.cancel(person, action.id, null, 'rejected');
  if (picked.undo !== null) words.push(await undoQuietly(context, picked.undo));
  const open: StoredAction[] = [];
  for (const action of picked.confirm) {
    const current = (await desk.get(person, action.id)).card;
    if (current.status === 'cancelled') {
      words.push(say('reviewLeft', { title: action.title }));
      continue;
    }
    const done = await confirmOne(context, action, identity ?? NO_SESSION);
    words.push(done.words);
    if (done.open) open.push(action);
  }
  const dropped = picked.reject.map((one) => one.title);
  if (picked.confirm.length === 0 && picked.rest.length === 0)
    words.push(say('cancelledAll', { count: dropped.length }));
  else if (dropped.length > 0) words.push(say('reviewDropped', { titles: dropped }));
  const rest = [...open, ...(await stillOpen(context, picked.rest))];
  if (rest.length > 0 && open.length === 0) words.push(say('reviewRest', { titles: rest.map((one) => one.title) }));
  await speaker.say(words.join(' '));
  return { ...PLAIN, focus: {}, front: rest.length === 0 ? null : reviewOf(rest), touched };
}

/** Cards that an answer named together. */
export function reviewOf(actions: readonly StoredAction[]): Act['front'] {
  const actionIds = actions.map((one) => one.id);
  return { actionIds, fresh: true, ...(actionIds.length > 1 ? { review: true as const } : {}) };
}

async function confirmOne(
  { desk, person, speaker }: ActContext,
  action: StoredAction,
  identity: typeof NO_SESSION,
): Promise<{ readonly words: string; readonly open: boolean }> {
  try {
    const done = await desk.confirm(person, identity, action.id, { digest: action.digest, modifications: null });
    if (done.kind === 'executed') return { words: done.message, open: false };
    return { words: say('changedMeanwhile', { title: done.replacement.card.title }), open: false };
  } catch (error) {
    const refusal: VaError = spoken(error);
    const link = ownRequestLink(refusal);
    if (link !== null) await speaker.tell({ type: 'citation', ...link, title: `${link.title}: ${action.title}` });
    const open = (await desk.get(person, action.id)).card.status === 'pending';
    return { words: say('reviewFailed', { title: action.title, reason: refusal.message }), open };
  }
}

async function anyOpen({ desk, person }: ActContext, actions: readonly StoredAction[]): Promise<boolean> {
  for (const action of actions) {
    const { status } = (await desk.get(person, action.id)).card;
    if (status === 'pending' || status === 'executing') return true;
  }
  return false;
}

async function stillOpen(
  { desk, person }: ActContext,
  actions: readonly StoredAction[],
): Promise<readonly StoredAction[]> {
  const open: StoredAction[] = [];
  for (const action of actions) {
    if ((await desk.get(person, action.id)).card.status === 'pending') open.push(action);
  }
  return open;
}

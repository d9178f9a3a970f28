import { say } from '../sentences.ts';
import type { Act, ActContext } from './act.ts';
import { hadSession, PLAIN, spoken, tellRefusal } from './plain.ts';

/** Takes an action back on a typed or spoken wish. */
export async function undo(context: ActContext, actionId: string): Promise<Act> {
  const { desk, person, identity, speaker } = context;
  if (!identity) {
    await speaker.say(say(hadSession(context) ? 'undoAgain' : 'confirmOnPage'));
    return { ...PLAIN, front: null };
  }
  await speaker.move('executing');
  try {
    const undone = await desk.reverse(person, identity, actionId, null);
    await speaker.say(undone.message);
    const { mentions } = context.state.focus;
    return {
      ...PLAIN,
      focus: mentions === undefined ? {} : { mentions },
      front: null,
      touched: [actionId, undone.reversalId],
    };
  } catch (error) {
    const refusal = spoken(error);
    await tellRefusal(context, refusal);
    // The offer to ask the approver stands on a card of its own: a yes is a yes to that.
    const offer = refusal.meta['offer_action_id'];
    if (typeof offer !== 'string') return { ...PLAIN, front: null, touched: [actionId] };
    return { ...PLAIN, front: { actionIds: [offer], fresh: true }, touched: [offer] };
  }
}

/** The same as one of several things; what it came to, in words. */
export async function undoQuietly({ desk, person, identity }: ActContext, actionId: string): Promise<string> {
  if (!identity) return say('undoAgain');
  try {
    return (await desk.reverse(person, identity, actionId, null)).message;
  } catch (error) {
    return spoken(error).message;
  }
}

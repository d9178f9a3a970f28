import { say } from '../sentences.ts';
import type { ActContext } from './act.ts';
import type { AgentAnswer } from './ask-agent.ts';

/**
 * What we say ourselves behind a model's words, so that they end true: one card is named by its own title, and a yes can
 * mean that alone; a deed that was told and not done is taken back. Null: nothing is to be added.
 */
export async function ownWords(
  context: ActContext,
  { result, lastOutcome, checked, claimed, undoOffered, unasked }: AgentAnswer,
): Promise<string | null> {
  const asked = result.pending.filter((id) => !unasked.includes(id));
  if (!checked || asked.length > 1) return null;
  if (asked.length === 1) return await wordsFor(context, asked);
  if (unasked.length > 0) return null;
  if (undoOffered !== null && lastOutcome?.kind === 'undo_offer') return lastOutcome.sentence;
  return claimed ? say('nothingDone') : null;
}

/** An agent that said nothing: the card speaks for itself, its title is ours. */
export async function wordsFor(context: ActContext, proposed: readonly string[]): Promise<string> {
  const [only, ...more] = proposed;
  if (only === undefined) return say('noAnswer');
  if (more.length > 0) return say('readyMany', { count: proposed.length });
  return say('ready', { title: (await context.desk.get(context.person, only)).card.title });
}

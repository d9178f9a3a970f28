import { say } from '../sentences.ts';
import type { ActContext } from './act.ts';

/** Tells of cards that nobody asked for: they wait like any other, and a bare yes is not for them. */
export async function asideOf({ desk, person }: ActContext, actionIds: readonly string[]): Promise<string> {
  if (actionIds.length === 0) return '';
  const titles = await Promise.all(actionIds.map(async (id) => (await desk.get(person, id)).card.title));
  return say('preparedUnasked', { titles });
}

/** Names of the colleagues whose logins stand on customers and deals. */
import type { ToolContext } from '../../actions/tool.ts';
import { readDirectory } from '../find-person.ts';
import { inSight } from './site-answers.ts';

/** So many look-ups at most: of more owners the logins have to do. */
const MOST = 5;

/** Login -> name, for others than the person himself. */
export async function ownersOf(
  users: readonly string[],
  { reads, person }: Pick<ToolContext, 'reads' | 'person'>,
): Promise<ReadonlyMap<string, string>> {
  const others = [...new Set(users)].filter((user) => user !== '' && user !== person.user);
  const names = new Map(others.map((user) => [user, user]));
  for (const user of others.slice(0, MOST)) {
    const found = await inSight(() => readDirectory(reads, user, { limit: 2 }));
    const one = found?.find((each) => each.user === user);
    if (one !== undefined) names.set(user, one.employee_name);
  }
  return names;
}

/** Names of the people who decide on claims, by their logins; whom the directory does not show keeps his login. */
import type { ToolContext } from '../../actions/tool.ts';
import { readDirectory } from '../find-person.ts';
import { isOutOfSight } from '../site-answer.ts';

export async function namesOf(
  users: readonly (string | null)[],
  context: Pick<ToolContext, 'reads'>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(users.filter((user) => user !== null))].slice(0, 5);
  const found = await Promise.all(wanted.map((user) => nameOf(user, context)));
  return new Map(found.filter((pair) => pair !== null));
}

async function nameOf(user: string, context: Pick<ToolContext, 'reads'>): Promise<readonly [string, string] | null> {
  try {
    const people = await readDirectory(context.reads, user, { limit: 5 });
    const found = people.find((person) => person.user?.toLowerCase() === user.toLowerCase());
    return found === undefined ? null : [user, found.employee_name];
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

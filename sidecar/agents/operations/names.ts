/** How colleagues are called whose logins stand in documents. */
import type { EmployeeReads } from '../../actions/tool.ts';
import { readDirectory } from '../find-person.ts';

/** Full names by login, of people in the user's own company; others have none here. */
export async function namesOf(reads: EmployeeReads, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(users)];
  if (wanted.length === 0) return new Map();
  const found =
    wanted.length > 3
      ? await readDirectory(reads, '', { limit: 100 })
      : (await Promise.all(wanted.map((user) => readDirectory(reads, user, { limit: 1 })))).flat();
  return new Map(found.flatMap((person) => (person.user ? [[person.user, person.employee_name] as const] : [])));
}

/** What a person hears who may not see customers and deals, and who could help him. */
import type { Refusal, ToolContext } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { readDirectory } from '../find-person.ts';
import { say } from './sentences.ts';
import { inSight } from './site-answers.ts';

const MOST_NAMES = 2;

/** `what` completes "You have no access to ...". */
export async function noAccess(
  what: 'deals' | 'leads' | 'customers',
  context: Pick<ToolContext, 'reads' | 'person'>,
): Promise<Refusal> {
  const found = (await inSight(() => readDirectory(context.reads, 'sales', { limit: 10 }))) ?? [];
  const sellers = found.filter(
    ({ employee, department, designation }) =>
      employee !== context.person.employee.id && /\bsales\b/iu.test(`${department ?? ''} ${designation ?? ''}`),
  );
  const names = sellers
    .slice(0, MOST_NAMES)
    .map(({ employee_name: name, designation }) => (designation ? `${name} (${designation})` : name));
  const sentence =
    names.length === 0
      ? say('noAccessNobody', { what: say(what) })
      : say('noAccess', { what: say(what), who: formatList(names, 'or') });
  return { kind: 'refusal', code: 'FORBIDDEN', sentence };
}

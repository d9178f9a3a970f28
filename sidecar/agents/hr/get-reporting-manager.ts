import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { findPerson, readDirectory } from '../find-person.ts';
import { colleague } from './search-employee-directory.ts';
import { say } from './sentences.ts';

const schema = z.object({
  employee_id: z.string().min(1).max(140).optional().describe('Name or id of a colleague. Leave out for the user.'),
});
type Args = z.infer<typeof schema>;

export const getReportingManager: ReadTool<Args> = {
  kind: 'read',
  name: 'get_reporting_manager',
  agent: 'hr',
  label: 'Looking up the manager',
  description: 'Says whom the user, or a colleague of the same company, reports to.',
  schema,
  doctypes: ['Employee'],
  async run(args, context) {
    const whose = await findPerson(args.employee_id ?? context.person.employee.id, context, {
      slot: 'employee_id',
      nobody: say('nobodyThere'),
    });
    if ('answer' in whose) return whose.answer;
    const { person } = whose;
    const [manager] = person.reports_to ? await readDirectory(context.reads, person.reports_to) : [];
    return {
      kind: 'data',
      data: {
        own: person.employee === context.person.employee.id,
        employee_name: person.employee_name,
        // A manager of another company is not told of.
        manager: manager === undefined ? null : colleague(manager),
      },
    };
  },
};

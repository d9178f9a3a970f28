import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { findPerson, readReports } from '../find-person.ts';
import { colleague } from './search-employee-directory.ts';
import { say } from './sentences.ts';

const schema = z.object({
  employee_id: z.string().min(1).max(140).optional().describe('Name or id of a colleague. Leave out for the user.'),
});
type Args = z.infer<typeof schema>;

export const getDirectReports: ReadTool<Args> = {
  kind: 'read',
  name: 'get_direct_reports',
  agent: 'hr',
  label: 'Looking up the team',
  description: 'Lists who reports to the user, or to a colleague of the same company.',
  schema,
  doctypes: ['Employee'],
  async run(args, context) {
    const whose = await findPerson(args.employee_id ?? context.person.employee.id, context, {
      slot: 'employee_id',
      nobody: say('nobodyThere'),
    });
    if ('answer' in whose) return whose.answer;
    const reports = await readReports(context.reads, whose.person.employee);
    return {
      kind: 'data',
      data: {
        own: whose.person.employee === context.person.employee.id,
        employee_name: whose.person.employee_name,
        people: reports.map((person) => colleague(person)),
      },
    };
  },
};

import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { type DirectoryPerson, findPerson } from '../find-person.ts';
import { say } from './sentences.ts';

const schema = z.object({
  employee_id: z.string().min(1).max(140).optional().describe('Name or id of a colleague. Leave out for the user.'),
});
type Args = z.infer<typeof schema>;

/** A tool that tells something of the user or of one colleague; `tell` gives what it found, beside whose it is. */
export function colleagueTool(
  tool: { readonly name: string; readonly label: string; readonly description: string },
  tell: (person: DirectoryPerson, context: ToolContext) => Promise<Readonly<Record<string, unknown>>>,
): ReadTool<Args> {
  return {
    kind: 'read',
    agent: 'hr',
    schema,
    doctypes: ['Employee'],
    ...tool,
    async run(args, context) {
      const own = context.person.employee.id;
      const slot = { slot: 'employee_id', nobody: say('nobodyThere') };
      const whose = await findPerson(args.employee_id ?? own, context, slot);
      if ('answer' in whose) return whose.answer;
      const { person } = whose;
      const told = await tell(person, context);
      return { kind: 'data', data: { own: person.employee === own, employee_name: person.employee_name, ...told } };
    },
  };
}

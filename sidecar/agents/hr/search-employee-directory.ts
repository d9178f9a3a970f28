import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { type DirectoryPerson, readDirectory } from '../find-person.ts';

const LIMIT = 25;

const schema = z.object({
  query: z.string().min(1).max(140).describe('Name, function or department, as the user said it.'),
  department: z.string().min(1).max(140).optional(),
  // The document's default is true; contact data goes out only when somebody asked for it (features.md F084).
  include_contact: z
    .boolean()
    .default(false)
    .describe('True only when the user asks for an e-mail address or a phone number.'),
});
type Args = z.infer<typeof schema>;

/** A colleague as answers show him; contact data is there only when it was asked for. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly designation: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
}

export const searchEmployeeDirectory: ReadTool<Args> = {
  kind: 'read',
  name: 'search_employee_directory',
  agent: 'hr',
  label: 'Looking in the directory',
  description:
    "Finds colleagues of the user's own company by name, function or department: who they are, what they do, whom they report to. Contact data only on request.",
  schema,
  doctypes: ['Employee'],
  async run(args, context) {
    const options = { contact: args.include_contact, limit: LIMIT + 1 };
    const asked = await readDirectory(context.reads, args.query, options);
    // "Sams number": people leave the apostrophe out.
    const bare = /^.{2,}[^s]s$/iu.test(args.query.trim()) ? args.query.trim().slice(0, -1) : null;
    const found = asked.length === 0 && bare !== null ? await readDirectory(context.reads, bare, options) : asked;
    const wanted = args.department?.toLowerCase() ?? '';
    const people = found.filter((person) => (person.department ?? '').toLowerCase().includes(wanted));
    return {
      kind: 'data',
      data: {
        query: args.query,
        contact: args.include_contact,
        people: people.slice(0, LIMIT).map((person) => colleague(person, args.include_contact)),
        more: people.length > LIMIT,
      },
    };
  },
};

export function colleague(person: DirectoryPerson, withContact = false): Colleague {
  return {
    id: person.employee,
    name: person.employee_name,
    designation: person.designation ?? null,
    department: departmentName(person.department),
    manager: person.reports_to_name ?? null,
    ...(withContact ? { email: person.email ?? null, phone: person.cell ?? null } : {}),
  };
}

/** ERPNext ends a department's name with the company's abbreviation: "Engineering - ACM". */
function departmentName(department: string | null | undefined): string | null {
  return department ? department.replace(/ - [A-Z0-9]+$/u, '') : null;
}

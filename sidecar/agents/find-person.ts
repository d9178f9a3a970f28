/** Colleagues by name: the directory of the user's own company, as the user may read it. */
import { z } from 'zod';
import type { EmployeeReads, Question, Refusal, ToolContext } from '../actions/tool.ts';
import { formatList } from '../language/format.ts';
import { say } from './sentences.ts';
import { isOutOfSight, parsedAnswer } from './site-answer.ts';

const directory = z.looseObject({
  people: z.array(
    z.looseObject({
      employee: z.string(),
      employee_name: z.string(),
      user: z.string().nullish(),
      designation: z.string().nullish(),
      department: z.string().nullish(),
      reports_to: z.string().nullish(),
      reports_to_name: z.string().nullish(),
      email: z.string().nullish(),
      cell: z.string().nullish(),
    }),
  ),
});
export type DirectoryPerson = z.infer<typeof directory>['people'][number];

/** Active people of the user's company whose name, function or department fits; contact data only when asked for. */
export async function readDirectory(
  reads: EmployeeReads,
  query: string,
  options: { readonly contact?: boolean; readonly limit?: number } = {},
): Promise<readonly DirectoryPerson[]> {
  const args = { query, limit: options.limit ?? 10, ...(options.contact === true ? { include_contact: 1 } : {}) };
  return parsedAnswer(directory, await reads.method('dartwing_va.reads.directory', args)).people;
}

/** Who reports to an Employee, by id. */
export async function readReports(reads: EmployeeReads, employee: string): Promise<readonly DirectoryPerson[]> {
  const args = { reports_to: employee, limit: 100 };
  return parsedAnswer(directory, await reads.method('dartwing_va.reads.directory', args)).people;
}

/**
 * The one person meant by a first, last or full name, a login or an Employee id. Several: the question which; none, or one
 * the user may not see: `nobody`, in the same words.
 */
export async function findPerson(
  name: string,
  context: Pick<ToolContext, 'reads'>,
  options: { readonly slot: string; readonly nobody: string; readonly contact?: boolean },
): Promise<{ readonly person: DirectoryPerson } | { readonly answer: Refusal | Question }> {
  const contact = options.contact === true;
  const called = await peopleCalled(name, context.reads, contact);
  // "priyas balance" is Priya's.
  const bare = /^.{2,}[^s]s$/iu.test(name.trim()) ? name.trim().slice(0, -1) : null;
  const found = called.length === 0 && bare !== null ? await peopleCalled(bare, context.reads, contact) : called;
  const [only, ...more] = found;
  if (only === undefined) return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: options.nobody } };
  if (more.length === 0) return { person: only };
  const choices = found.map((person) => person.employee_name);
  return {
    answer: {
      kind: 'question',
      slot: options.slot,
      sentence: say('whichPerson', { names: formatList(choices) }),
      choices,
    },
  };
}

async function peopleCalled(name: string, reads: EmployeeReads, contact: boolean): Promise<readonly DirectoryPerson[]> {
  const wanted = name.toLowerCase().trim();
  let people: readonly DirectoryPerson[];
  try {
    people = await readDirectory(reads, name, { contact });
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
  const exact = people.filter((person) =>
    [person.employee_name, person.employee, person.user ?? ''].some((known) => known.toLowerCase() === wanted),
  );
  // A first or last name as a whole word; "li" is not "Ali".
  const byWord = people.filter((person) => {
    const own = person.employee_name.toLowerCase().split(/\s+/u);
    return wanted.split(/\s+/u).every((word) => own.includes(word));
  });
  return exact.length > 0 ? exact : byWord;
}

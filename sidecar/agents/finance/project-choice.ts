/** Which project is meant: of those the person may see. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { theOne } from '../find-document.ts';
import { type ProjectName, readProjects } from './money-reads.ts';
import { say } from './sentences.ts';

export async function chosenProject(
  said: string,
  context: Pick<ToolContext, 'reads' | 'person'>,
): Promise<ProjectName | Question | Refusal> {
  const projects = await readProjects(context.reads, context.person.company.name);
  const found = theOne(said, projects, {
    slot: 'project',
    which: say('whichProject'),
    nothing: say('noSuchProject', { project: said }),
  });
  return 'found' in found ? found.found : found.answer;
}

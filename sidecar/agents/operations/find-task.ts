/** Which task is meant by an id or words: first on the employee's own list, then among all tasks that he may read. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { mendTypo, wordsOf } from '../../language/normalise.ts';
import { matching, theOne } from '../find-document.ts';
import { say } from './sentences.ts';
import { FINISHED, fromTask, ownWork, tasksBy, type WorkItem } from './work-items.ts';

/** `finished`: whether what is done or dropped can be meant too, as for reopening it. */
export async function findTask(
  said: string,
  context: ToolContext,
  finished: boolean,
): Promise<{ readonly found: WorkItem } | { readonly answer: Refusal | Question }> {
  const own = await ownWork(context, true);
  const mine = own.filter((item) => finished || !FINISHED.includes(item.status));
  const words = { slot: 'task_id', which: say('whichTask'), nothing: say('noSuchTask', { said }) };
  const wanted = (items: readonly WorkItem[]) => (fits(said, items) ? said : stemmed(said, items));
  if (fits(wanted(mine), mine)) return theOne(wanted(mine), mine, words);
  const known = new Map(own.map((item) => [item.id, item]));
  const all = (await tasksBy(context, [])).map((task) => known.get(task.name) ?? fromTask(task, null));
  const others = all.filter((item) => item.status !== 'Template' && (finished || !FINISHED.includes(item.status)));
  if (fits(wanted(others), others)) return theOne(wanted(others), others, words);
  // What is finished already is told as that and not as unknown.
  const done = [...own, ...all].filter((item, index, list) => list.findIndex(({ id }) => id === item.id) === index);
  return theOne(wanted(done), done, words);
}

function fits(said: string, items: readonly WorkItem[]): boolean {
  return matching(idIn(said), items).length > 0;
}

function idIn(said: string): string {
  return / - (?<id>\S+)$/u.exec(said)?.groups?.['id'] ?? said;
}

const ENDINGS = /(?:ing|ed|es|s|e)$/u;

/** "moving the images" finds "Move the images", "lauch checklist" the launch checklist: beginnings of words, typos mended. */
function stemmed(said: string, items: readonly WorkItem[]): string {
  const vocabulary = [...new Set(items.flatMap((item) => wordsOf(item.title)))];
  return wordsOf(said)
    .map((word) => {
      const mended = mendTypo(word, vocabulary);
      if (mended !== word || vocabulary.includes(word)) return mended;
      const stem = word.replace(ENDINGS, '').replace(/(?<last>[bdgmnprt])\k<last>$/u, '$<last>');
      return stem.length >= 3 ? stem : word;
    })
    .join(' ');
}

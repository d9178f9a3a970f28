/** What the offline model does with the status of a task: done, in progress, cancelled, open again. */
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { saidPlace } from '../choice.ts';
import type { Skill } from '../skill.ts';
import { type Args, ask, call, type Step, textOf } from '../step.ts';
import { handOver, tasksTold } from './assign-skill.ts';
import { said } from './clock.ts';
import { say } from './sentences.ts';

const STATUS_CHOICES: Readonly<Record<string, string>> = {
  [say('statusDoneChoice')]: 'Completed',
  [say('statusWorkingChoice')]: 'Working',
  [say('statusReviewChoice')]: 'Pending Review',
  [say('statusCancelledChoice')]: 'Cancelled',
};

export const taskStatus: Skill = {
  tool: 'update_task_status',
  parts: say('partsStatus'),
  freeText: ['task_id'],
  begin: (text, known, request) =>
    handOver(text, request) ??
    withFacts({ ...known, ...pointedAt(text, request), ...said(taskStatus.tool, text, request.situation) }, request),
  answer(text, choice, filling, request) {
    if (filling.asked === 'status') {
      const status =
        STATUS_CHOICES[choice ?? ''] ?? said(taskStatus.tool, `mark it as ${text}`, request.situation)['status'];
      return withFacts({ ...filling.args, ...(status === undefined ? {} : { status }) }, request);
    }
    const task = choice ?? textOf(pointedAt(text, request)['task_id']) ?? text.trim();
    return withFacts({ ...filling.args, task_id: task }, request);
  },
  change(text, pending, request) {
    const { comment, status } = said(taskStatus.tool, text, request.situation);
    if (comment === undefined && status === undefined) return null;
    return call(
      taskStatus.tool,
      {
        ...pending.parameters,
        ...(status === undefined ? {} : { status }),
        ...(comment === undefined ? {} : { comment }),
      },
      request,
    );
  },
};

function withFacts(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  if (textOf(args['task_id']) === null)
    return ask(
      { text: say('askTask'), tool: taskStatus.tool, args, asked: 'task_id', choices: mentioned(situation) },
      situation,
    );
  if (textOf(args['status']) === null)
    return ask(
      { text: say('askStatus'), tool: taskStatus.tool, args, asked: 'status', choices: Object.keys(STATUS_CHOICES) },
      situation,
    );
  return call(taskStatus.tool, args, request);
}

function mentioned(situation: Situation): readonly string[] {
  return tasksTold(situation)
    .slice(0, 5)
    .map(({ name, label }) => `${label} - ${name}`);
}

/** "The second one", "it": a task that was just told. */
function pointedAt(text: string, { situation }: ModelRequest): Args {
  const told = tasksTold(situation);
  if (told.length === 0) return {};
  const place =
    / (?:the |my |number )?(?<place>first|second|third|fourth|fifth|last|1|2|3|4|5) (?:one|task|item) /u.exec(
      plainWords(text),
    )?.groups?.['place'];
  const index = saidPlace(place ?? text, told.length);
  if (index !== null) return { task_id: told[index]?.name };
  const one = told.find(({ name }) => name === situation.focus.lastArgs?.['task']);
  const [only, ...more] = one === undefined ? told : [one];
  return more.length === 0 && / (?:it|that|this)(?: one| task)? /u.test(plainWords(text))
    ? { task_id: only?.name }
    : {};
}

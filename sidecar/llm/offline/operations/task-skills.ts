/** What the offline model does with tasks. */
import { dueText } from '../../../language/due.ts';
import { formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { readDue } from '../../../language/nlu/slots/due-words.ts';
import { saidPriority } from '../../../language/nlu/slots/task-words.ts';
import { readPeople } from '../../../language/people.ts';
import type { Situation } from '../../model.ts';
import { isGoingOn, pointedPlace } from '../follow-forms.ts';
import type { Prepared, Skill, SkillSet, Talk } from '../skill.ts';
import { type Args, ask, call, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf, today } from '../step.ts';
import { assigning, handOver, tasksTold } from './assign-skill.ts';
import { said, withMentions } from './clock.ts';
import { type TaskLine, type TasksData, tasksData } from './data.ts';
import { PROJECT_SKILLS } from './project-skills.ts';
import { say, spoken } from './sentences.ts';
import { taskStatus } from './task-status-skill.ts';

/** So many are named in the words too. */
const FEW = 3;

const mine: Skill = {
  tool: 'get_my_tasks',
  begin(text, known, request) {
    const { lastTool, lastArgs = {} } = request.situation.focus;
    // "When is it due?" after a project was talked of.
    if (lastTool === 'get_project_status' && / (?:it|that|this|there)(?: project)? /u.test(plainWords(text)))
      return call(lastTool, lastArgs, request);
    const found = PROJECT.exec(text)?.groups;
    const project = found?.['named'] ?? found?.['called'];
    const named = project === undefined ? {} : { project };
    return call(mine.tool, { ...known, ...said(mine.tool, text, request.situation), ...late(text), ...named }, request);
  },
  document: 'Task',
  follow(text, lastArgs, request) {
    const told = tasksTold(request.situation);
    // "The second one", "when is it due?": of those that were told, looked at anew.
    const { length: count } = told;
    const most = isGoingOn(text) && / (?:most|biggest|oldest|best) /u.test(plainWords(text)) ? 0 : null;
    const place = pointedPlace(text) ?? most;
    const asksIt =
      count === 1 &&
      /^ (?:and |so )?(?:when|what|who|how|where|is|was) .*(?:it|that|this)(?: one| task)? /u.test(plainWords(text)) &&
      isGoingOn(text);
    // Another day or name of a task that exists is nothing that the tools can do.
    if (count === 1 && CHANGES_IT.test(plainWords(text))) return tell(say('taskFixed'), request.situation);
    if (count > 0 && (place !== null || asksIt)) {
      const one = told.at(place ?? 0);
      if (one === undefined) return tell(say('onlySoMany', { count }), request.situation);
      return call(mine.tool, { status: 'all', task: one.name }, request);
    }
    const { task: _one, ...wider } = lastArgs;
    if (isGoingOn(text) && 'due_date' in late(text)) return call(mine.tool, { ...wider, ...late(text) }, request);
    if (!/^ (?:and|what about|how about|also|only|just|ok|okay) /u.test(plainWords(text))) return null;
    const more = said(mine.tool, text, request.situation);
    return Object.keys(more).length === 0 ? null : call(mine.tool, { ...wider, ...more }, request);
  },
  report(data, { text, args, request }) {
    const read = tasksData.safeParse(data);
    if (!read.success) return null;
    const asked = textOf(args['task']);
    if (asked !== null) return oneTask(read.data, asked, request.situation);
    const step = tell(tasksAnswer(text, read.data, request.situation), request.situation, nextSteps(read.data));
    const documents = read.data.tasks.map((task) => ({
      doctype: task.kind === 'task' ? 'Task' : 'ToDo',
      name: task.id,
      label: task.title,
    }));
    return { ...step, focus: withMentions(step.focus, documents) };
  },
};

const CHANGES_IT =
  /^ (?:wait |no |ok |actually |oh )*(?:make|set|move|push|change|rename|call) (?:it|that)(?: \S+){1,5} $/u;

/** "Which ones are late?" */
function late(text: string): Args {
  return / (?:late|overdue|past due|behind|slipped|slipping|missed) /u.test(plainWords(text))
    ? { due_date: 'overdue' }
    : {};
}

/** One that was pointed at; the others stay in mind, for "and the third?". */
function oneTask({ tasks }: TasksData, id: string, situation: Situation): Step {
  const task = tasks.find((each) => each.id === id);
  if (task === undefined) return tell(say('taskNotThere'), situation);
  const next = task.status === 'Completed' ? [] : [`Mark "${task.title}" as done`];
  return tell(say('taskTold', { task: taskWords(task, situation) }), situation, next);
}

/** "In the mobile app project", "for the Website Relaunch". */
const PROJECT =
  /\b(?:in|of|for|on) (?:the )?(?:(?<named>[\p{L}\p{N}][\p{L}\p{N} &'-]*?) project|(?<called>\p{Lu}[\p{L}\p{N}&'-]*(?: \p{Lu}[\p{L}\p{N}&'-]*)+))\b/u;

function tasksAnswer(text: string, data: TasksData, situation: Situation): string {
  const { tasks, total } = data;
  const manner = situation.tone?.manner;
  const what = (count: number) => kindOf(data, count);
  const [first] = tasks;
  if (first === undefined) return spoken(manner, 'tasksNone', { what: what(0) });
  if (tasks.length === 1) return spoken(manner, 'tasksOne', { what: what(1), task: taskWords(first, situation) });
  // The list itself stands beside the words.
  const late = data.overdue > 0 && data.due_date !== 'overdue' ? say('someLate', { count: data.overdue }) : '';
  const few = tasks.length === total && total <= FEW;
  const named = few ? tasks : [first];
  const list = formatList(named.map((task) => (few ? shortly(task, situation) : taskWords(task, situation))));
  const gist = say(few ? 'tasksFew' : data.status === 'completed' ? 'tasksLast' : 'tasksFirst', { list });
  const answer = `${spoken(manner, 'tasksSome', { count: total, what: what(total), late })}${gist}`;
  const asksWhich = / (?:first|next|start with|tackle) /u.test(plainWords(text)) && data.due_date === null;
  return asksWhich ? `${say('firstTask', { task: taskWords(first, situation) })} ${answer}` : answer;
}

/** Its name, and when it is due: the rest stands in the list. */
function shortly(task: TaskLine, situation: Situation): string {
  const done = task.status === 'Completed' || task.status === 'Cancelled';
  const due = task.due === null || done ? null : dueText(task.due, today(situation), situation.locale);
  return due === null ? task.title : say('taskWords', { title: task.title, aside: due });
}

/** "overdue tasks", "tasks of high priority due this week" */
function kindOf(data: TasksData, count: number): string {
  const noun = count === 1 ? 'task' : 'tasks';
  const status = { completed: 'completed ', in_progress: '', open: 'open ', all: '' }[data.status] ?? '';
  const late = data.due_date === 'overdue';
  const priority = data.priority === 'all' ? '' : ` of ${data.priority} priority`;
  const due = data.status === 'completed' ? '' : ' due';
  const when = {
    today: `${due} today`,
    tomorrow: `${due} tomorrow`,
    this_week: `${due} this week`,
    next_week: `${due} next week`,
  }[data.due_date ?? ''];
  const project = data.project === null ? '' : ` in ${data.project}`;
  return `${late ? 'overdue ' : status}${noun}${data.status === 'in_progress' ? ' in progress' : ''}${priority}${when ?? ''}${project}`;
}

function taskWords(task: TaskLine, situation: Situation): string {
  const done = task.status === 'Completed' || task.status === 'Cancelled';
  const aside = [
    task.due === null || done ? null : dueText(task.due, today(situation), situation.locale),
    task.status === 'Working' ? 'in progress' : task.status === 'Pending Review' ? 'in review' : null,
    task.priority === 'Urgent' ? 'urgent' : task.priority === 'High' ? 'high priority' : null,
    task.project,
  ].filter((part) => part !== null);
  return aside.length === 0 ? task.title : say('taskWords', { title: task.title, aside: aside.join(', ') });
}

function nextSteps(data: TasksData): readonly string[] {
  const [first] = data.tasks.filter((task) => task.status !== 'Completed');
  return first === undefined ? [] : [`Mark "${first.title}" as done`];
}

/** "A task for Tom Baker: fix sign-in" */
const FOR_SOMEBODY =
  /\b(?:task|to-?do|todo) for (?<who>(?!me\b|myself\b|today\b|tomorrow\b|next\b|the\b|my\b|this\b)\p{L}[\p{L}.'-]*(?: \p{L}[\p{L}.'-]*)?): *(?<what>.{3,})$/iu;

const create: Skill = {
  tool: 'create_task',
  parts: say('parts'),
  freeText: ['subject'],
  begin(text, known, request) {
    const other = handOver(text, request);
    if (other !== null) return other;
    const named = FOR_SOMEBODY.exec(text)?.groups;
    const args: Args = {
      ...known,
      ...said(create.tool, named === undefined ? text : `create a task: ${named['what']}`, request.situation),
      ...(named === undefined ? {} : { assigned_to: named['who'] }),
    };
    return textOf(args['subject']) === null
      ? ask({ text: say('askSubject'), tool: create.tool, args, asked: 'subject' }, request.situation)
      : call(create.tool, args, request);
  },
  answer(text, choice, filling, request) {
    const { situation } = request;
    if (filling.asked === 'subject') {
      // "Review the contract, due Friday" tells more than was asked.
      const more = said(create.tool, text, situation);
      return call(create.tool, { ...filling.args, ...more, subject: textOf(more['subject']) ?? text.trim() }, request);
    }
    if (filling.asked === 'due_date') {
      const due = readDue(`due ${text.replace(/^(?:on|by|until|due) /iu, '')}`, situation)?.date ?? null;
      return due === null
        ? ask({ text: say('askSubject'), ...filling }, situation)
        : call(create.tool, { ...filling.args, due_date: due }, request);
    }
    const picked = choice ?? text.trim().replace(/^(?:the |it's |for |to )+/iu, '');
    return call(create.tool, { ...filling.args, [filling.asked]: picked }, request);
  },
  present: presentTask,
  owns: (text) => assignee(text) !== null && / (?:it|that|this|the task) /u.test(plainWords(text)),
  change(text, pending, request) {
    const { situation } = request;
    if (isAnother(text, situation)) return null;
    const due = readDue(text, situation)?.date ?? null;
    const priority = saidPriority(
      /priority|urgent|important/iu.test(text) ? text : text.replace(/\b(high|medium|low)\b/iu, '$1 priority'),
    );
    const person = readPeople(text).names.find(({ role }) => role === 'to' || role === 'for')?.text ?? assignee(text);
    const own = / (?:to|for) (?:me|myself) /u.test(plainWords(text));
    const renamed =
      /\b(?:call it|name it|rename it(?: to)?|title(?: should be| is)?:?|subject(?: should be| is)?:?|make it say)\s+["“]?(?<words>[^"”]{3,140})["”]?$/iu.exec(
        text,
      )?.groups?.['words'];
    const project =
      /\b(?:in|to|into|under) (?:the )?(?:project )?(?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]+?) project\b|\bproject (?:is |should be )?(?<other>[\p{L}\p{N}][\p{L}\p{N} &'-]+)$/iu.exec(
        text,
      )?.groups;
    const named = project?.['name'] ?? project?.['other'];
    const { assigned_to: before, ...rest } = pending.parameters;
    const changes: Args = {
      ...(due === null ? {} : { due_date: due }),
      ...(priority === null ? {} : { priority }),
      ...(renamed === undefined ? {} : { subject: renamed.trim() }),
      ...(named === undefined ? {} : { project: named }),
      ...(person === null || own ? {} : { assigned_to: person }),
    };
    if (Object.keys(changes).length === 0 && !own) return null;
    return call(
      create.tool,
      { ...rest, ...(before === undefined || own ? {} : { assigned_to: before }), ...changes },
      request,
    );
  },
};

/** The card in a sentence: what is to be done, and what else was said of it. */
function presentTask(prepared: Prepared, { request }: Talk): Step {
  const { situation } = request;
  const line = (label: string) => prepared.card?.lines.find((each) => each.label === label)?.to ?? null;
  const due = line('Due');
  const priority = line('Priority');
  const project = line('Project');
  const details = [
    due === null ? null : say('detailDue', { due }),
    priority === null ? null : say('detailPriority', { priority: priority.toLowerCase() }),
    project === null ? null : say('detailProject', { project }),
  ];
  const warnings = prepared.card?.warnings ?? [];
  const notes = warnings.length === 0 ? '' : `${warnings.join(' ')} `;
  const params = {
    title: prepared.card?.title ?? '',
    details: details.filter((each) => each !== null).join(''),
    notes,
  };
  return tell(
    spoken(situation.tone?.manner, prepared.replaces === true ? 'taskChanged' : 'taskPrepared', params),
    situation,
    GO_AHEAD_SUGGESTIONS,
  );
}

/** A task of its own, and no change of the one on the card. */
function isAnother(text: string, situation: Situation): boolean {
  const opens =
    /^(?:(?:please|and|also|can you|could you|now|then|ok|okay)[, ]+)*(?:create|add|new|note|todo|to-do|task|log|file|raise|delegate|hand|assign|put down|jot)\b/iu.test(
      text.trim(),
    );
  if (!opens || / (?:it|that|this) /u.test(plainWords(text))) return false;
  return textOf(said(create.tool, text, situation)['subject']) !== null;
}

/** "Assign it to li", "give it to Tom B" */
function assignee(text: string): string | null {
  const found =
    /\b(?:assign(?:ed)?|give|hand|move)(?: it| this| that)? (?:over )?to (?<name>[\p{L}][\p{L}.'-]*(?: [\p{L}][\p{L}.'-]*)?)[.!]*$/iu.exec(
      text,
    )?.groups?.['name'];
  const who =
    found ??
    /^(?:rather |no,? |make it )?for (?<name>[\p{L}][\p{L}.'-]*(?: [\p{L}][\p{L}.'-]*)?)[.!]*$/iu.exec(text)?.groups?.[
      'name'
    ];
  return who === undefined ||
    /^(?:me|myself|today|tomorrow|monday|tuesday|wednesday|thursday|friday|next .*|high|low|medium)$/iu.test(who)
    ? null
    : who;
}

export const TASKS: SkillSet = {
  skills: [mine, create, taskStatus, assigning, ...PROJECT_SKILLS],
  name: say('tasksName'),
  can: say('canTasks'),
  examples: ['What is on my list?', 'What is overdue?', 'Create a task'],
};

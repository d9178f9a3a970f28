/** What the offline model does with projects. */
import { dueText } from '../../../language/due.ts';
import { formatDays, formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill } from '../skill.ts';
import { ask, call, dateText, type Step, tell, textOf, today } from '../step.ts';
import { said } from './clock.ts';
import { type ProjectData, type ProjectsData, type ProjectTask, projectData, projectsData } from './data.ts';
import { say } from './sentences.ts';

const status: Skill = {
  tool: 'get_project_status',
  freeText: ['project_id'],
  begin(text, known, request) {
    const args = { ...known, ...said(status.tool, text, request.situation) };
    // "How is the project going?": his own projects tell which.
    return textOf(args['project_id']) === null ? call(projects.tool, {}, request) : call(status.tool, args, request);
  },
  answer: (text, choice, _filling, request) =>
    call(
      status.tool,
      { project_id: choice ?? textOf(said(status.tool, text, request.situation)['project_id']) ?? text.trim() },
      request,
    ),
  follow(text, lastArgs, request) {
    if (
      / (?:it|that|this|there)(?: project)? /u.test(plainWords(text)) &&
      / (?:who|when|how|what|is|are|which|deadline|milestones?|team) /u.test(plainWords(text))
    )
      return call(status.tool, lastArgs, request);
    const name = /^(?:and|what about|how about)(?: the)? (?<name>[\p{L}\p{N}][\p{L}\p{N} &'-]+?)[?.!]*$/iu.exec(
      text.trim(),
    )?.groups?.['name'];
    return name === undefined
      ? null
      : call(status.tool, { project_id: name.replace(/ (?:project|one)$/iu, '') }, request);
  },
  report(data, { text, request }) {
    const read = projectData.safeParse(data);
    return read.success ? tell(projectAnswer(text, read.data, request.situation), request.situation) : null;
  },
};

function projectAnswer(text: string, data: ProjectData, situation: Situation): string {
  const words = plainWords(text);
  const { name } = data;
  const next = data.next.length === 0 ? '' : say('projectNext', { list: listOf(data.next.slice(0, 2), situation) });
  if (/ who /u.test(words)) {
    if (data.people.length === 0) return say('projectNobody', { name });
    return say(data.people.length === 1 ? 'projectPerson' : 'projectPeople', { list: formatList(data.people), name });
  }
  if (/ (?:late|overdue|behind|slipped|delayed) /u.test(words) && data.tasks.total > 0) {
    const late = data.overdue.slice(0, 5);
    return late.length === 0
      ? say('projectNoneLate', { name })
      : say('projectLateOf', { name, list: listOf(late, situation) });
  }
  if (/ milestones? /u.test(words)) {
    return data.milestones.length === 0
      ? say('projectNoMilestones', { name, next })
      : say('projectMilestones', { name, list: listOf(data.milestones, situation) });
  }
  if (/ (?:deadline|when|due) /u.test(words)) {
    if (data.end === null) return say('projectNoEnd', { name });
    if ((data.days_left ?? 0) > 0)
      return say('projectEnd', {
        name,
        end: dateText(data.end, situation),
        days: formatDays(data.days_left ?? 0, situation.locale),
      });
  }
  const stopped = data.status === 'Open' ? '' : say('projectStopped', { name, status: data.status.toLowerCase() });
  const time = timeText(data, situation);
  if (data.tasks.total === 0) return stopped + say('projectNoTasks', { name, time });
  const late =
    data.tasks.overdue === 0
      ? say('projectNothingLate')
      : say('projectLate', { count: data.tasks.overdue, list: listOf(data.overdue.slice(0, 3), situation) });
  return (
    stopped +
    say('projectStatus', {
      name,
      percent: percent(data.percent_complete),
      tasks: say('projectTasks', { completed: data.tasks.completed, total: data.tasks.total }),
      time,
      late,
      next,
    })
  );
}

function timeText(data: ProjectData, situation: Situation): string {
  if (data.end === null || data.days_left === null) return '';
  const end = dateText(data.end, situation);
  if (data.days_left === 0) return say('projectToday');
  if (data.days_left < 0) return say('projectPast', { end, days: -data.days_left });
  const days = formatDays(data.days_left, situation.locale);
  return data.percent_time_gone === null
    ? say('projectTimeOpen', { end, days })
    : say('projectTime', { gone: percent(data.percent_time_gone), end, days });
}

function percent(value: number | null): string {
  return `${Math.round(value ?? 0)} %`;
}

function listOf(tasks: readonly ProjectTask[], situation: Situation): string {
  return formatList(
    tasks.map((task) => {
      const due = task.due === null ? null : dueText(task.due, today(situation), situation.locale);
      const aside = [due, task.who.length === 0 ? null : formatList(task.who)]
        .filter((part) => part !== null)
        .join(', ');
      return aside === '' ? task.title : `${task.title} (${aside})`;
    }),
  );
}

const projects: Skill = {
  tool: 'get_my_projects',
  begin: (text, known, request) =>
    call(projects.tool, { ...known, ...said(projects.tool, text, request.situation) }, request),
  follow(text, lastArgs, request) {
    if (!/^ (?:and|what about|how about|also) /u.test(plainWords(text))) return null;
    const more = said(projects.tool, text, request.situation);
    return Object.keys(more).length === 0 ? null : call(projects.tool, { ...lastArgs, ...more }, request);
  },
  report(data, { text, wish, request }) {
    const read = projectsData.safeParse(data);
    if (!read.success) return null;
    return wish === status.tool
      ? chosenProject(read.data, request)
      : tell(projectsAnswer(text, read.data, request.situation), request.situation);
  },
};

function chosenProject({ projects: found }: ProjectsData, request: ModelRequest): Step {
  const [only, ...more] = found;
  const { situation } = request;
  if (only === undefined)
    return ask({ text: say('askProject'), tool: status.tool, args: {}, asked: 'project_id' }, situation);
  if (more.length === 0) return call(status.tool, { project_id: only.id }, request);
  const choices = found.slice(0, 5).map(({ name }) => name);
  return ask({ text: say('whichProject'), tool: status.tool, args: {}, asked: 'project_id', choices }, situation);
}

function projectsAnswer(text: string, data: ProjectsData, situation: Situation): string {
  // "Am I on the mobile app project?"
  const asked =
    /^(?:so |hey )*am i (?:on|in|part of|a member of|involved in|working on) (?:the )?(?<name>.+?)(?: project| team)*[?.!]*$/iu.exec(
      text.trim(),
    )?.groups?.['name'];
  if (asked !== undefined) {
    const found = data.projects.find(({ name }) => name.toLowerCase().includes(asked.toLowerCase()));
    return found === undefined ? say('notOn', { name: asked }) : say('yesOn', { name: found.name });
  }
  const lines = data.projects.map((project) =>
    say('projectLine', {
      name: project.name,
      percent:
        project.percent_complete === null ? '' : say('projectPercent', { percent: percent(project.percent_complete) }),
      end: project.end === null ? '' : say('projectEnds', { end: dateText(project.end, situation) }),
      mine: project.my_tasks === 0 ? '' : say('projectMine', { count: project.my_tasks }),
    }),
  );
  const [first, ...more] = lines;
  const kinds = { active: 'active ', completed: 'completed ', on_hold: 'paused ' };
  if (first === undefined) return say('projectsNone', { what: kinds[data.status as keyof typeof kinds] ?? '' });
  if (more.length === 0) return say('projectsOne', { line: first });
  return say('projectsSome', { count: lines.length, list: lines.map((line) => `- ${line}`).join('\n') });
}

export const PROJECT_SKILLS: readonly Skill[] = [status, projects];

/** What the offline model does with "what's on today?". */
import { addDays, mondayOf } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { formatDate, formatList } from '../../../language/format.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill, Talk } from '../skill.ts';
import { call, dateContext, has, type Step, tell, today } from '../step.ts';
import { changeIt } from './change-skills.ts';
import { type DayData, dayData, type EventLine } from './data.ts';
import { type Part, partOf, touches } from './day-parts.ts';
import { events, isOthers, LEADS } from './day-skills.ts';
import { mentioning } from './mention.ts';
import { say, spoken } from './sentences.ts';
import { eventText, listText, localNow, slotContext, timeText } from './wording.ts';

export const day: Skill = {
  tool: 'get_todays_schedule',
  begin(text, known, request) {
    if (isOthers(text, request.situation)) return tell(say('onlyFree'), request.situation);
    const other = readDates(text, dateContext(request.situation));
    // "What does my day look like tomorrow?"
    if (other.kind === 'range' && other.from !== today(request.situation))
      return call(events.tool, { start_date: other.from, end_date: other.to }, request);
    return call(day.tool, { ...known, ...readSlots(day.tool, text, slotContext(request.situation)) }, request);
  },
  follow(text, _lastArgs, request) {
    const it = changeIt(text, request);
    if (it !== null) return it;
    const plain = normaliseText(text);
    const date = today(request.situation);
    if (/(?<![a-z])rest of (?:the|this|my) week(?![a-z])/u.test(plain))
      return call(events.tool, { start_date: addDays(date, 1), end_date: addDays(mondayOf(date), 6) }, request);
    const reading = readDates(text, dateContext(request.situation));
    if (reading.kind === 'range' && LEADS.test(plain))
      return call(events.tool, { start_date: reading.from, end_date: reading.to }, request);
    return /(?<![a-z])(?:tasks?|to-?dos?)(?![a-z])/u.test(plain) && LEADS.test(plain)
      ? call(day.tool, { include_tasks: true }, request)
      : null;
  },
  report(data, talk) {
    const read = dayData.safeParse(data);
    return read.success ? withApprovals(dayAnswer(read.data, talk.text, talk.request), talk) : null;
  },
};

/** "What needs my attention?" is also what waits for one's decision. */
function withApprovals(step: Step, { text, request }: Talk): Step {
  const asks = /(?<![a-z])(?:attention|brief me|catch me up|on my plate|should i know|did i miss)(?![a-z])/u.test(
    normaliseText(text),
  );
  if (!asks || !has('get_pending_approvals', request)) return step;
  const next = call('get_pending_approvals', {}, request);
  return { ...next, text: `${step.text}\n` };
}

function dayAnswer(data: DayData, text: string, request: ModelRequest): Step {
  const { situation } = request;
  const plain = normaliseText(text);
  const now = localNow(situation);
  const part = /morning brief|good morning/u.test(plain) ? null : partOf(plain);
  const left = /(?<![a-z])(?:left|rest|remaining|else|still|more)(?![a-z])/u.test(plain);
  const { events: all } = data;
  const ahead = all.filter(({ end }) => end > now);
  if (/(?<![a-z])(?:last|finish|done|end|over)(?![a-z])/u.test(plain) && !left) {
    const last = [...all].sort((a, b) => a.end.localeCompare(b.end)).at(-1);
    if (last !== undefined)
      return mentioning(
        tell(
          say('lastEnds', { event: eventText(last, situation, false), time: timeText(last.end, situation) }),
          situation,
        ),
        last,
      );
  }
  if (/(?<![a-z])first(?![a-z])/u.test(plain)) {
    const [first] = all;
    if (first !== undefined)
      return mentioning(tell(say('first', { event: eventText(first, situation, false) }), situation), first);
  }
  const shown = part !== null ? all.filter((event) => touches(event, part)) : left ? ahead : all;
  const when = part === null ? '' : part === 'evening' ? 'this evening' : `this ${part}`;
  const manner = situation.tone?.manner;
  const lead = part !== null ? say('leadPart', { when }) : left ? say('leadLeft') : spoken(manner, 'leadToday');
  const nothing = part !== null ? say('nothingPart', { when }) : left ? say('nothingMore') : say('nothingToday');
  const meetings =
    shown.length === 0
      ? nothing
      : shown.length === 1
        ? say('todayOne', { lead, list: listText(shown, situation) })
        : say('todayMany', { lead, count: shown.length, list: listText(shown, situation) });
  const step = tell([meetings, ...aside(data, part, plain, situation)].join('\n'), situation, suggestionsFor(ahead));
  const [only] = shown;
  return shown.length === 1 && only !== undefined ? mentioning(step, only) : step;
}

/** What is due beside the meetings. */
function aside(data: DayData, part: Part | null, plain: string, situation: Situation): readonly string[] {
  const asks = /(?<![a-z])(?:tasks?|to-?dos?)(?![a-z])/u.test(plain);
  const reminders = data.reminders.map(({ at, text }) => say('reminderLine', { time: timeText(at, situation), text }));
  const list = data.tasks.map(({ title, due, overdue }) =>
    overdue
      ? say('taskOverdue', {
          title,
          date: formatDate(due, situation.locale, { weekday: false, thisYear: Number(data.date.slice(0, 4)) }),
        })
      : title,
  );
  const tasks =
    list.length > 0 ? [say('tasksDue', { count: list.length, list: formatList(list) })] : asks ? [say('noTasks')] : [];
  return [
    ...(part === null || asks ? tasks : []),
    ...(reminders.length === 0 ? [] : [say('reminders', { list: reminders.join('; ') })]),
  ];
}

function suggestionsFor(ahead: readonly EventLine[]): readonly string[] {
  return ahead.length === 0 ? ['What do I have tomorrow?'] : ['What do I have tomorrow?', 'When is my next meeting?'];
}

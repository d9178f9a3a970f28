/** What the offline model does with the calendar tools. */
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import type { Skill, SkillSet } from '../skill.ts';
import { textOf } from '../step.ts';
import { absences } from './absences-skill.ts';
import { changeSchedule, presentSchedule } from './change-schedule.ts';
import { cancelling, changeIt, moving } from './change-skills.ts';
import { events } from './day-skills.ts';
import { availability, finding } from './free-skills.ts';
import { reminding } from './reminder-skill.ts';
import { fillSchedule, SCHEDULE, schedule } from './schedule.ts';
import { say } from './sentences.ts';
import { targetOf } from './target.ts';
import { day } from './today-skill.ts';
import { slotContext } from './wording.ts';

const THEN = /\b(?:at that time|that time|then)\b/iu;

/** "Block it then": the day and the hour that were just looked at. */
function momentThen(text: string, { focus: { lastTool, lastArgs = {} } }: Situation): string | null {
  const [date, time] = [textOf(lastArgs['date']), textOf(lastArgs['time_range_start'])];
  // Of a whole afternoon no hour was meant.
  const looked =
    lastTool === 'check_availability' && date !== null && time !== null && lastArgs['time_range_end'] === undefined;
  return looked && THEN.test(text) ? `${date} at ${time}` : null;
}

const scheduling: Skill = {
  tool: SCHEDULE,
  document: 'Event',
  parts: say('parts'),
  freeText: ['title'],
  begin(text, known, request) {
    const at = momentThen(text, request.situation);
    return schedule(at === null ? text : `${text.replace(THEN, ' ')} on ${at}`, known, request);
  },
  answer: fillSchedule,
  change: changeSchedule,
  follow(text, lastArgs, request) {
    const it = changeIt(text, request);
    if (it !== null) return it;
    // "And one with Li", "what about Thursday?": the same meeting with others, or on another day.
    if (!/^(?:and|also|what about|how about|then|or|the same)(?![a-z])/u.test(normaliseText(text))) return null;
    const names = saidGuests(text, slotContext(request.situation));
    const start = textOf(lastArgs['start_datetime']);
    const target = start === null ? null : targetOf(text, start, request.situation);
    if (names.length === 0 && target === null) return null;
    const { start_datetime: before, title: _title, ...rest } = lastArgs;
    const known = {
      ...rest,
      ...(names.length === 0 ? {} : { attendees: names }),
      start_datetime: target?.start ?? before,
    };
    return schedule('', known, request);
  },
  present: presentSchedule,
};

export const CALENDAR: SkillSet = {
  skills: [day, events, availability, absences, finding, scheduling, moving, cancelling, reminding],
  name: say('name'),
  can: say('can'),
  examples: ['What do I have today?', 'Find a time with my manager', 'Remind me tomorrow at 9 to ...'],
};

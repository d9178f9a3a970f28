/** Times that suit several people: what the words say of them, and whom to ask for. */
import { addDays } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { findDurations } from '../../../language/durations.ts';
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { type Args, ask, call, dateContext, type Step, textOf, today } from '../step.ts';
import { say } from './sentences.ts';
import { slotContext } from './wording.ts';

const DEFAULT_MINUTES = 30;
const LOOK_AHEAD_DAYS = 7;

/** The call for common times; asks with whom when nobody was named. */
export function find(text: string, known: Args, request: ModelRequest, people?: readonly string[]): Step {
  const { situation } = request;
  const slots = readSlots('find_meeting_time', text, slotContext(situation));
  const said = people ?? saidGuests(text, slotContext(situation));
  const before = Array.isArray(known['attendees']) ? known['attendees'].map(String) : [];
  const attendees = said.length > 0 ? said : before;
  const then = thenIn(text, situation);
  const start =
    textOf(known['date_range_start']) ??
    textOf(then['date_range_start']) ??
    textOf(slots['date_range_start']) ??
    openStart(text, situation);
  const from = start < today(situation) ? today(situation) : start;
  const end =
    textOf(known['date_range_end']) ??
    textOf(then['date_range_end']) ??
    textOf(slots['date_range_end']) ??
    openEnd(text, situation) ??
    addDays(from, LOOK_AHEAD_DAYS);
  const args: Args = {
    ...known,
    attendees,
    duration_minutes: findDurations(text)[0]?.minutes ?? known['duration_minutes'] ?? DEFAULT_MINUTES,
    date_range_start: from,
    date_range_end: end < from ? from : end,
    ...(slots['preferred_times'] === undefined ? {} : { preferred_times: slots['preferred_times'] }),
    ...preferredPart(text),
    ...(then['preferred_times'] === undefined ? {} : { preferred_times: then['preferred_times'] }),
  };
  if (attendees.length === 0 && !/(?<![a-z])(?:block|myself|focus|alone)(?![a-z])/u.test(normaliseText(text)))
    return ask({ text: say('who'), tool: 'find_meeting_time', args, asked: 'attendees' }, situation);
  return call('find_meeting_time', args, request);
}

/** "Set something up with Marcus then": on the day, and in the half of it, that was just looked at. */
function thenIn(text: string, situation: Situation): Args {
  const { lastTool, lastArgs = {} } = situation.focus;
  const date = textOf(lastArgs['date']);
  const points =
    /(?<![a-z])(?:then(?=[ ,.!?]*$|,| for| please)|that time|that day|those times|around then|at that)(?![a-z])/u;
  if (lastTool !== 'check_availability' || date === null || !points.test(normaliseText(text))) return {};
  if (readDates(text, dateContext(situation)).kind === 'range') return {};
  const from = textOf(lastArgs['time_range_start']);
  const part = from === null ? {} : { preferred_times: [from < '12:00' ? 'morning' : 'afternoon'] };
  return { date_range_start: date, date_range_end: date, ...part };
}

function preferredPart(text: string): Args {
  const part = /(?<![a-z])(?<part>morning|afternoon|evening)s?(?![a-z])/u.exec(normaliseText(text))?.groups?.['part'];
  return part === undefined ? {} : { preferred_times: [part] };
}

function openStart(text: string, situation: Situation): string {
  const reading = readDates(text, dateContext(situation));
  // "Tomorrow or Monday": from the first to the last of them.
  if (reading.kind === 'several') return reading.ranges.map(({ from }) => from).sort()[0] ?? today(situation);
  if (reading.kind !== 'range' || reading.open === 'until') return today(situation);
  return reading.from;
}

/** "before Friday" ends on the day before. */
function openEnd(text: string, situation: Situation): string | null {
  const reading = readDates(text, dateContext(situation));
  if (reading.kind === 'several')
    return (
      reading.ranges
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? null
    );
  if (reading.kind !== 'range') return null;
  return /(?<![a-z])before(?![a-z])/u.test(normaliseText(text)) ? addDays(reading.from, -1) : reading.to;
}

/** What the offline model does with "who is off this week?". */
import { addDays, mondayOf, partsOf } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { formatDate, formatList, formatSpan } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { say as sayOfLeave } from '../leave/sentences.ts';
import type { Skill } from '../skill.ts';
import { type Args, call, dateContext, has, tell, textOf, today } from '../step.ts';
import { absencesData } from './data.ts';
import { say } from './sentences.ts';
import { slotContext, spanOfDays } from './wording.ts';

export const absences: Skill = {
  tool: 'get_team_absences',
  begin(text, known, request) {
    if (!has(absences.tool, request)) return tell(sayOfLeave('beyond'), request.situation);
    return call(absences.tool, { ...daysIn(text, request.situation), ...peopleIn(text, request), ...known }, request);
  },
  follow(text, lastArgs, request) {
    if (!/^ (?:and|what about|how about|also|or|then|ok|okay) /u.test(plainWords(text))) return null;
    const people = peopleIn(text, request);
    const after = weekAfter(text, lastArgs);
    if (after !== null) return call(absences.tool, { ...lastArgs, ...after, ...people }, request);
    const reading = readDates(text, dateContext(request.situation));
    if (reading.kind !== 'range' && people.people === undefined) return null;
    const days = reading.kind === 'range' ? daysIn(text, request.situation) : {};
    return call(absences.tool, { ...lastArgs, ...days, ...people }, request);
  },
  report(data, { text, request: { situation } }) {
    const read = absencesData.safeParse(data);
    if (!read.success) return null;
    const { away, looked_at: all, from_date: from, to_date: to, named } = read.data;
    const span = spanOfDays(from, to, situation);
    const next = ['Who is on my team?'];
    const who = named ? formatList(all) : say('yourTeam');
    if (away.length === 0) return tell(say('nobodyAway', { who, span }), situation, next);
    const oneDay = from === to;
    const list = away.map(({ name, days }) => (oneDay ? name : say('awayOn', { name, days: inRuns(days, situation) })));
    const sentence = say('away', { span, list: formatList(list) });
    const asksWhy = / (?:why|vacation|holiday|sick|leave|pto) /u.test(plainWords(text));
    return tell(asksWhy ? `${sentence} ${say('awayNotWhy')}` : sentence, situation, next);
  },
};

/** "And the week after?" of the one that was looked at. */
function weekAfter(text: string, lastArgs: Args): Args | null {
  const from = textOf(lastArgs['start_date']);
  if (from === null || !/ (?:week after|following week|next one) /u.test(plainWords(text))) return null;
  const monday = addDays(mondayOf(from), 7);
  return { start_date: monday, end_date: addDays(monday, 6) };
}

/** "Is anybody else off then?": on the days of the leave that waits, or that was talked of. */
function daysTalkedOf(text: string, { pending, focus }: Situation): Args | null {
  if (!/ (?:then|that week|those days|at that time|the same (?:time|days|week)) /u.test(plainWords(text))) return null;
  const args = pending?.parameters ?? focus.lastArgs ?? {};
  const [start, end] = [textOf(args['start_date']), textOf(args['end_date'])];
  return start === null || end === null ? null : { start_date: start, end_date: end };
}

function daysIn(text: string, situation: Situation): Args {
  const reading = readDates(text, dateContext(situation));
  if (reading.kind === 'range' && reading.to >= reading.from) {
    // Who is off "this week" is the whole of it, also for one who asks on its last day.
    const isWeek =
      reading.from === today(situation) &&
      / this week /u.test(plainWords(text)) &&
      !/ (?:today|rest|left|still) /u.test(plainWords(text));
    return { start_date: isWeek ? mondayOf(reading.from) : reading.from, end_date: reading.to };
  }
  const then = daysTalkedOf(text, situation);
  if (then !== null) return then;
  const day = today(situation);
  const week = / (?:week|soon|coming up) /u.test(plainWords(text));
  return { start_date: day, end_date: week ? addDays(mondayOf(day), 6) : day };
}

function peopleIn(text: string, { situation }: ModelRequest): { readonly people?: readonly string[] } {
  const people = saidGuests(text, slotContext(situation)).filter((name) => !/\b(?:team|who|else)\b/iu.test(name));
  return people.length === 0 ? {} : { people };
}

/** "Thursday and Friday", "Monday, June 8 to Friday, June 12". */
function inRuns(days: readonly string[], situation: Situation): string {
  const runs: { from: string; to: string }[] = [];
  for (const date of days) {
    const last = runs.at(-1);
    if (last !== undefined && addDays(last.to, 1) === date) last.to = date;
    else runs.push({ from: date, to: date });
  }
  const style = { thisYear: partsOf(today(situation)).year };
  return formatList(
    runs.map(({ from, to }) =>
      from === to ? formatDate(from, situation.locale, style) : formatSpan(from, to, situation.locale, style),
    ),
  );
}

/** Words about a request that waits for a yes: changing it, or asking what it is. */
import { addDays, daysBetween, earlierOf, endOfWorkingDays, laterOf, workingDays } from '../../../language/calendar.ts';
import type { DateReading, DateSpan } from '../../../language/date-reading.ts';
import { subtract } from '../../../language/date-spans.ts';
import { readDates } from '../../../language/dates.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidReason, saidType } from '../../../language/nlu/slots/leave-words.ts';
import type { ModelRequest } from '../../model.ts';
import type { Pending } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, spanText, tell, textOf, YES_NO_SUGGESTIONS } from '../step.ts';
import { askReading, movedEnd } from './booking.ts';
import { askHours } from './hours.ts';
import { say } from './sentences.ts';

const TOOL = 'submit_leave_request';
const ADDS = / (?:add|also|too|as well|plus|include) /u;

/** The request that waits, wanted different; null when the words say nothing about it. */
export function change(text: string, pending: Pending, request: ModelRequest): Step | null {
  const { situation } = request;
  const from = textOf(pending.parameters['start_date']);
  const to = textOf(pending.parameters['end_date']);
  if (from === null || to === null) return null;
  const span = { from, to };
  const { date_words: _words, ...known } = pending.parameters;
  const type = saidType(text);
  const reason =
    saidReason(text) ??
    /\breason (?:is |to |should be |:)?\s*["“]?([^"”]{3,200})["”]?$/iu.exec(text)?.[1]?.trim() ??
    null;
  const args: Args = {
    ...known,
    ...(type?.how === 'named' ? { leave_type: type.type } : {}),
    ...(reason === null ? {} : { reason }),
  };
  const adds = ADDS.test(plainWords(text)) && !/ instead /u.test(plainWords(text));
  const reading = readDates(text, dateContext(situation, adds ? { after: span.to } : { within: span }));
  const moved = movedSpan(text, span, reading);
  if (moved !== null) return send(carriedHalf(args, span, moved), moved, pending, request);
  if (reading.kind === 'range' && reading.from === reading.to) {
    const hours = askHours(text, reading, args, situation);
    if (hours !== null) return hours;
  }
  switch (reading.kind) {
    case 'ambiguous':
      return askReading(reading.readings, args, situation);
    case 'several': {
      const choices = reading.ranges.map((each) => spanText(each, situation));
      return ask({ text: say('askSeveral'), tool: TOOL, args, asked: 'start_date', choices }, situation);
    }
    case 'range': {
      if (adds) return added(text, args, span, reading, pending, request);
      const next = combined(text, span, reading);
      const half = reading.halfDay;
      const withHalf =
        half === undefined
          ? carriedHalf(args, span, next)
          : { ...withoutHalf(args), half_day: true, ...(half.date === null ? {} : { half_day_date: half.date }) };
      return send(
        {
          ...withHalf,
          ...(reading.notes.length === 0 ? {} : { date_words: text.slice(0, 300) }),
          ...(reading.days === undefined ? {} : { leave_days: reading.days }),
        },
        next,
        pending,
        request,
      );
    }
    case 'none':
      break;
  }
  if (reading.problem !== undefined) return tell(say('noSuchDate', { words: reading.problem.words }), situation);
  if (reading.excluded.length > 0) {
    const left = subtract([span], reading.excluded);
    const [only] = left;
    if (only === undefined) return tell(say('nothingLeft'), situation, YES_NO_SUGGESTIONS);
    if (only.from === span.from && only.to === span.to) return tell(say('whatDifferent'), situation);
    if (left.length === 1) return send(carriedHalf(args, span, only), only, pending, request);
    const choices = left.map((each) => spanText(each, situation));
    return ask({ text: say('askSeveral'), tool: TOOL, args, asked: 'start_date', choices }, situation);
  }
  if (reading.half !== undefined) return send({ ...withoutHalf(args), half_day: true }, span, pending, request);
  if (reading.whole === true) return send(withoutHalf(args), span, pending, request);
  if (reading.days !== undefined && reading.days > 0) {
    const next = { from, to: endOfWorkingDays(from, reading.days) };
    return send(
      {
        ...withoutHalf(args),
        ...(reading.days % 1 === 0 ? {} : { half_day: true, half_day_date: next.to }),
        ...(reading.days > 1 ? { leave_days: reading.days } : {}),
      },
      next,
      pending,
      request,
    );
  }
  const days = bareDays(text);
  if (days !== null) {
    const more = days > 1 ? { leave_days: days } : {};
    return send({ ...withoutHalf(args), ...more }, { from, to: endOfWorkingDays(from, days) }, pending, request);
  }
  const changed = JSON.stringify(args) !== JSON.stringify(known);
  return changed ? send(args, span, pending, request) : null;
}

/** "Make it three": of a request, days are meant. */
function bareDays(text: string): number | null {
  const word =
    / (?:make|rather|just|only)(?: it| that)?(?: be)? (?<count>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?: instead| please| then| of them)? $/u.exec(
      plainWords(text),
    )?.groups?.['count'];
  if (word === undefined) return null;
  const at = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].indexOf(word);
  const count = at === -1 ? Number(word) : at + 1;
  return count >= 1 && count <= 30 ? count : null;
}

/** "a week later", "one more day", "a day shorter": counted from the request itself. */
function movedSpan(text: string, span: DateSpan, reading: DateReading): DateSpan | null {
  const words = plainWords(text);
  const count = (word: string | undefined) =>
    ({ a: 1, an: 1, one: 1, another: 1, two: 2, three: 3, four: 4, five: 5 })[word ?? ''] ?? (Number(word) || 1);
  const shift = / (a|one|two|three|four|five|\d+) (day|week)s? (later|earlier|after|before|forward|back) /u.exec(words);
  if (shift !== null && reading.kind !== 'range') {
    const days = count(shift[1]) * (shift[2] === 'week' ? 7 : 1) * (/later|after|back/u.test(shift[3] ?? '') ? 1 : -1);
    return { from: addDays(span.from, days), to: addDays(span.to, days) };
  }
  if (reading.kind === 'range') return null;
  const more =
    / (a|an|one|two|three|four|five|another|\d+) (?:more |extra |additional )?days? (?:more|longer|extra) | (?:add|extend(?: it)? by) (a|an|one|two|three|another|\d+) (?:more )?days? | (another|one more|two more|three more) days? /u.exec(
      words,
    );
  if (more !== null)
    return { from: span.from, to: movedEnd(span, count((more[1] ?? more[2] ?? more[3])?.split(' ')[0])) };
  const less = / (a|one|two|three|\d+) days? (?:less|shorter|fewer) | (one|two|three) (?:less|fewer) days? /u.exec(
    words,
  );
  if (less === null) return null;
  const end = movedEnd(span, -count(less[1] ?? less[2]));
  return end < span.from ? null : { from: span.from, to: end };
}

/** How dates that were said go together with the ones on the card. */
function combined(text: string, span: DateSpan, reading: Extract<DateReading, { kind: 'range' }>): DateSpan {
  const words = plainWords(text);
  if (reading.open === 'until' || / (?:extend|until|up to|end on|ending|end) /u.test(words)) {
    if (reading.from === reading.to && reading.to >= span.from) return { from: span.from, to: reading.to };
  }
  if ((reading.open === 'from' || / (?:start|starting|begin|beginning) /u.test(words)) && reading.from === reading.to) {
    return reading.from <= span.to
      ? { from: reading.from, to: span.to }
      : { from: reading.from, to: addDays(reading.from, daysBetween(span.from, span.to)) };
  }
  return { from: reading.from, to: reading.to };
}

/** "and Friday too": days that join on make the request longer; others get a request of their own, and this one stays. */
function added(
  text: string,
  args: Args,
  span: DateSpan,
  reading: Extract<DateReading, { kind: 'range' }>,
  pending: Pending,
  request: ModelRequest,
): Step {
  // A bare weekday may lie before the days on the card: "add Wednesday" to a Thursday.
  const bare = !/\d|\b(?:next|week)\b/u.test(text);
  const before = { from: addDays(reading.from, -7), to: addDays(reading.to, -7) };
  for (const more of bare ? [reading, before] : [reading]) {
    if (more.from <= span.to && more.to >= span.from) continue;
    const next = { from: earlierOf(span.from, more.from), to: laterOf(span.to, more.to) };
    const days = workingDays(span.from, span.to) + workingDays(more.from, more.to);
    if (workingDays(next.from, next.to) > days) continue;
    // "The afternoon of the 17th too": the day comes along, and is the half one.
    const half =
      reading.halfDay === undefined
        ? null
        : { ...withoutHalf(args), half_day: true, half_day_date: reading.halfDay.date ?? more.from };
    return send(half ?? carriedHalf(args, span, next), next, pending, request);
  }
  if (reading.from >= span.from && reading.to <= span.to) return sameAsCard(pending, request);
  const half = reading.halfDay;
  const { reason: _reason, ...rest } = withoutHalf(args);
  return call(
    TOOL,
    {
      ...rest,
      start_date: reading.from,
      end_date: reading.to,
      ...(half === undefined ? {} : { half_day: true, ...(half.date === null ? {} : { half_day_date: half.date }) }),
      ...(reading.days === undefined ? {} : { leave_days: reading.days }),
      in_addition: true,
    },
    request,
  );
}

/** A half day of a single day stays half when the day moves; in a longer stretch it stays on its day while that is inside. */
function carriedHalf(args: Args, before: DateSpan, after: DateSpan): Args {
  if (args['half_day'] !== true) return args;
  const half = textOf(args['half_day_date']);
  if (before.from === before.to && after.from === after.to) return { ...args, half_day_date: after.from };
  return half !== null && half >= after.from && half <= after.to && before.from !== before.to
    ? args
    : withoutHalf(args);
}

function withoutHalf(args: Args): Args {
  const { half_day: _half, half_day_date: _date, ...rest } = args;
  return rest;
}

function send(args: Args, span: DateSpan, pending: Pending, request: ModelRequest): Step {
  const { leave_days: _days, date_words: _words, ...rest } = args;
  const wanted = plainHalf({ ...rest, start_date: span.from, end_date: span.to });
  const { date_words: _said, ...stands } = plainHalf(pending.parameters);
  // Nothing changes: then the words were not understood, and must not be answered as if they had been.
  if (canonical(wanted) === canonical(stands)) return sameAsCard(pending, request);
  return call(TOOL, { ...args, start_date: span.from, end_date: span.to }, request);
}

function sameAsCard(pending: Pending, { situation }: ModelRequest): Step {
  return tell(say('sameAsCard', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
}

/** The half of a single day needs no date to say which. */
function plainHalf(args: Args): Args {
  const { half_day_date: _date, ...rest } = args;
  return args['start_date'] === args['end_date'] ? rest : args;
}

function canonical(args: Args): string {
  return JSON.stringify(Object.entries(args).sort(([one], [other]) => one.localeCompare(other)));
}

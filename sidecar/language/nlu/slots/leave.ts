/** What words about leave say of the leave tools' arguments. */

import { addMonths, endOfWorkingDays, todayIn } from '../../calendar.ts';
import type { DateReading } from '../../date-reading.ts';
import { readDates } from '../../dates.ts';
import { personNamed } from '../../names.ts';
import { plainWords } from '../quick/leave-vocabulary.ts';
import { reasonBehind, saidReason, saidRequestId, saidStatus, saidType } from './leave-words.ts';
import type { SlotContext, SlotReaders } from './slot-reader.ts';

export const leaveSlots: SlotReaders = {
  check_leave_balance(text) {
    const type = saidType(text);
    const employee = personNamed(text);
    return {
      ...(/ (?:every|all|each) (?:leave )?(?:types?|kinds?) /u.test(plainWords(text)) ? { leave_type: 'all' } : {}),
      ...(type?.how === 'named' ? { leave_type: kindOf(type.type) } : {}),
      ...(employee === null ? {} : { employee }),
    };
  },
  submit_leave_request(text, context) {
    const reading = readDates(text, { ...context, direction: looksBack(text) ? 'past' : 'future' });
    return { ...namedType(text), ...spanOf(reading), ...reasonOf(text) };
  },
  cancel_leave_request(text, context) {
    const id = saidRequestId(text);
    const why = saidReason(text) ?? reasonBehind(text);
    const reason = why === null ? {} : { reason: why };
    if (id !== null) return { leave_request_id: id, ...reason };
    const pending = / pending /u.test(plainWords(text)) ? { status: 'pending' } : {};
    return {
      ...namedType(text),
      ...pending,
      ...periodOf(text.replace(/\btak(?:e|ing) back\b/giu, 'cancel'), context),
      ...reason,
    };
  },
  get_leave_requests(text, context) {
    const own =
      /^(?:from when|when|until when|how long) .*(?:is|are) my (?:approved|pending|rejected) /iu.exec(text) === null
        ? undefined
        : / my (approved|pending|rejected) /u.exec(plainWords(text))?.[1];
    const which = own ?? / (?:any|which|what|show|list) (?:\w+ ){0,8}(approved|rejected)/u.exec(plainWords(text))?.[1];
    const status = which ?? decidedOf(plainWords(text)) ?? saidStatus(text);
    return { ...(status === 'all' ? {} : { status }), ...namedType(text), ...periodOf(text, context) };
  },
  // A holiday that has a weekday in its name is no such day.
  get_holidays: (text, context) =>
    periodOf(
      text.replace(
        /\b(?:good friday|thanksgiving(?: thursday)?|(?:the )?\w+day after (?:easter|thanksgiving|christmas)|easter (?:sun|mon)day|long weekends?)\b/giu,
        '',
      ),
      context,
    ),
};

/** "Which leave did they refuse me", "leave that was granted", "has any of my leave been turned down"; null for one request's fate. */
function decidedOf(words: string): string | null {
  if (
    / (?:not (?:yet )?(?:been )?(?:decided|answered|dealt with)|undecided|still (?:waiting|undecided|open)) /u.test(
      words,
    )
  )
    return 'pending';
  if (!/ (?:which|what|any of|some of|one of|only|that|those|list|show) /u.test(words)) return null;
  if (/ (?:refused?|turned down|turn down|said no to|say no to|denied|deny|reject(?:ed)?|declined?) /u.test(words))
    return 'rejected';
  return / (?:granted|okayed|approved?|confirmed|gone through|went through|got through) /u.test(words)
    ? 'approved'
    : null;
}

/** "I was sick on Monday" looks back. */
function looksBack(text: string): boolean {
  return / (?:was|were|had|have been|stayed) (?:\w+ ){0,3}(?:sick|ill|unwell|migraine|fever|flu|home|off|out|away) | (?:called|phoned) in sick | yesterday /u.test(
    plainWords(text),
  );
}

/** Annual leave by its other names. */
function kindOf(type: string): string {
  return type === 'annual leave' ? 'vacation' : type;
}

function namedType(text: string): Readonly<Record<string, unknown>> {
  const type = saidType(text);
  return type?.how === 'named' ? { leave_type: type.type } : {};
}

function reasonOf(text: string): Readonly<Record<string, unknown>> {
  const reason = saidReason(text);
  return reason === null ? {} : { reason };
}

function spanOf(reading: DateReading): Readonly<Record<string, unknown>> {
  if (reading.kind === 'none') return reading.half === undefined ? {} : { half_day: true };
  if (reading.kind !== 'range') return {};
  const half = reading.halfDay === undefined ? {} : { half_day: true };
  if (reading.open === 'until') return { end_date: reading.to, ...half };
  const counted = reading.days !== undefined && reading.from === reading.to;
  const to = counted ? endOfWorkingDays(reading.from, reading.days ?? 1) : reading.to;
  return { start_date: reading.from, end_date: to, ...half };
}

/** "My May vacation", "bank holidays may": the month, and not whether one may. */
const MAY =
  /(?<! (?:and|to|through|until|till|or)) (?<month>january|february|march|april|may|june|july|august|september|october|november|december)(?= (?:leave|leaves|vacation|holidays?|pto|time off|trip)\b|[?!.]*$)/giu;

const BETWEEN = /\bbetween (?<one>\p{L}+) and (?<other>\p{L}+)\b/iu;

function periodOf(text: string, context: SlotContext): Readonly<Record<string, unknown>> {
  const back = / (?:last|past|taken|took|previous|since) /u.test(plainWords(text));
  const reading = readDates(text.replace(BETWEEN, 'from $<one> to $<other>').replace(MAY, ' in $<month>'), {
    ...context,
    direction: back ? 'past' : 'future',
  });
  if (reading.kind === 'range') {
    const today = todayIn(context.now, context.timeZone);
    // A month by its name knows no direction, and what has been since then lies behind.
    const isSince = / since /u.test(plainWords(text));
    const from = isSince && reading.from > today ? addMonths(reading.from, -12) : reading.from;
    return { date_from: from, date_to: isSince ? today : reading.to };
  }
  const year = /(?<![\d-])(?<year>20\d\d)(?![\d-])/u.exec(text)?.groups?.['year'];
  return year === undefined ? {} : { date_from: `${year}-01-01`, date_to: `${year}-12-31` };
}

import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { addDays, addMonths, daysBetween, isIsoDate, partsOf } from '../../language/calendar.ts';
import { formatList, formatSpan } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import { allocatedThrough, chosenType, maySick } from './leave-choice.ts';
import { daysFrom } from './leave-length.ts';
import { isSickType } from './leave-types.ts';
import { leaveWarnings } from './leave-warnings.ts';
import { say } from './sentences.ts';
import { type LeaveDays, readLeaveDetails } from './site-answers.ts';
import { todayOf, type Wording, wordingFor } from './wording.ts';

const date = () => z.string().refine(isIsoDate, 'must be YYYY-MM-DD');
const schema = z.object({
  leave_type: z
    .string()
    .min(1)
    .max(140)
    .describe(
      "vacation, sick, personal, bereavement, or the company's own name of the leave type; 'leave' when the user named none.",
    ),
  start_date: date().describe('First day, YYYY-MM-DD'),
  end_date: date().describe('Last day, YYYY-MM-DD; the same as start_date for one day'),
  reason: z.string().max(2000).optional().describe('Only what the user gave as reason.'),
  half_day: z.boolean().optional().describe('True when one of the days is only half.'),
  half_day_date: date().optional().describe('Which day is the half one, YYYY-MM-DD, when there are several.'),
  leave_days: z
    .number()
    .min(0.5)
    .max(260)
    .optional()
    .describe(
      'Only when the user gave a number of days off instead of a last day: end_date is then moved so that so many days count, weekends and holidays left out.',
    ),
  in_addition: z
    .boolean()
    .optional()
    .describe(
      'True when this is one more request beside the one that still waits for the confirmation, not a change of it.',
    ),
  date_words: z.string().max(300).optional().describe('The words in which the user gave the dates, as said.'),
});
type Args = z.infer<typeof schema>;

export const submitLeaveRequest: WriteTool<Args> = {
  kind: 'write',
  name: 'submit_leave_request',
  agent: 'hr',
  verb: 'Create',
  label: 'Preparing your leave request',
  description:
    'Prepares a leave request of the user for one stretch of days. Nothing is sent before the user confirms the card. Call it again with changed arguments to change a request that is still waiting for the confirmation. Ask for dates that are missing; never guess them.',
  schema,
  needs: ['hrms'],
  doctypes: ['Employee', 'Leave Application', 'Leave Allocation'],
  reversible: true,
  reversibleNote: say('reversibleNote'),
  propose,
  present(operations, person) {
    const values = valuesOf(operations);
    const wording = wordingFor(person, null);
    const type = text(values['leave_type']);
    const half = values['half_day'] === 1 ? text(values['half_day_date']) : null;
    const reason = text(values['description']);
    const approver = text(values['leave_approver_name']) || text(values['leave_approver']);
    const days = wording.days(Number(values['total_leave_days']));
    return {
      // The days too: several cards may wait, and a title is all that a spoken question says of one.
      title: say('cardTitle', { days, type, span: shortSpan(values, person) }),
      lines: [
        { label: say('lineType'), to: type },
        { label: say('lineFrom'), to: wording.date(text(values['from_date'])) },
        { label: say('lineTo'), to: wording.date(text(values['to_date'])) },
        { label: say('lineDays'), to: days },
        ...(half === null ? [] : [{ label: say('lineHalf'), to: wording.date(half) }]),
        ...(approver === '' ? [] : [{ label: say('lineApprover'), to: approver }]),
        ...(reason === '' ? [] : [{ label: say('lineReason'), to: reason }]),
      ],
    };
  },
  refused(message) {
    // HRMS looks once more when it stores: another conversation may have been quicker (its OverlapError, the same in 15 and 16).
    const late = /has already applied for (?<type>.+?) between (?<from>.+?) and (?<to>.+?) ?: ?(?<name>.+)/u.exec(
      message.replace(/<[^>]+>/gu, ''),
    )?.groups;
    if (late === undefined) return null;
    const { type = '', from = '', to = '', name = '' } = late;
    const span = from === to ? from : `${from} to ${to}`;
    return say('overlapLate', { type, span, name: name.trim().replace(/[.]$/u, '') });
  },
  done(operations, person) {
    const values = valuesOf(operations);
    const span = wordingFor(person, text(values['posting_date'])).span(
      text(values['from_date']),
      text(values['to_date']),
    );
    const approver = text(values['leave_approver_name']) || text(values['leave_approver']);
    return approver === '' ? say('doneNoApprover', { span }) : say('done', { span, approver });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const today = todayOf(context.person, context.now);
  const wording = wordingFor(context.person, today);
  const from = args.start_date;
  if (args.end_date < from)
    return refusal('endsBeforeStart', { from: wording.date(from), to: wording.date(args.end_date) });
  if (args.end_date > addMonths(today, 24))
    return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('tooFar') };

  const details = await readLeaveDetails(context.reads, { date: from });
  // Before the kind is asked for: of days that are past only an illness can be told.
  if (from < today && !maySick(args.leave_type, details)) return refusal('inThePast', { from: wording.date(from) });
  const type = await chosenType(args.leave_type, details, today, context);
  if (typeof type !== 'string') return type;
  if (from < today && !isSickType(type)) return refusal('inThePast', { from: wording.date(from) });

  const half = halfDay(args, wording);
  if (half !== null && typeof half !== 'string') return half;
  const length = await daysFrom(
    { type, from, to: args.end_date, half, wanted: args.leave_days ?? null },
    context.reads,
  );
  if (length === null) {
    const days = wording.days(args.leave_days ?? 0);
    return {
      kind: 'question',
      slot: 'end_date',
      sentence: say('daysNotFound', { days, from: wording.date(from) }),
      choices: [],
    };
  }
  const { to, counted } = length;
  const untilWhen = await allocatedThrough(type, from, to, details, context);
  if (untilWhen !== null) return untilWhen;
  const fault = faultOf(counted, type, from, to, wording);
  if (fault !== null) return fault;

  const reason = args.reason?.trim() ?? '';
  const approver = details.leave_approver ?? null;
  const values = {
    employee: context.person.employee.id,
    company: context.person.company.name,
    leave_type: type,
    from_date: from,
    to_date: to,
    ...(length.half === null ? {} : { half_day: 1, half_day_date: length.half }),
    // Frappe counts the days itself: what it stores must be what the card showed, or nothing is stored.
    total_leave_days: counted.days,
    status: 'Open',
    posting_date: today,
    ...(reason === '' ? {} : { description: reason }),
    ...(approver === null ? {} : { leave_approver: approver }),
    ...(approver === null || !details.leave_approver_name ? {} : { leave_approver_name: details.leave_approver_name }),
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'Leave Application', values }],
    parameters: {
      leave_type: type,
      start_date: from,
      end_date: to,
      ...(length.half === null ? {} : { half_day: true, half_day_date: length.half }),
      ...(reason === '' ? {} : { reason }),
      ...(args.date_words === undefined ? {} : { date_words: args.date_words }),
    },
    ...(args.in_addition === true ? { beside: true as const } : {}),
    warnings: leaveWarnings({
      days: to === args.end_date ? null : (args.leave_days ?? null),
      type,
      from,
      to,
      details,
      counted,
      wording,
      context,
      dateWords: args.date_words ?? context.userText,
    }),
    target: { doctype: 'Leave Application', name: null },
  };
}

/** The half day, null for none. Of several days the person says which. */
function halfDay(args: Args, wording: Wording): string | null | Refusal | Question {
  if (args.half_day !== true) return null;
  const { start_date: from, end_date: to } = args;
  if (from === to) return from;
  const half = args.half_day_date;
  if (half === undefined) {
    const days = Array.from({ length: Math.min(7, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
    return {
      kind: 'question',
      slot: 'half_day_date',
      sentence: say('whichHalf'),
      choices: days.map((day) => wording.date(day)),
    };
  }
  if (half < from || half > to)
    return refusal('halfOutside', { half: wording.date(half), span: wording.span(from, to) });
  return half;
}

/** Why the site would not take it, if it would not. */
function faultOf(counted: LeaveDays, type: string, from: string, to: string, wording: Wording): Refusal | null {
  if (counted.overlaps.length > 0) {
    const requests = counted.overlaps.map((request) =>
      say('overlapOne', {
        name: request.name,
        span: wording.span(request.from_date, request.to_date),
        status: request.status,
      }),
    );
    const sentence = say('overlap', { requests: formatList(requests), one: requests.length === 1 });
    return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
  }
  if (counted.days <= 0) {
    const names = [
      ...new Set(counted.holidays.map((each) => (each.weekly_off ? 'weekly day off' : each.description || 'holiday'))),
    ];
    const sentence = say('onlyHolidays', { span: wording.span(from, to), one: from === to, names: formatList(names) });
    return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
  }
  if (counted.allowed.length > 0 && !counted.allowed.includes(type)) {
    return refusal('typeNotAllowed', { type, allowed: formatList(counted.allowed, 'or') });
  }
  return null;
}

function refusal(
  key: 'endsBeforeStart' | 'inThePast' | 'halfOutside' | 'typeNotAllowed',
  params: {
    readonly from?: string;
    readonly to?: string;
    readonly half?: string;
    readonly span?: string;
    readonly type?: string;
    readonly allowed?: string;
  },
): Refusal {
  const { from = '', to = '', half = '', span = '', type = '', allowed = '' } = params;
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say(key, { from, to, half, span, type, allowed }) };
}

/** First and last day without their weekdays; the year where it is not the one of the request. */
function shortSpan(values: Readonly<Record<string, unknown>>, person: Person): string {
  const { locale } = wordingFor(person, null);
  const posted = text(values['posting_date']);
  const thisYear = posted === '' ? null : partsOf(posted).year;
  return formatSpan(text(values['from_date']), text(values['to_date']), locale, { weekday: false, thisYear });
}

function valuesOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const insert = operations.find((operation) => operation.op === 'insert');
  return insert?.op === 'insert' ? insert.values : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

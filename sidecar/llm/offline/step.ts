import { partsOf, todayIn } from '../../language/calendar.ts';
import type { DateContext, DateSpan } from '../../language/date-reading.ts';
import { formatDate, formatSpan } from '../../language/format.ts';
import type { Focus, ModelRequest, Situation } from '../model.ts';
import { say } from './sentences.ts';

export type Args = Readonly<Record<string, unknown>>;

/** What the model does in one round: say something, call a tool, or both. */
export interface Step {
  readonly text: string;
  readonly call?: { readonly name: string; readonly args: Args };
  readonly suggestions: readonly string[];
  readonly focus: Focus;
}

export type ToolName =
  | 'check_leave_balance'
  | 'get_leave_requests'
  | 'submit_leave_request'
  | 'cancel_leave_request'
  | 'get_holidays';

export const HELP_SUGGESTIONS = ['How much leave do I have?', 'Show my leave requests', 'Book a day off'] as const;
export const YES_NO_SUGGESTIONS = ['Yes, send it', 'Change it', 'No'] as const;

/** What stays in mind from turn to turn; an open question does not, unless it is asked again. */
export function kept(focus: Focus): Focus {
  const { lastTool, lastArgs, mentions } = focus;
  return {
    ...(lastTool === undefined ? {} : { lastTool }),
    ...(lastArgs === undefined ? {} : { lastArgs }),
    ...(mentions === undefined ? {} : { mentions }),
  };
}

export function tell(text: string, situation: Situation, suggestions: readonly string[] = []): Step {
  return { text, suggestions, focus: kept(situation.focus) };
}

/** Asks for a fact and remembers what is known. */
export function ask(
  question: {
    readonly text: string;
    readonly tool: ToolName;
    readonly args: Args;
    readonly asked: string;
    readonly choices?: readonly string[];
  },
  situation: Situation,
): Step {
  const { text, tool, args, asked, choices = [] } = question;
  return { text, suggestions: choices, focus: { ...kept(situation.focus), filling: { tool, args, asked, choices } } };
}

/** Calls a tool, if the person has it. */
export function call(name: ToolName, args: Args, request: Pick<ModelRequest, 'tools' | 'situation'>): Step {
  if (!request.tools.some((tool) => tool.name === name)) return tell(say('toolsOff'), request.situation);
  const focus: Focus = { ...kept(request.situation.focus), lastTool: name, lastArgs: args };
  return { text: '', call: { name, args }, suggestions: [], focus };
}

export function today(situation: Situation): string {
  return todayIn(situation.now, situation.timeZone);
}

export function dateContext(situation: Situation, more: Partial<DateContext> = {}): DateContext {
  return { now: situation.now, timeZone: situation.timeZone, dateFormat: situation.dateFormat, ...more };
}

export function dateText(date: string, situation: Situation): string {
  return formatDate(date, situation.locale, { thisYear: partsOf(today(situation)).year });
}

export function spanText(span: DateSpan, situation: Situation): string {
  return formatSpan(span.from, span.to, situation.locale, { thisYear: partsOf(today(situation)).year });
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

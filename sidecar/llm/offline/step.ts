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

export const YES_NO_SUGGESTIONS = ['Yes, send it', 'Change it', 'No'] as const;
export const GO_AHEAD_SUGGESTIONS = ['Yes, do it', 'No'] as const;

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
    readonly tool: string;
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
export function call(name: string, args: Args, request: Pick<ModelRequest, 'tools' | 'situation'>): Step {
  if (!has(name, request)) return tell(say('toolOff'), request.situation);
  const focus: Focus = { ...kept(request.situation.focus), lastTool: name, lastArgs: args };
  return { text: '', call: { name, args }, suggestions: [], focus };
}

/** Whether the person has the tool: its agent is switched on, the site has what it needs. */
export function has(tool: string, request: Pick<ModelRequest, 'tools'>): boolean {
  return request.tools.some((each) => each.name === tool);
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

/** The arguments of an expense claim while they are collected: one line or several, each with what is still missing. */
import { type SaidExpense, saidExpenses } from '../../../language/nlu/slots/expense-words.ts';
import { plainSpeech } from '../../../language/nlu/slots/plain-speech.ts';
import type { SlotContext } from '../../../language/nlu/slots/slot-reader.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { type Args, ask, call, type Step, textOf, today } from '../step.ts';
import { money } from './amounts.ts';
import { say } from './sentences.ts';

export const TOOL = 'submit_expense';
export type Request = Pick<ModelRequest, 'tools' | 'situation'>;
export type Line = Readonly<Record<string, unknown>>;

export function slotContext({ now, timeZone, dateFormat, locale, currency }: Situation): SlotContext {
  return { now, timeZone, dateFormat, locale, currency };
}

/** All lines of a claim, the first from the arguments themselves. */
export function linesOf(args: Args): readonly Line[] {
  const {
    more,
    currency: _currency,
    project: _project,
    has_receipt: _has,
    receipt_url: _url,
    in_addition: _in,
    ...first
  } = args;
  const others: readonly unknown[] = Array.isArray(more) ? more : [];
  return [first, ...others.filter((each): each is Line => typeof each === 'object' && each !== null)];
}

export function withLines(args: Args, lines: readonly Line[]): Args {
  const { currency, project, has_receipt, receipt_url, in_addition } = args;
  const kept = Object.entries({ currency, project, has_receipt, receipt_url, in_addition }).filter(
    ([, value]) => value !== undefined,
  );
  const [first, ...others] = lines;
  return { ...first, ...Object.fromEntries(kept), ...(others.length === 0 ? {} : { more: others }) };
}

/** What an utterance says, as arguments; nothing that it does not say. */
export function saidArgs(text: string, situation: Situation): Args {
  const said = saidExpenses(plainSpeech('submit_expense', text), slotContext(situation));
  const lines = said.lines.map((line) => lineOf(asTyped(line, text), said.date));
  const currencies = [...new Set(said.lines.flatMap(({ currency }) => currency ?? []))];
  return withLines(
    {
      ...(currencies[0] === undefined || currencies[0] === situation.currency ? {} : { currency: currencies[0] }),
      ...(said.project === null ? {} : { project: said.project }),
      ...(said.hasReceipt === null ? {} : { has_receipt: said.hasReceipt }),
      ...(said.receiptUrl === null ? {} : { receipt_url: said.receiptUrl }),
    },
    lines,
  );
}

/** "Dinner in Berlin" keeps its capitals. */
export function asTyped<T extends SaidExpense>(line: T, text: string): T {
  const { description } = line;
  if (description === undefined) return line;
  const at = text.toLowerCase().indexOf(description);
  return at < 0 ? line : { ...line, description: text.slice(at, at + description.length) };
}

function lineOf({ currency: _currency, ...line }: SaidExpense, date: string | null): Line {
  return { ...line, ...(line.date === undefined && date !== null ? { date } : {}) };
}

/** Asks for the first fact that is missing, or puts the claim up. An expense without a day is of today. */
export function proceed(args: Args, request: Request): Step {
  const { situation } = request;
  const lines = linesOf(args);
  for (const [at, line] of lines.entries()) {
    const place = at === 0 ? '' : `more.${at - 1}.`;
    const what = textOf(line['description']);
    const amount = typeof line['amount'] === 'number' ? line['amount'] : null;
    if (amount === null) {
      const text = what === null ? say('askAmount') : say('askAmountOf', { what });
      return ask({ text, tool: TOOL, args, asked: `${place}amount` }, situation);
    }
    if (what === null) {
      const text = say('askWhatOf', {
        amount: money(amount, textOf(args['currency']) ?? situation.currency, situation),
      });
      return ask({ text, tool: TOOL, args, asked: `${place}description` }, situation);
    }
  }
  const complete = lines.map((line) => ({
    ...line,
    category: textOf(line['category']) ?? 'other',
    date: textOf(line['date']) ?? today(situation),
  }));
  return call(TOOL, withLines(args, complete), request);
}

/** The arguments with one fact of one line set; `slot` is `amount` or `more.0.amount`. */
export function withFact(args: Args, slot: string, value: unknown): Args {
  const nested = /^more\.(?<at>\d+)\.(?<field>\w+)$/u.exec(slot)?.groups;
  const at = nested === undefined ? 0 : Number(nested['at']) + 1;
  const field = nested?.['field'] ?? slot;
  if (field === 'project' || field === 'currency') return { ...args, [field]: value };
  return withLines(
    args,
    linesOf(args).map((line, place) => (place === at ? { ...line, [field]: value } : line)),
  );
}

export function fieldOf(slot: string): string {
  return slot.split('.').at(-1) ?? slot;
}

/** Words about a claim that waits for a yes: another amount, day, kind or project, one more expense, one less, the receipt. */
import { readDates } from '../../../language/dates.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidCategory } from '../../../language/nlu/slots/expense-categories.ts';
import { saidExpenses } from '../../../language/nlu/slots/expense-words.ts';
import { normaliseText, wordsOf } from '../../../language/normalise.ts';
import type { ModelRequest } from '../../model.ts';
import { isBareMoment } from '../bare-moment.ts';
import type { Pending } from '../skill.ts';
import { type Args, dateContext, type Step, tell, textOf, YES_NO_SUGGESTIONS } from '../step.ts';
import { type Line, linesOf, proceed, saidArgs, slotContext, withLines } from './expense-args.ts';
import { say } from './sentences.ts';

const ADDS = /^ (?:and|also|plus|add|oh and) | (?:also|too|as well|on top|in addition) /u;
const RECEIPT = / (?:receipt|receipts|invoice) /u;

export function changeExpense(text: string, pending: Pending, request: ModelRequest): Step | null {
  const { situation } = request;
  const { approver_name: _name, ...args } = pending.parameters;
  const words = plainWords(text);
  const lines = linesOf(args);
  const dropped = withoutLine(text, lines);
  if (dropped !== null) {
    return dropped.length === 0
      ? tell(say('nothingLeft'), situation, YES_NO_SUGGESTIONS)
      : proceed(withLines(args, dropped), request);
  }
  const said = saidExpenses(text, slotContext(situation));
  const [first = {}] = said.lines;
  const isNew = first.amount !== undefined && first.description !== undefined;
  if (isNew && ADDS.test(words)) {
    const { currency, ...added } = saidArgs(text, situation);
    const more = currency === undefined ? {} : { currency };
    const next = linesOf(added).map((line) => ({
      ...line,
      date: textOf(line['date']) ?? textOf(lines[0]?.['date']) ?? undefined,
    }));
    return proceed({ ...withLines(args, [...lines, ...next]), ...more }, request);
  }
  if (RECEIPT.test(words)) {
    // "No receipt, sorry" comes here without its no.
    const whole = request.messages.findLast(({ role }) => role === 'user');
    const heard = whole?.role === 'user' ? whole.text : text;
    const has = !/ (?:no|not|without|lost|none|do not) /u.test(plainWords(heard));
    return proceed({ ...args, has_receipt: has }, request);
  }
  const at = lineMeant(text, lines);
  const line = lines[at];
  if (line === undefined) return null;
  const date = dayIn(text, request) ?? null;
  const category = saidCategory(normaliseText(text));
  const what =
    /\b(?:it was|it is|it's|that was|make it|description|describe it as|call it)(?: is| for|:)? (?:for )?(?<what>(?!\d|yesterday|today|on |last )[\p{L}].{2,200})$/iu.exec(
      text.trim(),
    )?.groups?.['what'];
  const amount = first.amount;
  const described =
    amount === undefined && date === null && category === null && said.project === null ? what : undefined;
  const next: Line = {
    ...line,
    ...(amount === undefined ? {} : { amount }),
    ...(date === null ? {} : { date }),
    ...(category === null ? {} : { category, expense_type: undefined }),
    ...(described === undefined ? {} : { description: describedAs(text, described, textOf(line['description'])) }),
  };
  const changed: Args = {
    ...withLines(
      args,
      // A day alone is that of all of them, when they shared one.
      lines.map((each, place) =>
        place === at
          ? next
          : date !== null && isBareMoment(text, situation) && each['date'] === line['date']
            ? { ...each, date }
            : each,
      ),
    ),
    ...(said.project === null ? {} : { project: said.project }),
    ...(first.currency === undefined || first.currency === situation.currency ? {} : { currency: first.currency }),
  };
  const isSame = JSON.stringify(changed) === JSON.stringify(withLines(args, lines));
  return isSame ? null : proceed(changed, request);
}

/** "It was for a client visit" tells more of the cab; "it was a bus" tells otherwise. */
function describedAs(text: string, said: string, before: string | null): string {
  const words = said.toLowerCase().replace(/[.!]+$/u, '');
  const more = /\b(?:it was|it is|it's|that was) for /iu.test(text);
  return more && before !== null && !before.includes(words) ? `${before}, for ${words}` : words;
}

/** Which of several lines the words speak of: one whose words they have; the first otherwise. */
function lineMeant(text: string, lines: readonly Line[]): number {
  const said = new Set(wordsOf(text));
  const at = lines.findIndex((line) =>
    wordsOf(textOf(line['description']) ?? '').some((word) => word.length > 3 && said.has(word)),
  );
  return Math.max(0, at);
}

/** "without the lunch", "drop the taxi": the lines that stay; null when nothing is to go. */
function withoutLine(text: string, lines: readonly Line[]): readonly Line[] | null {
  const what =
    /\b(?:without|drop|remove|leave out|delete|not|skip|take out|forget) (?:the |my )?(?<what>[\p{L} ]{3,60})/iu.exec(
      text,
    )?.groups?.['what'];
  if (what === undefined || /receipt/iu.test(what)) return null;
  const said = wordsOf(what);
  const left = lines.filter(
    (line) => !wordsOf(textOf(line['description']) ?? '').some((word) => word.length > 2 && said.includes(word)),
  );
  return left.length === lines.length ? null : left;
}

function dayIn(text: string, { situation }: ModelRequest): string | null {
  const reading = readDates(text, dateContext(situation, { direction: 'past' }));
  return reading.kind === 'range' && reading.from === reading.to ? reading.from : null;
}

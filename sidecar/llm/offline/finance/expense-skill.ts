/** Handing in expenses: collecting the facts of a claim over as many turns as it takes, and changing the card. */
import { addDays, addMonths } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { formatList } from '../../../language/format.ts';
import { readMoney } from '../../../language/money.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidExpenses } from '../../../language/nlu/slots/expense-words.ts';
import { wordsOf } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { say as sayAnyhow } from '../sentences.ts';
import type { Filling, Prepared, Skill, Talk } from '../skill.ts';
import {
  type Args,
  ask,
  call,
  dateContext,
  dateText,
  has,
  type Step,
  tell,
  textOf,
  today,
  YES_NO_SUGGESTIONS,
} from '../step.ts';
import { money } from './amounts.ts';
import { asTyped, fieldOf, linesOf, proceed, saidArgs, slotContext, TOOL, withFact } from './expense-args.ts';
import { changeExpense } from './expense-change.ts';
import { knownThing } from './expense-things.ts';
import { say, spoken } from './sentences.ts';

/** "Can I expense a taxi?", "are hotels over 200 ok?": what the policy allows, and no claim of anything. */
const ASKS_LEAVE =
  /^ (?:(?:can|may|could|should) (?:i|we|you) (?:expense|claim|get reimbursed for|charge)(?: [^\d ]+){1,6}|(?:is|are)(?: \S+){1,6} (?:ok|okay|allowed|covered|reimbursed|reimbursable|refunded|fine|possible)) $/u;

/** What it is about, without the words that ask and the figures: those are in no article. */
function askedOf(text: string): string {
  const about = plainWords(text)
    .replace(
      /(?<= )(?:\S*\d\S*|is|are|can|may|could|should|i|we|you|ok|okay|fine|possible|over|under|above|below|more than|up to)(?= )/gu,
      '',
    )
    .replace(/\s+/gu, ' ')
    .trim();
  return about === '' ? text.trim() : about;
}

export const expense: Skill = {
  tool: TOOL,
  parts: say('parts'),
  freeText: ['description', ...Array.from({ length: 19 }, (_, at) => `more.${at}.description`)],
  begin(text, known, request) {
    const { situation } = request;
    const open = situation.pending?.tool.split('.').at(-1) === TOOL ? situation.pending : null;
    // "And parking 12" goes on the claim that is open.
    const said = saidArgs(text, situation);
    if (open === null && ASKS_LEAVE.test(plainWords(text)) && has('search_knowledge_base', request))
      return call('search_knowledge_base', { query: askedOf(text) }, request);
    if (open !== null && (said['amount'] === undefined || /^ (?:and|also|plus|add) /u.test(plainWords(text)))) {
      const changed = changeExpense(text, open, request);
      if (changed !== null) return changed;
    }
    const repeats = said['amount'] === undefined && / (?:same|again|repeat) /u.test(plainWords(text));
    if (repeats) return lookBack(text, request);
    return proceed({ ...known, ...said, ...(open === null ? {} : { in_addition: true }) }, request);
  },
  answer: fillExpense,
  change: changeExpense,
  present: presentExpense,
};

/** "The same as last month": the claim that was handed in then is looked up first. */
function lookBack(text: string, request: ModelRequest): Step {
  const words = plainWords(text);
  const about = knownThing(text);
  const month = addMonths(`${today(request.situation).slice(0, 7)}-01`, -1);
  const whole = / last month /u.test(words) ? { date_from: month, date_to: lastOf(month) } : {};
  return call('get_expense_status', { latest: true, ...(about === null ? {} : { about }), ...whole }, request);
}

function lastOf(first: string): string {
  return new Date(Date.parse(`${addMonths(first, 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function fillExpense(said: string, choice: string | null, filling: Filling, request: ModelRequest): Step | null {
  const { situation } = request;
  const { args, asked } = filling;
  const text = choice ?? said.replace(/^(?:(?:no|sorry|actually|wait|well|oh)[, ]+)+(?=.*\d)/iu, '');
  switch (fieldOf(asked)) {
    case 'amount': {
      const found = readMoney(text, { locale: situation.locale, currency: situation.currency });
      const read = found.find(({ currency }) => currency === situation.currency) ?? found[0];
      if (read === undefined) return again(filling, say('notAnAmount', { question: say('askAmount') }), request);
      const fresh = saidArgs(text, situation);
      const known = textOf(linesOf(args)[0]?.['description']);
      // "Expense 5 for coffee" while the price of the plane was asked for is something new.
      if (known !== null && textOf(fresh['description']) !== null && !sameThing(known, fresh))
        return expense.begin(text, {}, request);
      // The answer is in the company's currency unless it names another one again.
      const { currency: _before, ...rest } = withFact(args, asked, read.amount);
      const other = read.currency !== null && read.currency !== situation.currency ? { currency: read.currency } : {};
      return proceed({ ...rest, ...other, ...withoutKnown(fresh, args) }, request);
    }
    case 'description': {
      const heard = saidExpenses(text, slotContext(situation)).lines[0];
      const next = withFact(
        args,
        asked,
        (heard === undefined ? undefined : asTyped(heard, text).description) ?? text.trim().slice(0, 500),
      );
      const category =
        heard?.category === undefined ? next : withFact(next, asked.replace('description', 'category'), heard.category);
      const dated =
        heard?.date === undefined ? category : withFact(category, asked.replace('description', 'date'), heard.date);
      return proceed(dated, request);
    }
    case 'expense_type':
      return choice === null ? again(filling, null, request) : proceed(withFact(args, asked, choice), request);
    case 'date': {
      const reading = readDates(text, dateContext(situation, { direction: 'past' }));
      return reading.kind === 'range' && reading.from === reading.to
        ? proceed(withFact(args, asked, reading.from), request)
        : again(filling, say('askDay'), request);
    }
    case 'project':
      return / (?:none|no|without) /u.test(plainWords(text)) && choice === null
        ? proceed(withoutProject(args), request)
        : proceed({ ...args, project: text.trim() }, request);
    default:
      return expense.begin(text, args, request);
  }
}

function sameThing(known: string, said: Args): boolean {
  const words = new Set(wordsOf(known));
  return wordsOf(textOf(said['description']) ?? '').some((word) => words.has(word));
}

/** "45 for the taxi, yesterday" answers more than how much. */
function withoutKnown(said: Args, known: Args): Args {
  const { amount: _amount, currency: _currency, more: _more, ...facts } = said;
  return Object.fromEntries(Object.entries(facts).filter(([key]) => known[key] === undefined));
}

function withoutProject({ project: _project, ...args }: Args): Args {
  return args;
}

function again({ tool, args, asked, choices }: Filling, text: string | null, { situation }: ModelRequest): Step {
  const question = sayAnyhow('askedAgain', { question: choices.length > 0 ? sayAnyhow('whichOfThese') : '' }).trim();
  return ask({ text: text ?? question, tool, args, asked, choices }, situation);
}

function presentExpense(prepared: Prepared, { args, request }: Talk): Step {
  const { situation } = request;
  const stored = prepared.parameters ?? args;
  const lines = linesOf(stored);
  const dates = [...new Set(lines.map((line) => textOf(line['date'])))];
  const texts = lines.map((line) => {
    const amount = money(Number(line['amount']), situation.currency, situation);
    const what = textOf(line['description']) ?? textOf(line['expense_type']) ?? '';
    // The day they share is said once.
    return dates.length === 1
      ? say('lineShort', { amount, what })
      : say('line', { amount, what, date: dayText(textOf(line['date']), situation) });
  });
  const total = lines.reduce((sum, line) => sum + Number(line['amount']), 0);
  const day = dates.length === 1 ? `, ${dayText(dates[0] ?? null, situation)}` : '';
  const list =
    texts.length === 1
      ? formatList(texts) + day
      : say('total', {
          lines: formatList(texts) + day,
          total: money(Math.round(total * 100) / 100, situation.currency, situation),
        });
  const warnings = prepared.card?.warnings ?? [];
  const notes = warnings.length === 0 ? '' : `${warnings.join(' ')} `;
  const approver = textOf(stored['approver_name']) ?? say('nobody');
  const manner = situation.tone?.manner;
  const asksReceipt =
    stored['has_receipt'] === undefined && warnings.some((warning) => /receipt is needed/u.test(warning));
  const question = say(asksReceipt ? 'haveReceipt' : 'handIn');
  const suggestions = asksReceipt ? ['Yes, send it', 'I have the receipt', 'No'] : YES_NO_SUGGESTIONS;
  if (prepared.replaces === true)
    return tell(spoken(manner, 'changed', { list, notes, question }), situation, suggestions);
  return situation.pending === null
    ? tell(spoken(manner, 'prepared', { approver, list, notes, question }), situation, suggestions)
    : tell(say('beside', { first: situation.pending.title, list, notes }), situation, suggestions);
}

function dayText(date: string | null, situation: Situation): string {
  const now = today(situation);
  if (date === null || date === now) return say('today');
  return date === addDays(now, -1) ? say('yesterday') : dateText(date, situation);
}

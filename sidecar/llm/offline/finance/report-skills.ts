/** Expense reports and budgets in words. */
import { formatList } from '../../../language/format.ts';
import { readMoney } from '../../../language/money.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidBudget } from '../../../language/nlu/slots/budget-words.ts';
import { financeSlots } from '../../../language/nlu/slots/finance.ts';
import { saidPeriod } from '../../../language/nlu/slots/finance-periods.ts';
import type { Skill } from '../skill.ts';
import { call, dateText, tell, textOf } from '../step.ts';
import { money, spanName } from './amounts.ts';
import { budgetData, reportData } from './data.ts';
import { slotContext } from './expense-args.ts';
import { knownThing } from './expense-things.ts';
import { say } from './sentences.ts';

const GROUPS = 4;
const LEADS = /^ (?:and|what about|how about|also|ok|okay|then|now) | (?:instead|by|per) /u;

export const report: Skill = {
  tool: 'generate_expense_report',
  begin(text, known, request) {
    // "Break it down by category": of what was told last.
    const { lastTool, lastArgs = {} } = request.situation.focus;
    const again = lastTool === report.tool ? (report.follow?.(text, lastArgs, request) ?? null) : null;
    if (again !== null) return again;
    const slots = financeSlots[report.tool]?.(text, slotContext(request.situation)) ?? {};
    const about = knownThing(text);
    const dated = 'period' in slots || 'date_from' in slots;
    // A trip is asked for as a whole; else the year gives the picture.
    const period = dated ? {} : { period: / trip /u.test(plainWords(text)) && about !== null ? 'all' : 'current_year' };
    return call(
      report.tool,
      {
        ...known,
        ...period,
        ...slots,
        ...('date_from' in slots ? { period: 'custom' } : {}),
        ...(about === null ? {} : { about }),
      },
      request,
    );
  },
  answer: (text, choice, filling, request) =>
    call(
      report.tool,
      { ...filling.args, period: saidPeriod(choice ?? text, slotContext(request.situation)) ?? 'current_year' },
      request,
    ),
  follow(text, lastArgs, request) {
    if (!LEADS.test(plainWords(text))) return null;
    const slots = financeSlots[report.tool]?.(text, slotContext(request.situation)) ?? {};
    const about = knownThing(text);
    if (Object.keys(slots).length === 0 && about === null) return null;
    const { date_from: _from, date_to: _to, ...kept } = lastArgs;
    const base = 'period' in slots || 'date_from' in slots ? kept : lastArgs;
    return call(
      report.tool,
      { period: 'current_year', ...base, ...slots, ...(about === null ? {} : { about }) },
      request,
    );
  },
  report(data, { text, request }) {
    const read = reportData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { from, to, currency, total, count, groups, biggest, pending } = read.data;
    const span = from === '2000-01-01' ? say('wholeTime') : spanName({ from, to }, situation);
    const about = read.data.about === null ? '' : say('reportOn', { about: read.data.about });
    const amount = (value: number) => money(value, currency, situation);
    const words = plainWords(text);
    if (count === 0) return tell(say('reportNothing', { about, span }), situation, ['And this year?']);
    const [top] = groups;
    if (/ (?:biggest|largest|top|most expensive|highest expenses) /u.test(words)) {
      const list = biggest.slice(0, 3).map((line) =>
        say('reportBiggestOne', {
          what: line.description || line.type,
          amount: amount(line.amount),
          date: dateText(line.date, situation),
        }),
      );
      return tell(say('reportBiggest', { span, list: list.join('; ') }), situation);
    }
    if (/ most /u.test(words) && top !== undefined)
      return tell(
        say('reportMost', {
          span,
          key: keyText(top.key, read.data.group_by, dateText(top.key, situation)),
          amount: amount(top.total),
          total: amount(total),
        }),
        situation,
      );
    const noFile = / (?:export|spreadsheet|excel|csv|pdf|file|download) /u.test(words) ? say('reportNoFile') : '';
    const named = groups
      .slice(0, GROUPS)
      .map((group) =>
        say('reportGroup', { key: keyText(group.key, read.data.group_by, group.key), amount: amount(group.total) }),
      );
    const list =
      groups.length > 1 && read.data.group_by !== 'date'
        ? formatList(named)
        : groups.length === 1 && about === '' && read.data.group_by !== 'date'
          ? formatList(named)
          : '';
    const states = pending > 0 ? say('reportWaiting', { amount: amount(pending) }) : '';
    if (read.data.group_by === 'project' && read.data.without_project === total)
      return tell(say('reportNoProject', { about, span, total: amount(total), states }), situation, [
        'And by category?',
      ]);
    return tell(noFile + say('report', { about, span, total: amount(total), count, groups: list, states }), situation, [
      read.data.group_by === 'project' ? 'And by category?' : 'And by project?',
    ]);
  },
};

function keyText(key: string, groupBy: string, date: string): string {
  return groupBy === 'date' ? date : key;
}

export const budget: Skill = {
  tool: 'get_budget_status',
  begin(text, known, request) {
    const { situation } = request;
    const slots = saidBudget(text, slotContext(situation));
    const amounts = readMoney(text, { locale: situation.locale, currency: situation.currency });
    const asks = / (?:afford|room|fit|enough|spend|can we|could we) /u.test(plainWords(text));
    const amount = asks ? amounts.find(({ amount: value }) => value > 0)?.amount : undefined;
    const thing = amount === undefined ? null : knownThing(text);
    return call(
      budget.tool,
      {
        budget_type: 'department',
        ...known,
        ...slots,
        ...(amount === undefined ? {} : { amount }),
        ...(thing === null || 'budget_id' in slots ? {} : { budget_id: thing }),
      },
      request,
    );
  },
  answer(text, choice, filling, request) {
    if (filling.asked === 'period')
      return call(
        budget.tool,
        { ...filling.args, period: saidPeriod(choice ?? text, slotContext(request.situation)) ?? 'current_month' },
        request,
      );
    const said = saidBudget(`${text} budget`, slotContext(request.situation));
    const id = choice ?? textOf(said['budget_id']) ?? text.trim();
    return call(budget.tool, { ...filling.args, [filling.asked]: id }, request);
  },
  follow(text, lastArgs, request) {
    const words = plainWords(text);
    if (!/^ (?:and|what about|how about|also|then|ok|okay) /u.test(words)) return null;
    const said = saidBudget(
      / budget /u.test(words) ? text : text.replace(/[?.!]*$/u, ' budget'),
      slotContext(request.situation),
    );
    if (Object.keys(said).length === 0) return null;
    const { budget_id: _id, amount: _amount, ...kept } = lastArgs;
    const base = 'budget_id' in said ? { ...kept, budget_type: 'department' } : lastArgs;
    return call(budget.tool, { ...base, ...said }, request);
  },
  report(data, { request }) {
    const read = budgetData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { allocated, spent, remaining, percent, from, to, period, currency } = read.data;
    const title =
      read.data.account === null
        ? read.data.title
        : say('budgetAccount', { account: read.data.account, title: read.data.title });
    if (!read.data.has_budget) return tell(say('budgetNone', { title }), situation);
    const figure = (value: number) => money(value, currency, situation);
    const whole = from === null || to === null ? null : { from, to };
    const when = whole === null ? '' : say('budgetWhen', { span: spanName(whole, situation) });
    const isPart = period !== null && (period.from !== from || period.to !== to) && period.spent > 0;
    const part =
      isPart && period !== null
        ? say('budgetPeriod', { spent: figure(period.spent), span: spanName(period, situation) })
        : '';
    const extra = read.data.amount;
    const fits =
      extra === null
        ? ''
        : extra <= remaining
          ? say('budgetFits', { amount: figure(extra) })
          : say('budgetFitsNot', { amount: figure(extra), over: figure(extra - Math.max(0, remaining)) });
    const facts = { title, allocated: figure(allocated), spent: figure(spent), when, period: part, amount: fits };
    return tell(
      remaining < 0
        ? say('budgetOver', { ...facts, over: figure(-remaining) })
        : say('budget', { ...facts, left: figure(remaining), percent: percent ?? 0 }),
      situation,
    );
  },
};

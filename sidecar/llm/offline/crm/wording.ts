/** Deals, people and money in the words of the person's locale. */
import { partsOf } from '../../../language/calendar.ts';
import { formatDay } from '../../../language/clock-text.ts';
import { formatMoney, formatSpan } from '../../../language/format.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import { today } from '../step.ts';
import type { ContactLine, DealLine, PeriodLine } from './data.ts';
import { say } from './sentences.ts';

export function money(amount: number, currency: string, situation: Situation): string {
  return formatMoney(Math.round(amount * 100) / 100, currency, situation.locale);
}

export function day(date: string, situation: Situation): string {
  return formatDay(date, situation.locale, today(situation));
}

/** ", IT Manager" */
export function aside({ title }: Pick<ContactLine, 'title'>): string {
  return title === null ? '' : say('aside', { what: title });
}

export function dealText(deal: DealLine, situation: Situation): string {
  const account = deal.title.toLowerCase().includes(deal.account.toLowerCase().split(' ')[0] ?? '\n')
    ? ''
    : say('dealAccount', { account: deal.account });
  const amount = money(deal.amount, deal.currency, situation);
  const owner = deal.owner === null ? '' : say('dealOwner', { owner: deal.owner });
  if (deal.status !== 'open') {
    const reason = deal.reason === null ? '' : say('dealReason', { reason: deal.reason.replace(/[.]?$/u, '.') });
    return say('dealOver', { title: deal.title, account, status: deal.status, amount, reason, owner });
  }
  const late = deal.closing !== null && deal.closing < today(situation);
  const closing =
    deal.closing === null ? '' : say(late ? 'dealPast' : 'dealCloses', { date: day(deal.closing, situation) });
  const stage = deal.stage ?? say('soFar');
  return say('dealOpen', { title: deal.title, account, stage, amount, percent: deal.probability, closing, owner });
}

export function dealLine(deal: DealLine, situation: Situation): string {
  return say('dealLine', {
    title: deal.title,
    amount: money(deal.amount, deal.currency, situation),
    where: deal.status === 'open' ? (deal.stage ?? deal.status) : deal.status,
    closing:
      deal.closing === null || deal.status !== 'open' ? '' : say('lineCloses', { date: day(deal.closing, situation) }),
    owner: deal.owner === null ? '' : say('lineOwner', { owner: deal.owner }),
  });
}

/** "this quarter", "in December", "in 2026-10-01 to ...". */
export function periodText(period: PeriodLine, situation: Situation): string {
  const named = /^(?<step>current|last|next)_(?<unit>week|month|quarter|year)$/u.exec(period.key)?.groups;
  if (named !== undefined) {
    const key = ({ current: 'thisPeriod', last: 'lastPeriod', next: 'nextPeriod' } as const)[
      named['step'] as 'current' | 'last' | 'next'
    ];
    return say(key, { unit: named['unit'] ?? '' });
  }
  const style = { weekday: false, thisYear: partsOf(today(situation)).year };
  return say('inPeriod', { span: formatSpan(period.from, period.to, situation.locale, style) });
}

/** Words as they were typed; of a name in small letters with capitals. */
export function asTyped(text: string, words: string): string {
  const at = normaliseText(text).indexOf(words);
  const typed = at < 0 ? words : (new RegExp(escaped(words), 'iu').exec(text)?.[0] ?? words);
  if (typed !== typed.toLowerCase()) return typed;
  return typed.replace(/(?<![\p{L}\p{N}'])\p{L}/gu, (letter) => letter.toUpperCase());
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll(' ', String.raw`\s+`);
}

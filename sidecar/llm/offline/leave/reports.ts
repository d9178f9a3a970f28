/** Answers from what tools found, worded like a colleague's; numbers exactly as they came. */
import { formatDays, formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { Situation } from '../../model.ts';
import { dateText, spanText } from '../step.ts';
import type { Balance, BalanceData, RequestLine, RequestsData } from './data.ts';
import { say, spoken } from './sentences.ts';

export function balanceAnswer(text: string, data: BalanceData, situation: Situation): string {
  const days = (count: number) => formatDays(count, situation.locale);
  const has = data.own ? 'You have' : `${data.employee_name} has`;
  const [only, ...more] = data.balances;
  if (only === undefined) {
    if (data.available.length === 0) return say('balanceNothing', { who: has, date: dateText(data.date, situation) });
    const instead = say('balanceInstead', { list: formatList(data.available) });
    return say('balanceNone', { who: has, asked: kindName(data.asked), instead });
  }
  if (more.length > 0) {
    const waiting = data.balances
      .filter((line) => line.pending > 0)
      .map((line) => `${days(line.pending)} of ${line.leave_type}`);
    const pending = waiting.length === 0 ? '' : say('balancePendingOf', { list: formatList(waiting) });
    const list = formatList(data.balances.map((line) => `${days(line.remaining)} of ${line.leave_type}`));
    return say('balanceMany', { who: has, list, pending });
  }
  const pending = only.pending > 0 ? say('balancePending', { days: days(only.pending), one: only.pending <= 1 }) : '';
  if (/ (?:taken|used|spent) /u.test(plainWords(text))) {
    const params = { taken: days(only.taken), allocated: days(only.allocated), type: only.leave_type };
    return say('balanceTaken', {
      ...params,
      who: has,
      left: amount(only, situation),
      are: only.remaining === 1 ? 'is' : 'are',
      pending,
    });
  }
  const params = {
    left: days(only.remaining),
    type: only.leave_type,
    allocated: amountOf(only.allocated, situation),
    taken: amountOf(only.taken, situation),
    expired: only.expired > 0 ? say('balanceExpired', { days: amountOf(only.expired, situation) }) : '',
    pending,
  };
  return data.own
    ? spoken(situation.tone?.manner, 'balanceOne', params)
    : say('balanceOther', { ...params, name: data.employee_name });
}

function amount(line: Balance, situation: Situation): string {
  return amountOf(line.remaining, situation);
}

function amountOf(count: number, situation: Situation): string {
  return new Intl.NumberFormat(situation.locale, { maximumFractionDigits: 2 }).format(count);
}

function kindName(asked: string): string {
  if (asked === 'vacation') return 'paid leave';
  return /leave|pay/iu.test(asked) ? asked : `${asked} leave`;
}

export function requestsAnswer(text: string, data: RequestsData, situation: Situation): string {
  const words = plainWords(text);
  const asksApproval =
    / (?:approved|accepted|rejected|declined|denied|approve|gone through|go through|confirmed|status|turned down|signed off) /u.test(
      words,
    );
  const ahead = data.requests.filter(
    (line) => line.to >= data.today && line.status !== 'Cancelled' && line.status !== 'Rejected',
  );
  if (/ when | next leave | next vacation | next holiday | next time off | next day off /u.test(words)) {
    const next = [...ahead].sort((a, b) => a.from.localeCompare(b.from))[0];
    if (next !== undefined)
      return spoken(situation.tone?.manner, 'requestNext', { request: lineText(next, situation) });
  }
  const [only, ...more] = data.requests;
  if (only === undefined) {
    const status = data.status === 'all' ? '' : `${data.status} `;
    return say('requestsNone', { status, scope: scopeText(data, situation) });
  }
  if (asksApproval && data.status === 'all') {
    const candidate = ahead.length === 1 ? ahead[0] : more.length === 0 ? only : undefined;
    if (candidate !== undefined) return approvalText(candidate, situation);
  }
  if (more.length === 0) return spoken(situation.tone?.manner, 'requestsOne', { request: lineText(only, situation) });
  const shown = data.requests.slice(0, 8).map((line) => `- ${lineText(line, situation)}`);
  const rest = data.more || data.requests.length > shown.length;
  const list = rest ? say('requestsMore', { list: shown.join('\n') }) : shown.join('\n');
  return spoken(situation.tone?.manner, 'requestsMany', {
    count: `${data.requests.length}${data.more ? '+' : ''} leave requests`,
    list,
  });
}

function scopeText(data: RequestsData, situation: Situation): string {
  if (data.date_from !== null && data.date_to !== null)
    return ` for ${spanText({ from: data.date_from, to: data.date_to }, situation)}`;
  if (data.date_from === data.today) return ' coming up';
  return data.date_from === null ? '' : ` from ${dateText(data.date_from, situation)} on`;
}

function approvalText(line: RequestLine, situation: Situation): string {
  const params = { type: line.leave_type, span: spanText(line, situation) };
  if (line.status === 'Approved') return say('approvedYes', params);
  if (line.status === 'Open') {
    return say('approvedNotYet', {
      ...params,
      approver: line.approver === null ? '' : say('waitingFor', { name: line.approver }),
    });
  }
  return say('approvedNo', { ...params, status: line.status.toLowerCase() });
}

export function lineText(line: RequestLine, situation: Situation): string {
  const status =
    line.status !== 'Open'
      ? line.status.toLowerCase()
      : line.approver === null
        ? say('statusOpen')
        : say('statusWaitingFor', { name: line.approver });
  const params = { type: line.leave_type, span: spanText(line, situation), status };
  return line.days === null
    ? say('requestLineNoDays', params)
    : say('requestLine', { ...params, days: formatDays(line.days, situation.locale) });
}

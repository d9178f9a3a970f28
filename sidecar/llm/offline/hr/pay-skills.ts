/** What the offline model does with the tools about pay and benefits: only ever the user's own. */
import { addMonths, partsOf } from '../../../language/calendar.ts';
import { formatList, formatMoney, formatMonth } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidBenefit, saidPayInfo } from '../../../language/nlu/slots/pay.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { readPeriod } from '../../../language/periods.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill, SkillSet } from '../skill.ts';
import { type Args, call, type Step, tell, today } from '../step.ts';
import { benefitsData, type PayPart, payrollData, type Slip } from './data.ts';
import { say } from './sentences.ts';

const SHOWN = 12;
const SLIP = 'Salary Slip';

const payroll: Skill = {
  tool: 'get_payroll_info',
  begin: (text, known, request) =>
    ofAnother(text, request) ?? call(payroll.tool, { ...known, ...asked(text, request.situation) }, request),
  follow(text, lastArgs, request) {
    const words = plainWords(text);
    if (COMPARES.test(words))
      return ofAnother(text, request) ?? call(payroll.tool, { info_type: 'pay_history' }, request);
    const period = monthBefore(words, request.situation) ?? periodIn(text, request.situation);
    const kind = saidPayInfo(words.replace(BEFORE, ' '));
    if (!/^ (?:and|what about|how about|also|ok|okay) /u.test(words)) return null;
    if (period === null && kind === 'current_pay' && !/ (?:net|gross|pay|payslip) /u.test(words)) return null;
    const other = ofAnother(text, request);
    if (other !== null) return other;
    const about = kind === 'current_pay' && period !== null ? {} : { info_type: kind };
    return call(payroll.tool, { ...lastArgs, ...about, ...(period === null ? {} : { period }) }, request);
  },
  report(data, { text, request }) {
    const read = payrollData.safeParse(data);
    if (!read.success) return null;
    const { info_type: kind, currency, slips, slip, deductions, tax } = read.data;
    const { situation } = request;
    const money = (amount: number | null) => formatMoney(amount ?? 0, currency, situation.locale);
    const parts = (list: readonly PayPart[]) =>
      formatList(list.map((part) => say('part', { amount: money(part.amount), name: part.name })));
    const compared =
      kind === 'pay_history' && COMPARES.test(plainWords(text)) ? comparison(slips, money, situation) : null;
    if (compared !== null) return compared;
    if (kind === 'pay_history') {
      const lines = slips
        .slice(0, SHOWN)
        .map((one) =>
          say('historyLine', { month: monthOf(one, situation), net: money(one.net), gross: money(one.gross) }),
        );
      return tell(say('history', { list: lines.join('\n') }), situation);
    }
    if (slip === undefined) return null;
    const month = monthOf(slip, situation);
    const shown = (step: Step): Step => mentioningMonth(step, slip.from.slice(0, 7), month);
    if (kind === 'deductions') {
      return deductions.length === 0
        ? shown(tell(say('noDeductions', { month }), situation))
        : shown(tell(say('deductions', { month, total: money(slip.deducted), list: parts(deductions) }), situation));
    }
    if (kind === 'tax_docs')
      return tell(tax.length === 0 ? say('noTax', { month }) : say('tax', { month, list: parts(tax) }), situation);
    const figures = { month, net: money(slip.net), gross: money(slip.gross), deducted: money(slip.deducted) };
    return shown(tell(say('currentPay', figures), situation, ['What was deducted?', 'Show my last payslips']));
  },
};

const benefits: Skill = {
  tool: 'get_benefits_info',
  begin: (text, known, request) =>
    ofAnother(text, request) ?? call(benefits.tool, { ...known, ...kindIn(text) }, request),
  follow(text, _lastArgs, request) {
    const kind = kindIn(text);
    return /^ (?:and|what about|how about|also) /u.test(plainWords(text)) && kind.benefit_type !== undefined
      ? call(benefits.tool, kind, request)
      : null;
  },
  report(data, { request }) {
    const read = benefitsData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const list = read.data.benefits.map(({ name, amount, currency, detail }) =>
      say('benefit', {
        name,
        amount:
          amount === null
            ? ''
            : say('benefitAmount', { amount: formatMoney(amount, currency ?? situation.currency, situation.locale) }),
        detail: detail === null ? '' : say('benefitDetail', { detail }),
      }),
    );
    return tell(say('benefits', { list: list.join('; ') }), situation);
  },
};

/** "How does it compare to last month?", "is that more than before?" */
const COMPARES =
  / (?:compared?|comparison|difference|differs?|changed?|more than|less than|higher than|lower than|versus|vs|up or down|gone (?:up|down)) /u;

/** The newest payslip beside the one before it; null when there is only one. */
function comparison(
  slips: readonly Slip[],
  money: (amount: number | null) => string,
  situation: Situation,
): Step | null {
  const [last, before] = slips;
  if (last === undefined || before === undefined) return null;
  const by = (last.net ?? 0) - (before.net ?? 0);
  const figures = {
    month: monthOf(last, situation),
    net: money(last.net),
    earlier: monthOf(before, situation),
    earlierNet: money(before.net),
    by: money(Math.abs(by)),
  };
  const way = by === 0 ? 'paySame' : by > 0 ? 'payMore' : 'payLess';
  return tell(say(way, figures), situation, ['What was deducted?']);
}

const BEFORE = / (?:(?:the )?(?:month|one|payslip) before(?: that)?|(?:the )?previous (?:month|one|payslip)) /u;

/** "And the month before?": before the payslip that was shown last. */
function monthBefore(words: string, { focus }: Situation): string | null {
  const shown = focus.mentions?.find(({ doctype }) => doctype === SLIP)?.name;
  return shown !== undefined && BEFORE.test(words) ? addMonths(`${shown}-01`, -1).slice(0, 7) : null;
}

function mentioningMonth(step: Step, month: string, label: string): Step {
  const others = (step.focus.mentions ?? []).filter(({ doctype }) => doctype !== SLIP);
  const mention = { kind: 'date' as const, doctype: SLIP, name: month, label };
  return { ...step, focus: { ...step.focus, mentions: [mention, ...others].slice(0, 10) } };
}

const PAY_WORD =
  '(?:pay|salary|salaries|payslips?|pay slips?|paychecks?|wages?|income|bonus|benefits?|insurance|compensation|earnings)';
const OF_ANOTHER = [
  /\bwho (?:\p{L}+ ){0,2}(?:earns|makes|gets paid)\b/u,
  new RegExp(
    String.raw`\b(?!(?:what|who|that|it|here|there|let|this|year|month|week|today|company|employer|mother|father)\b)\p{L}+'s? (?:\p{L}+ )?${PAY_WORD}\b`,
    'u',
  ),
  // "whats marcus salary": people leave the apostrophe out.
  /^(?:what is|what's|whats|what|show|show me|tell me|how much is) (?!(?:my|the|our|this|that|last|a|an|is|about|all|any|your|me|current|net|gross|latest|base|total|annual|monthly|january|february|march|april|may|june|july|august|september|october|november|december)\b)\p{L}{3,} (?:salary|pay|payslips?|wages?|income|bonus)\b/u,
  /\b(?:does|do|did|is|will) my (?:boss|manager|team|colleagues?) (?:earn|make|get paid)\b/u,
  /\b(?:does|do|did|is|will) (?!(?:i|we|my|the|it|that|this|our|there|you|a|an)\b)\p{L}+(?: \p{L}+)? (?:earn|make|earning|making|get paid|paid|take home)\b/u,
  new RegExp(
    String.raw`\b${PAY_WORD} (?:of|for) (?!(?:me|my|the|last|this|us|january|february|march|april|may|june|july|august|september|october|november|december)\b|\d)\p{L}+`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:his|her|their|everyone's|everybody's|somebody's|someone's|colleagues?'?s?|the ceo's?|the boss's?|my (?:boss|manager)(?:'s)?) ${PAY_WORD}\b`,
    'u',
  ),
];

/** "What does Tom earn?" */
function ofAnother(text: string, { situation }: ModelRequest): Step | null {
  const plain = normaliseText(text);
  return OF_ANOTHER.some((pattern) => pattern.test(plain)) ? tell(say('onlyOwn'), situation) : null;
}

function asked(text: string, situation: Situation): Args {
  const period = periodIn(text, situation);
  if (COMPARES.test(plainWords(text))) return { info_type: 'pay_history' };
  return { info_type: saidPayInfo(text), ...(period === null ? {} : { period }) };
}

function periodIn(text: string, { now, timeZone }: Situation): string | null {
  return readPeriod(text.replace(/\bmay i\b/giu, ''), { now, timeZone, direction: 'past' })?.key ?? null;
}

function kindIn(text: string): { readonly benefit_type?: string } {
  const kind = saidBenefit(text);
  return kind === null ? {} : { benefit_type: kind };
}

function monthOf(slip: Slip, situation: Situation): string {
  return formatMonth(slip.from, situation.locale, partsOf(today(situation)).year);
}

export const PAY: SkillSet = {
  skills: [payroll, benefits],
  name: say('pay'),
  can: say('canPay'),
  examples: ['Show my latest payslip', 'What benefits do I have?'],
};

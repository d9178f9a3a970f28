/** What the offline model does with the tools about pay and benefits: only ever the user's own. */
import { partsOf } from '../../../language/calendar.ts';
import { formatList, formatMoney, formatMonth } from '../../../language/format.ts';
import { personNamed } from '../../../language/names.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill, SkillSet } from '../skill.ts';
import { type Args, call, type Step, tell, today } from '../step.ts';
import { benefitsData, type PayPart, payrollData, type Slip } from './data.ts';
import { saidMonth } from './pay-words.ts';
import { say } from './sentences.ts';

const SHOWN = 12;

const payroll: Skill = {
  tool: 'get_payroll_info',
  begin: (text, known, request) =>
    ofAnother(text, request) ?? call(payroll.tool, { ...known, ...asked(text, request.situation) }, request),
  follow(text, lastArgs, request) {
    const month = saidMonth(text, today(request.situation));
    const words = plainWords(text);
    if (month === null && !/ (?:deduct\w*|tax|gross|net|before|last|history) /u.test(words)) return null;
    if (!/^ (?:and|what about|how about|also|ok|okay) /u.test(words)) return null;
    return (
      ofAnother(text, request) ??
      call(
        payroll.tool,
        { ...lastArgs, ...(month === null ? asked(text, request.situation) : { period: month }) },
        request,
      )
    );
  },
  report(data, { request }) {
    const read = payrollData.safeParse(data);
    if (!read.success) return null;
    const { info_type: kind, currency, slips, slip, deductions, tax } = read.data;
    const { situation } = request;
    const money = (amount: number | null) => formatMoney(amount ?? 0, currency, situation.locale);
    const parts = (list: readonly PayPart[]) =>
      formatList(list.map((part) => say('part', { amount: money(part.amount), name: part.name })));
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
    if (kind === 'deductions') {
      return deductions.length === 0
        ? tell(say('noDeductions', { month }), situation)
        : tell(say('deductions', { month, total: money(slip.deducted), list: parts(deductions) }), situation);
    }
    if (kind === 'tax_docs')
      return tell(tax.length === 0 ? say('noTax', { month }) : say('tax', { month, list: parts(tax) }), situation);
    const figures = { month, net: money(slip.net), gross: money(slip.gross), deducted: money(slip.deducted) };
    return tell(say('currentPay', figures), situation, ['What was deducted?', 'Show my last payslips']);
  },
};

const benefits: Skill = {
  tool: 'get_benefits_info',
  begin: (text, known, request) =>
    ofAnother(text, request) ?? call(benefits.tool, { ...known, ...saidBenefit(text) }, request),
  follow(text, _lastArgs, request) {
    const kind = saidBenefit(text);
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

/** "What does Tom earn?" */
function ofAnother(text: string, { situation }: ModelRequest): Step | null {
  const words = plainWords(text);
  const another =
    personNamed(text) !== null ||
    / (?!my |our )(\w+) s (?:pay|salary|payslips?|pay slips?|wages?|income|bonus|benefits?|insurance|compensation) /u.test(
      words,
    ) ||
    / (?:does|do|did|is|will) (?!i |we |my |the |it |that |this |our |there )\w+(?: \w+)? (?:earn|make|earning|making|get paid|paid|cost) /u.test(
      words,
    ) ||
    / (?:salary|pay|payslip|wage|wages|income|benefits?) (?:of|for) (?!me |my |the |last |this |us |january|february|march|april|may|june|july|august|september|october|november|december|\d)\w+ /u.test(
      words,
    ) ||
    / (?:his|her|their|everyone|everybody|somebody|someone|colleagues?) (?:s )?(?:pay|salary|payslip|wages?|benefits?|salaries) /u.test(
      words,
    );
  return another ? tell(say('onlyOwn'), situation) : null;
}

function asked(text: string, situation: Situation): Args {
  const words = plainWords(text);
  const month = saidMonth(text, today(situation));
  const kind = / (?:deduct\w*|taken off|withheld|withholdings?|went off|taken out|contributions?) /u.test(words)
    ? 'deductions'
    : / (?:tax (?:forms?|docs?|documents?|statements?|papers?|certificates?)|w 2|w2|form 16|1099|p60|p45|taxes|tax) /u.test(
          words,
        )
      ? 'tax_docs'
      : / (?:history|payslips|pay slips|salary slips|paystubs|pay stubs|paychecks|previous|past|last (?:\w+ )?(?:months|payslips|slips|payments)|this year|over the (?:last|past)) /u.test(
            words,
          )
        ? 'pay_history'
        : 'current_pay';
  return { info_type: kind, ...(month === null ? {} : { period: month }) };
}

function saidBenefit(text: string): { readonly benefit_type?: string } {
  const words = plainWords(text);
  if (/ (?:dental|dentist|teeth) /u.test(words)) return { benefit_type: 'dental' };
  if (/ (?:vision|optical|glasses|eye) /u.test(words)) return { benefit_type: 'vision' };
  if (/ (?:401k|401|401 k|pension|retirement|provident fund) /u.test(words)) return { benefit_type: '401k' };
  return / (?:health|medical|hospital) /u.test(words) ? { benefit_type: 'health' } : {};
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

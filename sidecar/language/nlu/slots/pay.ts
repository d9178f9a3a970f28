/** What words about pay and benefits say of their tools' arguments. */
import { readPeriod } from '../../periods.ts';
import { plainWords } from '../quick/leave-vocabulary.ts';
import type { SlotReaders } from './slot-reader.ts';

export type PayInfo = 'current_pay' | 'pay_history' | 'tax_docs' | 'deductions';

/** Which figure was asked for; just pay is the current one. */
export function saidPayInfo(text: string): PayInfo {
  const words = plainWords(text).replace(/ (?:after|before) (?:tax(?:es)?|deductions) /gu, ' ');
  if (
    / (?:(?:form|paper|certificate|document)s? for my tax(?:es)?|tax (?:forms?|docs?|documents?|statements?|papers?|certificates?|slips?|return)|w 2s?|w2s?|w twos?|form 16|1099|p60|p45|income (?:statement|certificate|tax statement)) /u.test(
      words,
    )
  )
    return 'tax_docs';
  if (
    / (?:deduct\w*|why is my (?:pay|salary|paycheck|payslip|net pay) (?:\w+ )?(?:lower|less|smaller)|why (?:did i get|was i paid|do i get) (?:\w+ )?(?:less|so little)|goes from my pay|taken (?:off|out|from)|withheld|withholdings?|(?:keep|keeps|kept|held|hold|holds) back|taxed|went off|(?:coming|come|comes|came|going|goes|taking|take|took) (?:out of|off|out)|contributions?|national insurance|insurance did|tax|taxes|social security) /u.test(
      words,
    )
  )
    return 'deductions';
  if (
    / (?:history|everything i (?:have |ve )?(?:earned|made|got)|(?:go|went) up since|payslips|pay slips|salary slips|pay stubs|paystubs|paychecks|salaries|previous|past|over the (?:last|past)|last (?:\w+ )?(?:months|payslips|slips|payments|paychecks)|compare|gone up|risen|increased?|changed?|developed|than the \w+ before|earlier|paid since|earned since|raise|pay rise|(?:more|less) (?:\w+ ){0,4}than) /u.test(
      words,
    )
  )
    return 'pay_history';
  return 'current_pay';
}

export type BenefitKind = 'health' | 'dental' | 'vision' | '401k';

export function saidBenefit(text: string): BenefitKind | null {
  const words = plainWords(text);
  if (/ (?:dental|dentist|teeth|tooth|root canal|crown|braces|orthodont\w*) /u.test(words)) return 'dental';
  if (/ (?:vision|optical|glasses|eye|eyes|contact lenses|lenses) /u.test(words)) return 'vision';
  if (/ (?:401k|401|401 k|pension|retirement|provident fund|employer match|company match) /u.test(words)) return '401k';
  return / (?:health|helth|medical|hospital|deductible|doctor|copay|sickness insurance|physio|physiotherapy|prescriptions?|medication|medicines?|checkups?|surgery|therapy|x-rays?) /u.test(
    words,
  )
    ? 'health'
    : null;
}

/** "payslip feb": a month at the end, without a word that leads it. */
function withMonth(text: string): string {
  return text.replace(
    /(?<=\b(?:payslips?|pay slips?|salary|pay|slip|stub|paystub|net|gross|deductions|taxes) )(?=(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\p{L}*[.?!]*$)/iu,
    'in ',
  );
}

export const paySlots: SlotReaders = {
  get_payroll_info(text, context) {
    const kind = saidPayInfo(text);
    const period = readPeriod(withMonth(text.replace(/\bmay i\b/giu, '')), { ...context, direction: 'past' });
    const compares =
      / (?:more|less|higher|lower) (?:\w+ ){0,4}than | (?:gone up|go up|went up|risen|changed?|increased?) (?:\w+ ){0,2}since /u.test(
        plainWords(text),
      );
    return { info_type: kind, ...(period === null || compares ? {} : { period: period.key }) };
  },
  get_benefits_info(text) {
    const kind = saidBenefit(text);
    return kind === null ? {} : { benefit_type: kind };
  },
};

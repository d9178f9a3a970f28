/** What words about money say of the finance tools' arguments. */

import { normaliseText } from '../../normalise.ts';
import { saidBudget } from './budget-words.ts';
import { saidExpenses } from './expense-words.ts';
import { isSavedPeriod, saidDays, saidPeriod } from './finance-periods.ts';
import type { SlotReaders } from './slot-reader.ts';

export const financeSlots: SlotReaders = {
  submit_expense(text, context) {
    const { lines, date, project, receiptUrl } = saidExpenses(text, context);
    const [first = {}] = lines;
    return {
      ...first,
      ...(first.date === undefined && date !== null ? { date } : {}),
      ...(project === null ? {} : { project }),
      ...(receiptUrl === null ? {} : { receipt_url: receiptUrl }),
    };
  },
  get_expense_status(text, context) {
    const id = saidClaimId(text);
    if (id !== null) return { expense_id: id };
    const status = saidClaimStatus(text);
    const days = isAboutOne(text) ? null : saidDays(text, context);
    return {
      ...(status === null ? {} : { status }),
      ...(days === null ? {} : { date_from: days.from, date_to: days.to }),
    };
  },
  get_budget_status: (text, context) => saidBudget(text, context),
  get_pending_reimbursements: () => ({}),
  generate_expense_report(text, context) {
    const period = saidPeriod(text, context);
    const days = period === null ? saidDays(text, context) : null;
    const groupBy = saidGrouping(text);
    return {
      ...(period === null ? {} : { period }),
      ...(days === null || isSavedPeriod(days) ? {} : { date_from: days.from, date_to: days.to }),
      ...(groupBy === null ? {} : { group_by: groupBy }),
    };
  },
  approve_expense(text) {
    const id = saidClaimId(text);
    const comment = saidComment(text);
    return { ...(id === null ? {} : { expense_id: id }), ...(comment === null ? {} : { comment }) };
  },
};

/** "HR-EXP-2026-00012"; null for none. */
export function saidClaimId(text: string): string | null {
  const id = /\b(?<id>[a-z]{2,}(?:-[a-z]+)+-\d{4}-\d{2,})\b/iu.exec(text)?.groups?.['id'];
  return id?.toUpperCase() ?? null;
}

/** The words that are to be written on a claim. */
export function saidComment(text: string): string | null {
  const quoted = /["“”'‘’](?<words>[^"“”]{2,300})["“”'’]\s*$/u.exec(text)?.groups?.['words'];
  const led =
    /\b(?:with (?:the |a )?(?:comment|note|remark)|and (?:note|say|write|comment|add)|comment|saying|note(?: that)?)[ :,]+(?<words>[^"“”]{2,300})$/iu.exec(
      text,
    )?.groups?.['words'];
  const words = quoted ?? led?.replace(/^(?:is|that|:)\s+/iu, '');
  return words === undefined ? null : words.trim().replace(/[.]$/u, '');
}

/** The state that was asked for of many claims; null for none, and for "is my claim approved?", which asks for it. */
export function saidClaimStatus(text: string): string | null {
  const words = ` ${normaliseText(text)
    .replace(/[^\p{L}' ]+/gu, ' ')
    .replace(/\s+/gu, ' ')} `;
  const many = / (?:which|what|any|list|show|all|many|count|see|display) | (?:expenses|claims) /u.test(words);
  if (
    / (?:pending|unapproved|undecided|not (?:yet )?approved|need approval|needs approval) | (?:open|outstanding) (?:expenses?|claims?)| (?:waiting for|awaiting) approval | still waiting /u.test(
      words,
    ) &&
    !/ my claim /u.test(words)
  )
    return 'pending';
  if (
    / (?:rejected|turned down|declined|refused|denied|bounced|sent back|knocked back|(?:did|has|have) (?:someone|somebody|anyone|anybody|they) (?:reject|refuse|decline|deny) (?:one|any|some) of) /u.test(
      words,
    )
  )
    return 'rejected';
  if (many && / (?:reimbursed|paid out|paid back|paid) /u.test(words)) return 'reimbursed';
  if (/ approved (?:expenses?|claims?) | (?:which|what|list|show) (?:\w+ ){0,6}approved /u.test(words))
    return 'approved';
  return / all (?:of )?(?:my |the )?(?:expenses?|expense claims?|claims?) /u.test(words) &&
    / (?:list|show|see|display|give) /u.test(words)
    ? 'all'
    : null;
}

/** "Is the lunch from last week approved?" asks for one claim, not for a week of them. */
function isAboutOne(text: string): boolean {
  return /^(?:is|was|has|did|how's|how is|where's|where is) (?:the|my) |^are the |^what (?:happened|is happening|'s happening) (?:with|to) (?:the|my) /u.test(
    normaliseText(text),
  );
}

export function saidGrouping(text: string): 'category' | 'project' | 'date' | null {
  const words = ` ${normaliseText(text)
    .replace(/[^\p{L} ]+/gu, ' ')
    .replace(/\s+/gu, ' ')} `;
  if (/ (?:by|per|each|every|for each|which|of each) (?:expense )?(?:projects?) | projects? breakdown /u.test(words))
    return 'project';
  if (
    / (?:by|per|each|every|which|in) (?:\w+ )?(?:categor(?:y|ies)|kinds?|types?) | categories of | categor(?:y|ies) breakdown /u.test(
      words,
    )
  )
    return 'category';
  return / (?:by|per|each) (?:date|day) | day by day | daily /u.test(words) ? 'date' : null;
}

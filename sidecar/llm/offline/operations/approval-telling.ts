/** What waits for somebody's decision, in words: all of it, or one request in detail. */
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { Situation } from '../../model.ts';
import { type Step, tell } from '../step.ts';
import { withMentions } from './clock.ts';
import type { Approval, ApprovalsData } from './data.ts';
import { say, spoken } from './sentences.ts';

/** So many are named in the words; of more the list beside them tells. */
const FEW = 3;

export function told(text: string, data: ApprovalsData, situation: Situation): Step {
  const manner = situation.tone?.manner;
  const oldest = / (?:oldest|longest) /u.test(plainWords(text));
  const approvals = oldest ? [...data.approvals].reverse() : data.approvals;
  const [first, ...more] = approvals;
  if (first === undefined) {
    const none =
      data.doctype === null
        ? spoken(manner, 'approvalsNone')
        : say('approvalsNoneOf', { kind: kindName(data.doctype) });
    return tell(none, situation);
  }
  const text_ =
    more.length === 0
      ? spoken(manner, 'approvalsOne', { line: words(first) })
      : approvals.length <= FEW && data.total === approvals.length
        ? say('approvalsFew', { count: data.total, list: approvals.map(words).join('; ') })
        : say(oldest ? 'approvalsOldest' : 'approvalsSome', { count: data.total, line: words(first) });
  const step = tell(text_, situation, suggestionsFor(approvals));
  return { ...step, focus: withMentions(step.focus, approvals.map(mentionOf)) };
}

/** One of those that were told; the others stay in mind. */
export function detailed(one: Approval, situation: Situation): Step {
  const name = firstName(one.who);
  const steps = one.desk_only === null ? [`Approve ${name}'s request`, `Reject ${name}'s request`] : [];
  const step = tell(
    say('approvalDetails', { line: words(one), id: one.id, note: one.desk_only ?? '' }).trim(),
    situation,
    steps,
  );
  const others = (step.focus.mentions ?? []).filter((each) => each.name !== one.id);
  return { ...step, focus: withMentions(step.focus, [mentionOf(one), ...others.flatMap(documentIn)]) };
}

function documentIn({ doctype, name, label }: NonNullable<Situation['focus']['mentions']>[number]) {
  return doctype === undefined ? [] : [{ doctype, name, label }];
}

function suggestionsFor(approvals: readonly Approval[]): readonly string[] {
  const [first, second] = approvals.filter((one) => one.desk_only === null);
  if (first === undefined) return [];
  return second === undefined
    ? [`Approve ${firstName(first.who)}'s request`]
    : ['Approve the first one', ...(approvals.length === 2 ? ['Approve both'] : [])];
}

export function mentionOf(one: Approval) {
  return { doctype: one.doctype, name: one.id, label: `${one.who}, ${one.what}` };
}

export function words(one: Approval): string {
  return say('approvalWords', {
    who: one.who,
    what: one.what,
    reason: one.reason === null ? '' : say('reasonAside', { reason: one.reason }),
    since: one.days_waiting === 0 ? '' : say('sinceDays', { days: one.days_waiting }),
  });
}

function kindName(doctype: string): string {
  return { 'Leave Application': 'leave request', 'Expense Claim': 'expense claim' }[doctype] ?? doctype.toLowerCase();
}

export function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** Where claims stand, and what is owed. */
import { formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { financeSlots, saidClaimStatus } from '../../../language/nlu/slots/finance.ts';
import { saidDays } from '../../../language/nlu/slots/finance-periods.ts';
import type { Situation } from '../../model.ts';
import type { Skill, Talk } from '../skill.ts';
import { call, dateText, tell, today } from '../step.ts';
import { money, spanName } from './amounts.ts';
import { type ClaimFact, owedData, type StatusFacts, type Sums, statusData } from './data.ts';
import { slotContext } from './expense-args.ts';
import { repeatExpense } from './expense-repeat.ts';
import { knownThing } from './expense-things.ts';
import { say } from './sentences.ts';

const LISTED = 3;

export const status: Skill = {
  tool: 'get_expense_status',
  document: 'Expense Claim',
  begin(text, known, request) {
    if (ofAnother(text)) return tell(say('othersClaims'), request.situation, ['Show my approvals']);
    const slots = financeSlots['get_expense_status']?.(text, slotContext(request.situation)) ?? {};
    if ('expense_id' in slots) return call(status.tool, slots, request);
    const about = knownThing(text);
    const latest = / (?:last|latest|newest|most recent) (?:\w+ )?(?:expense|expenses|claim|one|report) /u.test(
      plainWords(text),
    );
    const { date_from: from, date_to: to, ...rest } = slots;
    // "My last expense" is no stretch of time.
    const span = latest || from === undefined ? {} : { date_from: from, date_to: to };
    return call(
      status.tool,
      { ...known, ...rest, ...span, ...(about === null ? {} : { about }), ...(latest ? { latest: true } : {}) },
      request,
    );
  },
  follow(text, lastArgs, request) {
    const words = plainWords(text);
    const id = request.situation.focus.mentions?.find(({ doctype }) => doctype === 'Expense Claim')?.name;
    if (id !== undefined && / (?:status|state|news|approved|paid|decided) /u.test(words))
      return call(status.tool, { expense_id: id }, request);
    if (!/^ (?:and|what about|how about|only|just|ok|also) /u.test(words)) return null;
    // "And the paid ones?" speaks of the claims that were just told.
    const next = saidClaimStatus(`which claims are ${text}`);
    const about = knownThing(text);
    const span = saidDays(text, slotContext(request.situation));
    if (next === null && about === null && span === null) return null;
    const { expense_id: _id, latest: _latest, ...kept } = lastArgs;
    return call(
      status.tool,
      {
        ...kept,
        ...(next === null ? {} : { status: next }),
        ...(about === null ? {} : { about }),
        ...(span === null ? {} : { date_from: span.from, date_to: span.to }),
      },
      request,
    );
  },
  report(data, talk) {
    const read = statusData.safeParse(data);
    if (!read.success) return null;
    if (talk.wish === 'submit_expense') return repeatExpense(read.data, talk);
    return tell(statusText(read.data, talk), talk.request.situation, suggestionsFor(read.data));
  },
};

export const owed: Skill = {
  tool: 'get_pending_reimbursements',
  begin: (_text, _known, request) => call(owed.tool, {}, request),
  report(data, { text, request }) {
    const read = owedData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { sums, claims, waiting } = read.data;
    const rest =
      waiting.count === 0 ? '' : say('owedWaiting', { count: waiting.count, sums: sumsText(waiting.sums, situation) });
    if (claims.length === 0) return tell(say('owedNothing', { waiting: rest }), situation, ['Show my expenses']);
    const [only] = claims;
    const what = claims.length === 1 ? (only?.what ?? '') : say('owedClaims', { count: claims.length });
    const when = / (?:when|how long|how soon) /u.test(plainWords(text)) ? say('owedWhen') : '';
    return tell(say('owed', { sums: sumsText(sums, situation), what, waiting: rest, when }), situation);
  },
};

function sumsText(sums: Sums, situation: Situation): string {
  return formatList(sums.map(({ currency, total }) => money(total, currency, situation)));
}

function statusText(facts: StatusFacts, { text, request }: Talk): string {
  const { situation } = request;
  const { claims, count, currency } = facts;
  if (facts.decides !== undefined)
    return facts.decides === null ? say('decidesNobody') : say('decides', { name: facts.decides });
  const [first] = claims;
  const frame = {
    state: say(`state_${facts.status}`),
    about: facts.about === null ? '' : say('about', { about: facts.about }),
    span:
      facts.date_from === null || facts.date_to === null
        ? ''
        : say('spanIn', { span: spanName({ from: facts.date_from, to: facts.date_to }, situation) }),
  };
  if (first === undefined)
    return frame.state + frame.about + frame.span === '' ? say('noClaimsEver') : say('noClaims', frame);
  if (count === 1) return oneText(first, currency, text, situation);
  if (count <= LISTED) {
    const list = claims.map((claim) =>
      say('some3', {
        what: whatOf(claim),
        amount: money(claim.total, currency, situation),
        state: say(`is_${claim.state}`),
      }),
    );
    return say('some', { ...frame, count, list: list.join('; ') });
  }
  const states = (['pending', 'approved', 'rejected', 'reimbursed', 'cancelled'] as const)
    .map((state) => ({ state, count: claims.filter((claim) => claim.state === state).length }))
    .filter(({ count: some }) => some > 0)
    .map(({ state, count: some }) => say('manyState', { count: some, state: say(`is_${state}`) }));
  const last = say('some3', {
    what: whatOf(first),
    amount: money(first.total, currency, situation),
    state: say(`is_${first.state}`),
  });
  return say('many', { ...frame, count, states: formatList(states), last });
}

function oneText(claim: ClaimFact, currency: string, text: string, situation: Situation): string {
  const facts = {
    what: whatOf(claim),
    amount: money(claim.total, currency, situation),
    when:
      claim.handed_in === today(situation)
        ? say('today')
        : say('onDay', { date: dateText(claim.handed_in, situation) }),
    approver: claim.approver ?? say('theApprover'),
  };
  if (!claim.own)
    return say('ofOther', {
      id: claim.id,
      name: claim.employee_name,
      state: say(`is_${claim.state}`),
      what: facts.what,
      amount: facts.amount,
    });
  switch (claim.state) {
    case 'pending':
      return claim.approver === null ? say('onePendingNobody', facts) : say('onePending', facts);
    case 'approved':
      return say('oneApproved', facts);
    case 'reimbursed':
      return say('oneReimbursed', facts);
    case 'cancelled':
      return say('oneCancelled', facts);
    case 'rejected': {
      const why =
        claim.remark !== null
          ? say('why', { remark: claim.remark.replace(/[.]$/u, '') })
          : /\bwhy\b/iu.test(text)
            ? say('noWhy', { approver: facts.approver })
            : '';
      return say('oneRejected', { ...facts, why });
    }
  }
}

function whatOf({ id, lines }: ClaimFact): string {
  const [first, ...others] = lines;
  if (first === undefined) return id;
  const what = first.description || first.type;
  return others.length === 0 ? what : `${what} and ${others.length} more`;
}

function suggestionsFor({ claims }: StatusFacts): readonly string[] {
  if (claims.some(({ state }) => state === 'approved')) return ['How much am I owed?'];
  return claims.length > 1 ? ['Which of them are pending?'] : [];
}

/** "Is Tom's claim approved?" */
function ofAnother(text: string): boolean {
  const name = /\b(?<name>\p{Lu}\p{L}+|his|her|their)(?:['’]s|s['’])? (?:\p{Ll}+ )?(?:expenses?|claims?)\b/u.exec(text)
    ?.groups?.['name'];
  return (
    name !== undefined &&
    !/^(?:My|The|All|Any|Which|What|Show|List|Is|Was|Are|Were|Did|Has|Have|Expense|Taxi|Lunch|Hotel|Travel|Our|Pending|Approved|Rejected|Last|How|Check|Open|Status)$/u.test(
      name,
    ) &&
    /['’]s?\b|\b(?:his|her|their)\b/u.test(text)
  );
}

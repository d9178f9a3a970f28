/** What the offline model does with customers. */
import { formatList } from '../../../language/format.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import type { Skill } from '../skill.ts';
import { ask, call, tell, textOf } from '../step.ts';
import { accountData, type DealLine } from './data.ts';
import { lastOf, mentioning } from './mention.ts';
import { say } from './sentences.ts';
import { aside, money } from './wording.ts';

const ACCOUNT = 'get_account';
const MONEY =
  /(?<![a-z])(?:owes?|owing|unpaid|invoices?|outstanding|balance|overdue|behind on|payments?|pays?|open with|debt)(?![a-z])/u;
const MANAGER =
  /(?<![a-z])(?:who (?:looks after|manages|handles|owns|is responsible)|account manager|looks after|responsible for)(?![a-z])/u;
const THEY = /(?<![a-z])(?:they|them|their|that (?:customer|account|company|client)|it|its)(?![a-z])/u;

export const account: Skill = {
  tool: ACCOUNT,
  named: ['account_id'],
  begin(text, known, request) {
    const { situation } = request;
    const slots = readSlots(ACCOUNT, text, slotContext(situation));
    const which = textOf(slots['account_id']) ?? pointedAt(text, situation);
    const args = { ...known, ...slots };
    if (which === null) return ask({ text: say('whichAccount'), tool: ACCOUNT, args, asked: 'account_id' }, situation);
    return call(ACCOUNT, { ...args, account_id: which }, request);
  },
  follow(text, _lastArgs, request) {
    if (!/^(?:and|what about|how about|also|or)(?![a-z])/u.test(normaliseText(text))) return null;
    const which = textOf(readSlots(ACCOUNT, text, slotContext(request.situation))['account_id']);
    return which === null ? null : call(ACCOUNT, { account_id: which }, request);
  },
  report(data, { text, request }) {
    const read = accountData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { id, name, lead, person, status, group, territory, manager, contacts, deals, open, owed, currency } =
      read.data;
    const plain = normaliseText(text);
    const step = (sentence: string, next: readonly string[] = []) =>
      mentioning(tell(sentence.trim(), situation, next), 'Account', [{ id, label: name }]);
    if (MANAGER.test(plain)) return step(managerText(name, manager));
    if (MONEY.test(plain)) return step(`${introText()}${owedText(owed, currency, situation)}`);
    const sentence = [
      introText(),
      manager === null ? '' : manager === 'me' ? say('yours') : say('managed', { manager }),
      deals === undefined || open === undefined ? '' : dealsText(deals, open, currency, situation),
      contacts === undefined || contacts.length === 0
        ? ''
        : say('accountContacts', { list: formatList(contacts.map((one) => `${one.name}${aside(one)}`)) }),
      owed === null || owed.amount === 0 ? '' : owedText(owed, currency, situation),
    ];
    const [first] = contacts ?? [];
    return step(
      sentence.join(''),
      first === undefined ? [] : [`What is ${first.name}'s number?`, `Log a call with ${first.name}`],
    );

    function introText(): string {
      if (lead) return say('leadAccount', { name, person: person === null ? '' : say('contactIs', { person }) });
      const facts = [group, territory].filter((fact) => fact !== null);
      const what = say('customer', {
        name,
        facts: facts.length === 0 ? '' : say('facts', { facts: facts.join(', ') }),
      });
      return status === 'active' ? what : what + say('frozen', { status });
    }
  },
};

function pointedAt(text: string, situation: Situation): string | null {
  return THEY.test(normaliseText(text)) ? (lastOf('Account', situation)?.name ?? null) : null;
}

function managerText(name: string, manager: string | null): string {
  if (manager === null) return say('noManager', { name });
  return manager === 'me' ? say('managerYou', { name }) : say('manager', { manager, name });
}

function owedText(
  owed: { readonly amount: number; readonly overdue: number } | null,
  currency: string,
  situation: Situation,
): string {
  if (owed === null) return say('owesNotSeen');
  if (owed.amount === 0) return say('owesNothing');
  const amount = money(owed.amount, currency, situation);
  return owed.overdue === 0
    ? say('owesInTime', { amount })
    : say('owes', { amount, overdue: money(owed.overdue, currency, situation) });
}

function dealsText(
  deals: readonly DealLine[],
  open: { readonly count: number; readonly amount: number },
  currency: string,
  situation: Situation,
): string {
  const short = (deal: DealLine) =>
    say('dealShort', {
      title: deal.title,
      stage: deal.stage ?? deal.status,
      amount: money(deal.amount, deal.currency, situation),
    });
  const [only] = deals;
  if (only === undefined) return say('noDeals');
  if (deals.length === 1) return say('oneDeal', { deal: short(only) });
  return say('openDeals', {
    count: open.count,
    amount: money(open.amount, currency, situation),
    list: formatList(deals.slice(0, 5).map(short)),
  });
}

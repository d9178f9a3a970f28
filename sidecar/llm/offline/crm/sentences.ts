import { defineMessages } from '../../../lib/messages.ts';

const deals = (count: number) => (count === 1 ? '1 deal' : `${count} deals`);

/** What the offline model says of contacts, customers and deals. */
export const say = defineMessages({
  name: 'customers and deals',
  can: 'look up customers, contacts and deals, move deals on, log calls and note leads',
  whomContact: 'Whom are you looking for: a name or a company?',
  whichContact: 'Whose details would you like?',
  whichAccount: 'Which customer?',
  whichDeal: 'Which deal?',
  changeParts: 'the stage, the amount, the closing date, the probability or a note',
  whatChange: 'What should change: the stage, the amount, the closing date, or a note?',
  noDay: 'I did not get the day. When should it close?',
  withWhom: 'With whom was it?',
  whatKind: 'Was it a call, an e-mail, a meeting, or is it a note?',
  aboutWhat: 'What was it about?',
  noteWhat: 'What should the note say?',
  activityParts: 'what it was about, when it was, or with whom',
  leadParts: 'the name, the company, the e-mail address or the phone number',
  leadName: 'What is the name of the lead, first and last?',
  leadPerson: 'Who is the person there, first and last name?',
  leadLast: 'And {first}\u2019s last name?',
  leadEmail: 'What is {first}\u2019s e-mail address?',
  leadEmailAgain: 'That does not look like an e-mail address. What is {first}\u2019s?',

  nobody: 'I find no contact for "{query}".',
  nobodyAnywhere: 'I find nobody in your company for "{query}".',
  nobodyAt: 'I find nobody at {company}.',
  nobodyLike: 'I find no {query} at {company}.',
  one: '{name}{what}{company}.{ways}',
  oneAt: 'Your contact at {company} is {name}{what}.{ways}',
  some: 'I found {count} contacts{company}:\n{list}{more}',
  someAt: ' at {company}',
  line: '- {name}{what}{company}{ways}',
  aside: ', {what}',
  ofCompany: ' of {company}',
  isOf: ' is with {company}',
  isAt: ' is {what}{company}',
  alsoLead: ', so far a lead',
  more: '\nand {count} more.',
  phone: 'The number of {name} is {value}.',
  email: '{name} has the address {value}.',
  ways: ' You reach {name} at {value}.',
  noWays: ' There is no address or number on record for {name}.',
  noPhone: 'There is no number on record for {name}{other}.',
  noEmail: 'There is no e-mail address on record for {name}{other}.',
  butEmail: ', only the address {value}',
  butPhone: ', only the number {value}',
  lastTalk: 'The last with {name}: {first}',
  historyList: 'With {name} so far:\n{list}',
  historyLine: '{when}: {subject}',
  noHistory: 'I see nothing logged with {name} yet.',

  customer: '{name} is a customer{facts}.',
  leadAccount: '{name} is a lead so far{person}.',
  contactIs: '; {person} is the contact',
  facts: ' ({facts})',
  frozen: ' The account is {status}.',
  yours: ' You look after it.',
  managed: ' {manager} looks after it.',
  openDeals: (p: { count: number; amount: string; list: string }) =>
    ` Open: ${deals(p.count)} worth ${p.amount}: ${p.list}.`,
  oneDeal: ' One open deal: {deal}.',
  noDeals: ' There is no open deal.',
  accountContacts: ' Contacts: {list}.',
  owes: ' It owes {amount}, {overdue} of it overdue.',
  owesInTime: ' It owes {amount}, none of it overdue.',
  owesNothing: ' It owes nothing.',
  owesNotSeen: ' I see no invoices of it with your rights; finance can tell what it owes.',
  manager: '{manager} looks after {name}.',
  managerYou: 'You look after {name} yourself.',
  noManager: 'Nobody is on record as looking after {name}.',

  dealShort: '{title} ({stage}, {amount})',
  dealOpen: '{title}{account} is in {stage}: {amount} at {percent}%{closing}.{owner}',
  dealOver: '{title}{account} is {status}: {amount}.{reason}{owner}',
  dealReason: ' Reason: {reason}',
  whyLost: 'Why was it lost? The reason goes on the deal.',
  wonOrLost: 'Was it won or lost?',
  won: 'Won',
  lost: 'Lost',
  dealAccount: ' for {account}',
  dealCloses: ', expected to close on {date}',
  dealPast: ', and should have closed on {date}',
  dealOwner: ' It belongs to {owner}.',
  dealLine: '{title}, {amount}, {where}{closing}{owner}',
  lineCloses: ', closes {date}',
  lineOwner: ', {owner}',
  dealsFew: (p: { count: number; what: string; amount: string; list: string }) =>
    `${p.what}: ${deals(p.count)} worth ${p.amount}. ${p.list}.`,
  dealsSome: (p: { count: number; what: string; amount: string; first: string }) =>
    `${p.what}: ${deals(p.count)} worth ${p.amount}. First on the list: ${p.first}.`,
  dealsNone: 'There are no {what}.',
  dealsNoneCalled: 'I find no deal for "{query}".',
  biggest: 'The biggest one: {deal}',
  likeliest: 'The most likely one: {deal}',
  howMany: (p: { count: number; what: string; amount: string }) => `${deals(p.count)} (${p.what}), worth ${p.amount}.`,

  pipeline: (p: { span: string; count: number; amount: string; weighted: string; list: string }) =>
    p.count === 0
      ? `No open deal should close ${p.span}.`
      : `${p.count} open ${p.count === 1 ? 'deal' : 'deals'} should close ${p.span}, worth ${p.amount}, weighted ${p.weighted}: ${p.list}.`,
  pipelineAll: (p: { count: number; amount: string; weighted: string; list: string }) =>
    p.count === 0
      ? 'There are no open deals.'
      : `${p.count} open ${p.count === 1 ? 'deal' : 'deals'} worth ${p.amount}, weighted ${p.weighted}: ${p.list}.`,
  stagePart: '{stage} {amount}{count}',
  stageCount: ' ({count})',
  later: (p: { count: number; amount: string }) =>
    ` After that there ${p.count === 1 ? 'is' : 'are'} ${deals(p.count)} worth ${p.amount}.`,
  undated: (p: { count: number; amount: string }) =>
    ` ${deals(p.count)} worth ${p.amount} ${p.count === 1 ? 'has' : 'have'} no closing date.`,
  overdue: (p: { count: number; amount: string }) =>
    ` ${deals(p.count)} worth ${p.amount} ${p.count === 1 ? 'is' : 'are'} past the closing date.`,
  wonSoFar: (p: { count: number; amount: string }) => ` Won: ${deals(p.count)}, ${p.amount}.`,
  winRate: (p: { span: string; won: number; lost: number; rate: number }) =>
    `Of ${deals(p.won + p.lost)} decided ${p.span}, ${p.won} ${p.won === 1 ? 'was' : 'were'} won: ${p.rate}%.`,
  noneDecided: 'No deal was won or lost {span}.',
  noTarget: 'I know of no sales target to hold it against. ',
  inPeriod: 'in {span}',
  thisPeriod: 'this {unit}',
  lastPeriod: 'last {unit}',
  nextPeriod: 'next {unit}',
  soFar: 'so far',

  changedTo: 'Changed: {title}. {notes}Shall I go ahead?',
});

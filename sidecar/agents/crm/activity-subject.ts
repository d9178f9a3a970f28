/** With whom or on what something is logged: a person, a customer, a lead or a deal. */

import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { wordsOf } from '../../language/normalise.ts';
import { dealsCalled, titleOf } from './deals.ts';
import { findAccounts } from './find-account.ts';
import { type ContactFound, choiceOf, findContacts, type Link, searchWords, theContact } from './find-contact.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';

export interface ActivitySubject {
  /** As it is called: "Jane Cole", "Initech". */
  readonly name: string;
  /** Documents in whose timelines it shows. */
  readonly links: readonly Link[];
}

type Answer = { readonly subject: ActivitySubject } | { readonly answer: Refusal | Question };

/** People by their names come first, then customers and leads, then deals, then people by company or function. */
export async function subjectCalled(said: string, context: ToolContext): Promise<Answer> {
  if (/^CRM-LEAD-|.-./iu.test(said.trim())) {
    const byId = await theContact(said, context);
    if ('contact' in byId) return { subject: ofContact(byId.contact) };
  }
  const { found, blind } = await findContacts({ query: said }, context.reads);
  const words = searchWords(said);
  const named = found.filter((one) => words.some((word) => wordsOf(one.name).includes(word)));
  if (named.length > 0) return oneOf(named);
  const accounts = await findAccounts(said, context.reads);
  const [account, ...others] = accounts.found;
  if (account !== undefined && others.length === 0) {
    const doctype = account.kind === 'customer' ? 'Customer' : 'Lead';
    return { subject: { name: account.title, links: [{ doctype, name: account.id }] } };
  }
  const deals = (await dealsCalled(said, context.reads, context.person)) ?? [];
  const [deal, ...more] = deals;
  if (deal !== undefined && more.length === 0) {
    const party = { doctype: deal.opportunity_from, name: deal.party_name };
    return { subject: { name: titleOf(deal), links: [{ doctype: 'Opportunity', name: deal.name }, party] } };
  }
  if (found.length > 0) return oneOf(found);
  if (account !== undefined) return question(accounts.found.map(({ title }) => title));
  if (deal !== undefined) return question(deals.map(titleOf));
  if (blind && accounts.blind) return { answer: await noAccess('customers', context) };
  return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noContact', { said }) } };
}

function oneOf(found: readonly ContactFound[]): Answer {
  const [only, ...more] = found;
  return only !== undefined && more.length === 0 ? { subject: ofContact(only) } : question(found.map(choiceOf));
}

function question(choices: readonly string[]): Answer {
  return {
    answer: {
      kind: 'question',
      slot: 'contact_id',
      sentence: say('whichContact', { names: formatList(choices.slice(0, 6)) }),
      choices: choices.slice(0, 6),
    },
  };
}

function ofContact(contact: ContactFound): ActivitySubject {
  const own = { doctype: contact.doctype, name: contact.id };
  const links = contact.links.filter((link) => link.name !== own.name && SHOWN.has(link.doctype));
  return { name: contact.name, links: [own, ...links] };
}

/** Those of whom ERPNext shows a timeline with its activities. */
const SHOWN = new Set(['Customer', 'Lead', 'Prospect', 'Opportunity']);

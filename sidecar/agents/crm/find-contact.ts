/** People of customers and leads, by name, company, function or address: ERPNext's contacts, and leads that have none. */

import type { EmployeeReads, Question, Refusal, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { formatList } from '../../language/format.ts';
import { wordsOf } from '../../language/normalise.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';
import { type ContactRow, inSight, type LeadRow, listContacts, listLeads } from './site-answers.ts';

export interface Link {
  readonly doctype: string;
  readonly name: string;
}

/** A person of a customer or lead. */
export interface ContactFound {
  readonly doctype: 'Contact' | 'Lead';
  /** Frappe's name of the document. */
  readonly id: string;
  readonly name: string;
  /** '' for what nobody entered. */
  readonly company: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly links: readonly Link[];
}

export interface ContactQuery {
  /** Words of a name, function, address or company; '' for everybody of `company`. */
  readonly query: string;
  readonly company?: string;
}

const FILLERS = new Set(
  'the a an my our of at from for in with contact contacts person people ltd inc llc mr mrs ms dr'.split(' '),
);

/** Words that can find somebody. */
export function searchWords(said: string): readonly string[] {
  const words = wordsOf(said).filter((word) => word.length > 0);
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length > 0 ? telling : words;
}

/** Everybody that the words can mean, by name; `blind`: neither contacts nor leads are his to see. */
export async function findContacts(
  { query, company }: ContactQuery,
  reads: EmployeeReads,
): Promise<{ readonly found: readonly ContactFound[]; readonly blind: boolean }> {
  const words = searchWords(query);
  const place = searchWords(company ?? '');
  const key = longest(words.length > 0 ? words : place);
  if (key === null) return { found: [], blind: false };
  const like = `%${key.replace(/[%_\\]/gu, '')}%`;
  const [contacts, leads] = await Promise.all([
    inSight(() => listContacts(reads, { anyOf: contactFilters(like) })),
    inSight(() => listLeads(reads, { anyOf: leadFilters(like) })),
  ]);
  const people = together(contacts ?? [], leads ?? []);
  const there = people.filter((one) => place.every((word) => within(word, companyWords(one))));
  return { found: closest(words, there), blind: contacts === null || (leads === null && people.length === 0) };
}

/** Whose name has the words; else whose name, function, company or address together have them. */
function closest(words: readonly string[], people: readonly ContactFound[]): readonly ContactFound[] {
  if (words.length === 0) return people;
  const fits = (wordsIn: (one: ContactFound) => readonly string[], test: typeof within) =>
    people.filter((one) => words.every((word) => test(word, wordsIn(one))));
  const exactly = (word: string, own: readonly string[]) => own.includes(word);
  for (const test of [exactly, within]) {
    const named = fits((one) => wordsOf(one.name), test);
    if (named.length > 0) return named;
    const any = fits(allWords, test);
    if (any.length > 0) return any;
  }
  return [];
}

/**
 * The one person meant. Several: the question which; none: `noContact`, or that he may not see customers at all.
 */
export async function theContact(
  said: string,
  context: ToolContext,
  slot = 'contact_id',
): Promise<{ readonly contact: ContactFound } | { readonly answer: Refusal | Question }> {
  const byId = await contactById(said, context.reads);
  if (byId !== null) return { contact: byId };
  const { found, blind } = await findContacts({ query: said }, context.reads);
  const [only, ...more] = found;
  if (only === undefined) {
    if (blind) return { answer: await noAccess('customers', context) };
    return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noContact', { said }) } };
  }
  if (more.length === 0) return { contact: only };
  const choices = found.slice(0, MOST_CHOICES).map(choiceOf);
  return { answer: { kind: 'question', slot, sentence: say('whichContact', { names: formatList(choices) }), choices } };
}

const MOST_CHOICES = 6;

/** "Jane Cole, Initech": words that find her again. */
export function choiceOf({ name, company }: ContactFound): string {
  return company === '' ? name : `${name}, ${company}`;
}

async function contactById(said: string, reads: EmployeeReads): Promise<ContactFound | null> {
  const id = said.trim();
  if (!/-/u.test(id)) return null;
  const isLead = /^CRM-LEAD-/iu.test(id);
  const [contacts, leads] = await Promise.all([
    isLead ? [] : inSight(() => listContacts(reads, { filters: [['name', '=', id]] })),
    isLead ? inSight(() => listLeads(reads, { filters: [['name', '=', id.toUpperCase()]] })) : [],
  ]);
  return together(contacts ?? [], leads ?? [])[0] ?? null;
}

/** Everybody linked to one of these documents. */
export async function contactsOf(links: readonly Link[], reads: EmployeeReads): Promise<readonly ContactFound[]> {
  const names = links.map(({ name }) => name);
  const rows = await inSight(() => listContacts(reads, { filters: [['Dynamic Link', 'link_name', 'in', names]] }));
  return together(rows ?? [], []).filter((one) => one.links.some((link) => names.includes(link.name)));
}

function contactFilters(like: string): readonly FilterRow[] {
  const fields = ['full_name', 'email_id', 'company_name', 'designation', 'department', 'phone', 'mobile_no'];
  return [
    ...fields.map((field): FilterRow => ['Contact', field, 'like', like]),
    ['Dynamic Link', 'link_name', 'like', like],
  ];
}

function leadFilters(like: string): readonly FilterRow[] {
  const fields = ['lead_name', 'email_id', 'company_name', 'job_title', 'phone', 'mobile_no'];
  return fields.map((field): FilterRow => [field, 'like', like]);
}

/** One entry a person: a lead whose contact is there is that contact; a login's own contact is a colleague, not a customer. */
function together(contacts: readonly ContactRow[], leads: readonly LeadRow[]): readonly ContactFound[] {
  const byId = new Map<string, { row: ContactRow; links: Link[] }>();
  for (const row of contacts) {
    const one = byId.get(row.name) ?? { row, links: [] };
    if (row.link_doctype !== '' && row.link_name !== '')
      one.links.push({ doctype: row.link_doctype, name: row.link_name });
    byId.set(row.name, one);
  }
  const people = [...byId.values()]
    .filter(({ row, links }) => row.user === '' || links.length > 0)
    .map(({ row, links }): ContactFound => ofContact(row, links));
  const known = new Set(people.flatMap(({ links }) => links.map(({ name }) => name)));
  const others = leads.filter(({ name }) => !known.has(name)).map(ofLead);
  return [...people, ...others].sort((a, b) => a.name.localeCompare(b.name));
}

function ofContact(row: ContactRow, links: readonly Link[]): ContactFound {
  const customer = links.find(({ doctype }) => doctype === 'Customer')?.name ?? '';
  return {
    doctype: 'Contact',
    id: row.name,
    name: row.full_name || row.name,
    company: row.company_name || customer,
    title: row.designation || row.department,
    email: row.email_id,
    phone: row.mobile_no || row.phone,
    links,
  };
}

function ofLead(row: LeadRow): ContactFound {
  return {
    doctype: 'Lead',
    id: row.name,
    name: row.lead_name || row.company_name,
    company: row.company_name,
    title: row.job_title,
    email: row.email_id,
    phone: row.mobile_no || row.phone,
    links: [{ doctype: 'Lead', name: row.name }],
  };
}

function companyWords({ company, links }: ContactFound): readonly string[] {
  return wordsOf([company, ...links.map(({ name }) => name)].join(' '));
}

function allWords(one: ContactFound): readonly string[] {
  const address = one.email.split(/[@.]/u).join(' ');
  return [...wordsOf(`${one.name} ${one.title} ${address}`), ...companyWords(one), one.email.toLowerCase()];
}

/** The word itself, or one that it begins: three letters at least; part of an address. */
function within(word: string, own: readonly string[]): boolean {
  return own.some(
    (each) =>
      each === word || (word.length >= 3 && each.startsWith(word)) || (word.includes('.') && each.includes(word)),
  );
}

function longest(words: readonly string[]): string | null {
  return words.reduce<string | null>((best, word) => (best === null || word.length > best.length ? word : best), null);
}

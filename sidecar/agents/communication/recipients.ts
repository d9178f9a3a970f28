/** Where a mail goes: colleagues, contacts, and addresses that the person wrote himself. Nobody else's words name a recipient. */

import { z } from 'zod';
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { formatList } from '../../language/format.ts';
import type { DirectoryPerson } from '../find-person.ts';
import { readDirectory } from '../find-person.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';
import { colleaguesCalled, piecesOf, shown } from './people.ts';
import { say } from './sentences.ts';

export interface Recipient {
  readonly address: string;
  /** As people call him; the address when nobody knows. */
  readonly name: string;
  /** Somebody of the directory or the contacts. */
  readonly known: boolean;
}

type Found = { readonly recipients: readonly Recipient[] } | { readonly answer: Refusal | Question };

export const MAX_RECIPIENTS = 10;
const ADDRESS = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/u;
const ME = /^(?:me|myself|my(?:self| own)? (?:address|mail|e-?mail))$/iu;

const contacts = z.array(
  z.looseObject({
    name: z.string(),
    full_name: z.string().nullish(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    email_id: z.string().nullish(),
    company_name: z.string().nullish(),
  }),
);
const FIELDS = ['name', 'full_name', 'first_name', 'last_name', 'email_id', 'company_name'];

/** All recipients of a mail, each once; the question, or the sentence why one is none. */
export async function findRecipients(said: string, context: ToolContext): Promise<Found> {
  const pieces = piecesOf(said);
  if (pieces.length === 0) return asked(say('noRecipient'));
  const found = new Map<string, Recipient>();
  for (const piece of pieces) {
    const next = await recipientsFor(piece, context);
    if ('answer' in next) return next;
    for (const one of next.recipients) found.set(one.address.toLowerCase(), one);
  }
  if (found.size > MAX_RECIPIENTS) {
    const sentence = say('tooManyPeople', { count: found.size, most: MAX_RECIPIENTS });
    return { answer: { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence } };
  }
  return { recipients: [...found.values()] };
}

async function recipientsFor(piece: string, context: ToolContext): Promise<Found> {
  const { person } = context;
  if (ME.test(piece)) return { recipients: [{ address: person.user, name: person.fullName, known: true }] };
  const address = ADDRESS.exec(piece)?.[0].replace(/[.']+$/u, '');
  if (address !== undefined) return await byAddress(address, context);
  if (piece.includes('@')) return asked(say('badAddress', { address: piece }));
  const colleagues = await colleaguesCalled(piece, context, { slot: 'to', contact: true });
  if ('people' in colleagues) return withAddresses(colleagues.people);
  // Two Toms are asked about; nobody of that name may be a customer.
  if (colleagues.answer.kind === 'question' || colleagues.answer.code !== 'NOT_FOUND') return colleagues;
  return await contactCalled(piece, context);
}

/** An address counts when the person wrote it, saw it on the card before, or a colleague or contact has it. */
async function byAddress(address: string, context: ToolContext): Promise<Found> {
  const wanted = address.toLowerCase();
  const own = [context.userText, ...(context.earlierWords ?? []), ...addressesOnCard(context)];
  const wasSaid = own.some((text) => saidIn(wanted, text));
  const [colleague] = (await readDirectory(context.reads, address, { contact: true, limit: 1 })).filter(
    (one) => one.user?.toLowerCase() === wanted || one.email?.toLowerCase() === wanted,
  );
  if (colleague !== undefined) {
    return { recipients: [{ address: colleague.email ?? address, name: colleague.employee_name, known: true }] };
  }
  const [contact] = await readContacts(context, [['email_id', '=', address]]);
  if (contact !== undefined) return { recipients: [{ address, name: contact.full_name || address, known: true }] };
  if (!wasSaid) return asked(say('unsaidAddress', { address }));
  return { recipients: [{ address, name: address, known: false }] };
}

function saidIn(address: string, text: string): boolean {
  const plain = text.toLowerCase();
  // "bob at client dot example", as it is said.
  const spoken = plain.replace(/\s+at\s+/gu, '@').replace(/\s+dot\s+/gu, '.');
  return [plain, spoken].some((one) =>
    one.split(/[\s<>(),;:"“”]+/u).some((word) => word.replace(/[.!?']+$/u, '').replace(/^mailto:/u, '') === address),
  );
}

/** What the person saw on the card that is being changed. */
function addressesOnCard({ previous }: ToolContext): readonly string[] {
  const recipients = previous?.parameters['recipients'];
  return Array.isArray(recipients) ? recipients.filter((one) => typeof one === 'string') : [];
}

async function contactCalled(said: string, context: ToolContext): Promise<Found> {
  const name = said.replace(/^(?:the )?(?:customer|client|contact|lead|supplier) /iu, '').trim();
  const words = name.toLowerCase().split(/\s+/u);
  const like = `%${name.replace(/[%_\\]/gu, '')}%`;
  const rows = await readContacts(
    context,
    [],
    [
      ['full_name', 'like', like],
      ['company_name', 'like', like],
    ],
  );
  const fitting = rows.filter((row) => {
    const own = `${row.full_name ?? ''} ${row.company_name ?? ''}`.toLowerCase().split(/\s+/u);
    return words.every((word) => own.includes(word)) && Boolean(row.email_id);
  });
  const [only, ...more] = fitting;
  if (only === undefined) return asked(say('nobodyToMail', { name: shown(name) }));
  if (more.length > 0) {
    const choices = fitting.slice(0, 5).map((row) => `${row.full_name || row.name} <${row.email_id ?? ''}>`);
    return {
      answer: { kind: 'question', slot: 'to', sentence: say('whichContact', { names: formatList(choices) }), choices },
    };
  }
  return { recipients: [{ address: only.email_id ?? '', name: only.full_name || only.name, known: true }] };
}

/** Contacts as the person may read them; who may read none has none. */
async function readContacts(
  { reads }: ToolContext,
  filters: readonly FilterRow[],
  orFilters: readonly FilterRow[] = [],
): Promise<z.infer<typeof contacts>> {
  try {
    const rows = await reads.list('Contact', {
      fields: FIELDS,
      filters,
      ...(orFilters.length === 0 ? {} : { orFilters }),
      orderBy: 'full_name asc, name asc',
      limit: 10,
    });
    return parsedAnswer(contacts, rows);
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
}

function withAddresses(people: readonly DirectoryPerson[]): Found {
  const recipients: Recipient[] = [];
  for (const person of people) {
    const address = person.email ?? person.user ?? '';
    if (!ADDRESS.test(address)) return asked(say('noAddress', { name: person.employee_name }));
    recipients.push({ address, name: person.employee_name, known: true });
  }
  return { recipients };
}

function asked(sentence: string): { readonly answer: Question } {
  return { answer: { kind: 'question', slot: 'to', sentence, choices: [] } };
}

import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { wordsOf } from '../../language/normalise.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';
import { inSight, listContacts, listLeads, listNames } from './site-answers.ts';
import { text } from './wording.ts';

const name = () => z.string().trim().min(1).max(100);
const schema = z.object({
  first_name: name(),
  last_name: name(),
  email: z.string().trim().min(1).max(140),
  company: z.string().trim().min(1).max(140).optional().describe('The company the person belongs to.'),
  phone: z.string().trim().min(1).max(40).optional(),
  source: z
    .string()
    .trim()
    .min(1)
    .max(140)
    .optional()
    .describe('How the lead came, as said: reference, exhibition ...'),
  in_addition: z
    .boolean()
    .optional()
    .describe('True when this is one more beside the one that still waits for the confirmation, not a change of it.'),
});
type Args = z.infer<typeof schema>;

const EMAIL = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>.]{2,}$/u;

export const createLead: WriteTool<Args> = {
  kind: 'write',
  name: 'create_lead',
  agent: 'crm',
  verb: 'Create',
  label: 'Preparing the lead',
  description:
    'Prepares a new lead of the user: a person, usually of a company that is no customer yet. Nothing is made before the user confirms the card. First name, last name and e-mail address are needed: ask for what is missing.',
  schema,
  doctypes: ['Lead', 'Contact', 'Lead Source', 'UTM Source', 'Employee'],
  reversible: true,
  reversibleNote: say('leadNote'),
  propose,
  present(operations) {
    const values = valuesOf(operations);
    const company = text(values['company_name']);
    const lines: readonly (readonly [string, unknown])[] = [
      [say('lineName'), fullName(values)],
      [say('lineCompany'), company],
      [say('lineEmail'), values['email_id']],
      [say('linePhone'), values['mobile_no']],
      [say('lineSource'), values['source'] ?? values['utm_source']],
    ];
    const who = company === '' ? fullName(values) : `${fullName(values)}${say('atCompany', { company })}`;
    return {
      title: say('leadTitle', { who }),
      lines: lines.filter(([, to]) => text(to) !== '').map(([label, to]) => ({ label, to: text(to) })),
    };
  },
  refused(message) {
    return /email address must be unique/iu.test(message) ? say('leadExistsUnseen') : null;
  },
  done: (operations) => say('leadDone', { who: fullName(valuesOf(operations)) }),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person, reads } = context;
  const { in_addition, ...own } = args;
  const ask = (sentence: string): Question => ({ kind: 'question', slot: 'email', sentence, choices: [] });
  const email = args.email.toLowerCase();
  if (!EMAIL.test(email)) return ask(say('badEmail', { said: args.email }));
  if (email === person.user.toLowerCase()) return ask(say('ownEmail'));
  const leads = await inSight(() =>
    listLeads(reads, {
      anyOf: [
        ['email_id', '=', email],
        ['lead_name', '=', `${args.first_name} ${args.last_name}`],
      ],
    }),
  );
  if (leads === null) return await noAccess('leads', context);
  // ERPNext takes an address for one lead only (CRM Settings).
  const same = leads.find((lead) => lead.email_id.toLowerCase() === email);
  if (same !== undefined) {
    const sentence = say('leadExists', { name: same.lead_name || same.company_name, id: same.name });
    return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
  }
  const warnings: string[] = [];
  const [namesake] = leads;
  if (namesake !== undefined) {
    const company = namesake.company_name === '' ? '' : say('atCompany', { company: namesake.company_name });
    warnings.push(say('sameName', { name: namesake.lead_name, company, id: namesake.name }));
  }
  const contacts =
    (await inSight(() => listContacts(reads, { filters: [['Contact Email', 'email_id', '=', email]] }))) ?? [];
  const [contact] = contacts;
  if (contact !== undefined) warnings.push(say('contactExists', { name: contact.full_name || contact.name }));
  const source = await sourceOf(args.source, context);
  if (source.warning !== null) warnings.push(source.warning);
  const values = {
    first_name: args.first_name,
    last_name: args.last_name,
    email_id: email,
    ...(args.company === undefined ? {} : { company_name: args.company }),
    ...(args.phone === undefined ? {} : { mobile_no: args.phone }),
    ...source.values,
    status: 'Lead',
    lead_owner: person.user,
    company: person.company.name,
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'Lead', values }],
    parameters: { ...own, email },
    ...(in_addition === true ? { beside: true as const } : {}),
    warnings,
    target: { doctype: 'Lead', name: null },
  };
}

/** The company's own name of the source; ERPNext 16 keeps it elsewhere. */
async function sourceOf(
  said: string | undefined,
  { reads }: ToolContext,
): Promise<{ readonly values: Readonly<Record<string, string>>; readonly warning: string | null }> {
  if (said === undefined) return { values: {}, warning: null };
  const listed = await listNames(reads, 'Lead Source');
  const known = listed ?? (await listNames(reads, 'UTM Source')) ?? [];
  const words = wordsOf(said);
  const source =
    known.find((each) => each.toLowerCase() === said.toLowerCase()) ??
    known.find((each) => wordsOf(each).every((own) => words.some((word) => word.startsWith(own.slice(0, 5)))));
  if (source !== undefined) return { values: { [listed === null ? 'utm_source' : 'source']: source }, warning: null };
  if (known.length === 0) return { values: {}, warning: null };
  return { values: {}, warning: say('noSource', { said, sources: formatList(known.slice(0, 8)) }) };
}

function valuesOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const insert = operations.find((operation) => operation.op === 'insert');
  return insert?.op === 'insert' ? insert.values : {};
}

function fullName(values: Readonly<Record<string, unknown>>): string {
  return [text(values['first_name']), text(values['last_name'])].filter((part) => part !== '').join(' ');
}

import { z } from 'zod';
import type { EmployeeReads, ReadTool } from '../../actions/tool.ts';
import { parsedAnswer } from '../site-answer.ts';
import { type ContactFound, theContact } from './find-contact.ts';
import { historyOf } from './history.ts';
import { isLead } from './search-contacts.ts';
import { inSight } from './site-answers.ts';

const schema = z.object({
  contact_id: z
    .string()
    .min(1)
    .max(140)
    .describe('Who: the id of a contact or lead, or words of the name, with the company where there are several.'),
  include_history: z.boolean().default(false).describe('True when the user asks what was talked about before.'),
});
type Args = z.infer<typeof schema>;

const contactDoc = z.looseObject({
  department: z.string().nullish(),
  email_ids: z.array(z.looseObject({ email_id: z.string().nullish() })).default([]),
  phone_nos: z
    .array(z.looseObject({ phone: z.string().nullish(), is_primary_mobile_no: z.number().nullish() }))
    .default([]),
});

export const getContact: ReadTool<Args> = {
  kind: 'read',
  name: 'get_contact',
  agent: 'crm',
  label: 'Looking up the contact',
  description:
    'One person of a customer or lead in detail: company, function, e-mail addresses, phone numbers, on request what was talked about before.',
  schema,
  doctypes: ['Contact', 'Lead', 'Event', 'Employee'],
  async run(args, context) {
    const found = await theContact(args.contact_id, context);
    if ('answer' in found) return found.answer;
    const { contact } = found;
    const ways = await waysTo(contact, context.reads);
    const links = [{ doctype: contact.doctype, name: contact.id }, ...contact.links];
    const history = args.include_history ? await historyOf(links, context) : null;
    return {
      kind: 'data',
      data: {
        id: contact.id,
        name: contact.name,
        lead: isLead(contact),
        company: contact.company || null,
        title: contact.title || null,
        ...ways,
        ...(history === null ? {} : { history }),
      },
    };
  },
};

/** All addresses and numbers, the main one first. */
async function waysTo(
  contact: ContactFound,
  reads: EmployeeReads,
): Promise<{ readonly emails: readonly string[]; readonly phones: readonly string[] }> {
  const own = { emails: [contact.email], phones: [contact.phone] };
  const doc =
    contact.doctype === 'Contact'
      ? await inSight(async () => parsedAnswer(contactDoc, await reads.get('Contact', contact.id)))
      : null;
  const emails = [...own.emails, ...(doc?.email_ids ?? []).map(({ email_id: email }) => email ?? '')];
  const phones = [...own.phones, ...(doc?.phone_nos ?? []).map(({ phone }) => phone ?? '')];
  return { emails: distinct(emails), phones: distinct(phones) };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))];
}

import { SiteError } from '../../engine/site-error.ts';
import type { Controller, Ctx, DocEvent, Site } from '../../engine/types.ts';
import { number, refuse, text, textOrNull } from '../values.ts';

/** ERPNext's rules of leads and opportunities (erpnext/crm/doctype, 15). */
export function addCrmControllers(site: Site): void {
  site.addController('Lead', lead);
  site.addController('Opportunity', opportunity);
}

const lead: Controller = {
  validate({ ctx, doc }) {
    const person = ['first_name', 'middle_name', 'last_name']
      .map((field) => text(doc[field]))
      .filter(Boolean)
      .join(' ');
    const name = person || text(doc['company_name']) || text(doc['email_id']).split('@')[0] || '';
    if (name === '') refuse("A Lead requires either a person's name or an organization's name");
    doc['lead_name'] = name;
    doc['title'] = text(doc['company_name']) || name;
    checkEmail(ctx, doc.name, textOrNull(doc['email_id']), text(doc['lead_owner']));
  },
  // CRM Settings, auto_creation_of_contact: on by default.
  afterInsert({ ctx, doc }) {
    const email = textOrNull(doc['email_id']);
    const phones = [
      ...(textOrNull(doc['phone']) === null ? [] : [{ phone: doc['phone'], is_primary_phone: 1 }]),
      ...(textOrNull(doc['mobile_no']) === null ? [] : [{ phone: doc['mobile_no'], is_primary_mobile_no: 1 }]),
    ];
    const contact = ctx.insert(
      {
        doctype: 'Contact',
        first_name: textOrNull(doc['first_name']) ?? text(doc['lead_name']),
        last_name: doc['last_name'],
        designation: doc['job_title'],
        company_name: doc['company_name'],
        email_ids: email === null ? [] : [{ email_id: email, is_primary: 1 }],
        phone_nos: phones,
      },
      { ignorePermissions: true },
    );
    // Linked afterwards: the lead's name is no part of the contact's.
    const links = [{ link_doctype: 'Lead', link_name: doc.name, link_title: doc['lead_name'] }];
    ctx.save({ ...contact, links }, { ignorePermissions: true });
  },
  onTrash({ ctx, doc }) {
    for (const contact of contactsOf(ctx, doc.name)) ctx.remove('Contact', contact, { ignorePermissions: true });
  },
};

function checkEmail(ctx: Ctx, name: string, email: string | null, owner: string): void {
  if (email === null) return;
  const others = ctx.getAll('Lead', { fields: ['name'], filters: { email_id: email, name: ['!=', name ?? ''] } });
  if (others.length > 0) {
    const used = others.map((row) => text(row['name'])).join(', ');
    throw new SiteError('DuplicateEntryError', `Email Address must be unique, it is already used in ${used}`);
  }
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email))
    throw new SiteError('InvalidEmailAddressError', `${email} is not a valid Email Address`);
  if (email === owner) refuse('Lead Owner cannot be same as the Lead Email Address');
}

/** Contacts that belong to this lead alone. */
function contactsOf(ctx: Ctx, lead: string): string[] {
  const links = ctx.getAll('Dynamic Link', {
    fields: ['parent'],
    filters: { link_doctype: 'Lead', link_name: lead, parenttype: 'Contact' },
  });
  return links
    .map((row) => text(row['parent']))
    .filter((contact) => {
      const own = ctx.getAll('Dynamic Link', { fields: ['name'], filters: { parent: contact, parenttype: 'Contact' } });
      return own.length === 1;
    });
}

const opportunity: Controller = {
  validate({ ctx, doc }) {
    const from = text(doc['opportunity_from']);
    const party = text(doc['party_name']);
    const named = (field: string) => textOrNull(ctx.getValue(from, party, field));
    doc['customer_name'] =
      (from === 'Customer'
        ? named('customer_name')
        : from === 'Lead'
          ? (named('company_name') ?? named('lead_name'))
          : null) ?? party;
    if (textOrNull(doc['title']) === null) doc['title'] = doc['customer_name'];
    const own = text(ctx.getValue('Company', text(doc['company']), 'default_currency'));
    if (text(doc['currency']) === own || number(doc['conversion_rate']) === 0) doc['conversion_rate'] = 1;
  },
  afterInsert({ ctx, doc }: DocEvent) {
    if (doc['opportunity_from'] === 'Lead') ctx.setValue('Lead', text(doc['party_name']), { status: 'Opportunity' });
  },
};

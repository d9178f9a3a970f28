import type { Ctx, Doc, DocEvent, Row, Site } from '../../engine/types.ts';

/** DocTypes whose timeline shows the Events they take part in: `allow_events_in_timeline` of their JSON (Frappe and ERPNext 15). */
const SHOWN = new Set(['Contact', 'Lead', 'Opportunity', 'Prospect', 'Customer', 'Supplier', 'Employee']);
const MEDIUM: Readonly<Record<string, string>> = {
  Event: 'Event',
  Meeting: 'Meeting',
  Call: 'Phone',
  'Sent/Received Email': 'Email',
  Other: 'Other',
};

const text = (value: unknown): string => String(value ?? '');
const rows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

function emailOf(ctx: Ctx, participant: Row): unknown {
  const [doctype, name] = [text(participant['reference_doctype']), text(participant['reference_docname'])];
  const contact =
    doctype === 'Contact'
      ? name
      : ctx.getAll('Dynamic Link', {
          fields: ['parent'],
          filters: { link_doctype: doctype, link_name: name, parenttype: 'Contact' },
          limit: 1,
        })[0]?.['parent'];
  return contact ? ctx.getValue('Contact', text(contact), 'email_id') : null;
}

function addEmails({ ctx, doc }: DocEvent): void {
  for (const participant of rows(doc['event_participants'])) participant['email'] ||= emailOf(ctx, participant);
}

function entriesOf(ctx: Ctx, event: string): Row[] {
  const filters = { reference_doctype: 'Event', reference_name: event };
  return ctx.getAll('Communication', { fields: ['name'], filters });
}

/** One Communication for each participant with a timeline, kept in step with the Event (event.py sync_communication). */
function sync({ ctx, doc }: DocEvent): void {
  const known = entriesOf(ctx, text(doc.name)).map((row) => ctx.getDoc('Communication', text(row['name'])));
  for (const participant of rows(doc['event_participants'])) {
    const [doctype, name] = [text(participant['reference_doctype']), text(participant['reference_docname'])];
    const entry = known.find((each) =>
      rows(each['timeline_links']).some((link) => link['link_doctype'] === doctype && link['link_name'] === name),
    );
    if (entry) ctx.save({ ...entry, ...entryOf(ctx, doc) }, { ignorePermissions: true });
    else if (SHOWN.has(doctype)) {
      const links = [{ link_doctype: doctype, link_name: name }];
      const fresh = { doctype: 'Communication', ...entryOf(ctx, doc), timeline_links: links };
      ctx.insert(fresh, { ignorePermissions: true });
    }
  }
}

function entryOf(ctx: Ctx, event: Doc): Row {
  return {
    communication_type: 'Communication',
    sent_or_received: 'Sent',
    subject: event['subject'],
    content: event['description'] || event['subject'],
    communication_date: event['starts_on'],
    sender: event['owner'],
    sender_full_name: ctx.getValue('User', text(event['owner']), 'full_name'),
    reference_doctype: 'Event',
    reference_name: event.name,
    communication_medium: MEDIUM[text(event['event_category'])] ?? '',
    status: 'Linked',
  };
}

/** What an Event leaves in the timelines of those who take part. */
export function addEventTimeline(site: Site): void {
  site.addController('Event', {
    validate: addEmails,
    onUpdate: sync,
    onTrash: ({ ctx, doc }) => {
      for (const row of entriesOf(ctx, text(doc.name)))
        ctx.remove('Communication', text(row['name']), { ignorePermissions: true });
    },
  });
}

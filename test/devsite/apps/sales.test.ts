import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { DemoSite } from './demo-site.ts';

const SAM = 'sales@acme.test';
let site: DemoSite;

beforeEach(async () => {
  site = await DemoSite.open();
});
afterEach(() => site.close());

const create = async (doctype: string, values: Row) =>
  (await site.person(SAM).post(`/api/resource/${encodeURIComponent(doctype)}`, values)) as {
    status: number;
    data: Row & { name: string };
    text: string;
  };

/** Runs operations as an action of Sam's that he confirms himself. */
async function confirmed(operations: readonly Row[]): Promise<{ action: string; documents: Row[] }> {
  const more = { action_type: 'crm.log_activity', title: 'Log' };
  const { action } = await site.propose(SAM, operations, more);
  const answer = await site.person(SAM).post('dartwing_va.api.confirm_action', { action });
  expect(answer.status, answer.text).toBe(200);
  return { action, documents: answer.data.result.documents };
}

// As tried on Frappe 15.55 with ERPNext 15.90.
describe('ERPNext’s sales', () => {
  it('a lead makes its contact, an address serves one lead, and both go together', async () => {
    const made = await create('Lead', {
      first_name: 'Bo',
      last_name: 'Lind',
      email_id: 'bo@lind.test',
      mobile_no: '+1 1',
    });
    expect(made.data).toMatchObject({ lead_name: 'Bo Lind', title: 'Bo Lind', status: 'Lead', lead_owner: SAM });
    const [contact] = site.rows('Contact', { email_id: 'bo@lind.test' }, ['name', 'mobile_no']);
    expect(contact).toEqual({ name: 'Bo Lind', mobile_no: '+1 1' });
    const again = await create('Lead', { first_name: 'B', email_id: 'bo@lind.test' });
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('must be unique')]);
    expect((await site.person(SAM).remove(`/api/resource/Lead/${made.data.name}`)).status).toBe(202);
    expect(site.rows('Contact', { email_id: 'bo@lind.test' })).toEqual([]);
  });

  it('a lead with a deal says so', () => {
    expect(site.rows('Lead', { email_id: 'omar@sunrise.test' }, ['status'])).toEqual([{ status: 'Opportunity' }]);
  });

  it('lost without a reason is taken: asking for one is the form’s and the assistant’s business', async () => {
    const answer = await site.person(SAM).put('/api/resource/Opportunity/CRM-OPP-2026-00001', { status: 'Lost' });
    expect([answer.status, answer.data.status]).toEqual([200, 'Lost']);
  });
});

describe('an event and the timelines of those who take part', () => {
  const event = {
    subject: 'Call with Jane',
    event_type: 'Private',
    event_category: 'Call',
    status: 'Completed',
    starts_on: '2026-09-07 09:00:00',
    event_participants: [
      { reference_doctype: 'Contact', reference_docname: 'Jane Cole-Initech' },
      { reference_doctype: 'Customer', reference_docname: 'Initech' },
      { reference_doctype: 'User', reference_docname: SAM },
    ],
  };
  const entries = () =>
    site.rows('Communication', { subject: ['like', 'Call with Jane%'] }, ['subject', 'communication_medium']);

  it('one entry each where a timeline shows events, kept in step', async () => {
    const made = await create('Event', event);
    expect(entries()).toEqual([
      { subject: 'Call with Jane', communication_medium: 'Phone' },
      { subject: 'Call with Jane', communication_medium: 'Phone' },
    ]);
    expect((made.data['event_participants'] as Row[])[0]?.['email']).toBe('jane.cole@initech.test');
    await site.person(SAM).put(`/api/resource/Event/${made.data.name}`, { subject: 'Call with Jane Cole' });
    expect(entries().map((row) => row['subject'])).toEqual(['Call with Jane Cole', 'Call with Jane Cole']);
  });

  it('undo of an action takes the event and its entries away, though nobody but a System Manager may delete one', async () => {
    const { action, documents } = await confirmed([{ op: 'insert', doctype: 'Event', values: event }]);
    expect(entries()).toHaveLength(2);
    const name = String(documents[0]?.['name']);
    expect((await site.person(SAM).remove(`/api/resource/Event/${name}`)).status).toBe(403);
    const undone = await site.person(SAM).post('dartwing_va.api.undo_action', { action });
    expect(undone.status, undone.text).toBe(200);
    expect(entries()).toEqual([]);
    expect(site.rows('Event', { name })).toEqual([]);
  });

  it('a note in the table of a deal comes and goes with its action', async () => {
    const note = { note: 'wants &lt;b&gt;more&lt;/b&gt;', added_by: SAM, added_on: '2026-09-07 09:00:00' };
    const { action } = await confirmed([
      {
        op: 'update',
        doctype: 'Opportunity',
        name: 'CRM-OPP-2026-00001',
        values: { notes: [note] },
        from: { notes: [], docstatus: 0 },
      },
    ]);
    expect(site.rows('CRM Note', { parent: 'CRM-OPP-2026-00001' }, ['note'])).toEqual([{ note: note.note }]);
    expect((await site.person(SAM).post('dartwing_va.api.undo_action', { action })).status).toBe(200);
    expect(site.rows('CRM Note', { parent: 'CRM-OPP-2026-00001' })).toEqual([]);
  });
});

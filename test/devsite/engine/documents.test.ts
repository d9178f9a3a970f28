import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, messages, openTestSite, type TestSite } from './harness.ts';

let site: TestSite;
let ana: Client;
let bob: Client;

beforeAll(async () => {
  site = await openTestSite();
  ana = site.as('ana@example.test');
  bob = site.as('bob@example.test');
  await bob.call('POST', '/api/resource/Project X', { title: 'Apollo', lead: 'bob@example.test' });
});
afterAll(() => site.remove());

type Doc = Record<string, unknown>;
const make = async (values: Doc, who: Client = ana) => {
  const answer = await who.call('POST', '/api/resource/Work Item', values);
  return { ...answer, doc: answer.body.data as Doc };
};
const path = (doc: Doc): string => `/api/resource/Work Item/${encodeURIComponent(String(doc['name']))}`;

describe('creating a document', () => {
  it('answers 200 with forced owner, creation and a series name, nulls left out', async () => {
    const { status, doc } = await make({
      subject: 'One',
      owner: 'bob@example.test',
      creation: '2001-01-01',
      name: 'MINE',
      docstatus: 0,
    });
    expect(status).toBe(200);
    expect(doc).toMatchObject({
      doctype: 'Work Item',
      owner: 'ana@example.test',
      modified_by: 'ana@example.test',
      status: 'Open',
      docstatus: 0,
    });
    expect(doc['name']).toMatch(/^WORK-2026-\d{4}$/);
    expect(doc['creation']).toMatch(/^2026-03-02 09:00:00(\.\d{6})?$/);
    expect(doc).not.toHaveProperty('due');
  });

  it('casts as Frappe does: numbers, checks, dates, JSON text', async () => {
    const { doc } = await make({
      subject: 'Cast',
      hours: '1,250.5',
      count: 'many',
      done: 'true',
      at: '2026-03-04T08:05',
      clock: '9:05',
      extra: { a: 1 },
    });
    expect(doc).toMatchObject({
      hours: 1250.5,
      count: 0,
      done: 0,
      at: '2026-03-04 08:05:00',
      clock: '9:05:00',
      extra: '{"a":1}',
    });
    expect((await make({ subject: 'x', extra: [1] })).body.exc_type).toBe('ValidationError');
    expect((await make({ subject: 'x', due: '2026-02-30' })).status).toBe(417);
    expect((await make({ subject: 'x', at: '2026-03-04T08:05:00Z' })).status).toBe(500);
  });

  it('takes over the stored casing of links and fetches from them, over what was sent', async () => {
    const { doc } = await make({ subject: 'Link', project: 'APOLLO', project_lead: 'ana@example.test' });
    expect(doc).toMatchObject({ project: 'Apollo', project_lead: 'bob@example.test' });
  });

  it.each<[string, Doc, string, number]>([
    ['a missing mandatory field', { subject: ' ' }, 'MandatoryError', 417],
    ['a missing link target', { subject: 'x', project: 'PROJ-9' }, 'LinkValidationError', 417],
    ['a Select value that is no option', { subject: 'x', status: 'open' }, 'ValidationError', 417],
    ['a negative amount', { subject: 'x', amount: -1 }, 'NonNegativeError', 417],
    ['a bad e-mail address', { subject: 'x', mail: 'nobody' }, 'InvalidEmailAddressError', 417],
    ['a text over 140 characters', { subject: 'x'.repeat(141) }, 'CharacterLengthExceededError', 417],
    ['a Dynamic Link without its DocType', { subject: 'x', ref_name: 'Apollo' }, 'ValidationError', 417],
    ['a number out of range', { subject: 'x', count: 3_000_000_000 }, 'CharacterLengthExceededError', 417],
    ['child rows that are no list', { subject: 'x', steps: 'a' }, 'TypeError', 500],
    ['a mandatory field missing in a row', { subject: 'x', steps: [{ weight: 1 }] }, 'MandatoryError', 417],
  ])('refuses %s', async (_what, values, excType, status) => {
    const answer = await make(values);
    expect([answer.body.exc_type, answer.status]).toEqual([excType, status]);
  });

  it('doubles the encoding of server messages', async () => {
    expect(messages((await make({})).body)).toEqual(['Error: Value missing for Work Item: Subject']);
    expect(messages((await make({ subject: 'x', project: 'PROJ-9' })).body)).toEqual([
      'Could not find Project: PROJ-9',
    ]);
  });

  it('tells a clash of names (409) from a clash of unique values (417)', async () => {
    expect((await make({ subject: 'a', code: 'K1' })).status).toBe(200);
    const twin = await make({ subject: 'b', code: 'k1' });
    expect([twin.status, twin.body.exc_type]).toEqual([417, 'UniqueValidationError']);
    expect((await make({ subject: 'c', code: '' })).status).toBe(200);
    expect((await make({ subject: 'd', code: '' })).status).toBe(200);
    const clash = await bob.call('POST', '/api/resource/Project X', { title: 'apollo' });
    expect([clash.status, clash.body.exc_type]).toEqual([409, 'DuplicateEntryError']);
  });

  it('names by prompt, by number and refuses odd names', async () => {
    const note = await ana.call('POST', '/api/resource/Own Note', { name: 'a/b #1', text: 'x' });
    expect((note.body.data as Doc)['name']).toBe('a/b #1');
    expect((await ana.call('GET', `/api/resource/Own Note/${encodeURIComponent('a/b #1')}`)).status).toBe(200);
    expect((await ana.call('POST', '/api/resource/Own Note', { text: 'x' })).status).toBe(417);
    expect((await ana.call('POST', '/api/resource/Own Note', { name: '<x>' })).status).toBe(409);
    const row = await ana.call('POST', '/api/resource/Counter Row', { label: 'n' });
    expect(typeof (row.body.data as Doc)['name']).toBe('number');
  });

  it('sanitises rich text and keeps plain comparisons', async () => {
    const { doc } = await make({
      subject: 'a < b',
      note: '<p onclick="x()">hi</p><script>bad()</script><a href="java&#115;cript:x">l</a>',
    });
    expect(doc).toMatchObject({ subject: 'a < b', note: '<p>hi</p><a>l</a>' });
  });
});

describe('changing a document', () => {
  it('changes sent keys alone and refuses a stale modified', async () => {
    const { doc } = await make({ subject: 'Two', remark: 'keep' });
    const first = await ana.call('PUT', path(doc), { subject: 'Two b', modified: doc['modified'] });
    expect(first.body.data).toMatchObject({ subject: 'Two b', remark: 'keep' });
    const stale = await ana.call('PUT', path(doc), { subject: 'Two c', modified: doc['modified'] });
    expect([stale.status, stale.body.exc_type]).toEqual([417, 'TimestampMismatchError']);
  });

  it('replaces child tables, keeps known rows, loses invented ones', async () => {
    const { doc } = await make({ subject: 'Rows', steps: [{ title: 'a' }, { title: 'b' }] });
    const rows = doc['steps'] as Doc[];
    expect(rows.map((row) => row['idx'])).toEqual([1, 2]);
    await ana.call('PUT', path(doc), {
      steps: [{ name: rows[1]?.['name'], title: 'b2' }, { title: 'c' }, { name: 'made-up', title: 'lost' }],
    });
    const after = (await ana.call('GET', path(doc))).body.data as Doc;
    expect((after['steps'] as Doc[]).map((row) => row['title'])).toEqual(['b2', 'c']);
    expect((after['steps'] as Doc[])[0]?.['name']).toBe(rows[1]?.['name']);
    await ana.call('PUT', path(doc), { remark: 'x' });
    expect(((await ana.call('GET', path(doc))).body.data as Doc)['steps']).toHaveLength(2);
  });

  it('keeps set-once fields and the owner', async () => {
    const { doc } = await make({ subject: 'Once', origin: 'here' });
    for (const values of [{ origin: 'there' }, { owner: 'cy@example.test' }, { creation: '2020-01-01 00:00:00' }]) {
      expect((await ana.call('PUT', path(doc), values)).body.exc_type).toBe('CannotChangeConstantError');
    }
  });

  it('resets fields above the permlevel silently and leaves them out of reads', async () => {
    const { doc } = await make({ subject: 'Level', approval: 'Approved' });
    expect(doc).not.toHaveProperty('approval');
    await ana.call('PUT', path(doc), { approval: 'Approved' });
    expect((await bob.call('GET', path(doc))).body.data).toMatchObject({ approval: 'Waiting' });
    const rows = (await ana.call('GET', '/api/resource/Work Item?fields=["name","approval"]')).body.data as Doc[];
    expect(rows[0]).not.toHaveProperty('approval');
  });

  it('stores passwords apart and shows asterisks', async () => {
    const { doc } = await make({ subject: 'Pass', secret: 'hunter2' });
    expect(doc['secret']).toBe('*******');
    await ana.call('PUT', path(doc), { secret: '*******', remark: 'y' });
    expect(site.site.transaction((ctx) => ctx.getPassword('Work Item', String(doc['name']), 'secret'))).toBe('hunter2');
  });

  it('writes a Version of what changed and a copy of what was deleted', async () => {
    const { doc } = await make({ subject: 'Tracked' }, bob);
    await bob.call('PUT', path(doc), { subject: 'Changed' });
    const versions = site.site.transaction((ctx) =>
      ctx.getAll('Version', { fields: ['data', 'owner'], filters: { docname: doc['name'] } }),
    );
    expect(JSON.parse(String(versions[0]?.['data']))).toMatchObject({ changed: [['subject', 'Tracked', 'Changed']] });
    expect((await bob.call('DELETE', path(doc))).status).toBe(202);
    expect(
      site.site.transaction((ctx) => ctx.getAll('Deleted Document', { filters: { deleted_name: doc['name'] } })),
    ).toHaveLength(1);
    expect((await bob.call('GET', path(doc))).status).toBe(404);
  });
});

describe('the life of a submittable document', () => {
  it('submits, changes only what is allowed, cancels, amends', async () => {
    const { doc } = await make({ subject: 'Sub' }, bob);
    expect((await ana.call('PUT', path(doc), { docstatus: 1 })).status).toBe(403);
    expect((await bob.call('PUT', path(doc), { docstatus: 2 })).body.exc_type).toBe('DocstatusTransitionError');
    expect((await bob.call('PUT', path(doc), { docstatus: 1 })).body.data).toMatchObject({ docstatus: 1 });
    expect((await bob.call('PUT', path(doc), { subject: 'No' })).body.exc_type).toBe('UpdateAfterSubmitError');
    expect((await bob.call('PUT', path(doc), { remark: 'yes' })).status).toBe(200);
    expect((await bob.call('PUT', path(doc), { docstatus: 0 })).body.exc_type).toBe('DocstatusTransitionError');
    expect((await bob.call('DELETE', path(doc))).status).toBe(417);
    expect((await bob.call('POST', path(doc), { run_method: 'cancel' })).body.data).toMatchObject({ docstatus: 2 });
    expect((await bob.call('PUT', path(doc), { remark: 'late' })).status).toBe(417);
    const amended = await make({ subject: 'Sub', amended_from: doc['name'] }, bob);
    expect(amended.doc['name']).toBe(`${String(doc['name'])}-1`);
  });

  it('inserts and submits in one go only for who may', async () => {
    expect((await make({ subject: 'Now', docstatus: 1 })).status).toBe(403);
    expect((await make({ subject: 'Now', docstatus: 1 }, bob)).doc).toMatchObject({ docstatus: 1 });
  });
});

describe('deleting and renaming', () => {
  it('refuses while something links there, unless the DocType is exempt', async () => {
    await bob.call('POST', '/api/resource/Project X', { title: 'Gemini' });
    const { doc } = await make({ subject: 'holds', project: 'Gemini' }, bob);
    const refused = await bob.call('DELETE', '/api/resource/Project X/Gemini');
    expect([refused.status, refused.body.exc_type]).toEqual([417, 'LinkExistsError']);
    await bob.call('POST', '/api/resource/ToDo', {
      description: 'x',
      allocated_to: 'bob@example.test',
      reference_type: 'Project X',
      reference_name: 'Gemini',
    });
    await bob.call('DELETE', path(doc));
    expect((await bob.call('DELETE', '/api/resource/Project X/Gemini')).status).toBe(202);
  });

  it('steps the series back when the last number goes', async () => {
    const { doc } = await make({ subject: 'last' }, bob);
    await bob.call('DELETE', path(doc));
    expect((await make({ subject: 'again' }, bob)).doc['name']).toBe(doc['name']);
  });

  it('renames with every link, where the DocType allows it', async () => {
    await bob.call('POST', '/api/resource/Project X', { title: 'Old' });
    const { doc } = await make({ subject: 'follows', project: 'Old' });
    const renamed = await bob.call('POST', '/api/method/frappe.client.rename_doc', {
      doctype: 'Project X',
      old_name: 'Old',
      new_name: 'New',
    });
    expect(renamed.body).toEqual({ message: 'New' } satisfies Answer);
    const after = (await ana.call('GET', path(doc))).body.data as Doc;
    expect(after).toMatchObject({ project: 'New', modified: doc['modified'] });
    expect(
      (
        await bob.call('POST', '/api/method/frappe.client.rename_doc', {
          doctype: 'Work Item',
          old_name: doc['name'],
          new_name: 'Z',
        })
      ).status,
    ).toBe(417);
  });
});

describe('a workflow', () => {
  it('moves a document by the transitions of the roles, and guards the state field', async () => {
    site.site.transaction((ctx) => {
      for (const state of ['Draft', 'Checked', 'Final'])
        ctx.insert({ doctype: 'Workflow State', workflow_state_name: state });
      for (const action of ['Check', 'Finish'])
        ctx.insert({ doctype: 'Workflow Action Master', workflow_action_name: action });
      ctx.insert({
        doctype: 'Workflow',
        workflow_name: 'Work',
        document_type: 'Work Item',
        is_active: 1,
        workflow_state_field: 'workflow_state',
        states: [
          { state: 'Draft', doc_status: '0', allow_edit: 'Worker' },
          { state: 'Checked', doc_status: '0', allow_edit: 'Boss' },
          { state: 'Final', doc_status: '1', allow_edit: 'Boss' },
        ],
        transitions: [
          { state: 'Draft', action: 'Check', next_state: 'Checked', allowed: 'Worker' },
          { state: 'Checked', action: 'Finish', next_state: 'Final', allowed: 'Boss', allow_self_approval: 0 },
        ],
      });
    });
    const { doc } = await make({ subject: 'flows' });
    expect(doc['workflow_state']).toBe('Draft');
    const move = (who: Client, action: string) =>
      who.call('POST', '/api/method/frappe.model.workflow.apply_workflow', {
        doc: JSON.stringify({ doctype: 'Work Item', name: doc['name'] }),
        action,
      });
    expect((await ana.call('PUT', path(doc), { workflow_state: 'Final' })).body.exc_type).toBe(
      'WorkflowPermissionError',
    );
    expect((await move(bob, 'Check')).body.exc_type).toBe('WorkflowTransitionError');
    expect((await move(ana, 'Check')).body.message).toMatchObject({ workflow_state: 'Checked', docstatus: 0 });
    expect((await move(ana, 'Finish')).body.exc_type).toBe('WorkflowTransitionError');
    expect((await move(bob, 'Finish')).body.message).toMatchObject({ workflow_state: 'Final', docstatus: 1 });
    const own = await make({ subject: 'own', workflow_state: 'Checked' }, bob);
    const refused = await bob.call('POST', '/api/method/frappe.model.workflow.apply_workflow', {
      doc: own.doc,
      action: 'Finish',
    });
    expect(refused.status).toBe(417);
  });
});

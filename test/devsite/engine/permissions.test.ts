import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, client, openTestSite, type TestSite } from './harness.ts';

let site: TestSite;
let ana: Client;
let bob: Client;
let cy: Client;

type Doc = Record<string, unknown>;
const names = async (who: Client, path: string): Promise<unknown[]> =>
  ((await who.call('GET', path)).body.data as Doc[]).map((row) => row['name'] ?? row['title']);
const admin = <T>(work: (ctx: import('../../../devsite/engine/types.ts').Ctx) => T): T => site.site.transaction(work);

beforeAll(async () => {
  site = await openTestSite();
  [ana, bob, cy] = [site.as('ana@example.test'), site.as('bob@example.test'), site.as('cy@example.test')];
  admin((ctx) => {
    for (const [title, boss] of [
      ['Top', null],
      ['Mid', 'Top'],
      ['Low', 'Mid'],
      ['Else', null],
    ])
      ctx.insert({ doctype: 'Person', title, boss });
    for (const [title, person] of [
      ['for low', 'Low'],
      ['for else', 'Else'],
      ['for nobody', null],
    ])
      ctx.insert({ doctype: 'Paper', title, person });
  });
});
afterAll(() => site.remove());

describe('roles', () => {
  it('refuses list, read and create without any right, and a missing document alike', async () => {
    const doc = (await ana.call('POST', '/api/resource/Work Item', { subject: 'x' })).body.data as Doc;
    for (const path of [
      '/api/resource/Work Item',
      `/api/resource/Work Item/${String(doc['name'])}`,
      '/api/resource/Work Item/none',
    ]) {
      const answer = await cy.call('GET', path);
      expect([answer.status, answer.body.exc_type]).toEqual([403, 'PermissionError']);
    }
    expect((await cy.call('POST', '/api/resource/Work Item', { subject: 'x' })).status).toBe(403);
    expect((await ana.call('GET', '/api/resource/Work Item/none')).status).toBe(404);
    expect((await ana.call('DELETE', `/api/resource/Work Item/${String(doc['name'])}`)).status).toBe(403);
  });

  it('answers links before the right to create, as Frappe 15', async () => {
    expect((await cy.call('POST', '/api/resource/Work Item', { subject: 'x', project: 'none' })).body.exc_type).toBe(
      'LinkValidationError',
    );
  });

  it('holds if_owner rows to own documents', async () => {
    await ana.call('POST', '/api/resource/Own Note', { name: 'of ana' });
    await bob.call('POST', '/api/resource/Own Note', { name: 'of bob' });
    expect(await names(ana, '/api/resource/Own Note')).toEqual(['of ana']);
    expect((await ana.call('GET', '/api/resource/Own Note/of bob')).status).toBe(403);
    expect(
      (await ana.call('PUT', '/api/resource/Own Note/of bob', { text: 'x', owner: 'ana@example.test' })).status,
    ).toBe(417);
  });

  it('shows help articles to their editors alone, as Frappe does unless a site opens them', async () => {
    for (const doctype of ['Help Article', 'Help Category', 'Workflow Action Master'])
      expect((await ana.call('GET', `/api/resource/${doctype}`)).status).toBe(403);
  });

  it('bypasses all for Administrator, and lets Custom DocPerm replace the standard rows', async () => {
    expect(await names(site.as('Administrator'), '/api/resource/Own Note')).toEqual(['of ana', 'of bob']);
    admin((ctx) => ctx.insert({ doctype: 'Custom DocPerm', parent: 'Counter Row', role: 'Boss', read: 1 }));
    expect((await ana.call('GET', '/api/resource/Counter Row')).status).toBe(403);
    expect((await bob.call('GET', '/api/resource/Counter Row')).status).toBe(200);
  });
});

describe('user permissions', () => {
  it('narrow documents and links to the allowed value and what is below it', async () => {
    expect(await names(ana, '/api/resource/Paper?fields=["title"]')).toHaveLength(3);
    admin((ctx) =>
      ctx.insert({ doctype: 'User Permission', user: 'ana@example.test', allow: 'Person', for_value: 'Mid' }),
    );
    expect(await names(ana, '/api/resource/Person')).toEqual(['Mid', 'Low']);
    expect(await names(ana, '/api/resource/Paper?fields=["title"]')).toEqual(['for low', 'for nobody']);
    expect((await ana.call('GET', '/api/resource/Person/Top')).status).toBe(403);
    expect((await ana.call('POST', '/api/resource/Paper', { title: 'x', person: 'Else' })).status).toBe(403);
    expect((await ana.call('POST', '/api/resource/Paper', { title: 'x', person: 'Low' })).status).toBe(200);
  });

  it('stop at the value itself with hide_descendants, and may give a default', async () => {
    admin((ctx) => {
      const name = String(ctx.getValue('User Permission', { user: 'ana@example.test' }, 'name'));
      ctx.save({ ...ctx.getDoc('User Permission', name), hide_descendants: 1, is_default: 1 });
    });
    expect(await names(ana, '/api/resource/Person')).toEqual(['Mid']);
    expect((await ana.call('POST', '/api/resource/Paper', { title: 'defaulted' })).body.data).toMatchObject({
      person: 'Mid',
    });
  });
});

describe('shares', () => {
  it('open one document to somebody without a role, for the shared rights only', async () => {
    const doc = (await bob.call('POST', '/api/resource/Work Item', { subject: 'shared' })).body.data as Doc;
    await site.as('Administrator').call('POST', '/api/method/frappe.share.add', {
      doctype: 'Work Item',
      name: doc['name'],
      user: 'cy@example.test',
    });
    expect(await names(cy, '/api/resource/Work Item')).toEqual([doc['name']]);
    expect((await cy.call('GET', `/api/resource/Work Item/${String(doc['name'])}`)).status).toBe(200);
    expect((await cy.call('PUT', `/api/resource/Work Item/${String(doc['name'])}`, { subject: 'y' })).status).toBe(403);
  });
});

describe('rules Frappe has in code', () => {
  it('shows a ToDo to the assigned and the assigner, not to its owner', async () => {
    const todo = (
      await ana.call('POST', '/api/resource/ToDo', { description: 'for bob', allocated_to: 'bob@example.test' })
    ).body;
    expect(todo.exc_type).toBe('PermissionError');
    await ana.call('POST', '/api/resource/ToDo', {
      description: 'for bob',
      allocated_to: 'bob@example.test',
      assigned_by: 'ana@example.test',
    });
    const list = '/api/resource/ToDo?fields=["description as name"]';
    expect([await names(ana, list), await names(bob, list), await names(cy, list)]).toEqual([
      ['for bob'],
      ['for bob'],
      [],
    ]);
  });

  it('shows public events and own ones', async () => {
    const event = (subject: string, type: string) =>
      ana.call('POST', '/api/resource/Event', { subject, event_type: type, starts_on: '2026-03-03 10:00:00' });
    await event('open', 'Public');
    const hidden = (await event('closed', 'Private')).body.data as Doc;
    expect(await names(bob, '/api/resource/Event?fields=["subject as name"]')).toEqual(['open']);
    expect((await bob.call('GET', `/api/resource/Event/${String(hidden['name'])}`)).status).toBe(403);
    expect((await ana.call('DELETE', `/api/resource/Event/${String(hidden['name'])}`)).status).toBe(403);
  });

  it('lets a user change the own record but not roles, and others not at all', async () => {
    await ana.call('PUT', '/api/resource/User/ana@example.test', {
      bio: 'hi',
      roles: [{ role: 'System Manager' }],
    });
    const own = admin((ctx) => ctx.getDoc('User', 'ana@example.test'));
    expect([own['bio'], (own['roles'] as Doc[]).map((row) => row['role'])]).toEqual(['hi', ['Worker']]);
    expect((await ana.call('GET', '/api/resource/User/bob@example.test')).status).toBe(403);
    expect((await ana.call('PUT', '/api/resource/User/bob@example.test', { bio: 'x' })).status).toBe(403);
    expect(
      (await ana.call('POST', '/api/method/frappe.core.doctype.user.user.generate_keys', { user: 'bob@example.test' }))
        .status,
    ).toBe(403);
  });

  it('comments on what one may read, and notifies the own user only', async () => {
    const doc = (await bob.call('POST', '/api/resource/Work Item', { subject: 'talk' })).body.data as Doc;
    const say = (who: Client) =>
      who.call('POST', '/api/method/frappe.desk.form.utils.add_comment', {
        reference_doctype: 'Work Item',
        reference_name: doc['name'],
        content: 'hello',
      });
    expect((await say(ana)).body.message).toMatchObject({
      comment_email: 'ana@example.test',
      owner: 'ana@example.test',
    });
    expect((await say(cy)).status).toBe(403);
    admin((ctx) => ctx.insert({ doctype: 'Notification Log', subject: 's', for_user: 'ana@example.test' }));
    expect(
      [await names(ana, '/api/resource/Notification Log'), await names(bob, '/api/resource/Notification Log')].map(
        (list) => list.length,
      ),
    ).toEqual([1, 0]);
  });

  it('gives no way round a permlevel: no filter, sort, count, link or child table tells the value', async () => {
    const doc = (await bob.call('POST', '/api/resource/Work Item', { subject: 'level', approval: 'Approved' })).body
      .data as Doc;
    const list = '/api/resource/Work Item?fields=["name"]';
    for (const query of [
      '&filters={"approval":"Approved"}',
      '&order_by=approval',
      '&group_by=approval',
      '&or_filters={"approval":"Approved"}',
    ]) {
      expect((await ana.call('GET', list + query)).body.exc_type).toBe('DataError');
      expect((await bob.call('GET', list + query)).status).toBe(200);
    }
    expect((await ana.call('GET', '/api/resource/Work Item?fields=["max(approval) as a"]')).body.exc_type).toBe(
      'DataError',
    );
    await bob.call('POST', '/api/resource/ToDo', {
      description: 'x',
      assigned_by: 'bob@example.test',
      allocated_to: 'ana@example.test',
      reference_type: 'Work Item',
      reference_name: doc['name'],
    });
    const [todo] = (
      await ana.call(
        'GET',
        '/api/resource/ToDo?fields=["allocated_to.api_key","allocated_to.full_name"]&order_by=creation desc',
      )
    ).body.data as Doc[];
    expect(todo).toEqual({ full_name: 'ana' });
    expect((await ana.call('GET', '/api/resource/User?fields=["roles.role"]')).body.data).toEqual([]);
    expect((await ana.call('GET', '/api/resource/User?filters={"api_key":["like","a%"]}')).body.exc_type).toBe(
      'DataError',
    );
    expect((await ana.call('GET', '/api/resource/Has Role?parent=User')).status).toBe(403);
    expect((await cy.call('GET', '/api/resource/Own Note?fields=["project.lead"]')).body.exc_type).toBe('DataError');
  });

  it('lists child rows only with a parent DocType that may be read', async () => {
    await bob.call('POST', '/api/resource/Work Item', { subject: 'rows', steps: [{ title: 'one' }] });
    expect((await bob.call('GET', '/api/resource/Work Step')).status).toBe(403);
    expect(await names(bob, '/api/resource/Work Step?parent=Work Item&fields=["title"]')).toEqual(['one']);
    expect((await client(site.url).call('GET', '/api/resource/Work Step?parent=Work Item')).status).toBe(403);
  });
});

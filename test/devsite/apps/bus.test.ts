import { afterAll, beforeAll, expect, it } from 'vitest';
import { DemoSite, leaveOf } from './demo-site.ts';

const SERVICE = 'user:va-sidecar@site.test';
const PRIYA = 'user:priya@acme.test';

let site: DemoSite;
let sent: { event: string; room: string; message: unknown }[] = [];

beforeAll(async () => {
  site = await DemoSite.open();
  const { engine } = site.running.site;
  engine.emit = ({ event, room, message }) => {
    sent.push({ event, room, message });
  };
});
afterAll(() => site.close());

/** What the assistant's events said while `work` ran. */
async function during(work: () => Promise<unknown>): Promise<typeof sent> {
  sent = [];
  await work();
  return sent.filter(({ event }) => event.startsWith('dartwing_va'));
}

it('tells the sidecar of a message, with ids only', async () => {
  const priya = site.person('priya@acme.test');
  const events = await during(() =>
    priya.post('dartwing_va.api.say', { text: 'my secret plans', client_message_id: 'm1' }),
  );
  expect(events).toEqual([
    {
      event: 'dartwing_va',
      room: SERVICE,
      message: {
        kind: 'turn',
        turn: expect.any(String),
        conversation: expect.any(String),
        employee: site.employee('priya@acme.test'),
        user: 'priya@acme.test',
      },
    },
  ]);
  expect(JSON.stringify(sent)).not.toContain('secret');
});

it('tells the person of an answer and the sidecar nothing of what it wrote itself', async () => {
  const conversation = String(site.rows('VA Conversation', { owner: 'priya@acme.test' }, ['name'])[0]?.['name']);
  const turn = site.name('turn');
  const values = {
    conversation,
    employee: site.employee('priya@acme.test'),
    turn_number: 2,
    role: 'Assistant',
    status: 'Answered',
    timestamp: site.stamp(),
    content: 'x',
  };
  const operations = [{ op: 'insert', doctype: 'VA Conversation Turn', name: turn, values }];
  const events = await during(() => site.service.post('dartwing_va.api.batch', { operations }));
  expect(events).toEqual([
    { event: 'dartwing_va_turn', room: PRIYA, message: { conversation, turn, status: 'Answered' } },
  ]);
});

it('tells both of a yes on a page, the person alone of one that the sidecar brought, and lists that are open', async () => {
  const employee = site.employee('priya@acme.test');
  const first = await site.propose('priya@acme.test', [leaveOf(employee)]);
  const onPage = await during(() => site.person('priya@acme.test').post('dartwing_va.api.confirm_action', first));
  expect(onPage.map(({ event, room, message }) => [event, room, (message as { status: string }).status])).toEqual([
    ['dartwing_va_action', PRIYA, 'completed'],
    ['dartwing_va', SERVICE, 'completed'],
  ]);
  expect(sent).toContainEqual(expect.objectContaining({ event: 'list_update', room: 'doctype:Leave Application' }));

  const second = await site.propose('priya@acme.test', [leaveOf(employee, '2026-09-24')]);
  const proof = { kind: 'session', token: await site.token('priya@acme.test') };
  const bySidecar = await during(() => site.service.post('dartwing_va.api.execute_action', { ...second, proof }));
  expect(bySidecar.map(({ event, room }) => [event, room])).toEqual([['dartwing_va_action', PRIYA]]);
});

it('tells of records that the sidecar caches and of sessions that ended', async () => {
  const employee = site.employee('priya@acme.test');
  const changed = await during(() =>
    site.person('hr@acme.test').put(`/api/resource/VA Instance/${employee}`, { va_name: 'Ada' }),
  );
  expect(changed).toEqual([
    { event: 'dartwing_va', room: SERVICE, message: { kind: 'changed', doctype: 'VA Instance', name: employee } },
  ]);
  const token = await site.token('priya@acme.test');
  const ended = await during(() => site.caller({}).post('dartwing_va.api.revoke', { token }));
  expect(ended).toEqual([
    {
      event: 'dartwing_va',
      room: SERVICE,
      message: { kind: 'session', user: 'priya@acme.test', epoch: expect.any(Number), session: expect.any(String) },
    },
  ]);
});

it('says nothing of what was rolled back', async () => {
  const employee = site.employee('priya@acme.test');
  const operations = [leaveOf(employee, '2026-10-08'), leaveOf(employee, '2026-10-08')];
  const { action } = await site.propose('priya@acme.test', operations);
  await during(() => site.person('priya@acme.test').post('dartwing_va.api.confirm_action', { action }));
  expect(sent.filter(({ room }) => room === 'doctype:Leave Application')).toEqual([]);
  expect(sent).toContainEqual({
    event: 'dartwing_va_action',
    room: PRIYA,
    message: { action, status: 'failed', conversation: null },
  });
});

it('tells of what the knowledge index is made of, and of no other file', async () => {
  const { site: engine } = site.running;
  const insert = (values: { doctype: string; [field: string]: unknown }) =>
    engine.transaction((ctx) => ctx.insert(values).name);
  const told = async (work: () => string) => {
    let name = '';
    const events = await during(async () => {
      name = work();
    });
    return events
      .filter(({ message }) => (message as { name?: string }).name === name)
      .map(({ room, message }) => ({ room, message }));
  };
  const category = insert({ doctype: 'Help Category', category_name: 'Bus' });
  const article = { doctype: 'Help Article', title: 'Bus lines', category, published: 1, content: '<p>Line 7.</p>' };
  expect(await told(() => insert(article))).toEqual([
    { room: SERVICE, message: { kind: 'knowledge', doctype: 'Help Article', name: 'bus-lines' } },
  ]);
  const file = (folder: string) =>
    insert({ doctype: 'File', file_name: 'lines.txt', file_url: '/files/lines.txt', folder });
  const folder = insert({ doctype: 'File', is_folder: 1, folder: 'Home', file_name: 'Lines' });
  expect(await told(() => file(folder))).toEqual([]);
  engine.transaction((ctx) => ctx.setValue('VA Company Settings', 'Acme', { knowledge_folders: folder }));
  expect(await told(() => file(folder))).toHaveLength(1);
  expect(await told(() => file('Home'))).toEqual([]);
});

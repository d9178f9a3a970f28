import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../sidecar/llm/model.ts';
import { type CountingProxy, countingProxy } from '../../fakes/counting-proxy.ts';
import { type Answer, type Company, type Employee, loginCookie, openCompany } from '../../flow/company.ts';

// What is refused and what does not exist are one and the same to whoever asks: in the words, in the bytes, and in what it costs
// the site. So nobody finds out by asking that something is there.
const USERS = ['priya@acme.test', 'finance@acme.test', 'sales@acme.test', 'marcus@acme.test', 'erik@globex.test'];
type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** Tools that take what a document is called. */
const PROBES: readonly (readonly [doctype: string, calls: (id: string) => readonly Call[]])[] = [
  [
    'Help Article',
    (id) => [
      { name: 'get_document', args: { document_id: id } },
      { name: 'summarize_document', args: { document_id: id } },
      { name: 'get_policy', args: { policy_name: id } },
    ],
  ],
  [
    'Project',
    (id) => [
      { name: 'get_project_status', args: { project_id: id } },
      { name: 'create_task', args: { subject: 'Look', project: id } },
      { name: 'get_my_tasks', args: { project: id } },
    ],
  ],
  ['Task', (id) => [{ name: 'update_task_status', args: { task_id: id, status: 'Completed' } }]],
  [
    'Customer',
    (id) => [
      { name: 'get_account', args: { account_id: id } },
      { name: 'get_opportunities', args: { account_id: id } },
    ],
  ],
  [
    'Contact',
    (id) => [
      { name: 'get_contact', args: { contact_id: id } },
      { name: 'log_activity', args: { contact_id: id, activity_type: 'note', subject: 'x' } },
    ],
  ],
  [
    'Lead',
    (id) => [
      { name: 'get_contact', args: { contact_id: id } },
      { name: 'get_account', args: { account_id: id } },
    ],
  ],
  ['Opportunity', (id) => [{ name: 'update_opportunity', args: { opportunity_id: id, probability: 50 } }]],
  [
    'Expense Claim',
    (id) => [
      { name: 'get_expense_status', args: { expense_id: id } },
      { name: 'approve_expense', args: { expense_id: id } },
      { name: 'approve_request', args: { doctype: 'Expense Claim', docname: id } },
    ],
  ],
  [
    'Leave Application',
    (id) => [
      { name: 'cancel_leave_request', args: { leave_request_id: id } },
      { name: 'approve_request', args: { doctype: 'Leave Application', docname: id } },
      { name: 'reject_request', args: { doctype: 'Leave Application', docname: id, reason: 'x' } },
    ],
  ],
  [
    'Event',
    (id) => [
      { name: 'cancel_meeting', args: { event_id: id } },
      { name: 'reschedule_meeting', args: { event_id: id, new_start_datetime: '2026-06-12 15:00' } },
    ],
  ],
  [
    'Employee',
    (id) => [
      { name: 'search_employee_directory', args: { query: id } },
      { name: 'check_leave_balance', args: { employee: id } },
      { name: 'check_availability', args: { attendees: [id], date: '2026-06-12', duration_minutes: 30 } },
      { name: 'notify_colleague', args: { colleague: [id], message: 'x' } },
      { name: 'send_email', args: { to: [id], body: 'x' } },
      { name: 'create_task', args: { subject: 'Look', assigned_to: id } },
    ],
  ],
];
/** Hidden documents of one kind that each user asks for. */
const EACH = 2;

let company: Company;
let proxy: CountingProxy;
const people = new Map<string, Employee>();
const cookies = new Map<string, string>();
let asked: readonly Call[] = [];
let outcomes: string[] = [];
let compared = 0;
const differences: string[] = [];

/** Calls what the test wants called, and keeps what came of it. */
const prober: Model = {
  id: 'prober',
  async *stream(request) {
    const last = request.messages.at(-1);
    if (last?.role === 'user') {
      for (const [at, { name, args }] of asked.entries()) yield { type: 'call', call: { id: `c${at}`, name, args } };
      if (asked.length === 0) yield { type: 'text', text: 'Nothing.' };
    } else {
      outcomes = request.messages.flatMap((message) =>
        message.role === 'tool' ? [`${message.tool} ${message.content}`] : [],
      );
      yield { type: 'text', text: 'Done.' };
    }
    yield { type: 'done', usage: { inputTokens: 1, outputTokens: 1 } };
  },
};

beforeAll(async () => {
  company = await openCompany({
    wrapModel: () => prober,
    through: async (url) => {
      proxy = await countingProxy(url);
      return proxy.url;
    },
  });
  for (const user of USERS) {
    people.set(user, await company.as(user));
    cookies.set(user, await loginCookie(company.site.url, user));
  }
}, 60_000);
afterAll(async () => {
  console.info(`refusals: ${compared} compared by words, bytes and requests of the site, ${differences.length} differ`);
  await company?.close();
  await proxy?.close();
});

/** Outcomes and requests of one turn, with the name taken out. */
async function probe(user: string, calls: readonly Call[], id: string) {
  const me = people.get(user);
  if (me === undefined) throw new Error(user);
  asked = calls;
  outcomes = [];
  await me.begin();
  proxy.take();
  const { assistant_response: told } = await me.message('have a look');
  const without = (text: string) => text.replaceAll(id, '…').replaceAll(/(?:act|turn|conv|req)_[0-9a-z_]+/gu, '_');
  const read = proxy.take().filter((line) => line.startsWith('GET'));
  return {
    outcomes: outcomes.map(without),
    told: without(JSON.stringify([told.content, told.suggestions, told.actions.length])),
    // What is looked for stands in the query; how often and where is what tells.
    requests: read.map((line) => without(line).replace(/[?].*$/su, '')),
  };
}

/** What tells one from the other. */
function differing(there: Awaited<ReturnType<typeof probe>>, absent: Awaited<ReturnType<typeof probe>>): string {
  const lines = (one: typeof there) => [...one.outcomes, one.told, ...one.requests];
  const [mine, other] = [lines(there), lines(absent)];
  return mine
    .flatMap((line, at) => (line === other[at] ? [] : [`${line.slice(0, 300)} | ${other[at]?.slice(0, 300)}`]))
    .join('; ');
}

async function isHidden(user: string, doctype: string, row: Readonly<Record<string, unknown>>): Promise<boolean> {
  const name = String(row['name']);
  // Everybody who is signed in may read the published articles, also without a right to the DocType.
  if (doctype === 'Help Article') return /For HR only/u.test(String(row['content'])) && !/^(?:hr|gina)@/u.test(user);
  // A directory is for the own company; a meeting is shown to those who are in it.
  if (doctype === 'Employee') return (row['company'] === 'Acme') !== user.endsWith('@acme.test');
  if (doctype === 'Event' && JSON.stringify(await company.document('Event', name)).includes(await employeeOf(user)))
    return false;
  const path = `${company.site.url}/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
  return (await fetch(path, { headers: { cookie: cookies.get(user) ?? '' } })).status !== 200;
}

async function employeeOf(user: string): Promise<string> {
  const [row] = await company.rows('Employee', [['user_id', '=', user]], ['name']);
  return String(row?.['name']);
}

/** A name of the same form that nothing has. */
function nothingLike(name: string): string {
  if (/\d$/u.test(name)) return name.replace(/\d+$/u, (digits) => '9'.repeat(digits.length));
  return name.replace(/\p{L}+/gu, (word) => [...word].reverse().join(''));
}

describe('what is hidden from somebody', () => {
  it('is refused by every tool as what does not exist is', async () => {
    for (const [doctype, calls] of PROBES) {
      const rows = await company.rows(doctype, [], ['*']);
      for (const user of USERS) {
        // The Contact of a lead says which lead it is of, and Finance may read Contacts.
        if (doctype === 'Lead' && user === 'finance@acme.test') continue;
        const hidden: string[] = [];
        for (const row of rows) {
          const name = String(row['name']);
          if (hidden.length < EACH && (await isHidden(user, doctype, row))) hidden.push(name);
        }
        const [first] = hidden;
        if (first === undefined) continue;
        // The first look fills what is kept for the next ones.
        await probe(user, calls(nothingLike(first)), nothingLike(first));
        for (const name of hidden) {
          const none = nothingLike(name);
          const there = await probe(user, calls(name), name);
          const absent = await probe(user, calls(none), none);
          compared += calls(name).length;
          if (JSON.stringify(there) !== JSON.stringify(absent))
            differences.push(`${user} ${doctype} ${name}: ${differing(there, absent)}`);
        }
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  }, 120_000);

  it('is not told by looking for its words', async () => {
    asked = [
      { name: 'search_knowledge_base', args: { query: 'salary bands of engineers and managers' } },
      { name: 'search_faq', args: { question: 'what are the salary bands' } },
      { name: 'lookup_hr_policy', args: { topic: 'salary bands' } },
      { name: 'list_knowledge_categories', args: {} },
    ];
    for (const user of ['priya@acme.test', 'sales@acme.test', 'erik@globex.test']) {
      const me = people.get(user) as Employee;
      await me.begin();
      const body = await me.message('what are the salary bands?');
      expect(`${outcomes.join()} ${JSON.stringify(body)}`).not.toMatch(/80 000|For HR only/u);
      expect(JSON.stringify(body.assistant_response.suggestions)).not.toMatch(/salary bands/iu);
    }
  });
});

describe("somebody else's conversation", () => {
  const SECRET = 'my knee surgery is on the third of July';
  type Ask = (me: Employee, conversation: string, action: string) => Promise<Answer>;
  const ASKS: Readonly<Record<string, Ask>> = {
    read: (me, id) => me.api('GET', `/conversations/${id}`),
    messages: (me, id) => me.api('GET', `/conversations/${id}/messages?limit=50`),
    say: (me, id) => me.api('POST', `/conversations/${id}/messages`, { content: 'what did I say?' }),
    end: (me, id) => me.api('POST', `/conversations/${id}/end`, {}),
    'cancel a turn': (me, id) => me.api('POST', `/conversations/${id}/turns/turn_x/cancel`, {}),
    action: (me, _id, action) => me.api('GET', `/actions/${action}`),
    confirm: (me, _id, action) => me.api('POST', `/actions/${action}/confirm`, {}),
    'confirm there': (me, id, action) => me.api('POST', `/conversations/${id}/actions/${action}/confirm`, {}),
    cancel: (me, _id, action) => me.api('POST', `/actions/${action}/cancel`, {}),
    reverse: (me, _id, action) => me.api('POST', `/actions/${action}/reverse`, {}),
    batch: (me, _id, action) => me.api('POST', '/actions/batch/confirm', { action_ids: [action] }),
  };

  it('is as if it were not there, for everybody and by every way in, and nothing of it comes up elsewhere', async () => {
    for (const owner of USERS) {
      const mine = people.get(owner) as Employee;
      asked = [{ name: 'create_task', args: { subject: SECRET } }];
      const conversation = await mine.begin();
      await mine.message(`create a task: ${SECRET}`);
      const action = mine.card().action_id;
      asked = [];
      for (const user of USERS.filter((one) => one !== owner)) {
        const me = people.get(user) as Employee;
        for (const [what, ask] of Object.entries(ASKS)) {
          const there = await ask(me, conversation, action);
          const none = await ask(
            me,
            conversation.replace(/.{8}$/u, '00000000'),
            action.replace(/.{8}_1$/u, '00000000_1'),
          );
          compared += 1;
          const plain = ({ status, body }: Answer) =>
            `${status} ${JSON.stringify(body).replaceAll(/(?:act|turn|conv|req)_[0-9a-z_]+/gu, '_')}`;
          expect(plain(there), `${user} ${what} of ${owner}`).toBe(plain(none));
          expect(plain(there)).not.toContain('knee');
        }
        const lists = [await me.api('GET', '/conversations?limit=100'), await me.api('GET', '/actions/pending')];
        expect(JSON.stringify(lists.map(({ body }) => body))).not.toContain(conversation);
      }
      await mine.api('POST', `/actions/${action}/cancel`, {});
    }
  }, 60_000);
});

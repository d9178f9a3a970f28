import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginCookie } from '../../flow/company.ts';
import { type Call, differing, nothingLike, openProbing, type Probing } from './probing.ts';

// What is refused and what does not exist are one and the same to whoever asks: in the words, in the bytes, and in what it costs
// the site. So nobody finds out by asking that something is there.
const USERS = ['priya@acme.test', 'finance@acme.test', 'sales@acme.test', 'marcus@acme.test', 'erik@globex.test'];

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

let probing: Probing;
const cookies = new Map<string, string>();
let compared = 0;
const differences: string[] = [];

beforeAll(async () => {
  probing = await openProbing(USERS);
  for (const user of USERS) cookies.set(user, await loginCookie(probing.company.site.url, user));
}, 60_000);
afterAll(async () => {
  console.info(`refusals: ${compared} compared by words, bytes and requests of the site, ${differences.length} differ`);
  await probing?.close();
});

async function isHidden(user: string, doctype: string, row: Readonly<Record<string, unknown>>): Promise<boolean> {
  const name = String(row['name']);
  // Everybody who is signed in may read the published articles, also without a right to the DocType.
  if (doctype === 'Help Article') return /For HR only/u.test(String(row['content'])) && !/^(?:hr|gina)@/u.test(user);
  // A directory is for the own company; a meeting is shown to those who are in it.
  if (doctype === 'Employee') return (row['company'] === 'Acme') !== user.endsWith('@acme.test');
  if (
    doctype === 'Event' &&
    JSON.stringify(await probing.company.document('Event', name)).includes(await employeeOf(user))
  )
    return false;
  const path = `${probing.company.site.url}/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
  return (await fetch(path, { headers: { cookie: cookies.get(user) ?? '' } })).status !== 200;
}

async function employeeOf(user: string): Promise<string> {
  const [row] = await probing.company.rows('Employee', [['user_id', '=', user]], ['name']);
  return String(row?.['name']);
}

describe('what is hidden from somebody', () => {
  it('is refused by every tool as what does not exist is', async () => {
    for (const [doctype, calls] of PROBES) {
      const rows = await probing.company.rows(doctype, [], ['*']);
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
        await probing.probe(user, calls(nothingLike(first)), nothingLike(first));
        for (const name of hidden) {
          const none = nothingLike(name);
          const there = await probing.probe(user, calls(name), name);
          const absent = await probing.probe(user, calls(none), none);
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
    const calls = [
      { name: 'search_knowledge_base', args: { query: 'salary bands of engineers and managers' } },
      { name: 'search_faq', args: { query: 'what are the salary bands' } },
      { name: 'lookup_hr_policy', args: { query: 'salary bands' } },
      { name: 'list_knowledge_categories', args: {} },
    ];
    for (const user of ['priya@acme.test', 'sales@acme.test', 'erik@globex.test']) {
      const { outcomes, told, suggestions } = await probing.probe(user, calls, '', 'what are the salary bands?');
      expect(`${outcomes.join()} ${told}`).not.toMatch(/80 000|For HR only/u);
      expect(suggestions).not.toMatch(/salary bands/iu);
    }
  });
});

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDelegations } from '../../../sidecar/frappe/delegation.ts';
import { type Company, loginCookie, openCompany } from '../../flow/company.ts';
import { companyClock } from '../../flow/company-clock.ts';
import { maySee, type Reader } from './readers.ts';

// Every user, every DocType with data, every way to look: through the door that tools use, against what the same person may see
// with his own login, and against rules said in our own words. Counts and filters tell no more than lists do.
const USERS = ['priya', 'marcus', 'dana', 'hr', 'sales', 'finance', 'li', 'tom', 'tom.b', 'compliance']
  .map((name) => `${name}@acme.test`)
  .concat('erik@globex.test', 'gina@globex.test');
const DOCTYPES = [
  'Employee',
  'Leave Application',
  'Leave Allocation',
  'Salary Slip',
  'Expense Claim',
  'Task',
  'ToDo',
  'Event',
  'Project',
  'Customer',
  'Contact',
  'Lead',
  'Opportunity',
  'Help Article',
  'Help Category',
  'Budget',
  'Notification Log',
  'Comment',
  'Communication',
  'File',
  'VA Instance',
  'VA Conversation',
  'VA Conversation Turn',
  'VA Action Log',
  'VA Personality',
  'VA Consent Record',
  'VA Company Settings',
  'VA Template',
  'VA Custom Agent',
  'VA Sub-Agent Config',
  'VA Audit Log',
] as const;
/** Never, whoever asks. */
const CLOSED = ['User', 'System Settings', 'VA Session', 'VA Audit Head', 'Version', 'Deleted Document', 'Email Queue'];
/** Documents of a DocType that are read one by one. */
const EACH = 6;

let company: Company;
let token: (user: string, doctype: string) => Promise<string>;
let readers: readonly Reader[];
const cookies = new Map<string, string>();
const leaks: string[] = [];
let combinations = 0;

beforeAll(async () => {
  company = await openCompany();
  const delegations = await openDelegations({
    path: join(company.dir, 'delegation-key.json'),
    siteName: company.site.name,
    clock: companyClock,
  });
  token = async (user, doctype) => `Dartwing ${await delegations.token(user, [doctype], 'turn_matrix')}`;
  const employees = await company.rows('Employee', [], ['name', 'user_id', 'company', 'reports_to']);
  const roles = await company.rows('Has Role', [], ['parent', 'role']).catch(() => []);
  readers = await Promise.all(
    USERS.map(async (user): Promise<Reader> => {
      const me = employees.find((row) => row['user_id'] === user);
      const held =
        roles.length > 0
          ? roles.filter((row) => row['parent'] === user)
          : ((await company.document('User', user))['roles'] as Record<string, unknown>[]);
      const below = new Set<string>();
      for (let before = -1; before !== below.size; ) {
        before = below.size;
        for (const row of employees) {
          const boss = String(row['reports_to'] ?? '');
          if (boss === me?.['name'] || below.has(boss)) below.add(String(row['name']));
        }
      }
      return {
        user,
        employee: String(me?.['name']),
        company: String(me?.['company']),
        roles: new Set(held.map((row) => String(row['role']))),
        below,
      };
    }),
  );
  // Everybody has talked, and has a card that waits.
  for (const user of USERS) {
    cookies.set(user, await loginCookie(company.site.url, user));
    if (user === 'tom@acme.test') continue;
    const person = await company.as(user);
    await person.say('create a task to look at the matrix');
  }
  const waiting = async () =>
    expect((await company.rows('VA Action Log', [], ['name'])).length).toBeGreaterThanOrEqual(USERS.length - 1);
  await vi.waitFor(waiting, { timeout: 10_000, interval: 50 });
}, 60_000);
afterAll(async () => {
  console.info(
    `permissions: ${combinations} combinations of user, DocType, operation and company looked at, ${leaks.length} leaks`,
  );
  await company?.close();
});

async function ask(headers: Record<string, string>, path: string) {
  const response = await fetch(`${company.site.url}/api/resource/${path}`, { headers });
  const text = await response.text();
  combinations += 1;
  return { status: response.status, text, data: response.ok ? (JSON.parse(text) as { data: unknown }).data : null };
}

function query(doctype: string, params: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(params).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `${encodeURIComponent(doctype)}?${new URLSearchParams(given)}`;
}
const names = (data: unknown) => new Set(((data ?? []) as { name: string }[]).map(({ name }) => name));
const ALL = { limit_page_length: '0', order_by: 'name asc' };

async function look(reader: Reader, doctype: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const door = { authorization: await token(reader.user, doctype) };
  const login = { cookie: cookies.get(reader.user) ?? '' };
  const leak = (what: string) => leaks.push(`${reader.user} ${doctype}: ${what}`);
  const mine = names((await ask(login, query(doctype, ALL))).data);
  const listed = names((await ask(door, query(doctype, ALL))).data);
  for (const name of listed) if (!mine.has(name)) leak(`${name} is listed by the door alone`);
  for (const row of rows.filter((one) => listed.has(String(one['name']))))
    if (!maySee(doctype, reader, row)) leak(`${row['name']} is listed (${JSON.stringify(row).slice(0, 200)})`);
  const counted = await ask(
    door,
    query(doctype, { fields: ['count(name) as n'], order_by: 'name asc', limit_page_length: '0' }),
  );
  const [count] = (counted.data ?? []) as { n?: number }[];
  if (count?.n !== undefined && count.n !== listed.size) leak(`${count.n} are counted, ${listed.size} listed`);
  // Those that are hidden first: they are what this is about.
  const sample = rows
    .toSorted((a, b) => Number(listed.has(String(a['name']))) - Number(listed.has(String(b['name']))))
    .slice(0, EACH);
  for (const row of sample) {
    const name = String(row['name']);
    const read = await ask(door, `${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`);
    if (read.status === 200 && !maySee(doctype, reader, row)) leak(`${name} is read`);
    if (read.status !== 200 && read.text.includes(String(row['owner'] ?? '\u0000')))
      leak(`${name}: the refusal names its owner`);
    const guessed = names(
      (await ask(door, query(doctype, { filters: [['name', '=', name]], order_by: 'name asc' }))).data,
    );
    if (guessed.size > 0 && !listed.has(name)) leak(`${name} is found by a filter`);
    const either = await ask(
      door,
      query(doctype, {
        or_filters: [
          ['name', '=', name],
          ['owner', '=', row['owner'] ?? ''],
        ],
        ...ALL,
      }),
    );
    for (const one of names(either.data)) if (!listed.has(one)) leak(`${one} is found by an either-or`);
  }
}

describe('what a delegation shows', () => {
  it('is never more than the person may see, by list, count, filter or name', async () => {
    for (const doctype of DOCTYPES) {
      const rows = await company.rows(doctype, []);
      for (const reader of readers) await look(reader, doctype, rows);
    }
    expect(leaks).toEqual([]);
    expect(combinations).toBeGreaterThan(3000);
  }, 120_000);

  it('is nothing of what is closed to everybody, in the same bytes for what is there and what is not', async () => {
    for (const doctype of CLOSED) {
      for (const { user } of readers) {
        const door = { authorization: await token(user, doctype) };
        const answers = [
          await ask(door, query(doctype, ALL)),
          await ask(door, `${encodeURIComponent(doctype)}/${encodeURIComponent('priya@acme.test')}`),
          await ask(door, `${encodeURIComponent(doctype)}/no%20such`),
        ];
        expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, doctype).toBe(1);
        expect(answers[0]?.status).toBe(403);
      }
    }
  });
});

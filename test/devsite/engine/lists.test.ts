import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openTestSite, type TestSite } from './harness.ts';

let site: TestSite;
let bob: Client;

type Doc = Record<string, unknown>;
const list = async (params: Record<string, unknown>) => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params))
    query.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  return bob.call('GET', `/api/resource/Work Item?${query.toString()}`);
};
const subjects = async (filters: unknown, more: Record<string, unknown> = {}): Promise<unknown[]> =>
  ((await list({ fields: ['subject'], filters, limit_page_length: '0', ...more })).body.data as Doc[]).map(
    (row) => row['subject'],
  );

beforeAll(async () => {
  site = await openTestSite();
  bob = site.as('bob@example.test');
  site.site.transaction((ctx) => {
    ctx.insert({ doctype: 'Project X', title: 'Apollo', lead: 'bob@example.test' });
    const rows: Doc[] = [
      {
        subject: 'alpha',
        due: '2026-03-02',
        at: '2026-03-02 23:30:00',
        hours: 1,
        project: 'Apollo',
        steps: [{ title: 's1', weight: 5 }, { title: 's2' }],
      },
      { subject: 'Beta', due: '2026-03-09', at: '2026-03-03 00:00:00', hours: 2, status: 'Done' },
      { subject: 'gamma', hours: 3, code: 'G' },
      { subject: 'delta 100%', due: '2026-02-20', hours: 4, done: 1 },
    ];
    for (const row of rows) ctx.insert({ doctype: 'Work Item', ...row });
    for (let count = 0; count < 25; count++) ctx.insert({ doctype: 'Counter Row', label: `row ${count}` });
  });
});
afterAll(() => site.remove());

describe('lists', () => {
  it('give 20 names in insertion order by default, all with 0, and page by start', async () => {
    const rows = async (query: string) =>
      ((await bob.call('GET', `/api/resource/Counter Row?${query}`)).body.data as Doc[]).map((row) => row['name']);
    expect(await rows('')).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await rows('limit_page_length=0')).toHaveLength(25);
    expect(await rows('limit_start=20')).toEqual([21, 22, 23, 24, 25]);
    expect(await rows('limit=2&order_by=label desc, name asc')).toEqual([10, 9]);
  });

  it.each<[string, unknown, unknown[]]>([
    ['an object', { subject: 'ALPHA' }, ['alpha']],
    ['an object with an operator', { hours: ['>', 2] }, ['gamma', 'delta 100%']],
    ['rows of three', [['status', '=', 'Done']], ['Beta']],
    ['rows of four', [['Work Item', 'done', '=', 1]], ['delta 100%']],
    ['a child table', [['Work Step', 'title', '=', 's2']], ['alpha']],
    ['like with a percent sign', [['subject', 'like', '%100%']], ['delta 100%']],
    ['in with a list', [['subject', 'in', ['alpha', 'beta']]], ['alpha', 'Beta']],
    ['in with commas', { subject: ['in', 'alpha, gamma'] }, ['alpha', 'gamma']],
    ['not in, blanks included', [['code', 'not in', ['G']]], ['alpha', 'Beta', 'delta 100%']],
    ['!=, blanks included', [['code', '!=', 'G']], ['alpha', 'Beta', 'delta 100%']],
    ['is set', [['due', 'is', 'set']], ['alpha', 'Beta', 'delta 100%']],
    [
      'is not set',
      [
        ['code', 'is', 'not set'],
        ['due', 'is', 'not set'],
      ],
      [],
    ],
    ['= null, which matches nothing', { code: null }, []],
    ['between on a Datetime, whole last day', [['at', 'between', ['2026-03-01', '2026-03-02']]], ['alpha']],
    ['> on a date', [['due', '>', '2026-03-01']], ['alpha', 'Beta']],
    ['< on a date, rows without one included', [['due', '<', '2026-03-01']], ['gamma', 'delta 100%']],
    ['a timespan', [['due', 'timespan', 'next week']], ['Beta']],
  ])('filter by %s', async (_what, filters, expected) => {
    expect(await subjects(filters)).toEqual(expected);
  });

  it('join filters by and with or_filters among themselves', async () => {
    expect(
      await subjects([['hours', '<', 4]], {
        or_filters: [
          ['subject', '=', 'alpha'],
          ['code', '=', 'G'],
          ['done', '=', 1],
        ],
      }),
    ).toEqual(['alpha', 'gamma']);
  });

  it('follow links and child tables in fields, alias, group and count', async () => {
    const joined = await list({
      fields: ['subject as s', 'project.lead', 'steps.weight'],
      filters: { project: 'Apollo' },
      limit_page_length: '1',
    });
    expect(joined.body.data).toEqual([{ s: 'alpha', lead: 'bob@example.test', weight: 5 }]);
    expect(
      (await list({ fields: ['status', 'count(name) as n'], group_by: 'status', order_by: 'status asc' })).body.data,
    ).toEqual([
      { status: 'Done', n: 1 },
      { status: 'Open', n: 3 },
    ]);
    expect((await list({ fields: ['subject'], as_dict: '0', limit: '1' })).body.data).toEqual([['alpha']]);
    expect(
      (await bob.call('GET', '/api/method/frappe.desk.reportview.get_count?doctype=Work Item&filters={"done":1}')).body
        .message,
    ).toBe(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown field', { fields: ['nope'] }, 'DataError'],
    ['SQL in a field', { fields: ['name; drop table x'] }, 'DataError'],
    ['a subquery', { fields: ['(select password from __Auth)'] }, 'DataError'],
    ['an unknown filter field', { filters: { nope: 1 } }, 'DataError'],
    ['a filter of two', { filters: [['subject', 'x']] }, 'ValidationError'],
    ['an unknown operator', { filters: [['subject', 'glob', 'x']] }, 'ValidationError'],
    ['a function in order_by', { order_by: 'sleep(1)' }, 'ValidationError'],
  ])('refuse %s', async (_what, params, excType) => {
    const answer = await list(params);
    expect([answer.status, answer.body.exc_type]).toEqual([417, excType]);
  });

  it('break on an array of fields in a JSON body, as Frappe does', async () => {
    const keys = site.site.transaction((ctx) => ctx.generateKeys('bob@example.test'));
    expect(keys.api_key).toHaveLength(15);
    bob = site.as('bob@example.test');
    expect(
      (await bob.call('POST', '/api/method/frappe.client.get_list', { doctype: 'Work Item', fields: ['subject'] }))
        .status,
    ).toBe(200);
  });
});

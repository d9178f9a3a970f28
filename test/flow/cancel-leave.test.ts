import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';
import { freeWeeks, inWords, type Week } from './free-days.ts';

// Cancelling leave (decisions.md 13): what the assistant made and nobody touched is taken back; for the rest the approver is asked.
let company: Company;
let priya: Employee;
let week: Week;

beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  [week] = await freeWeeks(company);
});
afterAll(() => company?.close());

const on = (date: string) =>
  company.rows('Leave Application', [
    ['from_date', '=', date],
    ['owner', '=', 'priya@acme.test'],
  ]);

it('an open request that the assistant made is taken back after a yes', async () => {
  await priya.say(`book ${inWords(week[0])} off`);
  await priya.say('yes');
  expect(await on(week[0])).toHaveLength(1);
  await priya.begin();
  expect(await priya.say(`cancel my leave on ${inWords(week[0], 'plain')}`)).toMatch(/take it back/);
  expect(await on(week[0])).toHaveLength(1);
  expect(await priya.say('yes')).toMatch(/undone/);
  expect(await on(week[0])).toEqual([]);
});

it('stays when the answer is no', async () => {
  await priya.say(`book ${inWords(week[0])} off`);
  await priya.say('yes');
  await priya.say(`cancel my leave on ${inWords(week[0], 'plain')}`);
  await priya.say('no');
  expect(await on(week[0])).toHaveLength(1);
});

it('one that she made herself on the site becomes a request to the approver, by name', async () => {
  const cookie = await loginCookie(company.site.url, 'priya@acme.test');
  const [record] = await company.rows('Employee', [['user_id', '=', 'priya@acme.test']]);
  const made = await fetch(`${company.site.url}/api/resource/Leave Application`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      employee: record?.['name'],
      leave_type: 'Annual Leave',
      from_date: week[4],
      to_date: week[4],
    }),
  });
  expect(made.status).toBe(200);
  await priya.begin();
  await priya.say(`cancel my leave on ${inWords(week[4], 'plain')}`);
  const card = priya.card();
  expect(card.title).toContain('Marcus Reed');
  await priya.say('yes');
  expect(await on(week[4])).toHaveLength(1);
  expect(await company.rows('Notification Log', [['for_user', '=', 'marcus@acme.test']])).toHaveLength(1);
});

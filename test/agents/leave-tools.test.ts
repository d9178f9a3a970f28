import { describe, expect, test } from 'vitest';
import type { Operation } from '../../sidecar/actions/operation.ts';
import type { Proposal } from '../../sidecar/actions/tool.ts';
import { cancelLeaveRequest } from '../../sidecar/agents/hr/cancel-leave-request.ts';
import { checkLeaveBalance } from '../../sidecar/agents/hr/check-leave-balance.ts';
import { getLeaveRequests } from '../../sidecar/agents/hr/get-leave-requests.ts';
import { matchLeaveType } from '../../sidecar/agents/hr/leave-types.ts';
import { submitLeaveRequest } from '../../sidecar/agents/hr/submit-leave-request.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { leaveSite, numbers, priya, toolContext } from '../fakes/leave-site.ts';

const proposal = (result: { readonly kind: string }): Proposal => {
  expect(result).toMatchObject({ kind: 'proposal' });
  return result as Proposal;
};
const values = (operations: readonly Operation[]) => (operations[0]?.op === 'insert' ? operations[0].values : {});

describe('kinds of leave', () => {
  const company = [
    'Annual Leave',
    'Sick Leave',
    'Casual Leave',
    'Compassionate Leave',
    'Leave Without Pay',
    'Compensatory Off',
  ];
  test.each([
    ['vacation', ['Annual Leave']],
    ['annual leave', ['Annual Leave']],
    ['ANNUAL', ['Annual Leave']],
    ['sick', ['Sick Leave']],
    ['personal', ['Casual Leave']],
    ['bereavement', ['Compassionate Leave']],
    ['leave without pay', ['Leave Without Pay']],
    ['unpaid leave', ['Leave Without Pay']],
    ['compensatory', ['Compensatory Off']],
    ['Compassionate Leave', ['Compassionate Leave']],
    ['sabbatical leave', []],
    ['leave', company],
    ['all', company],
  ])('%s', (asked, names) => {
    expect(matchLeaveType(asked, company).names).toEqual(names);
  });
});

describe('check_leave_balance', () => {
  test('gives HRMS’s numbers of the asked kind, read as the employee', async () => {
    const site = leaveSite();
    const result = await checkLeaveBalance.run({ leave_type: 'vacation' }, toolContext(site));
    expect(result).toMatchObject({
      kind: 'data',
      data: {
        own: true,
        balances: [{ leave_type: 'Annual Leave', allocated: 18, taken: 4, pending: 0, remaining: 14 }],
      },
    });
    expect(site.asked).toEqual([{ what: 'dartwing_va.reads.leave_details', args: { date: '2026-11-23' } }]);
  });

  test('says the same of a colleague one may not see and of nobody at all', async () => {
    const site = leaveSite('HR-EMP-00005');
    const context = toolContext(site, {
      person: priya({ employee: { ...priya().employee, id: 'HR-EMP-00005', name: 'Li Chen' } }),
    });
    const refused = await checkLeaveBalance.run({ employee: 'Priya' }, context);
    const unknown = await checkLeaveBalance.run({ employee: 'Zorblax' }, context);
    expect(refused).toMatchObject({ kind: 'refusal', code: 'NOT_FOUND' });
    expect(JSON.stringify(refused)).toBe(JSON.stringify(unknown));
  });

  test('answers a manager about his report', async () => {
    const site = leaveSite('HR-EMP-00002');
    site.visible.add('HR-EMP-00001');
    const context = toolContext(site, {
      person: priya({ employee: { ...priya().employee, id: 'HR-EMP-00002', name: 'Marcus Reed' } }),
    });
    const result = await checkLeaveBalance.run({ employee: 'priya' }, context);
    expect(result).toMatchObject({ kind: 'data', data: { own: false, employee_name: 'Priya Nair' } });
  });

  test('takes "priyas" for Priya, and Marcus for himself', async () => {
    const site = leaveSite('HR-EMP-00002');
    site.visible.add('HR-EMP-00001');
    const context = toolContext(site, {
      person: priya({ employee: { ...priya().employee, id: 'HR-EMP-00002', name: 'Marcus Reed' } }),
    });
    const named = async (employee: string) => await checkLeaveBalance.run({ employee }, context);
    expect(await named('priyas')).toMatchObject({ kind: 'data', data: { employee_name: 'Priya Nair' } });
    expect(await named('marcus')).toMatchObject({ kind: 'data', data: { employee_name: 'Marcus Reed' } });
    expect(await named('zorblaxs')).toEqual(await named('zorblax'));
  });

  test('asks which of two Toms', async () => {
    const result = await checkLeaveBalance.run({ employee: 'tom' }, toolContext(leaveSite()));
    expect(result).toMatchObject({ kind: 'question', slot: 'employee', choices: ['Tom Baker', 'Tom Brandt'] });
  });

  test('an unreachable site is an error, not a refusal', async () => {
    const site = leaveSite();
    const failing = { ...site.reads, method: () => Promise.reject(new VaError('SITE_UNAVAILABLE')) };
    await expect(checkLeaveBalance.run({}, toolContext(site, { reads: failing }))).rejects.toMatchObject({
      code: 'SITE_UNAVAILABLE',
    });
  });

  test('an answer of another shape is an error of the site', async () => {
    const site = leaveSite();
    const strange = { ...site.reads, method: <T>() => Promise.resolve('<html>' as T) };
    await expect(checkLeaveBalance.run({}, toolContext(site, { reads: strange }))).rejects.toMatchObject({
      code: 'SITE_ERROR',
    });
  });
});

describe('submit_leave_request', () => {
  const twoDays = { leave_type: 'vacation', start_date: '2026-12-03', end_date: '2026-12-04' };

  test('proposes one Open Leave Application with the days Frappe counts, and writes nothing', async () => {
    const site = leaveSite();
    const result = proposal(await submitLeaveRequest.propose(twoDays, toolContext(site)));
    expect(result.operations).toEqual([
      {
        op: 'insert',
        doctype: 'Leave Application',
        values: {
          employee: 'HR-EMP-00001',
          company: 'Acme',
          leave_type: 'Annual Leave',
          from_date: '2026-12-03',
          to_date: '2026-12-04',
          total_leave_days: 2,
          status: 'Open',
          posting_date: '2026-11-23',
          leave_approver: 'marcus@acme.test',
          leave_approver_name: 'Marcus Reed',
        },
      },
    ]);
    expect(result.parameters).toEqual({ leave_type: 'Annual Leave', start_date: '2026-12-03', end_date: '2026-12-04' });
    expect(result.warnings).toEqual([]);
  });

  test('the card and the closing sentence come from the operations alone', async () => {
    const result = proposal(
      await submitLeaveRequest.propose({ ...twoDays, reason: 'wedding' }, toolContext(leaveSite())),
    );
    const card = submitLeaveRequest.present(result.operations, priya());
    expect(card.title).toBe('Request 2 days of Annual Leave, December 3 to December 4');
    expect(card.lines).toEqual([
      { label: 'Leave type', to: 'Annual Leave' },
      { label: 'From', to: 'Thursday, December 3, 2026' },
      { label: 'To', to: 'Friday, December 4, 2026' },
      { label: 'Days', to: '2 days' },
      { label: 'Approver', to: 'Marcus Reed' },
      { label: 'Reason', to: 'wedding' },
    ]);
    expect(submitLeaveRequest.done(result.operations, priya())).toBe(
      'Your leave request for Thursday, December 3 to Friday, December 4 is with Marcus Reed.',
    );
    const british = priya({ language: 'en-GB' });
    expect(submitLeaveRequest.done(result.operations, british)).toMatch(
      /Thursday,? 3 December to Friday,? 4 December/u,
    );
  });

  test('warns over balance, of pending days, holidays inside and of what "next" was taken to mean', async () => {
    const site = leaveSite();
    site.holidays.push({ date: '2026-12-25', description: 'Christmas Day', weekly_off: 0 });
    const long = await submitLeaveRequest.propose({ ...twoDays, end_date: '2026-12-25' }, toolContext(site));
    expect(proposal(long).warnings).toEqual([
      'You have 14 days left; this asks for 16 days.',
      'Friday, December 25 (Christmas Day) is a holiday and is not counted.',
    ]);
    site.allocation = { 'Annual Leave': numbers(18, 4, 13) };
    const tight = await submitLeaveRequest.propose(twoDays, toolContext(site));
    expect(proposal(tight).warnings).toEqual([
      'You have 14 days left, but 13 days of that wait for approval; this asks for 2 days.',
    ]);
    const next = await submitLeaveRequest.propose(
      twoDays,
      toolContext(leaveSite(), { userText: 'book next Thursday and Friday off' }),
    );
    expect(proposal(next).warnings).toEqual([
      'I took "next Thursday" as Thursday, December 3; this week\'s, Thursday, November 26, is still to come.',
    ]);
  });

  test('the words for the dates may come from an earlier turn, and a changed day needs no note', async () => {
    const words = { date_words: 'next Thursday and Friday' };
    const first = proposal(
      await submitLeaveRequest.propose({ ...twoDays, ...words }, toolContext(leaveSite(), { userText: 'vacation' })),
    );
    expect(first.warnings).toHaveLength(1);
    const changed = await submitLeaveRequest.propose(
      { ...twoDays, ...words, start_date: '2026-12-04' },
      toolContext(leaveSite()),
    );
    expect(proposal(changed).warnings).toEqual([]);
  });

  test('half days: of one day, of several, outside, and when nobody said which', async () => {
    const context = toolContext(leaveSite());
    const one = proposal(
      await submitLeaveRequest.propose({ ...twoDays, end_date: '2026-12-03', half_day: true }, context),
    );
    expect(values(one.operations)).toMatchObject({ half_day: 1, half_day_date: '2026-12-03', total_leave_days: 0.5 });
    expect(submitLeaveRequest.present(one.operations, priya()).title).toMatch(/^Request half a day of Annual Leave, /u);
    const inside = proposal(
      await submitLeaveRequest.propose({ ...twoDays, half_day: true, half_day_date: '2026-12-04' }, context),
    );
    expect(values(inside.operations)).toMatchObject({ half_day_date: '2026-12-04', total_leave_days: 1.5 });
    expect(
      await submitLeaveRequest.propose({ ...twoDays, half_day: true, half_day_date: '2026-12-09' }, context),
    ).toMatchObject({ kind: 'refusal' });
    expect(await submitLeaveRequest.propose({ ...twoDays, half_day: true }, context)).toMatchObject({
      kind: 'question',
      slot: 'half_day_date',
      choices: ['Thursday, December 3', 'Friday, December 4'],
    });
  });

  test.each([
    ['ends before it starts', { start_date: '2026-12-04', end_date: '2026-12-03' }, /before it starts/u],
    ['lies in the past', { start_date: '2026-11-20', end_date: '2026-11-20' }, /already past/u],
    ['is nothing but a weekend', { start_date: '2026-12-05', end_date: '2026-12-06' }, /free anyway/u],
    ['lies years ahead', { start_date: '2030-12-05', end_date: '2030-12-06' }, /two years/u],
  ])('refuses leave that %s', async (_what, dates, sentence) => {
    const site = leaveSite();
    const result = await submitLeaveRequest.propose({ ...twoDays, ...dates }, toolContext(site));
    expect(result).toMatchObject({
      kind: 'refusal',
      code: 'UNPROCESSABLE_ENTITY',
      sentence: expect.stringMatching(sentence),
    });
  });

  test('sick leave may be entered afterwards', async () => {
    const yesterday = { leave_type: 'sick', start_date: '2026-11-20', end_date: '2026-11-20' };
    expect(await submitLeaveRequest.propose(yesterday, toolContext(leaveSite()))).toMatchObject({ kind: 'proposal' });
  });

  test('an overlap names the request that is in the way', async () => {
    const site = leaveSite();
    site.applications.push({
      name: 'HR-LAP-2026-00007',
      employee: 'HR-EMP-00001',
      leave_type: 'Annual Leave',
      from_date: '2026-12-02',
      to_date: '2026-12-03',
      status: 'Open',
    });
    const result = await submitLeaveRequest.propose(twoDays, toolContext(site));
    expect(result).toMatchObject({ kind: 'refusal', sentence: expect.stringContaining('HR-LAP-2026-00007') });
  });

  test('a kind that is allocated today, but not then, is no unknown kind', async () => {
    const site = leaveSite();
    const { method } = site.reads;
    const later = { 'Annual Leave': numbers(18, 4) };
    const reads = {
      ...site.reads,
      async method<T>(name: string, args: Readonly<Record<string, unknown>>): Promise<T> {
        site.allocation = String(args['date'] ?? '') >= '2027-01-01' ? {} : later;
        return await method<T>(name, args);
      },
    };
    const context = toolContext(site, { reads });
    const ask = (start: string, end: string) =>
      submitLeaveRequest.propose({ leave_type: 'vacation', start_date: start, end_date: end }, context);
    expect(await ask('2027-03-01', '2027-03-12')).toMatchObject({
      kind: 'refusal',
      sentence: expect.stringMatching(/^No Annual Leave is allocated to you for Monday, March 1, 2027 yet/u),
    });
    expect(await ask('2026-12-28', '2027-01-05')).toMatchObject({
      kind: 'refusal',
      sentence: expect.stringContaining('not allocated as far as Tuesday, January 5, 2027'),
    });
  });

  test('an overlap that only the site saw is told in our words', () => {
    const raw =
      'Employee HR-EMP-00001 has already applied for Annual Leave between 12-10-2026 and 12-11-2026 : <a href="/app/x">HR-LAP-2026-00012</a>';
    expect(submitLeaveRequest.refused?.(raw, [], priya())).toBe(
      'You already have Annual Leave for that, 12-10-2026 to 12-11-2026 (HR-LAP-2026-00012), so this was not sent. Cancel that one first or choose other days.',
    );
    expect(submitLeaveRequest.refused?.('Something else', [], priya())).toBeNull();
  });

  test('an open kind is asked for with the company’s own names', async () => {
    const result = await submitLeaveRequest.propose({ ...twoDays, leave_type: 'leave' }, toolContext(leaveSite()));
    expect(result).toMatchObject({
      kind: 'question',
      slot: 'leave_type',
      choices: ['Annual Leave', 'Sick Leave', 'Leave Without Pay'],
    });
    const unknown = await submitLeaveRequest.propose(
      { ...twoDays, leave_type: 'sabbatical leave' },
      toolContext(leaveSite()),
    );
    expect(unknown).toMatchObject({ kind: 'question', slot: 'leave_type' });
  });

  test('arguments of another form never reach the tool', () => {
    for (const wrong of ['2026-02-30', 'tomorrow', '', 5, null]) {
      expect(submitLeaveRequest.schema.safeParse({ ...twoDays, start_date: wrong }).success).toBe(false);
    }
  });

  test('without an approver the card says so', async () => {
    const site = leaveSite();
    site.approver = null;
    const result = proposal(await submitLeaveRequest.propose(twoDays, toolContext(site)));
    expect(result.warnings).toEqual(['No leave approver is set for you. HR can name one.']);
    expect(values(result.operations)).not.toHaveProperty('leave_approver');
  });
});

describe('get_leave_requests', () => {
  test('lists the user’s own, by status and dates', async () => {
    const site = leaveSite();
    const row = {
      employee: 'HR-EMP-00001',
      leave_type: 'Annual Leave',
      total_leave_days: 1,
      leave_approver_name: 'Marcus Reed',
    };
    site.applications.push(
      { ...row, name: 'A', from_date: '2026-12-04', to_date: '2026-12-04', status: 'Open' },
      { ...row, name: 'B', from_date: '2026-11-04', to_date: '2026-11-04', status: 'Approved' },
      { ...row, name: 'C', employee: 'HR-EMP-00005', from_date: '2026-12-04', to_date: '2026-12-04', status: 'Open' },
    );
    const ids = async (args: Parameters<typeof getLeaveRequests.run>[0]) => {
      const result = await getLeaveRequests.run(args, toolContext(site));
      return result.kind === 'data' ? (result.data['requests'] as { id: string }[]).map((each) => each.id) : [];
    };
    expect(await ids({})).toEqual(['A', 'B']);
    expect(await ids({ status: 'pending' })).toEqual(['A']);
    expect(await ids({ date_to: '2026-11-30' })).toEqual(['B']);
  });

  test('names the approver also where the request holds his login alone', async () => {
    const site = leaveSite();
    const row = { employee: 'HR-EMP-00001', leave_type: 'Annual Leave', status: 'Open', total_leave_days: 1 };
    const day = { from_date: '2026-12-04', to_date: '2026-12-04' };
    site.applications.push(
      { ...row, ...day, name: 'A', leave_approver: site.approver },
      { ...row, ...day, name: 'B', leave_approver: 'dana@acme.test' },
    );
    const result = await getLeaveRequests.run({}, toolContext(site));
    const lines = result.kind === 'data' ? (result.data['requests'] as { id: string; approver: string }[]) : [];
    const named = Object.fromEntries(lines.map(({ id, approver }) => [id, approver]));
    expect(named).toEqual({ A: 'Marcus Reed', B: 'dana@acme.test' });
  });
});

describe('cancel_leave_request', () => {
  const open = {
    name: 'HR-LAP-2026-00009',
    employee: 'HR-EMP-00001',
    leave_type: 'Annual Leave',
    from_date: '2026-12-04',
    to_date: '2026-12-04',
    status: 'Open',
    docstatus: 0,
    leave_approver: 'marcus@acme.test',
  };
  const args = { leave_request_id: open.name };

  test('an open request that the assistant made is taken back by undoing that action', async () => {
    const site = leaveSite();
    site.applications.push(open);
    const insertedBy = async () => ({ actionId: 'act_1' });
    const result = proposal(await cancelLeaveRequest.propose(args, toolContext(site, { insertedBy })));
    expect(result.undoes).toBe('act_1');
    expect(result.operations).toEqual([
      { op: 'delete', doctype: 'Leave Application', name: open.name, from: { docstatus: 0 } },
    ]);
    expect(cancelLeaveRequest.present(result.operations, priya()).title).toContain(open.name);
  });

  test.each(['Open', 'Approved'])('for any other %s one the approver is asked', async (status) => {
    const site = leaveSite();
    site.applications.push({ ...open, status, docstatus: status === 'Open' ? 0 : 1 });
    const result = proposal(await cancelLeaveRequest.propose({ ...args, reason: 'plans changed' }, toolContext(site)));
    expect(result.undoes).toBeUndefined();
    expect(result.operations).toMatchObject([
      {
        op: 'method',
        method: 'ask_approver',
        args: {
          doctype: 'Leave Application',
          name: open.name,
          to_user: 'marcus@acme.test',
          message: expect.stringContaining('plans changed'),
        },
      },
    ]);
    expect(cancelLeaveRequest.done(result.operations, priya())).toBe(
      `I have asked Marcus Reed to cancel ${open.name}.`,
    );
  });

  test('another person’s request looks like none', async () => {
    const site = leaveSite();
    site.applications.push({ ...open, employee: 'HR-EMP-00005' });
    const others = await cancelLeaveRequest.propose(args, toolContext(site));
    const none = await cancelLeaveRequest.propose({ leave_request_id: 'HR-LAP-2026-99999' }, toolContext(site));
    expect(others).toMatchObject({ kind: 'refusal', code: 'NOT_FOUND' });
    expect(JSON.stringify(others)).toBe(JSON.stringify(none));
  });

  test("a request that names no approver goes to the employee's own", async () => {
    const site = leaveSite();
    site.applications.push({ ...open, leave_approver: null, leave_approver_name: null });
    expect(await cancelLeaveRequest.propose(args, toolContext(site))).toMatchObject({
      kind: 'proposal',
      operations: [{ op: 'method', args: { to_user: 'marcus@acme.test', to_name: 'Marcus Reed' } }],
    });
  });

  test('what is cancelled or rejected already, or has nobody to ask, is refused with the reason', async () => {
    for (const more of [
      { status: 'Cancelled', docstatus: 2 },
      { status: 'Rejected', docstatus: 1 },
      { status: 'Approved', docstatus: 1, leave_approver: null },
    ]) {
      const site = leaveSite();
      site.approver = null;
      site.applications.push({ ...open, ...more });
      expect(await cancelLeaveRequest.propose(args, toolContext(site))).toMatchObject({
        kind: 'refusal',
        code: 'UNPROCESSABLE_ENTITY',
      });
    }
  });
});

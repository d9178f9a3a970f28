import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, type Employee, eventsUntil, loginCookie, openCompany } from './company.ts';
import { freeWeeks, inWords, type Week } from './free-days.ts';

// The demo, step by step, over the real HTTP and socket surface: embedded site, sidecar, nothing replaced.
let company: Company;
let priya: Employee;
let marcus: Employee;
let week: Week;

beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  marcus = await company.as('marcus@acme.test');
  [week] = await freeWeeks(company);
});
afterAll(() => company?.close());

const applications = () =>
  company.rows('Leave Application', [
    ['owner', '=', 'priya@acme.test'],
    ['docstatus', '=', 0],
  ]);
const actionRow = async (id: string) => (await company.rows('VA Action Log', [['name', '=', id]]))[0] ?? {};

/** As the employee on the company's own site. */
async function onSite(
  user: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const cookie = await loginCookie(company.site.url, user);
  const response = await fetch(`${company.site.url}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

describe('1. asking', () => {
  it('gets the balance that Frappe has', async () => {
    expect(await priya.say('how much annual leave do I have left?')).toMatch(/\b14 days\b/);
  });
});

describe('2. booking', () => {
  it('writes nothing before the yes, one application after it, and leaves a chained trail', async () => {
    await priya.begin();
    await priya.say('Book next Thursday and Friday off');
    const first = priya.card();
    expect(first).toMatchObject({ status: 'pending', type: 'hr.submit_leave_request' });
    expect(first.lines.find((line) => line.label === 'Days')?.to).toBe('2 days');
    expect(await applications()).toEqual([]);

    await priya.say('make it just Friday');
    const second = priya.card();
    expect(second.action_id).not.toBe(first.action_id);
    expect(second.lines.find((line) => line.label === 'Days')?.to).toBe('1 day');
    expect(await applications()).toEqual([]);

    const page = await priya.socket();
    await page.emitWithAck('conversation.open', { conversation_id: priya.conversation, last_seq: 0 });
    const done = eventsUntil(page, (event) => event.type === 'action.done');
    await priya.say('yes');
    expect((await done).at(-1)).toMatchObject({
      type: 'action.done',
      action: { action_id: second.action_id, status: 'completed' },
    });
    page.disconnect();

    const [application, ...others] = await applications();
    expect(others).toEqual([]);
    expect(application).toMatchObject({
      owner: 'priya@acme.test',
      status: 'Open',
      total_leave_days: 1,
      from_date: second.parameters['start_date'] ?? application?.['from_date'],
    });
    const row = await actionRow(second.action_id);
    expect(row).toMatchObject({ status: 'completed', proof: 'session' });
    expect(JSON.stringify(row['after_state'])).toContain(String(application?.['name']));
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('is undone once: the application is gone, the records are linked, a second undo says so', async () => {
    expect(await priya.say('undo that')).toMatch(/undone/i);
    expect(await applications()).toEqual([]);
    const [reversed] = await company.rows('VA Action Log', [['status', '=', 'reversed']]);
    expect(reversed?.['reversal']).toBeTruthy();
    const [reversal] = await company.rows('VA Action Log', [['reversal_of', '=', String(reversed?.['name'])]]);
    expect(reversal?.['name']).toBe(reversed?.['reversal']);
    expect(await priya.say('undo that')).toMatch(/already undone/i);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });
});

describe('3. when the approver was faster', () => {
  it('undo is refused, asking him is offered, and done on yes', async () => {
    await priya.begin();
    await priya.say('book next Tuesday off');
    await priya.say('yes');
    const name = String((await applications())[0]?.['name']);
    const approved = await onSite('marcus@acme.test', 'PUT', `/api/resource/Leave Application/${name}`, {
      status: 'Approved',
      docstatus: 1,
    });
    expect(approved.status).toBe(200);
    const refused = await priya.message('undo that');
    expect(refused.assistant_response.content).toMatch(/Marcus Reed has approved it since.*Shall I ask/);
    expect(refused.assistant_response.actions.at(-1)).toMatchObject({ status: 'pending' });
    await priya.say('yes');
    const notes = await company.rows('Notification Log', [
      ['for_user', '=', 'marcus@acme.test'],
      ['document_name', '=', name],
    ]);
    expect(notes).toHaveLength(1);
    const comments = await company.rows('Comment', [['reference_name', '=', name]]);
    expect(comments.length).toBeGreaterThanOrEqual(1);
  });
});

describe('4. words that are not a yes', () => {
  it.each([
    "don't do it",
    "I'm not sure",
    'that is incorrect',
    'what does that mean?',
    'ok book it for Monday instead',
  ])('%s', async (words) => {
    await priya.begin();
    const before = (await applications()).length;
    await priya.say(`book ${inWords(week[2])} off`);
    const card = priya.card();
    await priya.say(words);
    expect((await applications()).length).toBe(before);
    expect((await actionRow(card.action_id))['status']).not.toBe('completed');
  });

  it('a plain no after talking of something else still takes the card away', async () => {
    await priya.begin();
    await priya.say(`book ${inWords(week[2])} off`);
    const { action_id } = priya.card();
    await priya.say('hmm, let me think about it');
    await priya.say('no');
    expect((await priya.api('GET', `/actions/${action_id}`)).body.status).toBe('rejected');
  });
});

describe('5. walls', () => {
  it("Marcus gets Priya's balance; for Li and Erik she is as unknown as nobody", async () => {
    expect(await marcus.say("what is Priya's leave balance?")).toContain('Annual Leave');
    const li = await company.as('li@acme.test');
    const erik = await company.as('erik@globex.test');
    for (const outsider of [li, erik]) {
      const refused = await outsider.say("what is Priya's leave balance?");
      expect(refused).toBe(await outsider.say("what is Quentin's leave balance?"));
      expect(refused).not.toMatch(/\d/);
    }
  });

  it('Priya cannot approve her own request through any path', async () => {
    await priya.begin();
    await priya.say(`book ${inWords(week[3])} off`);
    await priya.say('yes');
    const mine = (await applications()).find((row) => row['from_date'] === week[3]);
    const name = String(mine?.['name']);
    await onSite('priya@acme.test', 'PUT', `/api/resource/Leave Application/${name}`, { status: 'Approved' });
    await onSite('priya@acme.test', 'PUT', `/api/resource/Leave Application/${name}`, { docstatus: 1 });
    await onSite('priya@acme.test', 'POST', '/api/method/frappe.client.set_value', {
      doctype: 'Leave Application',
      name,
      fieldname: { status: 'Approved' },
    });
    const [row] = await company.rows('Leave Application', [['name', '=', name]]);
    expect(row).toMatchObject({ status: 'Open', docstatus: 0 });
  });

  it('a confirmation of somebody else, of a wrong digest or a tampered token executes nothing', async () => {
    await priya.begin();
    await priya.say(`book ${inWords(week[4])} off`);
    const { action_id } = priya.card();
    const before = (await applications()).length;
    expect((await marcus.api('POST', `/actions/${action_id}/confirm`, {})).body.error.code).toBe('ACTION_NOT_FOUND');
    expect((await priya.api('POST', `/actions/${action_id}/confirm`, { digest: '0'.repeat(64) })).body.error.code).toBe(
      'ACTION_CHANGED',
    );
    const tampered = `${priya.token.slice(0, -6)}AAAAAA`;
    const forged = await fetch(`${company.url}/api/v1/actions/${action_id}/confirm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tampered}` },
    });
    expect(forged.status).toBe(401);
    expect((await applications()).length).toBe(before);
  });
});

async function verifyAudit(): Promise<unknown> {
  const answer = await onSite('compliance@acme.test', 'POST', '/api/method/dartwing_va.api.verify_audit', {});
  return JSON.parse(answer.text).message;
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, loginCookie, openCompany } from './company.ts';

// More than the service may move on a yes given here: the person confirms it on the site himself.
let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company?.close());

describe('an amount above what a yes in the conversation may move', () => {
  it('is refused with a link to its form on the site, where a press confirms it', async () => {
    const priya = await company.as('priya@acme.test');
    await priya.say('expense 1500 for the hotel');
    const { action_id: action, digest } = priya.card();
    const answer = (await priya.message('yes')).assistant_response;
    expect(answer.content).toMatch(/confirm it yourself in Frappe/);
    const [{ href }] = answer.citations;
    expect(href).toBe(`/app/va-action-log/${action}`);
    // The button of the card is told the same.
    const clicked = await priya.api('POST', `/actions/${action}/confirm`, { digest });
    expect(clicked).toMatchObject({ status: 403, body: { error: { code: 'PROOF_REQUIRED', meta: { href } } } });

    const headers = { cookie: await loginCookie(company.site.url, 'priya@acme.test'), accept: 'text/html' };
    const form = await (await fetch(company.site.url + href, { headers })).text();
    const press =
      /<form class="filters" method="post" action="(?<at>[^"]+)">.*?name="csrf_token" value="(?<token>[^"]*)".*?value="Confirm"/su;
    const { at = '', token = '' } = press.exec(form)?.groups ?? {};
    const pressed = await fetch(company.site.url + at, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf_token: token, press: 'Confirm' }).toString(),
    });
    expect(pressed.status).toBe(200);
    expect(await pressed.text()).not.toContain('value="Confirm"');
    const [log] = await company.rows('VA Action Log', [['name', '=', action]]);
    expect(log).toMatchObject({ status: 'completed', proof: 'user' });
    const claims = await company.rows('Expense Claim', [['total_claimed_amount', '=', 1500]]);
    expect(claims).toHaveLength(1);
    // And the card in the conversation knows of it.
    await expect
      .poll(async () => (await priya.api('GET', `/actions/${action}`)).body.status, { timeout: 10_000 })
      .toBe('completed');
  });

  it('has no buttons for anybody else', async () => {
    const li = await company.as('li@acme.test');
    await li.say('expense 1500 for the hotel');
    const path = `/app/va-action-log/${li.card().action_id}`;
    await expect
      .poll(async () => (await company.rows('VA Action Log', [['name', '=', li.card().action_id]])).length)
      .toBe(1);
    const headers = { cookie: await loginCookie(company.site.url, 'priya@acme.test'), accept: 'text/html' };
    expect((await fetch(company.site.url + path, { headers })).status).toBe(403);
  });
});

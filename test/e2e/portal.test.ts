import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser, openWindow, settled, type Window } from './browser.ts';

describeInBrowser("the portal page, over the company site's own bus", () => {
  let company: Company;
  let browser: Browser;
  beforeAll(async () => {
    [company, browser] = await Promise.all([openCompany(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  /** Signs in as the site asks for it on the way to /va. */
  async function portal(user: string): Promise<Window> {
    const window = await openWindow(browser, `${company.site.url}/va`);
    await window.page.getByLabel('User').fill(user);
    await window.page.getByLabel('Password').fill('demo');
    await window.page.keyboard.press('Enter');
    await window.input.waitFor();
    expect(new URL(window.page.url()).pathname).toBe('/va');
    return window;
  }
  const badge = (window: Window) => window.card.locator('.va-badge');

  it('asks, gets the answer, a card, confirms and undoes it, with the site alone', async () => {
    const window = await portal('priya@acme.test');
    const asked: string[] = [];
    window.page.on('request', (request) => asked.push(new URL(request.url()).host));
    expect(await window.ask('how much annual leave do I have left?')).toContain('14 days');
    await window.ask('Book next Thursday and Friday off');
    const lines = (await window.card.locator('dd').allTextContents()).join();
    expect(lines).toContain('Annual Leave');
    expect(lines).toMatch(/Thursday, \w+ \d+, \d{4}.*Friday, \w+ \d+, \d{4}/);
    await settled(window.page);
    await window.page.keyboard.press('Enter');
    await eventually(() => badge(window).textContent()).toBe('Done');
    const made = await company.rows('Leave Application', [
      ['owner', '=', 'priya@acme.test'],
      ['status', '=', 'Open'],
    ]);
    expect(made).toHaveLength(1);
    await window.page.screenshot({ path: join(import.meta.dirname, 'out', 'portal.png') });
    await window.button('Undo').click();
    await eventually(() => badge(window).textContent()).toBe('Undone');
    expect(
      await company.rows('Leave Application', [
        ['owner', '=', 'priya@acme.test'],
        ['status', '=', 'Open'],
      ]),
    ).toEqual([]);
    expect([...new Set(asked)]).toEqual([new URL(company.site.url).host]);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('shows a table or list beside the words, now and after a reload', async () => {
    const window = await portal('priya@acme.test');
    await window.ask('what are my tasks?');
    const list = window.page.locator('.va-visual[data-kind="list"] li');
    await eventually(async () => (await list.count()) > 0).toBe(true);
    const titles = await list.allTextContents();
    await window.page.reload();
    await window.input.waitFor();
    await eventually(() => list.allTextContents()).toEqual(titles);
    await window.close();
  });

  it('shows the terms to somebody who agreed to nothing, and then sends what he said', async () => {
    const window = await portal('tom@acme.test');
    await window.type('how much sick leave do I have left?');
    await window.page.getByRole('heading', { name: 'Before we start' }).waitFor();
    expect(await window.page.locator('.va-terms').count()).toBe(2);
    await window.button('I agree').click();
    await window.answered(1);
    expect(await window.answers.last().textContent()).toMatch(/sick leave/i);
    expect(await window.page.locator('.va-mine').count()).toBe(1);
    // And takes it back: the next message is asked for the terms again.
    await window.button('Withdraw consent').click();
    await window.button('Withdraw').click();
    await window.page.getByText('You have withdrawn your consent').waitFor();
    await window.type('hello');
    await window.page.getByRole('heading', { name: 'Before we start' }).waitFor();
    await window.close();
  });

  it('keeps the conversation over a reload, lists it by its first words, and hears of what is done elsewhere', async () => {
    const window = await portal('li@acme.test');
    await window.ask('Book next Friday off');
    await window.page.reload();
    await badge(window).getByText('Waiting for your yes').waitFor();
    const list = window.page.getByRole('complementary', { name: 'Conversations' }).getByRole('listitem');
    expect(await list.locator('span').allTextContents()).toEqual(['Book next Friday off']);
    expect(await list.locator('small').textContent()).toMatch(/^\d{1,2}:\d\d [AP]M$/);
    // The other window is the sidecar's own page: the site's bus tells this one.
    const other = await openWindow(browser, company.url);
    await other.signIn('li@acme.test');
    await other.page.getByRole('listitem').getByRole('button').first().click();
    await other.card.waitFor();
    await other.ask("don't do it");
    await eventually(() => badge(window).textContent()).toBe('Cancelled');
    await eventually(() => window.page.locator('.va-mine p').allTextContents()).toEqual([
      'Book next Friday off',
      "don't do it",
    ]);
    await other.close();
    await window.close();
  });

  it("says why there is no assistant for a login that is nobody's", async () => {
    const window = await openWindow(browser, `${company.site.url}/va`);
    await window.page.getByLabel('User').fill('Administrator');
    await window.page.getByLabel('Password').fill('demo');
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('heading', { name: 'Not available' }).waitFor();
    expect(await window.page.getByRole('alert').textContent()).toContain('for employees');
    await window.close();
  });

  it('streams from the sidecar when the browser reaches it, and goes over the site when it does not', async () => {
    const window = await portal('sales@acme.test');
    const { page } = window;
    // A page that a test hands over counts as one from the internet, which may not reach loopback unasked.
    await window.context.grantPermissions(['local-network-access']);
    await page.route('**/va', async (route) => {
      const answer = await route.fetch();
      const html = (await answer.text()).replace('"sidecarUrl":null', `"sidecarUrl":"${company.url}"`);
      const policy = `default-src 'self'; connect-src 'self' ws: ${company.url}`;
      await route.fulfill({
        headers: { 'content-type': 'text/html', 'content-security-policy': policy },
        body: html,
      });
    });
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(new URL(socket.url()).host));
    await page.reload();
    await window.input.waitFor();
    expect(await window.ask('how much annual leave do I have left?')).toContain('Checking the leave balance');
    expect(sockets).toEqual([new URL(company.url).host]);
    expect(window.complaints).toEqual([]);
    await company.stopSidecar();
    await page.reload();
    await window.input.waitFor();
    await window.type('how much sick leave do I have left?');
    await eventually(() => sockets.at(-1)).toBe(new URL(company.site.socketUrl).host);
    await company.startSidecar();
    await eventually(() => window.answers.last().textContent()).toMatch(/Sick Leave/);
    await window.close();
  });

  it('is the same panel inside a form of Desk: narrow, over the connection that Desk has, gone when the form goes', async () => {
    const window = await portal('dana@acme.test');
    const { page } = window;
    await page.evaluate(`
      const settings = JSON.parse(document.getElementById('va-settings').textContent);
      document.getElementById('va-page').remove();
      const handlers = new Map();
      globalThis.frappe = {
        boot: { time_zone: { system: settings.siteTimeZone } },
        realtime: {
          on: (event, handler) => handlers.set(event, handler),
          off: (event) => handlers.delete(event),
        },
      };
      globalThis.handlers = handlers;
      const element = document.createElement('div');
      element.style.cssText = 'width: 420px; height: 480px';
      document.body.append(element);
      const { siteUrl, csrfToken } = settings;
      globalThis.unmount = dartwingVa.mount(element, { transport: 'site', siteUrl, sidecarUrl: null, csrfToken });
    `);
    await window.input.waitFor();
    expect(await page.getByRole('complementary', { name: 'Conversations' }).isVisible()).toBe(false);
    expect(await window.ask('Book next Friday off')).toContain('Shall I send it?');
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('complementary', { name: 'Conversations' }).waitFor();
    await page.keyboard.press('Escape');
    await page.screenshot({ path: join(import.meta.dirname, 'out', 'panel.png') });
    const dana = await company.as('dana@acme.test');
    const list = await dana.api('GET', '/conversations');
    const id: string = list.body.conversations[0].conversation_id;
    await dana.api('POST', `/conversations/${id}/messages`, { content: "don't do it" });
    await eventually(async () => {
      await page.evaluate(`handlers.get('dartwing_va_action')({ conversation: '${id}' })`);
      return badge(window).textContent();
    }).toBe('Cancelled');
    await page.evaluate('unmount()');
    expect(await page.evaluate('handlers.size')).toBe(0);
    expect(window.complaints).toEqual([]);
    await window.close();
  });
});

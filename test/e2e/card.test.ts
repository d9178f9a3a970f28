import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { weekdayOf } from '../../sidecar/language/calendar.ts';
import { type Company, loginCookie, openCompany } from '../flow/company.ts';
import { companyClock, today } from '../flow/company-clock.ts';
import { describeInBrowser, eventually, focused, openBrowser, openWindow, settled, type Window } from './browser.ts';

describeInBrowser('a card', () => {
  let company: Company;
  let browser: Browser;
  beforeAll(async () => {
    [company, browser] = await Promise.all([openCompany(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  async function windowOf(user: string): Promise<Window> {
    const window = await openWindow(browser, company.url);
    await window.signIn(user);
    return window;
  }
  const applications = (user: string) =>
    company.rows('Leave Application', [['owner', '=', user]], ['name', 'from_date']);

  it('shows what will happen and until when, is confirmed with Enter, done once, and undone', async () => {
    const window = await windowOf('priya@acme.test');
    const { page } = window;
    const before = await applications('priya@acme.test');
    await window.ask('Book next Thursday and Friday off');
    expect(await window.card.locator('.va-card-title').textContent()).toContain('Request 2 days of Annual Leave');
    expect(await window.card.locator('dt').allTextContents()).toContain('From');
    // Said from Thursday on, "next Thursday" means one day only.
    const notes = (await window.card.locator('.va-warnings').allTextContents()).join();
    expect(notes.includes('I took "next Thursday" as')).toBe(weekdayOf(today()) < 4);
    expect(await window.card.locator('.va-expiry').textContent()).toMatch(/^Expires in 1[45]:\d\d$/);
    expect(await applications('priya@acme.test')).toEqual(before);
    // Whoever hears the page hears the whole card, not the answer alone.
    const spoken = await page.locator('.va-sr[aria-live=polite]').textContent();
    expect(spoken).toMatch(/Shall I send it\? Please confirm: Request 2 days.*From: Thursday.*To: Friday/);
    await settled(page);
    await page.keyboard.press('Enter');
    await window.card.getByText('Done', { exact: true }).waitFor();
    expect(await applications('priya@acme.test')).toHaveLength(before.length + 1);
    await eventually(() => focused(page)).toBe('Message');
    await window.button('Undo').click();
    await window.card.getByText('Undone', { exact: true }).waitFor();
    expect(await applications('priya@acme.test')).toEqual(before);
    expect(await window.button('Undo').count()).toBe(0);
    await eventually(() => focused(page)).toBe('Message');
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('stands with the others of its answer in one review, confirmed together or each alone', async () => {
    const window = await windowOf('hr@acme.test');
    const { page } = window;
    const before = (await applications('hr@acme.test')).length;
    await window.ask('book next Tuesday off and book next Thursday off');
    const review = page.getByRole('group', { name: '2 changes to confirm' });
    await review.waitFor();
    expect(await review.locator('.va-card').count()).toBe(2);
    const spoken = await page.locator('.va-sr[aria-live=polite]').textContent();
    expect(spoken).toMatch(/Two things to confirm.*Shall I do both\?/);
    await settled(page, 'Confirm all');
    await page.keyboard.press('Enter');
    await eventually(() => window.cards.getByText('Done', { exact: true }).count()).toBe(2);
    expect(await applications('hr@acme.test')).toHaveLength(before + 2);
    expect(await page.getByRole('button', { name: 'Confirm all' }).count()).toBe(0);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('times to pick from stand beside the words, after a reload too, and a click says one', async () => {
    const window = await windowOf('priya@acme.test');
    const { page } = window;
    await window.ask('when are Marcus and Li both free this week?');
    const slots = page.locator('figure.va-visual[data-kind=slots] button');
    await slots.first().waitFor();
    const offered = await slots.count();
    expect(await page.locator('figure.va-visual').getByRole('list').count()).toBe(1);
    await page.reload();
    await slots.first().waitFor();
    expect(await slots.count()).toBe(offered);
    const before = await page.locator('.va-mine').count();
    await slots.first().click();
    await eventually(() => page.locator('.va-mine').count()).toBe(before + 1);
    // What was said before is over: its times are to be read only.
    await eventually(() => slots.first().isDisabled()).toBe(true);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('is cancelled with Escape, on the card and from the empty message', async () => {
    const window = await windowOf('li@acme.test');
    const before = await applications('li@acme.test');
    await window.ask('Book next Friday off');
    await window.page.keyboard.press('Escape');
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    await window.ask('Book next Friday off');
    await window.input.focus();
    await window.page.keyboard.press('Escape');
    await eventually(() => window.cards.getByText('Cancelled', { exact: true }).count()).toBe(2);
    expect(await applications('li@acme.test')).toEqual(before);
    await window.close();
  });

  it('asks what should be different after Change, and the changed card takes the place of the old one', async () => {
    const window = await windowOf('dana@acme.test');
    await window.ask('Book next Thursday and Friday off');
    await window.button('Change').click();
    await eventually(() => focused(window.page)).toBe('Message');
    expect(await window.input.getAttribute('placeholder')).toBe('What should be different?');
    await window.ask('make it just Friday');
    expect(await window.cards.count()).toBe(2);
    expect(await window.cards.first().locator('.va-badge').textContent()).toBe('Replaced');
    expect(await window.cards.first().getByRole('button').count()).toBe(0);
    expect(await window.card.locator('.va-card-title').textContent()).toContain('Request 1 day of Annual Leave');
    await window.ask('yes');
    await eventually(() => window.cards.nth(1).locator('.va-badge').textContent()).toBe('Done');
    await window.close();
  });

  it('leaves the keyboard to somebody who types, and takes no key that was meant for the message', async () => {
    const window = await windowOf('sales@acme.test');
    const before = await applications('sales@acme.test');
    // All of this is one breath, however long this machine takes for it.
    await window.page.evaluate('const now = performance.now(); performance.now = () => now');
    await window.type('Book next Friday off');
    await eventually(() => focused(window.page)).toBe('Confirm');
    // A second Enter, then the next message.
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.type('is that a holiday?');
    expect(await window.input.inputValue()).toBe('is that a holiday?');
    expect(await window.card.locator('.va-badge').textContent()).toBe('Waiting for your yes');
    expect(await applications('sales@acme.test')).toEqual(before);
    await window.close();
  });

  it('that ran out says so and can no longer be confirmed', async () => {
    const window = await windowOf('finance@acme.test');
    await window.ask('Book next Friday off');
    await window.page.clock.setFixedTime(companyClock.now() + 16 * 60_000);
    await window.card.getByText('Expired', { exact: true }).waitFor();
    expect(await window.card.getByRole('button').count()).toBe(0);
    expect(await window.card.textContent()).toContain('Nothing was done');
    await window.close();
  });

  it('that cannot be undone any more offers to ask the approver, on a card of its own', async () => {
    const window = await windowOf('marcus@acme.test');
    await window.ask('Book next Friday off');
    await window.button('Confirm').click();
    await window.button('Undo').waitFor();
    const [mine] = await company.rows('Leave Application', [
      ['owner', '=', 'marcus@acme.test'],
      ['status', '=', 'Open'],
    ]);
    expect(mine).toBeDefined();
    const approved = await fetch(`${company.site.url}/api/resource/Leave Application/${mine?.['name']}`, {
      method: 'PUT',
      headers: { cookie: await loginCookie(company.site.url, 'dana@acme.test'), 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'Approved', docstatus: 1 }),
    });
    expect(approved.status).toBe(200);
    await window.button('Undo').click();
    await eventually(() => window.cards.count()).toBe(2);
    expect(await window.cards.first().locator('.va-card-error').textContent()).toContain('Dana');
    expect(await window.card.locator('.va-badge').textContent()).toBe('Waiting for your yes');
    await eventually(() => focused(window.page)).toBe('Confirm');
    await window.close();
  });
});

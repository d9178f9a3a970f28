import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { companyClock } from '../flow/company-clock.ts';
import { describeInBrowser, eventually, openBrowser, openWindow, type Window } from './browser.ts';

describeInBrowser('a page whose connection breaks', () => {
  let company: Company;
  let browser: Browser;
  beforeAll(async () => {
    [company, browser] = await Promise.all([openCompany(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  /** When the page tries again after the service hung up, and less than what it lets a message wait. */
  const RECONNECT_MS = 1500;
  const state = (window: Window) => window.page.locator('.va-connection').getAttribute('data-state');
  const mine = (window: Window) => window.page.locator('.va-mine p').allTextContents();
  /** Only that the connection failed: nothing that the page itself did wrong. */
  const surprises = (window: Window) => window.complaints.filter((text) => !/ERR_|WebSocket connection/.test(text));

  it('comes back by itself after a restart of the service, without loss or repetition, card included', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('priya@acme.test');
    await window.ask('how much annual leave do I have left?');
    await window.ask('Book next Friday off');
    const before = await window.page.locator('.va-log').textContent();
    await company.stopSidecar();
    await eventually(() => state(window)).toBe('offline');
    await company.startSidecar();
    await eventually(() => state(window)).toBe('online');
    const words = (text: string | null) => text?.replace(/Expires in [\d:]+/, '');
    expect(words(await window.page.locator('.va-log').textContent())).toBe(words(before));
    await window.button('Confirm').click();
    await window.card.getByText('Done', { exact: true }).waitFor();
    expect(await window.ask('undo that')).toMatch(/undone|taken back|removed/i);
    await window.card.getByText('Undone', { exact: true }).waitFor();
    expect(await mine(window)).toEqual(['how much annual leave do I have left?', 'Book next Friday off', 'undo that']);
    expect(surprises(window)).toEqual([]);
    await window.close();
  });

  it('keeps a message that could not be sent, and brings it over once on request', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('li@acme.test');
    await window.ask('how much sick leave do I have left?');
    await company.stopSidecar();
    await eventually(() => state(window)).toBe('offline');
    await window.type('how much annual leave do I have left?');
    await window.page.getByText(/^Not sent\. /).waitFor();
    await company.startSidecar();
    await eventually(() => state(window)).toBe('online');
    await window.button('Try again').click();
    await window.answered(2);
    expect(await mine(window)).toEqual([
      'how much sick leave do I have left?',
      'how much annual leave do I have left?',
    ]);
    expect(await window.page.getByText(/^Not sent\. /).count()).toBe(0);
    await window.page.reload();
    await eventually(() => mine(window)).toEqual([
      'how much sick leave do I have left?',
      'how much annual leave do I have left?',
    ]);
    await window.close();
  });

  it('sends by itself what was written while the connection was only just coming back', async () => {
    const window = await openWindow(browser, company.url);
    const { clock } = window.page;
    await clock.install({ time: companyClock.now() });
    await window.signIn('dana@acme.test');
    await window.ask('hello');
    // The page's patience is not measured against how long a service takes to start on this machine.
    await clock.pauseAt(companyClock.now() + 1000);
    await company.stopSidecar();
    await eventually(() => state(window)).toBe('offline');
    await window.type('how much annual leave do I have left?');
    await company.startSidecar();
    await clock.runFor(RECONNECT_MS);
    await eventually(() => state(window)).toBe('online');
    await clock.resume();
    await window.answered(2);
    expect(await window.answers.last().textContent()).toContain('Annual Leave');
    expect(await mine(window)).toEqual(['hello', 'how much annual leave do I have left?']);
    await window.close();
  });

  it('shows what happened meanwhile in another window', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('sales@acme.test');
    await window.ask('Book next Friday off');
    await window.context.setOffline(true);
    // A browser that is offline keeps an open WebSocket; the network does not.
    await window.page.evaluate("dispatchEvent(new Event('offline'))");
    await eventually(() => state(window)).toBe('offline');
    const sam = await company.as('sales@acme.test');
    const list = await sam.api('GET', '/conversations');
    const id: string = list.body.conversations[0].conversation_id;
    await sam.api('POST', `/conversations/${id}/messages`, { content: 'yes' });
    await window.context.setOffline(false);
    await window.card.getByText('Done', { exact: true }).waitFor();
    expect(await mine(window)).toEqual(['Book next Friday off', 'yes']);
    await window.close();
  });
});

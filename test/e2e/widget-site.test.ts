import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser, openWindow } from './browser.ts';
import { keyboardAt, siteWindow, type WidgetWindow } from './widget-window.ts';

/** Screenshots for whoever wants to look; ignored by git. */
const OUT = join(import.meta.dirname, 'out');

describeInBrowser('the widget on pages of the company site', () => {
  let company: Company;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    [company, browser] = await Promise.all([openCompany(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });
  const desk = (user: string, options = {}) => siteWindow(browser, company.site.url, '/app', user, options);
  const shot = (window: WidgetWindow, name: string) =>
    window.page.screenshot({ path: join(OUT, `widget-${name}.png`) });

  it('is a button in Desk that loads the assistant when it is opened, answers, proposes and does', async () => {
    const window = await desk('priya@acme.test');
    await window.launcher.waitFor();
    expect(window.loaded).toEqual(['va_widget.js']);
    await shot(window, 'desk-closed');
    await window.open();
    expect(window.loaded.toSorted()).toEqual(['va_page.css', 'va_page.js', 'va_widget.js']);
    await eventually(() => keyboardAt(window.page)).toBe('Message');
    expect(await window.ask('how much annual leave do I have left?')).toContain('14 days');
    await window.ask('Book next Friday off');
    await eventually(() => keyboardAt(window.page)).toBe('Confirm');
    await shot(window, 'desk-card');
    await window.card.getByRole('button', { name: 'Confirm' }).click();
    await window.card.getByText('Done', { exact: true }).waitFor();
    await window.card.getByRole('button', { name: 'Undo' }).click();
    await window.card.getByText('Undone', { exact: true }).waitFor();
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('keeps open, conversation and keyboard over a reload: open as it was left, the keyboard with the page', async () => {
    const window = await desk('li@acme.test');
    await window.open();
    await window.ask('what are my tasks?');
    await window.page.reload();
    await window.page.locator('.va-mine').getByText('what are my tasks?').waitFor();
    expect(await keyboardAt(window.page)).toBe('');
    await window.cross.click();
    await window.page.goto(`${company.site.url}/app/Task`);
    await window.launcher.waitFor();
    expect(await window.panel.isVisible()).toBe(false);
    await window.close();
  });

  it('opens and closes by keyboard, and gives the keyboard back to where it came from', async () => {
    const window = await desk('priya@acme.test');
    const { page } = window;
    await page.goto(`${company.site.url}/app/Task`);
    await window.launcher.waitFor();
    await page.getByLabel('Value').focus();
    await page.keyboard.press('Alt+Shift+V');
    await window.input.waitFor();
    await eventually(() => keyboardAt(page)).toBe('Message');
    await page.keyboard.press('Escape');
    await eventually(() => keyboardAt(page)).toBe('Value');
    await window.launcher.focus();
    await page.keyboard.press('Enter');
    await eventually(() => keyboardAt(page)).toBe('Message');
    await page.keyboard.press('Alt+Shift+V');
    await eventually(() => keyboardAt(page)).toBe('Open the assistant');
    expect(await window.launcher.getAttribute('aria-keyshortcuts')).toBe('Alt+Shift+V');
    expect(await window.launcher.getAttribute('aria-expanded')).toBe('false');
    await window.close();
  });

  it('takes an Escape for a card or the list before one closes it, and no key of it reaches the page', async () => {
    const window = await desk('dana@acme.test');
    const { page } = window;
    await page.evaluate(
      `globalThis.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))`,
    );
    await window.open();
    await window.ask('Book next Friday off');
    await eventually(() => keyboardAt(page)).toBe('Confirm');
    await page.keyboard.press('Escape');
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    expect(await window.panel.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Conversations' }).waitFor({ state: 'hidden' });
    expect(await window.panel.isVisible()).toBe(true);
    await window.input.focus();
    await page.keyboard.type('hello');
    await page.keyboard.press('Escape');
    expect(await window.panel.isVisible()).toBe(false);
    expect(await page.evaluate('heard')).toEqual([]);
    // What was typed is still there.
    await window.launcher.click();
    expect(await window.input.inputValue()).toBe('hello');
    await window.close();
  });

  it('a card that comes while the person types in the page leaves the keyboard there', async () => {
    const window = await desk('sales@acme.test');
    const { page } = window;
    await page.goto(`${company.site.url}/app/Customer`);
    await window.open();
    await page.locator('.va-connection[data-state=online]').waitFor();
    await window.type('Book next Friday off');
    await page.getByLabel('Value').click();
    await window.card.getByRole('button', { name: 'Confirm' }).waitFor();
    expect(await keyboardAt(page)).toBe('Value');
    await window.close();
  });

  it('is on a portal page, which asks the site once a tab whether to show it', async () => {
    const window = await siteWindow(browser, company.site.url, '/kb', 'priya@acme.test');
    const { page } = window;
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('api.widget')) asked.push(request.url());
    });
    await window.launcher.waitFor();
    await page.reload();
    await window.launcher.waitFor();
    expect(asked).toEqual([]);
    await window.open();
    expect(asked).toHaveLength(1);
    expect(await window.ask('how much annual leave do I have left?')).toContain('days');
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('is not there for a visitor, for somebody without an assistant, and on the assistant’s own page', async () => {
    const visitor = await openWindow(browser, `${company.site.url}/login`);
    expect(await visitor.page.locator('va-assistant').count()).toBe(0);
    await visitor.close();
    for (const path of ['/app', '/kb']) {
      const nobody = await siteWindow(browser, company.site.url, path, 'Administrator');
      await eventually(() => nobody.page.evaluate(`customElements.get('va-assistant') !== undefined`)).toBe(true);
      if (path === '/kb')
        await eventually(() =>
          nobody.page.evaluate(`sessionStorage.getItem('dartwing-va.widget-shown')`),
        ).not.toBeNull();
      expect(await nobody.page.locator('va-assistant').count()).toBe(0);
      await nobody.close();
    }
    const own = await siteWindow(browser, company.site.url, '/va', 'priya@acme.test');
    await own.input.waitFor();
    expect(await own.page.locator('va-assistant').count()).toBe(0);
    await own.close();
  });

  it('is the whole screen on a phone, holds the keyboard, and shrinks beside the page on a larger one', async () => {
    const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
    const window = await desk('tom.b@acme.test', phone);
    const { page } = window;
    await window.launcher.tap();
    await window.input.waitFor();
    expect(await window.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 });
    await window.ask('Book next Friday off');
    await shot(window, 'phone-card');
    const small = await page.evaluate<string[]>(
      `[...document.querySelector('va-assistant').shadowRoot.querySelectorAll('dialog button')]
        .filter((one) => one.checkVisibility() && one.offsetHeight < 40).map((one) => one.ariaLabel ?? one.textContent)`,
    );
    expect(small).toEqual([]);
    // The page behind cannot be reached.
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`['va-assistant', 'body'].includes(document.activeElement.localName)`)).toBe(true);
    }
    await page.setViewportSize({ width: 1100, height: 780 });
    await eventually(async () => (await window.panel.boundingBox())?.width).toBe(420);
    await page.setViewportSize({ width: 390, height: 780 });
    await eventually(async () => (await window.panel.boundingBox())?.width).toBe(390);
    await window.cross.tap();
    await window.launcher.waitFor();
    expect(await window.panel.isVisible()).toBe(false);
    await shot(window, 'phone-closed');
    await window.close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`follows the page around it, which is ${colorScheme}, and Desk's theme before that`, async () => {
      const window = await desk('priya@acme.test', { colorScheme });
      await window.open();
      await shot(window, colorScheme);
      const face = () =>
        window.page.evaluate(
          `getComputedStyle(document.querySelector('va-assistant').shadowRoot.querySelector('.va-app')).backgroundColor`,
        );
      const faces = { light: 'rgb(255, 255, 255)', dark: 'rgb(23, 23, 23)' };
      expect(await face()).toBe(faces[colorScheme]);
      const other = colorScheme === 'light' ? 'dark' : 'light';
      await window.page.evaluate(`document.documentElement.dataset.theme = '${other}'`);
      await eventually(face).toBe(faces[other]);
      await window.page.evaluate(`document.querySelector('va-assistant').setAttribute('theme', '${colorScheme}')`);
      await eventually(face).toBe(faces[colorScheme]);
      await window.close();
    });
});

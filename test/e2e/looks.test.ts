import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser, openWindow, type Window } from './browser.ts';
import { contrast, overflow } from './measures.ts';

/** Screenshots for whoever wants to look; ignored by git. */
const OUT = join(import.meta.dirname, 'out');

describeInBrowser('the looks of the page', () => {
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

  const shot = (window: Window, name: string) => window.page.screenshot({ path: join(OUT, `${name}.png`) });
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is readable in ${colorScheme}, on a desktop`, async () => {
      const window = await openWindow(browser, company.url, { colorScheme });
      await shot(window, `${colorScheme}-sign-in`);
      expect((await contrast(window.page)).ratio).toBeGreaterThan(4.5);
      await window.signIn('priya@acme.test');
      await shot(window, `${colorScheme}-hello`);
      await window.ask('how much annual leave do I have left?');
      await window.ask('Book next Thursday and Friday off');
      await shot(window, `${colorScheme}-card`);
      expect((await contrast(window.page)).ratio).toBeGreaterThan(4.5);
      await window.ask('make it just Friday');
      await window.button('Confirm').click();
      await window.button('Undo').waitFor();
      await shot(window, `${colorScheme}-done`);
      expect((await contrast(window.page)).ratio).toBeGreaterThan(4.5);
      await window.button('Undo').click();
      await window.card.getByText('Undone', { exact: true }).waitFor();
      expect(await overflow(window.page)).toBe(0);
      expect(window.complaints).toEqual([]);
      await window.close();
    });
  }

  it('lets a wide table scroll by itself on a phone', async () => {
    const window = await openWindow(browser, company.url, { viewport: { width: 375, height: 740 } });
    await window.signIn('sales@acme.test');
    await window.ask('show my deals');
    await window.page.locator('.va-visual table').waitFor();
    const widest = await window.page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.va-theirs, .va-text, .va-visual')].map((one) => one.getBoundingClientRect().right))`,
    );
    expect(widest).toBeLessThanOrEqual(375);
    await window.close();
  });

  it('fits a phone, with its list of conversations behind a button, and long words broken', async () => {
    const window = await openWindow(browser, company.url, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
      colorScheme: 'dark',
    });
    await window.signIn('li@acme.test');
    await window.ask(`Donaudampfschiff${'fahrtsgesellschaft'.repeat(12)} https://example.test/${'a/'.repeat(80)}`);
    await window.ask('Book next Thursday and Friday off');
    await shot(window, 'phone-card');
    // What asks for an answer is in sight, without scrolling.
    await eventually(async () => {
      const box = await window.button('Confirm').boundingBox();
      const composer = await window.input.boundingBox();
      return box && composer ? box.y + box.height < composer.y : false;
    }).toBe(true);
    expect(await overflow(window.page)).toBe(0);
    expect(await window.page.evaluate('document.querySelector(".va-log").scrollWidth <= innerWidth')).toBe(true);
    const small = await window.page.evaluate<string[]>(
      `[...document.querySelectorAll('.va-main button')].filter((one) => one.offsetHeight < 40).map((one) => one.textContent)`,
    );
    expect(small).toEqual([]);
    await window.button('Cancel').tap();
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    await window.page.getByRole('button', { name: 'Conversations' }).tap();
    await window.page.getByRole('complementary', { name: 'Conversations' }).waitFor();
    await shot(window, 'phone-list');
    expect(await overflow(window.page)).toBe(0);
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('complementary', { name: 'Conversations' }).waitFor({ state: 'hidden' });
    await window.close();
  });
});

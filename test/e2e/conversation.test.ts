import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, focused, openBrowser, openWindow, settled, type Window } from './browser.ts';
import { type Gate, openGate } from './gate.ts';

describeInBrowser('a conversation', () => {
  let company: Company;
  let gate: Gate;
  let browser: Browser;
  beforeAll(async () => {
    const started = openCompany({
      through: async (siteUrl) => {
        gate = await openGate(siteUrl);
        return gate.url;
      },
    });
    [company, browser] = await Promise.all([started, openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
    await gate?.close();
  });

  async function windowOf(user: string): Promise<Window> {
    const window = await openWindow(browser, company.url);
    await window.signIn(user);
    return window;
  }

  it('shows what is being looked up, then the answer as it comes, and announces it once as a whole', async () => {
    const window = await windowOf('li@acme.test');
    await window.page.evaluate(`
      globalThis.seen = [];
      new MutationObserver(() => {
        const shown = [...document.querySelectorAll('.va-text')].map((one) => one.textContent).join(' ');
        if (shown && shown !== seen.at(-1)) seen.push(shown);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    `);
    gate.hold(/leave_details/);
    await window.type('how much leave do I have left?');
    await window.page.getByText('Checking the leave balance…').waitFor();
    gate.open();
    await window.answered(1);
    const seen = await window.page.evaluate<string[]>('seen');
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatch(/^You have .* Sick Leave left\. Waiting for approval: 2 days of Annual Leave\.$/);
    for (const [index, text] of seen.entries()) expect(seen[index + 1] ?? text).toContain(text);
    const log = window.page.getByRole('log', { name: 'Conversation' });
    expect(await log.getAttribute('aria-live')).toBe('off');
    await eventually(() => window.page.locator('.va-sr[aria-live=polite]').textContent()).toBe(seen.at(-1));
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('offers what could be said next, and takes the click for the words', async () => {
    const window = await windowOf('priya@acme.test');
    await window.button('How much annual leave do I have left?').click();
    await window.answered(1);
    expect(await window.answers.last().textContent()).toContain('14 days');
    await window.ask('what can you do?');
    const chips = window.page.getByRole('group', { name: 'Suggestions' }).getByRole('button');
    expect(await chips.count()).toBeGreaterThan(0);
    const words = await chips.first().textContent();
    await chips.first().click();
    await window.answered(3);
    expect(await window.page.locator('.va-mine p').last().textContent()).toBe(words);
    await window.close();
  });

  it('says beside a single source that it was found by its words alone, also when it is opened again', async () => {
    const window = await windowOf('dana@acme.test');
    await window.type('when is payday?');
    await window.answered(1);
    const sources = window.page.locator('.va-citations');
    expect(await sources.locator('a').count()).toBe(1);
    expect(await sources.textContent()).toContain('Found by its words, not its meaning');
    await window.page.reload();
    await eventually(() => window.page.locator('.va-citations').textContent()).toContain('Found by its words');
    await window.close();
  });

  it('is listed by its first words and opened again with its cards', async () => {
    const window = await windowOf('tom.b@acme.test');
    await window.page.getByText('What we talk about is listed here.').waitFor();
    await window.ask('how much sick leave do I have left?');
    await window.button('New conversation').click();
    await window.page.getByRole('heading', { name: 'Hello Tom' }).waitFor();
    await window.ask('Book next Friday off');
    await window.page.keyboard.press('Escape');
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    const list = window.page.getByRole('complementary', { name: 'Conversations' }).getByRole('listitem');
    await eventually(() => list.locator('span').allTextContents()).toEqual([
      'Book next Friday off',
      'how much sick leave do I have left?',
    ]);
    expect(await list.first().locator('small').textContent()).toMatch(/^\d{1,2}:\d\d [AP]M$/);
    await list.last().getByRole('button').click();
    await eventually(() => window.answers.last().textContent()).toMatch(/sick leave/i);
    expect(await window.cards.count()).toBe(0);
    await list.first().getByRole('button').click();
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    expect(await window.ask('how much sick leave do I have left?')).toMatch(/sick leave/i);
    await window.close();
  });

  it('looks the same in two windows, and a card that is confirmed in one is done in the other', async () => {
    const [one, other] = [await windowOf('dana@acme.test'), await openWindow(browser, company.url)];
    await one.ask('how much annual leave do I have left?');
    await other.signIn('dana@acme.test');
    await other.page.getByRole('listitem').getByRole('button').first().click();
    await other.answered(1);
    await one.ask('Book next Friday off');
    await other.card.getByText('Waiting for your yes').waitFor();
    expect(await other.page.locator('.va-mine p').allTextContents()).toEqual([
      'how much annual leave do I have left?',
      'Book next Friday off',
    ]);
    await other.button('Confirm').click();
    await one.card.getByText('Done', { exact: true }).waitFor();
    await one.button('Undo').click();
    await other.card.getByText('Undone', { exact: true }).waitFor();
    expect(await other.cards.count()).toBe(1);
    expect([...one.complaints, ...other.complaints]).toEqual([]);
    await one.close();
    await other.close();
  });

  it('shows text with tags in it as text', async () => {
    const window = await windowOf('sales@acme.test');
    const text = '<img src=x onerror="document.title=1"><b>hello</b> & <script>document.title=2</script>';
    await window.ask(text);
    expect(await window.page.locator('.va-mine p').textContent()).toBe(text);
    expect(await window.page.locator('.va-log img, .va-log b, .va-log script').count()).toBe(0);
    expect(await window.page.title()).toBe('Assistant');
    await window.page.reload();
    await eventually(() => window.page.locator('.va-mine p').textContent()).toBe(text);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('stops an answer that takes long', async () => {
    const window = await windowOf('finance@acme.test');
    gate.hold(/leave_details/);
    await window.type('how much annual leave do I have left?');
    await window.button('Stop').click();
    await eventually(() => window.button('Stop').count()).toBe(0);
    gate.open();
    expect(await window.page.locator('.va-exchange').textContent()).not.toContain('days of Annual Leave');
    expect(await window.ask('how much annual leave do I have left?')).toContain('Annual Leave');
    await window.close();
  });

  it('says in words what did not work, and asks again on request', async () => {
    const window = await windowOf('hr@acme.test');
    gate.refuse(/leave_details/);
    await window.type('how much annual leave do I have left?');
    await eventually(() =>
      window.page.locator('.va-exchange[data-status=done], .va-exchange[data-status=failed]').count(),
    ).toBe(1);
    const words = await window.page.locator('.va-exchange').textContent();
    expect(words).toMatch(/cannot|could not|not available|not answer/i);
    expect(words).not.toMatch(/503|maintenance|Error/);
    gate.open();
    await window.button('Try again').click();
    await window.answered(2);
    expect(await window.answers.last().textContent()).toMatch(/Annual Leave/);
    expect(await window.button('Try again').count()).toBe(0);
    await window.close();
  });

  it('can be held with the keyboard alone', async () => {
    const window = await windowOf('compliance@acme.test');
    const { page } = window;
    await eventually(() => focused(page)).toBe('Message');
    await page.keyboard.type('Book next Friday off');
    await page.keyboard.press('Enter');
    await eventually(() => focused(page)).toBe('Confirm');
    const order: (string | null)[] = [];
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press('Tab');
      order.push(await focused(page));
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect(order).toEqual(['Change', 'Cancel', 'Message']);
    for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+Tab');
    await settled(page);
    await page.keyboard.press('Enter');
    await window.card.getByText('Done', { exact: true }).waitFor();
    await eventually(() => focused(page)).toBe('Message');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('Undo');
    await page.keyboard.press('Enter');
    await window.card.getByText('Undone', { exact: true }).waitFor();
    await eventually(() => page.locator('.va-sr[aria-live=polite]').textContent()).toMatch(/undone/i);
    await window.close();
  });
});

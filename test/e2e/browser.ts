import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { describe, expect } from 'vitest';
import { COMPANY_ZONE, companyClock } from '../flow/company-clock.ts';

export const CHROMIUM = process.env['VA_CHROMIUM'] ?? '/usr/bin/chromium';

/** A suite in a real browser; without one it is skipped and says so. */
export function describeInBrowser(name: string, suite: () => void): void {
  const there = existsSync(CHROMIUM);
  if (!there) console.warn(`skipped: "${name}" needs a browser at ${CHROMIUM} (VA_CHROMIUM names another)`);
  // Many processes share the machine with the browser; several waits of one test may each take their time.
  describe.skipIf(!there)(name, { timeout: 180_000 }, suite);
}

/** @param args further switches of Chromium */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    timeout: PATIENCE_MS,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...args,
    ],
  });
}

/** A window with its own login, and what it complained about. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught exceptions and refusals of the content policy, in order. */
  readonly complaints: string[];
  readonly input: Locator;
  readonly cards: Locator;
  /** The newest card. */
  readonly card: Locator;
  /** The assistant's words, newest last. */
  readonly answers: Locator;
  button(name: string): Locator;
  signIn(user: string, password?: string): Promise<void>;
  /** Types a message once the page is connected, sends it with Enter and waits until it is answered. */
  ask(text: string): Promise<string>;
  /** Types a message and sends it with Enter. */
  type(text: string): Promise<void>;
  answered(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Long, because nothing is measured here: a machine that is busy is slow, and only what never comes is lost. */
const PATIENCE_MS = 45_000;
/** Longer than a card lets pass before it takes a key for its own (`SETTLE_MS` of ActionCard.vue). */
const SETTLED_MS = 400;

/** @param prepare what is done to the page before its own scripts run */
export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (context: BrowserContext) => Promise<void> = async () => undefined,
): Promise<Window> {
  const context = await browser.newContext({
    locale: 'en-US',
    timezoneId: COMPANY_ZONE,
    viewport: { width: 1200, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(shiftDate, companyClock.now() - Date.now());
  await prepare(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  const main = page.locator('.va-main');
  const window: Window = {
    page,
    context,
    complaints,
    input: page.getByRole('textbox', { name: 'Message' }),
    cards: page.locator('.va-card'),
    card: page.locator('.va-card').last(),
    answers: page.locator('.va-text'),
    button: (name) => page.getByRole('button', { name, exact: true }),
    async signIn(user, password = 'demo') {
      await page.getByLabel('User').fill(user);
      await page.getByLabel('Password').fill(password);
      await page.keyboard.press('Enter');
      await main
        .or(page.getByRole('alert'))
        .or(page.getByRole('button', { name: 'I agree' }))
        .first()
        .waitFor();
    },
    async type(text) {
      await window.input.fill(text);
      await window.input.press('Enter');
    },
    async ask(text) {
      await page.locator('.va-connection[data-state=online]').waitFor();
      const before = await page.locator('.va-exchange').count();
      await window.type(text);
      await window.answered(before + 1);
      return (await page.locator('.va-exchange').last().locator('.va-theirs').textContent())?.trim() ?? '';
    },
    async answered(count) {
      await page
        .locator('.va-exchange:is([data-status=done], [data-status=failed])')
        .nth(count - 1)
        .waitFor();
    },
    close: () => context.close(),
  };
  return window;
}

/** Runs in the page: its dates are the company's, and its timers the machine's. */
function shiftDate(offset: number): void {
  const machine = Date;
  globalThis.Date = class extends machine {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [machine.now() + offset] : given) as [number]));
    }
    static override now(): number {
      return machine.now() + offset;
    }
  } as DateConstructor;
}

/** Text of the element that has the keyboard: its label, or its words. */
export function focused(page: Page): Promise<string | null> {
  return page.evaluate(`(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  })()`);
}

/** Waits until a card has the keyboard for so long that a key is meant for it. */
export async function settled(page: Page, button = 'Confirm'): Promise<void> {
  await eventually(() => focused(page)).toBe(button);
  await page.waitForTimeout(SETTLED_MS);
}

/** Waits until a value is what it should be; the page settles in its own time. */
export function eventually<T>(value: () => T | Promise<T>) {
  return expect.poll(value, { timeout: PATIENCE_MS, interval: 50 });
}

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openWindow, type Window } from './browser.ts';

/** A window with the widget somewhere on its page. */
export interface WidgetWindow extends Window {
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly cross: Locator;
  /** Files of the assistant that were asked for, in order. */
  readonly loaded: string[];
  /** Opens it with the button and waits until it can be talked to. */
  open(): Promise<void>;
}

export async function openWidgetWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WidgetWindow> {
  const window = await openWindow(browser, 'about:blank', options);
  const { page } = window;
  const loaded: string[] = [];
  page.on('request', (request) => {
    const file = /\/(va_[\w.]+|vad\/.*)$/.exec(new URL(request.url()).pathname)?.[1];
    if (file && file !== 'va_icon.svg') loaded.push(file);
  });
  await page.goto(url);
  const launcher = page.getByRole('button', { name: 'Open the assistant' });
  return {
    ...window,
    loaded,
    launcher,
    panel: page.locator('va-assistant dialog'),
    cross: page.getByRole('button', { name: 'Close the assistant' }),
    async open() {
      await launcher.click();
      await window.input.waitFor();
    },
  };
}

/** Signs in at the company site on the way to one of its pages. */
export async function siteWindow(
  browser: Browser,
  siteUrl: string,
  path: string,
  user: string,
  options: BrowserContextOptions = {},
): Promise<WidgetWindow> {
  const window = await openWidgetWindow(browser, `${siteUrl}${path}`, options);
  await window.page.getByLabel('User').fill(user);
  await window.page.getByLabel('Password').fill('demo');
  await window.page.keyboard.press('Enter');
  await window.page.waitForURL((at) => at.pathname === path);
  return window;
}

/** What has the keyboard, also inside shadow trees: its label, its words, or the name of its element. */
export function keyboardAt(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at === null || at === document.body) return '';
    return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? (at.id || at.textContent?.trim() || at.localName);
  })()`);
}

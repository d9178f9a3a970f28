import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser } from './browser.ts';
import { type ForeignPage, openForeignPage } from './foreign-page.ts';
import { keyboardAt, openWidgetWindow } from './widget-window.ts';

/** What a page may do to everything on it, and means no harm. */
const RUDE = `<style>
  * { box-sizing: content-box; margin: 7px; color: red !important; letter-spacing: 4px; text-transform: uppercase; font: 30px cursive !important; }
  div, button, dialog, p { display: inline !important; position: static !important; transform: rotate(3deg); background: yellow !important; }
  button { all: unset; float: left; } va-assistant { position: static; width: 10px; height: 10px; overflow: hidden; zoom: 3; opacity: 0.1; }
  :root { --va-bg: red; --ink: red; font-size: 40px; } .va-app, .va-main { display: none !important; } body { direction: ltr; line-height: 4; cursor: wait; }
</style>`;

describeInBrowser('the widget on a page of somebody else', () => {
  let company: Company;
  let browser: Browser;
  let allowed: ForeignPage;
  let refused: ForeignPage;
  beforeAll(async () => {
    [allowed, refused, browser] = await Promise.all([openForeignPage(), openForeignPage(), openBrowser()]);
    company = await openCompany({ env: { VA_ALLOWED_ORIGINS: allowed.origin } });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([company?.close(), allowed?.close(), refused?.close()]);
  });

  const script = () => `<script src="${company.url}/assets/va_widget.js"></script>`;
  const signedIn = `<script>document.querySelector('va-assistant').token = async () => (await fetch('/token')).text();</script>`;
  /** Asked for once: sign-ins of one person are limited. */
  const tokens = new Map<string, Promise<string>>();
  function tokenOf(user: string): Promise<string> {
    const token = tokens.get(user) ?? signIn(user);
    tokens.set(user, token);
    return token;
  }
  async function signIn(user: string): Promise<string> {
    const response = await fetch(`${company.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'password', username: user, password: 'demo' }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  it('talks with the token that the page gives, under a strict content policy', async () => {
    allowed.policy = `default-src 'none'; img-src data:; script-src 'nonce-n0nce' ${company.url}; connect-src 'self' ${company.url} ${company.url.replace('http', 'ws')}`;
    allowed.token = () => tokenOf('priya@acme.test');
    // The element stands before its script, and the token is given before the element is known.
    allowed.html = `<body><input id="field"><va-assistant site="${company.site.url}"></va-assistant>${signedIn.replace('<script>', '<script nonce="n0nce">')}${script()}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    await window.launcher.waitFor();
    expect(window.loaded).toEqual(['va_widget.js']);
    await window.open();
    expect(await window.ask('how much annual leave do I have left?')).toContain('14 days');
    await window.ask('Book next Friday off');
    await window.card.getByRole('button', { name: 'Cancel' }).click();
    await window.card.getByText('Cancelled', { exact: true }).waitFor();
    await window.page.reload();
    await window.page.locator('.va-mine').getByText('Book next Friday off').waitFor();
    expect(window.complaints).toEqual([]);
    allowed.policy = '';
    await window.close();
  });

  it('says so when the page gives no token, and goes on when it gives one', async () => {
    allowed.html = `<body><va-assistant></va-assistant>${script()}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    await window.launcher.click();
    await window.page.getByText('This page has not signed you in.').waitFor();
    await window.page.evaluate(
      `document.querySelector('va-assistant').token = ${JSON.stringify(await tokenOf('li@acme.test'))}`,
    );
    await window.input.waitFor();
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('gets nowhere from an origin that is not allowed: the button is there, the service does not talk', async () => {
    refused.token = () => tokenOf('priya@acme.test');
    refused.html = `<body><va-assistant></va-assistant>${signedIn}${script()}</body>`;
    const window = await openWidgetWindow(browser, refused.origin);
    await window.launcher.click();
    await window.page.getByRole('heading', { name: 'Not available' }).waitFor();
    expect(await window.page.getByRole('alert').textContent()).toContain('cannot be reached');
    expect(window.complaints.join()).toContain('CORS');
    await window.close();
  });

  it('looks as it should, whatever the page does to everything on it', async () => {
    const measure = async (css: string) => {
      allowed.html = `<body>${css}<p>Page</p><va-assistant></va-assistant>${script()}${signedIn}</body>`;
      const window = await openWidgetWindow(browser, allowed.origin);
      await window.launcher.waitFor();
      const launcher = await window.launcher.boundingBox();
      await window.open();
      const looks = await window.page.evaluate<string>(`(() => {
        const root = document.querySelector('va-assistant').shadowRoot;
        const parts = ['dialog', '.close', '.va-app', '.va-top h1', '.va-chip', '.va-composer textarea', '.va-composer button'];
        const of = ['color', 'backgroundColor', 'font', 'display', 'position', 'letterSpacing', 'textTransform', 'lineHeight', 'margin', 'padding', 'transform', 'cursor', 'opacity', 'zoom'];
        return JSON.stringify(parts.map((part) => {
          const element = root.querySelector(part);
          const { x, y, width, height } = element.getBoundingClientRect();
          return [part, x, y, width, height, ...of.map((one) => getComputedStyle(element)[one])];
        }), null, 1);
      })()`);
      if (css) await window.page.screenshot({ path: join(import.meta.dirname, 'out', 'widget-rude-page.png') });
      await window.close();
      return { launcher, looks };
    };
    const alone = await measure('');
    const rude = await measure(RUDE);
    expect(rude.looks).toBe(alone.looks);
    expect(rude.launcher).toEqual(alone.launcher);
  });

  it('leaves the page as it was: no style, and no global but its own and the marks of Vue', async () => {
    allowed.html = `<body><p id="page">Page</p><script>globalThis.before = new Set(Object.getOwnPropertyNames(globalThis))</script>${script()}<va-assistant></va-assistant>${signedIn}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    await window.open();
    expect(
      await window.page.evaluate(
        `Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && name !== 'before' && !name.startsWith('__VUE'))`,
      ),
    ).toEqual(['dartwingVa']);
    expect(await window.page.evaluate('document.styleSheets.length + document.adoptedStyleSheets.length')).toBe(0);
    await window.close();
  });

  it('is there once: a second element waits for the first to go, a second script changes nothing', async () => {
    allowed.html = `<body>${script()}<va-assistant id="first"></va-assistant><va-assistant id="second" position="top-left"></va-assistant>${script()}${signedIn}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    await window.launcher.waitFor();
    expect(await window.launcher.count()).toBe(1);
    await window.page.evaluate(`document.getElementById('first').remove()`);
    await eventually(async () => (await window.launcher.boundingBox())?.x).toBe(20);
    expect((await window.launcher.boundingBox())?.y).toBe(20);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('goes where it is moved, and away when it is removed', async () => {
    allowed.html = `<body><div id="other"></div><va-assistant></va-assistant>${script()}${signedIn}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    const { page } = window;
    await window.open();
    await window.input.fill('half a sentence');
    await page.evaluate(`document.getElementById('other').append(document.querySelector('va-assistant'))`);
    expect(await window.input.inputValue()).toBe('half a sentence');
    const sockets = await page.evaluate(`new Promise((resolve) => {
      document.querySelector('va-assistant').remove();
      setTimeout(() => resolve(document.querySelectorAll('va-assistant').length), 0);
    })`);
    expect(sockets).toBe(0);
    await window.close();
  });

  it('has a shortcut of the page’s choice, or none, and can be opened and closed by the page', async () => {
    allowed.html = `<body><input id="field"><va-assistant shortcut="Control+Alt+K"></va-assistant>${script()}${signedIn}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    const { page } = window;
    await page.locator('#field').focus();
    await page.keyboard.press('Alt+Shift+V');
    expect(await window.panel.isVisible()).toBe(false);
    await page.keyboard.press('Control+Alt+K');
    await eventually(() => keyboardAt(page)).toBe('Message');
    await page.evaluate(`document.querySelector('va-assistant').close()`);
    await eventually(() => keyboardAt(page)).toBe('field');
    await page.evaluate(`document.querySelector('va-assistant').setAttribute('shortcut', 'off')`);
    await page.keyboard.press('Control+Alt+K');
    expect(await page.evaluate(`document.querySelector('va-assistant').isOpen`)).toBe(false);
    await page.evaluate(`document.querySelector('va-assistant').open()`);
    await window.input.waitFor();
    await window.close();
  });

  it('says when the assistant cannot be loaded, and loads it when asked again', async () => {
    allowed.html = `<body><va-assistant></va-assistant>${script()}${signedIn}</body>`;
    const window = await openWidgetWindow(browser, allowed.origin);
    await window.page.route('**/va_page.js', (route) => route.abort());
    await window.launcher.click();
    await window.page.getByRole('alert').getByText('could not be loaded').waitFor();
    await window.page.unroute('**/va_page.js');
    await window.button('Try again').click();
    await window.input.waitFor();
    await window.close();
  });
});

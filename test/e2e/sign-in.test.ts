import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, focused, openBrowser, openWindow } from './browser.ts';

describeInBrowser('signing in', () => {
  let company: Company;
  let browser: Browser;
  beforeAll(async () => {
    [company, browser] = await Promise.all([openCompany(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  it('says in words that the password is wrong, and puts the keyboard where it is typed again', async () => {
    const window = await openWindow(browser, company.url);
    await eventually(() => focused(window.page)).toBe('User');
    await window.signIn('priya@acme.test', 'wrong');
    expect(await window.page.getByRole('alert').textContent()).toMatch(/password|sign in|login/i);
    expect(await window.page.getByLabel('Password').inputValue()).toBe('');
    await eventually(() => focused(window.page)).toBe('Password');
    await window.signIn('priya@acme.test');
    await window.page.getByRole('heading', { name: 'Hello Priya' }).waitFor();
    await eventually(() => focused(window.page)).toBe('Message');
    await window.close();
  });

  it('shows the terms first to somebody who has agreed to nothing, and talks after that', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('tom@acme.test');
    await window.page.getByRole('heading', { name: 'Before we start' }).waitFor();
    await eventually(() => focused(window.page)).toBe('Before we start');
    expect(await window.page.locator('.va-terms').count()).toBe(2);
    await window.button('I agree').click();
    await window.page.getByRole('heading', { name: 'Hello Tom' }).waitFor();
    expect(await window.ask('how much sick leave do I have left?')).toMatch(/sick leave/i);
    await company.stopSidecar();
    await company.startSidecar();
    const consents = await company.rows(
      'VA Consent Record',
      [['owner', '=', 'tom@acme.test']],
      ['consent_type', 'status'],
    );
    expect(consents).toEqual([
      { consent_type: 'terms_of_service', status: 'granted' },
      { consent_type: 'conversation_logging', status: 'granted' },
    ]);
    await window.close();
  });

  it('lets somebody withdraw the consent, and asks for it before anything else is said', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('li@acme.test');
    await window.ask('how much sick leave do I have left?');
    await window.button('Withdraw consent').click();
    await eventually(() => focused(window.page)).toBe('Keep it');
    await window.button('Withdraw').click();
    await window.page.getByText('You have withdrawn your consent').waitFor();
    expect(await window.page.locator('.va-terms').count()).toBe(2);
    await window.page.reload();
    await window.page.getByRole('heading', { name: 'Before we start' }).waitFor();
    await window.button('I agree').click();
    await window.page.getByRole('heading', { name: 'Hello Li' }).waitFor();
    expect(await window.ask('how much sick leave do I have left?')).toMatch(/sick leave/i);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('lets somebody without an assistant sign out again', async () => {
    const window = await openWindow(browser, company.url);
    await window.page.route('**/api/v1/me', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/json',
        body: JSON.stringify({
          error: { code: 'NO_EMPLOYEE', message: 'You have no employee record.', retryable: false },
        }),
      }),
    );
    await window.signIn('priya@acme.test');
    expect(await window.page.getByRole('alert').textContent()).toContain('no employee record');
    await window.button('Sign out').click();
    await window.page.getByRole('heading', { name: 'Sign in to your assistant' }).waitFor();
    expect(await window.page.evaluate('sessionStorage.length')).toBe(0);
    await window.close();
  });

  it('keeps login and conversation over a reload, and nothing of them after signing out', async () => {
    const window = await openWindow(browser, company.url);
    await window.signIn('priya@acme.test');
    const answer = await window.ask('how much annual leave do I have left?');
    expect(answer).toContain('14 days');
    await window.page.reload();
    await window.answers.first().waitFor();
    expect(await window.answers.first().textContent()).toContain('14 days');
    expect(await window.ask('and sick leave?')).toContain('10 days');
    await window.button('Sign out').click();
    await window.page.getByRole('heading', { name: 'Sign in to your assistant' }).waitFor();
    expect(await window.page.locator('body').textContent()).not.toContain('14 days');
    expect(await window.page.evaluate('sessionStorage.length')).toBe(0);
    await window.page.reload();
    await window.page.getByLabel('User').waitFor();
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it('offers another try when the service does not answer at the start', async () => {
    const window = await openWindow(browser, company.url);
    await window.page.route('**/api/v1/me', (route) => route.abort());
    await window.signIn('priya@acme.test');
    expect(await window.page.getByRole('alert').textContent()).toContain('cannot be reached');
    await window.page.unroute('**/api/v1/me');
    await window.button('Try again').click();
    await window.page.getByRole('heading', { name: 'Hello Priya' }).waitFor();
    await eventually(() => window.page.getByText('Connected', { exact: true }).count()).toBe(1);
    await window.close();
  });
});

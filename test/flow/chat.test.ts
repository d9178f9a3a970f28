import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from './company.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/chat.ts', import.meta.url));

/** Runs the terminal's conversation with this input (and no terminal). */
async function chat(
  url: string,
  user: string,
  input: string,
  password?: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const { VA_PASSWORD: _, ...env } = process.env;
  const child = spawn(process.execPath, [SCRIPT, '--user', user, '--url', url], {
    env: password === undefined ? env : { ...env, VA_PASSWORD: password },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

// The people of a bench have consents of their own.
describe.skipIf(process.env['VA_FLOW_SITE'])('the conversation in a terminal', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(() => company?.close());

  it('talks with what is piped in', async () => {
    const { code, out, err } = await chat(company.url, 'priya@acme.test', 'hello\n\n', 'demo');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Hello Priya Nair[\s\S]*Priya/);
  });

  it('without terminal and password says how to give one', async () => {
    expect(await chat(company.url, 'priya@acme.test', '')).toEqual({
      code: 2,
      out: '',
      err: 'There is no terminal to ask for the password. Set VA_PASSWORD, or run this in a terminal.\n',
    });
  });

  it('tells a wrong password', async () => {
    expect(await chat(company.url, 'priya@acme.test', '', 'wrong')).toMatchObject({
      code: 1,
      err: 'That user or password is not right.\n',
    });
  });

  it('that nobody consents to does not begin, and says so', async () => {
    const silent = await chat(company.url, 'tom@acme.test', '', 'demo');
    expect(silent).toMatchObject({ code: 2, err: expect.stringContaining('Nobody answered whether you agree') });
    const refused = await chat(company.url, 'tom@acme.test', 'no\n', 'demo');
    expect(refused).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was sent') });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { ROOT } from '../doctypes/files.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';
import { companyClock } from './company-clock.ts';

const RATE = 'erpnext.setup.utils.get_exchange_rate';
let company: Company;
let priya: Employee;
let admin: string;
beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
});
afterAll(() => company?.close());

async function inDesk(method: 'POST' | 'PUT' | 'DELETE', path: string, values?: Record<string, unknown>) {
  const response = await fetch(`${company.site.url}/api/resource/${path}`, {
    method,
    headers: { cookie: admin, 'content-type': 'application/json' },
    ...(values === undefined ? {} : { body: JSON.stringify(values) }),
  });
  return { status: response.status, text: await response.text() };
}
const list = (methods: string) => inDesk('PUT', 'VA%20Company%20Settings/Acme', { custom_methods: methods });
const agents = async () => (await priya.api('GET', '/me')).body.agents as string[];
/** What Desk saved is there for the next words within a second. */
const soon = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 1000, interval: 20 });

/** The example that docs/custom-agents.md gives an administrator to paste. */
function example(): Record<string, unknown> {
  const text = readFileSync(join(ROOT, 'docs/custom-agents.md'), 'utf8');
  const tools = /```json\n(?<tools>.*?)\n```/su.exec(text)?.groups?.['tools'];
  if (tools === undefined) throw new Error('no example in docs/custom-agents.md');
  const values = { agent_id: 'treasury', agent_name: 'Treasury Desk', company: 'Acme', tools };
  return { ...values, system_prompt: 'You answer questions about currencies.', trigger_phrases: '["exchange rate"]' };
}

describe('an agent that a company makes itself', () => {
  it('is refused with a sentence until its method is listed, then answers at once and goes at once', async () => {
    const early = await inDesk('POST', 'VA%20Custom%20Agent', example());
    expect([early.status, early.text]).toEqual([
      417,
      expect.stringContaining('is not among the Methods for Custom Agents'),
    ]);
    expect((await list(RATE)).status).toBe(200);
    expect((await inDesk('POST', 'VA%20Custom%20Agent', example())).status).toBe(200);
    await soon(async () => expect(await agents()).toContain('treasury'));
    expect(await priya.say('what is the exchange rate from EUR to USD?')).toBe('Exchange rate (EUR and USD): 1.08.');

    const edited = { trigger_phrases: '["money market"]' };
    expect((await inDesk('PUT', 'VA%20Custom%20Agent/treasury%20-%20Acme', edited)).status).toBe(200);
    await soon(async () => expect(await priya.say('money market for GBP and USD')).toContain('1.27'));

    expect((await inDesk('DELETE', 'VA%20Custom%20Agent/treasury%20-%20Acme')).status).toBe(202);
    await soon(async () => expect(await agents()).not.toContain('treasury'));
    expect(await priya.say('money market for GBP and USD')).not.toContain('1.27');
  });

  it('calls only what the company lists, whatever the sidecar signs', async () => {
    await list('');
    const delegations = await openDelegations({
      path: join(company.dir, 'delegation-key.json'),
      siteName: company.site.name,
      clock: companyClock,
    });
    const ask = async (method: string, query = '') => {
      const token = await delegations.token('priya@acme.test', [], 'turn_x', [method]);
      const headers = { authorization: `Dartwing ${token}` };
      return (await fetch(`${company.site.url}/api/method/${method}${query}`, { headers })).status;
    };
    expect(await ask(RATE, '?from_currency=EUR&to_currency=USD')).toBe(403);
    await list(RATE);
    expect(await ask(RATE, '?from_currency=EUR&to_currency=USD')).toBe(200);
    expect(await ask('frappe.client.get_list', '?fields=x')).toBe(403);
  });

  it('is looked up after the sidecar was away', async () => {
    await list(RATE);
    await company.stopSidecar();
    expect((await inDesk('POST', 'VA%20Custom%20Agent', example())).status).toBe(200);
    await company.startSidecar();
    priya = await company.as('priya@acme.test');
    expect(await agents()).toContain('treasury');
    expect(await priya.say('exchange rate of GBP and USD')).toContain('1.27');
  });
});

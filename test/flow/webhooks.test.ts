import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { json, openWebhookHost, type WebhookHost } from '../fakes/webhook-host.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';

// An agent of the company whose tool asks a web address, through site and sidecar (docs/custom-agents.md).
const NAME = 'hooks.acme.example';
const SECRET = 'a-secret-that-only-the-host-and-the-site-know';
let company: Company;
let host: WebhookHost;
let priya: Employee;
let admin: string;

beforeAll(async () => {
  host = await openWebhookHost([NAME]);
  company = await openCompany({
    webhookNetwork: { resolve: async () => ['127.0.0.1'], mayReach: (address) => address === '127.0.0.1', ca: host.ca },
  });
  admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
  priya = await company.as('priya@acme.test');
  await inDesk('PUT', 'VA%20Company%20Settings/Acme', {
    webhook_hosts: `${NAME}:${host.port}`,
    webhook_secret: SECRET,
  });
  await inDesk('POST', 'VA%20Custom%20Agent', {
    agent_id: 'canteen',
    agent_name: 'Canteen',
    company: 'Acme',
    system_prompt: 'You know what there is to eat.',
    trigger_phrases: '["canteen menu"]',
    tools: JSON.stringify([
      {
        name: 'menu',
        description: 'What the canteen has on a day.',
        handler_type: 'webhook',
        webhook_url: `https://${NAME}:${host.port}/menu?lang=en`,
        parameters: {
          required: ['kind'],
          properties: { kind: { type: 'string', enum: ['Lunch', 'Dinner'], description: 'The meal you want' } },
        },
      },
    ]),
  });
  await vi.waitFor(async () => expect((await priya.api('GET', '/me')).body.agents).toContain('canteen'), {
    timeout: 2000,
    interval: 20,
  });
});
afterAll(async () => {
  await company?.close();
  await host?.close();
});
beforeEach(async () => {
  host.asked.length = 0;
  host.answer = (_request, response) => json(response, { dish: 'Lentil soup', price: 6 });
  await priya.begin();
});

async function inDesk(method: 'POST' | 'PUT', path: string, values: Record<string, unknown>) {
  const response = await fetch(`${company.site.url}/api/resource/${path}`, {
    method,
    headers: { cookie: admin, 'content-type': 'application/json' },
    body: JSON.stringify(values),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 400)}`);
}

describe('a tool that asks a web address', () => {
  it('is answered from there; the host can tell that the question is ours, and whose', async () => {
    expect(await priya.say('canteen menu for lunch')).toMatch(/Lentil soup/u);
    const [asked] = host.asked;
    expect(asked?.path).toBe('/menu?lang=en');
    const body = asked?.body ?? '';
    expect(JSON.parse(body)).toMatchObject({
      v: 1,
      company: 'Acme',
      agent: 'canteen',
      tool: 'menu',
      arguments: { kind: 'Lunch' },
    });
    expect(JSON.parse(body).employee).toMatch(/^HR-EMP-/u);
    const time = String(asked?.headers['x-va-timestamp']);
    const digest = createHash('sha256').update(body).digest('hex');
    const expected = createHmac('sha256', SECRET).update(`${time}.${digest}`).digest('hex');
    expect(asked?.headers['x-va-signature']).toBe(`v1=${expected}`);
    expect(asked?.headers.authorization).toBeUndefined();
    expect(asked?.headers.cookie).toBeUndefined();
  });

  it('shows nothing of the answer but words, however it looks, and no link out of it', async () => {
    const rows = [1, 2, 3].map((n) => ({ dish: `Dish ${n}`, link: `https://evil.example/${n}?d=x` }));
    host.answer = (_request, response) => json(response, rows);
    const { assistant_response: told } = await priya.message('canteen menu for dinner');
    expect(told.content).toContain('Dish 1');
    expect(told.visuals ?? []).toEqual([]);
    expect(told.citations ?? []).toEqual([]);
    expect(told.content).not.toMatch(/https?:/u);
  });

  it('says so in a sentence when there is no answer', async () => {
    host.answer = (_request, response) => response.writeHead(302, { location: 'https://evil.example/' }).end();
    expect(await priya.say('canteen menu for lunch')).toMatch(/gave no answer that I can use/u);
  });

  it('is gone with its host, at once', async () => {
    await inDesk('PUT', 'VA%20Company%20Settings/Acme', { webhook_hosts: '' });
    await vi.waitFor(async () => expect(await priya.say('canteen menu for lunch')).not.toContain('Lentil'), {
      timeout: 2000,
      interval: 50,
    });
    host.asked.length = 0;
    await priya.say('canteen menu for lunch');
    expect(host.asked).toEqual([]);
  });
});

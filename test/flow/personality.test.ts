import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';

let company: Company;
let priya: Employee;
let admin: string;
beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
});
afterAll(() => company?.close());

/** As in Desk: the site is asked, not the sidecar. */
async function save(method: 'POST' | 'PUT', name: string, values: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${company.site.url}/api/resource/VA%20Personality/${name}`, {
    method,
    headers: { cookie: admin, 'content-type': 'application/json' },
    body: JSON.stringify(values),
  });
  const body = (await response.json()) as { data?: { name: string } };
  if (!body.data) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body.data.name;
}

/** Says it until the sidecar has heard of the change: the bus is quick, but it is no part of the answer of a save. */
const heard = (text: string, pattern: RegExp) =>
  vi.waitFor(
    async () => {
      const answer = await priya.say(text);
      expect(answer).toMatch(pattern);
      return answer;
    },
    { timeout: 10_000, interval: 100 },
  );

const QUESTION = 'How much annual leave do I have left?';
const figures = (answer: string) => (answer.match(/\d+(?:\.\d+)?/gu) ?? []).map(Number).sort((a, b) => a - b);

describe('one question, three personalities', () => {
  it('the figures are the same, the words are not, and a change on the site is heard at the next turn', async () => {
    const friendly = await priya.say(QUESTION);
    expect(friendly).toMatch(/^You have 14 days of Annual Leave left/u);
    const [employee] = await company.rows('Employee', [['user_id', '=', 'priya@acme.test']], ['name']);
    const name = await save('POST', '', {
      name: 'pers_priya',
      employee: employee?.['name'],
      timezone: 'America/Chicago',
      source_template: 'professional',
    });
    const professional = await heard(QUESTION, /^Your balance of Annual Leave is 14 days/u);
    await save('PUT', name, { source_template: 'efficient' });
    const efficient = await heard(QUESTION, /^14 days of Annual Leave:/u);
    expect(figures(friendly)).toEqual([4, 14, 18]);
    expect(figures(professional)).toEqual(figures(friendly));
    expect(figures(efficient)).toEqual(figures(friendly));
  });

  it('what the employee sets himself wins over the template, and his own phrases are said', async () => {
    await save('PUT', 'pers_priya', {
      source_template: 'friendly',
      dim_formality: 9,
      custom_traits: JSON.stringify({ greeting: 'Ahoy', sign_off: 'Fair winds' }),
    });
    expect(await heard('hello', /Ahoy/u)).toBe('Ahoy Priya. How may I help you?');
    expect(await priya.say('goodbye')).toBe('Fair winds, Priya.');
    expect(figures(await priya.say(QUESTION))).toEqual([4, 14, 18]);
  });

  it('a card and its yes are the same for everybody', async () => {
    await save('PUT', 'pers_priya', { source_template: 'efficient', dim_formality: 0, custom_traits: '{}' });
    await heard(QUESTION, /^14 days/u);
    const asked = await priya.say('Book next Tuesday off');
    expect(asked).toMatch(/^1 day of Annual Leave, .*Marcus Reed.* Send it\?$/u);
    expect(priya.card()).toMatchObject({ status: 'pending', title: expect.stringContaining('Annual Leave') });
    expect(await priya.say('no')).toBe('Okay, I have not done it.');
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, loginCookie, openCompany } from './company.ts';
import { freeWeeks, inWords } from './free-days.ts';

// Messages that other apps, Desk or a page write on the site (method `say`), answered over Frappe's bus.
let company: Company;
let cookie: string;

beforeAll(async () => {
  company = await openCompany();
  await company.as('priya@acme.test');
  cookie = await loginCookie(company.site.url, 'priya@acme.test');
});
afterAll(() => company?.close());

async function say(
  text: string,
  more: Record<string, unknown> = {},
): Promise<{ conversation: string; turn: string; repeated: boolean }> {
  const response = await fetch(`${company.site.url}/api/method/dartwing_va.api.say`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ text, client_message_id: randomUUID(), ...more }),
  });
  const body = (await response.json()) as { message: { conversation: string; turn: string; repeated: boolean } };
  expect(response.status).toBe(200);
  return body.message;
}
const turns = (conversation: string) => company.rows('VA Conversation Turn', [['conversation', '=', conversation]]);
const answered = async (conversation: string, turn: string) => {
  await expect
    .poll(async () => (await turns(conversation)).find((row) => row['name'] === turn)?.['status'], { timeout: 10_000 })
    .toBe('Answered');
  return (await turns(conversation)).filter((row) => row['role'] === 'Assistant').map((row) => String(row['content']));
};

describe('a message that another app wrote', () => {
  it('is answered over the bus', async () => {
    const { conversation, turn } = await say('how much annual leave do I have left?');
    expect(await answered(conversation, turn)).toEqual([expect.stringContaining('14 days')]);
  });

  it('written while the service is down is answered once when it comes back', async () => {
    await company.stopSidecar();
    const { conversation, turn } = await say('how much sick leave do I have?');
    expect((await turns(conversation)).find((row) => row['name'] === turn)?.['status']).toBe('Pending');
    await company.startSidecar();
    expect(await answered(conversation, turn)).toEqual([expect.stringContaining('10 days')]);
  });

  it('twice under the same id is one message with one answer', async () => {
    const id = randomUUID();
    const first = await say('hello', { client_message_id: id });
    const second = await say('hello', { client_message_id: id, conversation: first.conversation });
    expect(second).toMatchObject({ turn: first.turn, repeated: true });
    expect(await answered(first.conversation, first.turn)).toHaveLength(1);
  });

  it('cannot say yes: a typed yes needs the live session, the card is confirmed on the site', async () => {
    const [week] = await freeWeeks(company);
    const { conversation, turn } = await say(`book ${inWords(week[0])} off`);
    await answered(conversation, turn);
    const yes = await say('yes', { conversation });
    const answers = await answered(conversation, yes.turn);
    expect(answers.at(-1)).toMatch(/confirm that on the page/i);
    const [action] = await company.rows('VA Action Log', [['conversation', '=', conversation]]);
    expect(action?.['status']).toBe('pending');

    const confirmed = await fetch(`${company.site.url}/api/method/dartwing_va.api.confirm_action`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ action: action?.['name'], digest: action?.['digest'] }),
    });
    expect(await confirmed.json()).toMatchObject({ message: { status: 'completed', proof: 'user' } });
  });
});

it('a conversation of somebody else is unknown to `say`', async () => {
  const { conversation } = await say('hello');
  await company.as('marcus@acme.test');
  const marcus = await loginCookie(company.site.url, 'marcus@acme.test');
  const response = await fetch(`${company.site.url}/api/method/dartwing_va.api.say`, {
    method: 'POST',
    headers: { cookie: marcus, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'hi', client_message_id: 'x', conversation }),
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ va_error: { code: 'CONVERSATION_NOT_FOUND' } });
});

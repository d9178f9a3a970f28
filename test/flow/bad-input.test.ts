import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../sidecar/language/calendar.ts';
import { type Company, type Employee, openCompany } from './company.ts';
import { freeWeeks, inWords, type Week } from './free-days.ts';

// Each wrong input has its error, and nothing is half-done.
let company: Company;
let priya: Employee;
let marcus: Employee;
let week: Week;
let later: Week;

beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  marcus = await company.as('marcus@acme.test');
  [week, later] = await freeWeeks(company);
});
afterAll(() => company?.close());

const send = (content: unknown, conversation = priya.conversation) =>
  priya.api('POST', `/conversations/${conversation}/messages`, { content });

describe('conversations', () => {
  it.each([
    ['unknown', 'conv_000000', 404, 'CONVERSATION_NOT_FOUND'],
    ['of another kind', 'turn_000000', 400, 'VALIDATION_ERROR'],
  ] as const)('%s', async (_title, id, status, code) => {
    const answer = await send('hello', id);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it("somebody else's is as unknown as none", async () => {
    const theirs = await marcus.begin();
    const answer = await send('hello', theirs);
    const nobody = await send('hello', 'conv_000000');
    expect({ ...answer.body.error, request_id: '' }).toEqual({ ...nobody.body.error, request_id: '' });
    expect((await priya.api('GET', `/conversations/${theirs}`)).status).toBe(404);
  });

  it('an ended one takes nothing more and ends once', async () => {
    const id = await priya.begin();
    await priya.say('hello');
    const ended = await priya.api('POST', `/conversations/${id}/end`, { feedback: { rating: 5 } });
    expect(ended.body).toMatchObject({ status: 'ended', summary: expect.any(String) });
    expect((await send('more', id)).body.error.code).toBe('CONVERSATION_ENDED');
    expect((await priya.api('POST', `/conversations/${id}/end`, {})).status).toBe(409);
  });

  it.each([
    ['private', 403, 'PRIVACY_MODE_NOT_ALLOWED'],
    ['sensitive', 403, 'PRIVACY_MODE_NOT_AVAILABLE'],
    ['incognito', 403, 'PRIVACY_MODE_NOT_AVAILABLE'],
    ['whisper', 400, 'VALIDATION_ERROR'],
  ])('privacy mode %s is not accepted before it is allowed and kept', async (mode, status, code) => {
    const answer = await priya.api('POST', '/conversations', { privacy_mode: mode });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe('messages', () => {
  beforeAll(() => priya.begin());

  it.each([
    ['empty', '', 'VALIDATION_ERROR'],
    ['blank', ' \n\t ', 'VALIDATION_ERROR'],
    ['a number', 7, 'VALIDATION_ERROR'],
    ['nothing to see', '\u200b\u2060\ufeff', 'VALIDATION_ERROR'],
    ['control characters', 'a\u0000b', 'VALIDATION_ERROR'],
    ['8001 characters', 'x'.repeat(8001), 'VALIDATION_ERROR'],
    ['100 kB', 'x'.repeat(100_000), 'PAYLOAD_TOO_LARGE'],
  ])('%s', async (_title, content, code) => {
    expect((await send(content)).body.error.code).toBe(code);
  });

  it('too long says so in words for a person', async () => {
    const { message } = (await send('x'.repeat(8001))).body.error;
    expect(message).toBe('That message is too long. Please keep it under 8000 characters.');
  });

  it('that start a conversation leave none behind when refused', async () => {
    const total = async () => (await priya.api('GET', '/conversations?limit=1')).body.pagination.total;
    const before = await total();
    for (const initial_message of ['', ' ', 'x'.repeat(8001)]) {
      const answer = await priya.api('POST', '/conversations', { initial_message });
      expect([answer.status, answer.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
    }
    expect(await total()).toBe(before);
  });

  it('leave no trace when refused', async () => {
    expect((await priya.api('GET', `/conversations/${priya.conversation}`)).body.turns).toEqual([]);
  });

  it('the same client_message_id twice is one turn with one answer', async () => {
    const first = await priya.message('hello there', 'again-1');
    const second = await priya.message('hello there', 'again-1');
    expect(second.turn_id).toBe(first.turn_id);
    expect(second.assistant_response.content).toBe(first.assistant_response.content);
    // Other words under that id would else be told the answer to these.
    const other = await priya.api('POST', `/conversations/${priya.conversation}/messages`, {
      content: 'book next Friday off',
      metadata: { client_message_id: 'again-1' },
    });
    expect([other.status, other.body.error.details[0].field]).toEqual([400, 'client_message_id']);
    expect((await priya.api('GET', `/conversations/${priya.conversation}`)).body.turns).toHaveLength(1);
  });
});

describe('confirmations', () => {
  async function proposal(words: string): Promise<string> {
    await priya.begin();
    await priya.say(words);
    return priya.card().action_id;
  }

  it('twice execute once and say so', async () => {
    const id = await proposal(`book ${inWords(week[0])} off`);
    const first = await priya.api('POST', `/actions/${id}/confirm`, {});
    expect(first.body).toMatchObject({ status: 'completed' });
    const second = await priya.api('POST', `/actions/${id}/confirm`, {});
    expect([second.status, second.body.error.code]).toEqual([409, 'ACTION_ALREADY_CONFIRMED']);
    const { status, result, assistant_message } = first.body;
    expect(second.body.error.meta).toEqual({ status, result, assistant_message });
    // Typed, it is told once more that it is done.
    expect(await priya.say('yes')).toBe(assistant_message);
    expect(await company.rows('Leave Application', [['from_date', '=', week[0]]])).toHaveLength(1);
  });

  it('at the same moment execute once', async () => {
    const id = await proposal(`book ${inWords(week[1])} off`);
    await Promise.all([1, 2, 3].map(() => priya.api('POST', `/actions/${id}/confirm`, {})));
    expect(await company.rows('Leave Application', [['from_date', '=', week[1]]])).toHaveLength(1);
  });

  it('after a restart of the service execute', async () => {
    const id = await proposal(`book ${inWords(week[2])} off`);
    await company.stopSidecar();
    await company.startSidecar();
    expect((await priya.api('POST', `/actions/${id}/confirm`, {})).body.status).toBe('completed');
  });

  it('after a cancel are refused', async () => {
    const id = await proposal(`book ${inWords(later[0])} off`);
    expect((await priya.api('POST', `/actions/${id}/cancel`, { reason: 'no' })).body.status).toBe('cancelled');
    expect((await priya.api('POST', `/actions/${id}/confirm`, {})).body.error.code).toBe('ACTION_CANCELLED');
    expect(await company.rows('Leave Application', [['from_date', '=', later[0]]])).toEqual([]);
  });

  it('with changed parameters make a new proposal and execute nothing', async () => {
    const id = await proposal(`book ${inWords(later[1])} off`);
    const changed = await priya.api('POST', `/actions/${id}/confirm`, {
      modifications: { start_date: later[2], end_date: later[2] },
    });
    expect(changed.body).toMatchObject({ status: 'superseded', replaced_by: { status: 'pending' } });
    expect((await priya.api('POST', `/actions/${id}/confirm`, {})).body.error.code).toBe('ACTION_SUPERSEDED');
    expect(await company.rows('Leave Application', [['from_date', 'between', [later[1], later[2]]]])).toEqual([]);
  });
});

describe('leave that cannot be', () => {
  beforeAll(() => priya.begin());

  it.each([
    [
      'ends before it starts',
      () => `book leave from ${inWords(week[4], 'plain')} to ${inWords(week[2], 'plain')}`,
      /before|after|which/i,
    ],
    ['in the past', () => 'book last Monday off', /past/i],
    ['on a weekend only', () => 'book Saturday and Sunday off', /free anyway|weekend|no leave|holiday/i],
    [
      'over the balance',
      () => `book ${inWords(later[3], 'plain')} to ${inWords(addDays(later[3], 32), 'plain')} off`,
      /days left|allocat|balance/i,
    ],
    ['two readings', () => 'book 3 to 5 off', /which|mean/i],
  ])('%s', async (_title, words, expected) => {
    const answer = await priya.message(words());
    const said = [
      answer.assistant_response.content,
      ...answer.assistant_response.actions.flatMap((card: { warnings: string[] }) => card.warnings),
    ].join(' ');
    expect(said).toMatch(expected);
    await priya.say('no');
  });

  it('overlapping names the request that is in the way', async () => {
    await priya.say(`book ${inWords(week[0])} off`);
    expect(await priya.say(`book ${inWords(week[0])} off`)).toMatch(/already/i);
  });
});

describe('tokens', () => {
  const me = (token: string) => fetch(`${company.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });

  it('an API key that nobody has is said to be one', async () => {
    const headers = { 'x-api-key': 'nobody:nothing' };
    const me = await fetch(`${company.url}/api/v1/me`, { headers });
    const { error } = (await me.json()) as { error: { code: string } };
    expect([me.status, error.code]).toEqual([401, 'INVALID_API_KEY']);
    const grant = { grant_type: 'api_key', api_key: 'nobody', api_secret: 'nothing' };
    const answer = await priya.api('POST', '/auth/token', grant);
    expect([answer.status, answer.body.error.code]).toEqual([401, 'INVALID_API_KEY']);
  });

  it('tampered, of another typ or revoked are refused', async () => {
    const [head = '', body = '', signature = ''] = priya.token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = [
      head,
      Buffer.from(JSON.stringify({ ...claims, sub: 'dana@acme.test' })).toString('base64url'),
      signature,
    ].join('.');
    const none = [Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'), body, ''].join('.');
    for (const token of [forged, none, 'x.y.z']) expect((await me(token)).status).toBe(401);
    const gone = await company.as('finance@acme.test');
    await gone.api('POST', '/auth/token/revoke', { token: gone.token, token_type_hint: 'access_token' });
    await expect.poll(async () => (await me(gone.token)).status).toBe(401);
  });
});

// A bench is not ours to stop.
describe.skipIf(process.env['VA_FLOW_SITE'])('the site away', () => {
  let alone: Company;
  beforeAll(async () => {
    alone = await openCompany();
  });
  afterAll(() => alone?.stopSidecar());

  it('a message is answered with words about it, and /health/ready names the part that is down', async () => {
    const sam = await alone.as('sales@acme.test');
    await sam.begin();
    await sam.say('hello');
    await alone.site.close();
    const answer = await sam.message('how much annual leave do I have left?');
    expect(answer.assistant_response.content).toMatch(/company system|reach/i);
    const ready = await fetch(`${alone.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      parts: expect.arrayContaining([expect.objectContaining({ name: 'site', status: 'down' })]),
    });
  });
});

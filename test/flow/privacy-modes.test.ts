import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import type { LlmFake } from '../fakes/llm/script.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';
import { voiceClient } from './voice-client.ts';

// A private conversation through the whole product: what goes to a provider outside, and what is left of it in the site.
let outside: LlmFake;
let company: Company;
let priya: Employee;

async function put(doctype: string, name: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const cookie = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
  const response = await fetch(
    `${company.site.url}/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`,
    { method: 'PUT', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(values) },
  );
  if (!response.ok) throw new Error(await response.text());
}
const begin = (privacy_mode?: string) =>
  priya.api('POST', '/conversations', {
    context: { source: 'a letter to bob' },
    ...(privacy_mode ? { privacy_mode } : {}),
  });
const tell = (conversation: string, content: string) =>
  priya.api('POST', `/conversations/${conversation}/messages`, { content });
/** Everything that the site has of a conversation. */
async function stored(conversation: string) {
  const turns = await company.rows('VA Conversation Turn', [['conversation', '=', conversation]]);
  return { turns, conversation: await company.document('VA Conversation', conversation) };
}
const SECRET = 'Tell Marcus and bob@client.example that the marmalade deal is off';

beforeAll(async () => {
  outside = await startAnthropicFake(({ said }) => `I heard: ${said}`);
  company = await openCompany({
    env: {
      ANTHROPIC_BASE_URL: outside.url,
      ANTHROPIC_API_KEY: outside.key,
      VA_ANTHROPIC_MODEL: 'outside',
      VA_LLM_MASKING: 'off',
      VA_LLM_FIRST_TOKEN_MS: '60000',
    },
  });
  priya = await company.as('priya@acme.test');
});
afterAll(async () => {
  await company?.close();
  await outside?.close();
});

describe('a privacy mode', () => {
  it('that the company does not allow is refused', async () => {
    const answer = await begin('private');
    expect([answer.status, answer.body.error.code]).toEqual([403, 'PRIVACY_MODE_NOT_ALLOWED']);
    expect(answer.body.error.message).toMatch(/company does not allow/u);
  });

  it.each(['sensitive', 'incognito'])('%s is refused, whatever the company allows: it cannot be kept', async (mode) => {
    const [settings] = await company.rows('VA Company Settings', []);
    const modes = ['normal', 'private', 'sensitive', 'incognito'];
    await put('VA Company Settings', String(settings?.['name']), { allowed_privacy_modes: JSON.stringify(modes) });
    await company.stopSidecar();
    await company.startSidecar();
    const answer = await begin(mode);
    expect([answer.status, answer.body.error.code]).toEqual([403, 'PRIVACY_MODE_NOT_AVAILABLE']);
    expect(answer.body.error.message).toMatch(/^I cannot keep/u);
    expect(answer.body.error.meta.available).toEqual(['normal', 'private']);
  });
});

describe('a private conversation', () => {
  let id = '';

  it('is answered as such, shows nothing personal to a provider outside and leaves no word in the site', async () => {
    const begun = await begin('private');
    expect(begun.body).toMatchObject({ privacy_mode: 'private', status: 'active' });
    id = begun.body.conversation_id;
    const before = outside.requests.length;
    const answer = await tell(id, SECRET);
    expect(answer.body.assistant_response.content).toContain('bob@client.example');
    const wire = outside.requests.slice(before).map(({ raw }) => raw);
    expect(wire.length).toBeGreaterThan(0);
    expect(wire.join('\n')).not.toMatch(/bob@|client\.example|Marcus|Reed/iu);
    const answered = async () =>
      (await stored(id)).turns.some(({ role, status }) => role === 'User' && status === 'Answered');
    await vi.waitUntil(answered, { timeout: 10_000 });
    const rows = await stored(id);
    expect(rows.conversation).toMatchObject({ privacy_mode: 'private', turn_count: 1 });
    expect(rows.turns.map(({ role, content }) => [role, content ?? ''])).toEqual([
      ['User', ''],
      ['Assistant', ''],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/marmalade|bob|letter/iu);
    // What it cost is counted all the same.
    expect(rows.turns[1]).toMatchObject({ model_used: 'anthropic:outside', status: 'Answered', cost_incomplete: 1 });
    expect(Number(rows.turns[1]?.['token_count'])).toBeGreaterThan(0);
    const [audited] = await company.rows('VA Audit Log', [['event_subtype', '=', 'privacy_mode_change']], ['payload']);
    expect(JSON.parse(String(audited?.['payload']))).toMatchObject({ action: 'private', conversation_id: id });
  });

  it('goes on after a restart with what was said and in its mode', async () => {
    await company.stopSidecar();
    await company.startSidecar();
    const view = await priya.api('GET', `/conversations/${id}`);
    expect(view.body).toMatchObject({ privacy_mode: 'private', turns: [{ user_content: SECRET }] });
    const before = outside.requests.length;
    await tell(id, 'And write it to amy@client.example too');
    expect(
      outside.requests
        .slice(before)
        .map(({ raw }) => raw)
        .join('\n'),
    ).not.toMatch(/client\.example|Marcus/iu);
  });

  it('takes no words by way of the site, which would store them', async () => {
    const cookie = await loginCookie(company.site.url, 'priya@acme.test');
    const say = async (body: Readonly<Record<string, unknown>>) => {
      const response = await fetch(`${company.site.url}/api/method/dartwing_va.api.say`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'the marmalade deal', ...body }),
      });
      return [response.status, await response.text()] as const;
    };
    const refused = [403, expect.stringContaining('PRIVACY_MODE_NOT_HERE')];
    expect(await say({ conversation: id, client_message_id: 'm1' })).toEqual(refused);
    const [{ name = '' } = {}] = await company.rows('VA Instance', [['employee_name', 'like', 'Priya%']], ['name']);
    await put('VA Instance', String(name), { default_privacy_mode: 'private' });
    expect(await say({ client_message_id: 'm2' })).toEqual(refused);
    // The service takes that default for a conversation that asks for no mode.
    await vi.waitFor(async () => expect((await begin()).body.privacy_mode).toBe('private'), { timeout: 10_000 });
    await put('VA Instance', String(name), { default_privacy_mode: 'normal' });
    await vi.waitFor(async () => expect((await begin()).body.privacy_mode).toBe('normal'), { timeout: 10_000 });
    expect((await say({ client_message_id: 'm3' }))[0]).toBe(200);
    expect(JSON.stringify(await stored(id))).not.toMatch(/marmalade/iu);
  });

  it('tells its mode to a socket and keeps it', async () => {
    const socket = await priya.socket();
    const open = (request: unknown) => socket.emitWithAck('conversation.open', request);
    expect(await open({ conversation_id: id, last_seq: 0 })).toMatchObject({ ok: true, privacy_mode: 'private' });
    expect(await open({ conversation_id: id, privacy_mode: 'normal' })).toMatchObject({
      ok: false,
      error: { code: 'PRIVACY_MODE_FIXED' },
    });
    const fresh = await open({ privacy_mode: 'private' });
    expect(fresh).toMatchObject({ ok: true, privacy_mode: 'private' });
    socket.disconnect();
    expect((await priya.api('GET', `/conversations/${fresh.conversation_id}`)).body.privacy_mode).toBe('private');
  });

  it('can be a spoken one', async () => {
    const client = await voiceClient(company.url, { token: priya.token });
    const started = await client.start({ privacy_mode: 'private' });
    expect(started.privacy_mode).toBe('private');
    client.drop();
    expect((await priya.api('GET', `/conversations/${started.conversation_id}`)).body).toMatchObject({
      privacy_mode: 'private',
      mode: 'voice',
    });
  });

  it('is forgotten when it ends, and has no title in a list', async () => {
    const ended = await priya.api('POST', `/conversations/${id}/end`, {});
    expect(ended.body).toMatchObject({ status: 'ended', summary: null });
    expect((await priya.api('GET', `/conversations/${id}`)).body).toMatchObject({ turns: [], turn_count: 2 });
    const { body } = await priya.api('GET', '/conversations?status=ended');
    const listed = body.conversations.find((one: { conversation_id: string }) => one.conversation_id === id);
    expect(listed).toMatchObject({ privacy_mode: 'private', title: null, summary: null });
    expect(JSON.stringify(await stored(id))).not.toMatch(/marmalade|bob|amy/iu);
  });
});

describe('a normal conversation', () => {
  it('beside it is masked as the setting says and kept as always', async () => {
    const begun = await begin();
    expect(begun.body.privacy_mode).toBe('normal');
    const before = outside.requests.length;
    await tell(begun.body.conversation_id, SECRET);
    expect(
      outside.requests
        .slice(before)
        .map(({ raw }) => raw)
        .join('\n'),
    ).toContain('bob@client.example');
    const kept = async () => (await stored(begun.body.conversation_id)).turns.some(({ content }) => content === SECRET);
    expect(await vi.waitUntil(kept, { timeout: 10_000 })).toBe(true);
  });
});

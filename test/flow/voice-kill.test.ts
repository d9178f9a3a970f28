import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { siteUser } from '../chaos/site-client.ts';
import { openStack, ROOT, type Stack } from '../chaos/stack.ts';
import { type VoiceClient, voiceClient } from './voice-client.ts';
import { WIRES, type WireKind } from './voice-wire.ts';

// The sidecar is a process of its own and is killed while it speaks: no shutdown, no farewell.
const PRIYA = 'priya@acme.test';
let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'va-kill-'));
  stack = await openStack({
    dir,
    backend: 'embedded',
    sidecarCommand: [process.execPath, join(ROOT, 'test/flow/voice-child.ts')],
  });
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.end();
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const open: VoiceClient[] = [];
async function connect(wire: WireKind, token: string): Promise<VoiceClient> {
  const client = await voiceClient(stack.sidecarUrl, { wire, token });
  open.push(client);
  return client;
}
async function signIn(): Promise<string> {
  const response = await fetch(`${stack.sidecarUrl}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', username: PRIYA, password: 'demo' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

describe.each(WIRES)('killed in mid-answer, over %s', (wire) => {
  it('it finds the conversation where it was, and the card, which is done once', async () => {
    const client = await connect(wire, await signIn());
    const { conversation_id, session_id } = await client.start();
    client.send({ type: 'text.input', content: 'submit an expense of 40 dollars for a taxi yesterday' });
    const { action } = await client.next('action.pending');
    const { content } = await client.next('response.text', (event) => event.is_complete);
    await client.seen('turn.state', (event) => event.state === 'speaking');
    await expect.poll(() => client.frames.length).toBeGreaterThan(5);
    await stack.sidecar.kill();
    // What a client sees of a kill is a connection that is gone.
    expect([1005, 1006]).toContain((await client.closed)[0]);
    expect(client.events.some((event) => event.type === 'audio.complete' || event.type === 'session.ended')).toBe(
      false,
    );

    await stack.sidecar.start();
    const token = await signIn();
    const late = await connect(wire, token);
    late.send({ type: 'session.resume', session_id, last_seq: client.events.at(-1)?.seq ?? 0 });
    expect(await late.next('error')).toMatchObject({ reference: 'VOICE_007', recoverable: true });
    // On the same connection: a new session, the same conversation.
    await late.start({ conversation_id });
    expect((await late.next('action.pending')).action_id).toBe(action.action_id);
    const told = await fetch(`${stack.sidecarUrl}/api/v1/conversations/${conversation_id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { turns } = (await told.json()) as { turns: { assistant_response?: { content: string } }[] };
    expect(JSON.stringify(turns)).toContain(JSON.stringify(content).slice(1, -1));

    const admin = siteUser({ url: stack.siteUrl, login: { user: 'Administrator', password: 'demo' } });
    const claims = () => admin.list('Expense Claim', ['name'], [['owner', '=', PRIYA]]);
    const before = (await claims()).length;
    for (let n = 0; n < 2; n += 1)
      late.send({ type: 'action.confirm', action_id: action.action_id, digest: action.digest });
    await late.next('action.updated', (event) => event.action.status === 'completed');
    late.send({ type: 'text.input', content: 'thank you' });
    await late.next('response.text', (event) => event.is_complete && event.content !== content);
    expect(await claims()).toHaveLength(before + 1);
  });
});

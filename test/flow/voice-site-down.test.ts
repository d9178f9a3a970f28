import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type FailingProxy, failingProxy } from '../fakes/failing-proxy.ts';
import type { VoiceClient } from './voice-client.ts';
import { voiceCompany } from './voice-company.ts';
import { WIRES } from './voice-wire.ts';

// The site goes away while a card waits, and somebody says yes.
describe.each(WIRES)('over %s', (wire) => {
  let proxy: FailingProxy;
  const rooms = voiceCompany(wire, {
    async through(siteUrl) {
      proxy = await failingProxy(siteUrl);
      return proxy.url;
    },
    // Tried again at once when it is back.
    env: { VA_SITE_BREAKER_FAILURES: '1000' },
  });
  const { call, says } = rooms;
  afterAll(() => proxy.close());
  beforeEach(() => {
    proxy.state = 'up';
  });

  const spoken = async (client: VoiceClient) => {
    const { content } = await client.next('response.text', (event) => event.is_complete);
    await client.next('audio.complete');
    await client.next('turn.state', (event) => event.state === 'listening');
    return content;
  };
  const applications = () => rooms.company.rows('Leave Application', [['owner', '=', 'priya@acme.test']]);
  const proposed = async (client: VoiceClient, words: string) => {
    says(client, words);
    const { action } = await client.next('action.pending');
    await spoken(client);
    return action.action_id;
  };

  it('a yes while it is down is told to have come to nothing; the card stays, and a yes afterwards counts once', async () => {
    const client = await call();
    await client.start();
    const card = await proposed(client, 'book next Wednesday off');
    const before = (await applications()).length;
    proxy.state = 'down';
    says(client, 'yes');
    expect(await spoken(client)).toMatch(/reach|available|system/i);
    proxy.state = 'up';
    expect(await applications()).toHaveLength(before);
    says(client, 'yes');
    const done = await client.next('action.updated', (event) => event.action.status === 'completed');
    expect(done.action.action_id).toBe(card);
    expect(await applications()).toHaveLength(before + 1);
    await spoken(client);
    says(client, 'undo that');
    expect(await spoken(client)).toMatch(/undone/i);
  });

  it('a yes whose answer is lost on the way back is done once, however often it is said', async () => {
    const client = await call();
    await client.start();
    const card = await proposed(client, 'book next Thursday off');
    const before = (await applications()).length;
    proxy.state = 'mute';
    says(client, 'yes');
    await spoken(client);
    expect(await applications()).toHaveLength(before + 1);
    proxy.state = 'up';
    says(client, 'yes');
    const done = await client.seen('action.updated', (event) => event.action.status === 'completed');
    expect(done.action.action_id).toBe(card);
    expect(await applications()).toHaveLength(before + 1);
  });
});

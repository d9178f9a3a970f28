import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountingProxy, countingProxy } from '../fakes/counting-proxy.ts';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, type Employee, openCompany } from './company.ts';
import { voiceClient } from './voice-client.ts';

// Somebody still speaks; what he will need is looked up already.
const stt = scriptedStt();
let proxy: CountingProxy;
let company: Company;
let priya: Employee;
beforeAll(async () => {
  company = await openCompany({
    speech: { stt, tts: toneTts(20), defaultVoice: 'hum' },
    async through(siteUrl) {
      proxy = await countingProxy(siteUrl);
      return proxy.url;
    },
  });
  priya = await company.as('priya@acme.test');
});
afterAll(async () => {
  await company?.close();
  await proxy?.close();
});

describe('interim words', () => {
  it('begin the look-up that the answer needs, and a change is never begun', async () => {
    const client = await voiceClient(company.url, { token: priya.token });
    // The button is held: only letting go ends what is said.
    await client.start({ config: { vad_enabled: false } });
    let looked = 0;
    const looks = () => {
      looked += proxy.take().filter((one) => one.includes('leave_details')).length;
      return looked;
    };
    const before = looks();
    client.hum(400);
    await expect.poll(() => stt.heardMs).toBe(400);
    stt.interim('how much annual leave do I have left');
    await expect.poll(looks).toBe(before + 1);
    stt.final('how much annual leave do I have left?');
    client.send({ type: 'audio.end' });
    const { content } = await client.next('response.text', (event) => event.is_complete);
    expect(content).toMatch(/14 days/);
    expect(looks()).toBe(before + 1);
    await client.next('turn.state', (event) => event.state === 'listening');

    stt.interim('book next Tuesday off');
    stt.interim('book next Tuesday off no wait');
    client.send({ type: 'audio.interrupt' });
    client.send({ type: 'ping', id: 1 });
    await client.next('pong');
    expect(client.events.filter(({ type }) => type === 'action.pending')).toEqual([]);
    expect(await company.rows('VA Action Log', [['employee', '!=', '']])).toEqual([]);
    client.send({ type: 'session.end' });
    await client.closed;
  });
});

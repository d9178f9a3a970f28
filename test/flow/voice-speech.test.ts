import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openVoices } from '../../sidecar/voice/tts/voices.ts';
import { shiftingClock } from '../fakes/shifting-clock.ts';
import { startDeepgramTts } from '../fakes/speech/tts-deepgram.ts';
import { startElevenLabsTts } from '../fakes/speech/tts-elevenlabs.ts';
import type { TtsFake } from '../fakes/speech/tts-fake.ts';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { speechDeps } from '../voice/tts/deps.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';
import { type VoiceClient, voiceClient } from './voice-client.ts';

// Calls over the real socket whose answers two providers speak, each by its real client over its own wire protocol.
const stt = scriptedStt();
/** Nobody speaks so fast, and no test waits for a voice that does not. */
const msPerCharacter = 8;
const clock = shiftingClock();
let elevenlabs: TtsFake;
let deepgram: TtsFake;
let company: Company;
let priya: Employee;
let client: VoiceClient;
let admin: string;

beforeAll(async () => {
  [elevenlabs, deepgram] = await Promise.all([
    startElevenLabsTts({ msPerCharacter }),
    startDeepgramTts({ msPerCharacter }),
  ]);
  const deps = speechDeps(
    {
      elevenlabsKey: elevenlabs.key,
      elevenlabsUrl: elevenlabs.url,
      deepgramKey: deepgram.key,
      deepgramUrl: deepgram.url,
      ttsFirstMs: 20_000,
      ttsGapMs: 20_000,
    },
    { clock },
  );
  const voices = await openVoices(deps);
  if (voices === null) throw new Error('nobody speaks');
  const { tts, defaultVoice } = voices;
  company = await openCompany({
    speech: { stt, tts, defaultVoice, chooseVoice: tts.choose },
    env: { VA_LIMIT_VOICE: '1000', VA_VOICE_MINUTES_PER_USER: '100000' },
  });
  priya = await company.as('priya@acme.test');
  admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
});
afterAll(async () => {
  await company?.close();
  await Promise.all([elevenlabs.close(), deepgram.close()]);
});
afterEach(async () => {
  for (const fake of [elevenlabs, deepgram]) fake.meet();
  // A provider that broke is asked last for a while: the next test begins with a rested one.
  clock.forward(3_600_000);
  client.send({ type: 'session.end' });
  await client.closed;
});

async function call(config: Readonly<Record<string, unknown>> = {}) {
  client = await voiceClient(company.url, { token: priya.token });
  const { config: agreed } = await client.start({ config: { output_sample_rate: 8000, ...config } });
  return agreed;
}
/** The clauses that providers were asked for while an answer was given; its text, and its sound in ms. */
async function ask(text: string) {
  const before = { elevenlabs: elevenlabs.asked.length, deepgram: deepgram.asked.length, frames: client.frames.length };
  client.send({ type: 'text.input', content: text });
  const { content } = await client.next('response.text', (event) => event.is_complete);
  const { duration_ms } = await client.next('audio.complete');
  await client.next('turn.state', (event) => event.state === 'listening');
  return {
    content,
    duration_ms,
    elevenlabs: elevenlabs.asked.slice(before.elevenlabs),
    deepgram: deepgram.asked.slice(before.deepgram),
  };
}
const errors = (): readonly VoiceEvent[] => client.events.filter((event) => event.type === 'error');
const words = (asked: readonly { readonly text: string }[]) => asked.map((one) => one.text).join(' ');

describe('the connections', () => {
  it('to those who speak are open before there is anything to say', async () => {
    await call();
    const said = await ask('who is my manager?');
    for (const fake of [elevenlabs, deepgram]) expect(fake.others[0]).toBe('OPTIONS /');
    expect(said.elevenlabs.length).toBeGreaterThan(0);
    expect(new Set(said.elevenlabs.map((one) => one.port)).size).toBe(1);
  });
});

describe('an answer', () => {
  it('is spoken by the first provider, with the voice and the manner of the personality', async () => {
    const agreed = await call();
    const said = await ask('how much annual leave do I have left?');
    expect(said.deepgram).toEqual([]);
    expect(said.elevenlabs.length).toBeGreaterThan(0);
    // Her template is friendly: warm, casual, lively.
    const voice = 'EXAVITQu4vr4xnSDxMaL';
    expect(agreed.voice_id).toBe(`elevenlabs:${voice}`);
    for (const clause of said.elevenlabs) {
      expect(clause.speed).toBeGreaterThan(1);
      expect(clause).toMatchObject({ voice, rate: 8000, body: { voice_settings: { stability: 0.35 } } });
    }
    expect(said.duration_ms).toBeGreaterThan(words(said.elevenlabs).length * msPerCharacter * 0.7);
    expect(errors()).toEqual([]);
  });

  it('goes on with the next provider when the first breaks before a word', async () => {
    await call();
    elevenlabs.meet({ fault: 'overloaded' });
    const said = await ask('how much annual leave do I have left?');
    expect(said.elevenlabs).toHaveLength(1);
    expect(words(said.deepgram)).toContain(said.elevenlabs[0]?.text);
    expect(said.deepgram[0]?.voice).toBe('aura-2-andromeda-en');
    expect(said.content).toMatch(/14 days/);
    expect(errors()).toEqual([]);
  });

  it('goes on with the next provider in the middle of a clause, without losing a word', async () => {
    await call();
    const whole = await ask('who is my manager?');
    const first = whole.elevenlabs[0]?.text ?? '';
    elevenlabs.meet({ cutAfterMs: (first.length * msPerCharacter) / 2 });
    const said = await ask('who is my manager?');
    expect(said.elevenlabs.map((one) => one.text)).toEqual([first]);
    const rest = said.deepgram[0]?.text ?? '';
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.length).toBeLessThan(first.length);
    expect(first.endsWith(rest)).toBe(true);
    expect(said.duration_ms).toBeGreaterThan(whole.duration_ms * 0.9);
    expect(said.content).toBe(whole.content);
    expect(errors()).toEqual([]);
  });

  it('stands as text when nobody is left, and the next one is spoken again', async () => {
    await call();
    elevenlabs.meet({ fault: 'overloaded' });
    deepgram.meet({ cutAfterMs: 200 });
    client.send({ type: 'text.input', content: 'how much annual leave do I have left?' });
    expect(await client.next('error')).toMatchObject({
      code: 'TTS_UNAVAILABLE',
      reference: 'VOICE_003',
      recoverable: true,
    });
    const answers = () => client.events.filter((event) => event.type === 'response.text' && event.is_complete);
    await client.seen('turn.state', (event) => event.state === 'listening');
    expect(answers()).toMatchObject([{ content: expect.stringMatching(/14 days/) }]);
    const again = await ask('who is my manager?');
    expect(again.elevenlabs.length + again.deepgram.length).toBeGreaterThan(0);
  });
});

describe('the voice', () => {
  /** As in Desk: the site is asked, not the sidecar. */
  async function save(doctype: string, name: unknown, values: Record<string, unknown>): Promise<Response> {
    return fetch(
      `${company.site.url}/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(String(name))}`,
      {
        method: 'PUT',
        headers: { cookie: admin, 'content-type': 'application/json' },
        body: JSON.stringify(values),
      },
    );
  }
  async function listed(): Promise<readonly Record<string, unknown>[]> {
    const { status, body } = await priya.api('GET', '/preferences/voices');
    expect(status).toBe(200);
    return body.voices;
  }

  it('is the one that the client asks for, when it is there', async () => {
    expect((await call({ voice_id: 'deepgram:aura-2-zeus-en' })).voice_id).toBe('deepgram:aura-2-zeus-en');
    const said = await ask('who is my manager?');
    expect(said.deepgram[0]?.voice).toBe('aura-2-zeus-en');
    expect(said.elevenlabs).toEqual([]);
  });

  it('that is not known gives way to the usual one of its provider', async () => {
    await call({ voice_id: 'elevenlabs:nobody' });
    const said = await ask('who is my manager?');
    expect(said.elevenlabs[0]?.voice).toBe('EXAVITQu4vr4xnSDxMaL');
    expect(errors()).toEqual([]);
  });

  it('can be chosen from those of all providers', async () => {
    await call();
    const voices = await listed();
    expect(voices).toContainEqual({
      voice_id: 'elevenlabs:EXAVITQu4vr4xnSDxMaL',
      name: 'Sarah',
      provider: 'elevenlabs',
      language: 'en',
      gender: 'female',
      accent: 'american',
      style: 'professional',
      preview_url: 'https://storage.example/EXAVITQu4vr4xnSDxMaL.mp3',
    });
    expect(voices).toContainEqual(expect.objectContaining({ voice_id: 'deepgram:aura-2-thalia-en' }));
    expect((await fetch(`${company.url}/api/v1/preferences/voices`)).status).toBe(401);
  });

  it('that was chosen in Desk is heard in the next call, and what the template does not offer is not listed', async () => {
    const [mine] = await company.rows('VA Instance', [['employee_name', '=', 'Priya Nair']], ['name', 'template']);
    const voice = 'deepgram:aura-2-zeus-en';
    const refused = await save('VA Instance', mine?.['name'], { voice_id: 'zeus' });
    expect([refused.status, await refused.text()]).toEqual([417, expect.stringMatching(/zeus is no voice/)]);
    expect((await save('VA Template', mine?.['template'], { voice_options: JSON.stringify([voice]) })).status).toBe(
      200,
    );
    expect((await save('VA Instance', mine?.['name'], { voice_id: voice, voice_speed: 1.2 })).status).toBe(200);
    await vi.waitFor(async () => expect((await listed()).map((one) => one['voice_id'])).toEqual([voice]), {
      timeout: 10_000,
      interval: 100,
    });
    expect((await call({ voice_id: 'elevenlabs:EXAVITQu4vr4xnSDxMaL' })).voice_id).toBe(voice);
    const said = await ask('who is my manager?');
    expect(said.deepgram[0]?.voice).toBe('aura-2-zeus-en');
    expect(said.deepgram[0]?.speed).toBeGreaterThan(1.2);
  });
});

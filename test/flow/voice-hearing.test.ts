import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DeepgramFake, startDeepgramFake } from '../fakes/speech/stt-deepgram.ts';
import { type OpenAiSttFake, startOpenAiSttFake } from '../fakes/speech/stt-openai.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';
import { type VoiceClient, voiceClient } from './voice-client.ts';

// Recognisers that break in a call: over the real socket, the real SDKs and their providers' wire protocols.
const BALANCE = 'how much annual leave do I have left';
let deepgram: DeepgramFake;
let local: OpenAiSttFake;
let company: Company;
let priya: Employee;
let client: VoiceClient;

beforeAll(async () => {
  deepgram = await startDeepgramFake();
  local = await startOpenAiSttFake({ speaks: 'json' });
});
afterAll(async () => {
  await deepgram?.close();
  await local?.close();
});
beforeEach(async () => {
  deepgram.trouble(null);
  local.trouble(null);
  company = await openCompany({
    env: {
      DEEPGRAM_API_KEY: deepgram.key,
      DEEPGRAM_BASE_URL: deepgram.url,
      VA_LOCAL_STT_URL: local.url,
      VA_LOCAL_STT_KEY: local.key,
      VA_TTS_ORDER: 'local',
    },
  });
  priya = await company.as('priya@acme.test');
  client = await voiceClient(company.url, { token: priya.token });
});
afterEach(async () => {
  client.drop();
  await company.close();
});

async function allowPrivate(): Promise<void> {
  const [settings] = await company.rows('VA Company Settings', []);
  const cookie = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
  const response = await fetch(`${company.site.url}/api/resource/VA%20Company%20Settings/${settings?.['name']}`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ allowed_privacy_modes: JSON.stringify(['normal', 'private']) }),
  });
  if (!response.ok) throw new Error(await response.text());
  await company.stopSidecar();
  await company.startSidecar();
}
const answer = () => client.next('response.text', (event) => event.is_complete);
/** A voice, with the dips between syllables that tell it from a steady noise. */
function speak(ms: number): void {
  for (let at = 0; at < ms; at += 200) {
    client.hum(140);
    for (let n = 0; n < 3; n += 1) client.frame(new Uint8Array(640));
  }
}
const metrics = async () => await (await fetch(`${company.url}/metrics`)).text();

it('what was said before and after a cut in mid-sentence is heard whole by the next', async () => {
  deepgram.hear({ text: BALANCE, fromMs: 100, toMs: 4000 });
  local.hear({ text: BALANCE, fromMs: 0, toMs: 0 });
  expect((await client.start({ config: { vad_enabled: false } })).config.listening).toBe(true);
  speak(2000);
  expect((await client.next('transcription.interim')).text).toMatch(/^how/);
  deepgram.cut();
  speak(1000);
  await expect.poll(metrics).toMatch(/va_voice_stt_streams_total\{provider="local"\} 1/);
  speak(1000);
  client.send({ type: 'audio.end' });
  expect((await client.next('transcription.final')).text).toBe(BALANCE);
  expect(local.asked.at(-1)?.soundMs).toBeGreaterThan(3800);
  expect((await answer()).content).toMatch(/14 days/);
  expect(client.events.some((event) => event.type === 'error' && event.code === 'STT_UNAVAILABLE')).toBe(false);
  const counted = await metrics();
  expect(counted).toMatch(/va_voice_stt_failures_total\{provider="deepgram",failure="cut"\} 1/);
  expect(counted).not.toContain('priya');
});

it('when nobody is left that is told once, and typed words are answered', async () => {
  deepgram.trouble({ refuse: 500 });
  local.trouble({ refuse: 500 });
  await client.start({ config: { vad_enabled: false } });
  speak(1000);
  client.send({ type: 'audio.end' });
  expect(await client.next('error', ({ code }) => code === 'STT_UNAVAILABLE')).toMatchObject({
    reference: 'VOICE_002',
    recoverable: true,
  });
  client.send({ type: 'text.input', content: `${BALANCE}?` });
  expect((await answer()).content).toMatch(/14 days/);
  expect(client.events.filter((event) => event.type === 'error' && event.code === 'STT_UNAVAILABLE')).toHaveLength(1);
});

it('the button pressed and let go again while words are waited for makes two utterances', async () => {
  deepgram.trouble({ refuse: 500 });
  local.hear({ text: 'hello', fromMs: 0, toMs: 0 }, { text: BALANCE, fromMs: 0, toMs: 0 });
  local.hold(true);
  const before = local.asked.length;
  await client.start({ config: { vad_enabled: false } });
  speak(600);
  client.send({ type: 'audio.end' });
  await expect.poll(() => local.asked.length).toBe(before + 1);
  speak(1000);
  client.send({ type: 'audio.end' });
  client.send({ type: 'ping' });
  await client.next('pong');
  local.hold(false);
  local.release();
  expect((await client.next('transcription.final')).text).toBe('hello');
  expect((await client.next('transcription.final')).text).toBe(BALANCE);
});

it('hears who the colleagues are, but not in a private conversation', async () => {
  const likely = async (mode: string) => {
    const before = deepgram.asked.length;
    await client.start({ privacy_mode: mode });
    await expect.poll(() => deepgram.asked.length).toBeGreaterThan(before);
    return deepgram.asked.at(-1)?.query.getAll('keyterm') ?? [];
  };
  const normal = await likely('normal');
  expect(normal).toContain('Acme');
  expect(normal.some((name) => name.startsWith('Marcus '))).toBe(true);
  expect(normal.length).toBeLessThanOrEqual(60);

  await allowPrivate();
  await client.closed;
  client = await voiceClient(company.url, { token: priya.token });
  const hidden = await likely('private');
  expect(hidden).toContain('Acme');
  expect(hidden.some((name) => name.startsWith('Marcus '))).toBe(false);
});

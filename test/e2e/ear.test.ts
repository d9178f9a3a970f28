import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { hasFlite, said } from '../fakes/speech/said.ts';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { humming, toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser } from './browser.ts';
import { type Caller, openCaller, WITH_MICROPHONE } from './caller.ts';

// The page's own ear with its model in a real browser: the service's word about the answer is kept from the page, so that what happens
// to the answer is the page's own doing.
describeInBrowser('the ear of the page in a hands-free call', () => {
  const stt = scriptedStt();
  /** Slowly: there is time to speak into the answer. */
  const tts = toneTts(1500);
  let company: Company;
  let browser: Browser;
  let caller: Caller | null = null;
  beforeAll(async () => {
    [company, browser] = await Promise.all([
      openCompany({
        speech: { stt, tts, defaultVoice: 'hum' },
        env: { VA_LIMIT_VOICE: '1000', VA_VOICE_MINUTES_PER_USER: '100000' },
      }),
      openBrowser(WITH_MICROPHONE),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });
  afterEach(async () => {
    await caller?.close();
    caller = null;
  });

  async function listening(prepare: (context: BrowserContext) => Promise<void> = async () => undefined) {
    const one = await openCaller(browser, company.url, 'priya@acme.test');
    caller = one;
    await prepare(one.context);
    await one.page.routeWebSocket(/\/api\/v1\/voice$/, (page) => {
      const service = page.connectToServer();
      service.onMessage((message) => {
        if (typeof message === 'string' && message.includes('"audio.control"')) return;
        page.send(message);
      });
    });
    await one.context.addInitScript(writeOrdersDown);
    await one.page.reload();
    await one.page.locator('.va-connection[data-state=online]').waitFor();
    const loaded: string[] = [];
    one.page.on('requestfinished', (request) => {
      const at = new URL(request.url()).pathname;
      if (at.startsWith('/vad/')) loaded.push(at.split('/').at(-1) ?? '');
    });
    await one.page.locator('.va-talk').dispatchEvent('click');
    await one.looks('listening');
    return { one, loaded, orders: () => one.page.evaluate<string[]>('vaOrders') };
  }
  /** An answer is being spoken. */
  async function answering(one: Caller): Promise<void> {
    const before = stt.heardMs;
    await one.says(humming(16_000, 300));
    await eventually(() => stt.heardMs - before).toBeGreaterThan(150);
    stt.say('how much annual leave do I have left?');
    await one.looks('speaking');
  }

  it.skipIf(!hasFlite())(
    'loads its model for the first hands-free call, lowers the answer to speech by itself, and not to noise',
    async () => {
      const { one, loaded, orders } = await listening();
      await eventually(() => loaded.toSorted()).toEqual([
        'ort-wasm-simd-threaded.wasm',
        'ort.wasm.bundle.min.mjs',
        'silero_vad_v5.onnx',
      ]);
      await answering(one);
      await one.says(noise(1.5));
      expect(await orders()).toEqual([]);
      await one.says(said('Wait, that is not what I meant.'));
      await eventually(orders).toContain('duck');
      // The service says nothing of it here, so the answer is loud again.
      await eventually(orders).toEqual(['duck', 'restore']);
      expect(one.complaints).toEqual([]);
    },
  );

  it('goes by loudness alone when the files cannot be loaded', async () => {
    const { one, orders } = await listening(async (context) => {
      await context.route('**/vad/**', (route) => route.abort());
    });
    await answering(one);
    await one.says(noise(0.5));
    await eventually(orders).toContain('duck');
  });

  it('sends no silence, and what is said after it whole', async () => {
    const { one } = await listening();
    let last = -1;
    let looks = 0;
    await eventually(() => {
      looks = stt.heardMs === last ? looks + 1 : 0;
      last = stt.heardMs;
      return looks;
    }).toBeGreaterThan(10);
    const before = stt.heardMs;
    await one.says(humming(16_000, 600));
    await eventually(() => stt.heardMs - before).toBeGreaterThan(900);
  });
});

/** White noise as loud as speech. */
function noise(seconds: number): Int16Array {
  let state = 9;
  return Int16Array.from({ length: seconds * 16_000 }, () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state / 0x7fffffff - 0.5) * 12_000;
  });
}

/** Runs in the page: what is ordered of its loudspeaker. */
function writeOrdersDown(): void {
  const page = globalThis as unknown as {
    MessagePort: { prototype: { postMessage(message: { type?: string }, ...more: unknown[]): void } };
    vaOrders: string[];
  };
  page.vaOrders = [];
  const { postMessage } = page.MessagePort.prototype;
  page.MessagePort.prototype.postMessage = function (message, ...more) {
    if (message?.type === 'duck' || message?.type === 'restore') page.vaOrders.push(message.type);
    postMessage.call(this, message, ...more);
  };
}

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser } from './browser.ts';
import { type Caller, openCaller, WITH_MICROPHONE } from './caller.ts';

interface PlayedSpeech {
  recognisers: { calls: string[]; hears(text: string, isFinal: boolean): void }[];
  spoken: string[];
}
const played = <T>(one: Caller, what: (speech: PlayedSpeech) => T): Promise<T> =>
  one.page.evaluate(`(${what})(globalThis.vaSpeech)`) as Promise<T>;

describeInBrowser("the browser's own speech", () => {
  let mute: Company;
  let speaking: Company;
  let browser: Browser;
  const env = { VA_LIMIT_VOICE: '1000' };
  beforeAll(async () => {
    [mute, speaking, browser] = await Promise.all([
      openCompany({ env }),
      openCompany({ env, speech: { stt: scriptedStt(), tts: toneTts(30), defaultVoice: 'hum' } }),
      openBrowser(WITH_MICROPHONE),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([mute?.close(), speaking?.close()]);
  });
  async function call(company: Company): Promise<Caller> {
    const one = await openCaller(browser, company.url, 'priya@acme.test');
    await one.context.addInitScript(playSpeech);
    await one.page.reload();
    await one.page.locator('.va-connection[data-state=online]').waitFor();
    await one.page.locator('.va-talk').dispatchEvent('click');
    await one.panel.waitFor();
    return one;
  }

  it('is used where the service has none, once the person has read where the sound goes and agreed', async () => {
    const one = await call(mute);
    const question = one.page.getByRole('group', { name: 'Speech of the browser' });
    await question.waitFor();
    expect(await question.textContent()).toContain('goes to Google');
    expect(await played(one, (speech) => speech.recognisers.length)).toBe(0);
    await one.button("Use the browser's speech").click();
    await one.looks('listening');
    await eventually(() => played(one, (speech) => speech.recognisers.at(-1)?.calls)).toEqual(['start']);
    await played(one, (speech) => speech.recognisers.at(-1)?.hears('how much annual', false));
    await eventually(() => one.captions()).toEqual(['how much annual']);
    await played(one, (speech) => speech.recognisers.at(-1)?.hears('how much annual leave do I have left', true));
    await eventually(() => played(one, (speech) => speech.spoken.join(' '))).toContain('14 days');
    expect(await one.page.locator('.va-mine p').allTextContents()).toEqual(['how much annual leave do I have left']);
    // While it speaks it does not listen to itself.
    await eventually(() => played(one, (speech) => speech.recognisers[0]?.calls.at(-1))).toBe('abort');
    await eventually(() => played(one, (speech) => speech.recognisers.length)).toBe(2);
    await one.button('Hang up').click();
    // Asked once in this browser.
    await one.page.locator('.va-talk').dispatchEvent('click');
    await one.looks('listening');
    expect(await question.count()).toBe(0);
    await one.close();
  });

  it('is not used where the service listens and speaks', async () => {
    const one = await call(speaking);
    await one.looks('listening');
    expect(await one.page.getByRole('group', { name: 'Speech of the browser' }).count()).toBe(0);
    await one.button('Hang up').click();
    expect(await played(one, (speech) => [speech.recognisers.length, speech.spoken.length])).toEqual([0, 0]);
    await one.close();
  });
});

/** Runs in the page: a browser with speech, whose hearing is the test and whose voice is written down. */
function playSpeech(): void {
  const page = globalThis as unknown as Record<string, unknown> & { vaSpeech: PlayedSpeech };
  page.vaSpeech = { recognisers: [], spoken: [] };
  const Recogniser = class {
    calls: string[] = [];
    onresult: ((event: unknown) => void) | null = null;
    onend: (() => void) | null = null;
    constructor() {
      page.vaSpeech.recognisers.push(this);
    }
    start() {
      this.calls.push('start');
    }
    stop() {
      this.calls.push('stop');
      this.onend?.();
    }
    abort() {
      this.calls.push('abort');
    }
    hears(transcript: string, isFinal: boolean) {
      this.onresult?.({ resultIndex: 0, results: [{ isFinal, 0: { transcript } }] });
    }
  };
  // Newer browsers have it under both names.
  page['SpeechRecognition'] = Recogniser;
  page['webkitSpeechRecognition'] = Recogniser;
  const voices = {
    getVoices: () => [{}],
    speak(utterance: { text: string; onend: (() => void) | null }) {
      page.vaSpeech.spoken.push(utterance.text);
      setTimeout(() => utterance.onend?.(), 200);
    },
    cancel: () => undefined,
  };
  Object.defineProperty(page, 'speechSynthesis', { value: voices });
}

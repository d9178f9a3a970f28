import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openPocketsphinx } from '../../sidecar/voice/stt/pocketsphinx.ts';
import { openFlite } from '../../sidecar/voice/tts/flite.ts';
import { describeWithSpeech, recognised, saidFile } from '../fakes/speech/said.ts';
import { type Company, openCompany } from '../flow/company.ts';
import { describeInBrowser, eventually, openBrowser } from './browser.ts';
import { type Caller, openCaller, WITH_MICROPHONE } from './caller.ts';

/** How many of these words are in what was recognised: a word or two of a whole answer are always misheard. */
function among(heard: string, expected: string): number {
  const words = new Set(heard.split(' '));
  return expected.split(' ').filter((word) => words.has(word)).length;
}

// Nothing is scripted here: Chromium hears a WAV file, pocketsphinx understands it, flite answers, and what came out of the loudspeaker
// is recognised again.
describeInBrowser('a call in the page with real sound', () => {
  describeWithSpeech('a call in the page with real sound', () => {
    let dir: string;
    let microphone: string;
    let company: Company;
    let browser: Browser;
    let caller: Caller;

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'va-microphone-'));
      microphone = join(dir, 'microphone.wav');
      const [stt, tts] = await Promise.all([openPocketsphinx({ log: silentLog }), openFlite({ log: silentLog })]);
      [company, browser] = await Promise.all([
        openCompany({ speech: { stt, tts, defaultVoice: 'rms' } }),
        openBrowser([...WITH_MICROPHONE, `--use-file-for-fake-audio-capture=${microphone}%noloop`]),
      ]);
    });
    afterAll(async () => {
      await browser?.close();
      await company?.close();
      if (dir) rmSync(dir, { recursive: true, force: true });
    });

    /** What the microphone hears from its next start on. */
    const hears = (text: string, beforeMs: number) =>
      copyFileSync(saidFile(text, { voice: 'slt', beforeMs, afterMs: 2000 }), microphone);
    const applications = () =>
      company.rows('Leave Application', [
        ['owner', '=', 'priya@acme.test'],
        ['docstatus', '=', 0],
      ]);
    const mine = () => caller.page.locator('.va-mine p').allTextContents();
    async function heard(): Promise<string> {
      const { samples, sampleRate } = await caller.played();
      return (await recognised(samples, sampleRate)).map(({ word }) => word).join(' ');
    }

    it('speech in, transcript, card, speech out; another microphone, a spoken yes, a document', async () => {
      hears('book friday off', 1500);
      caller = await openCaller(browser, company.url, 'priya@acme.test', { hasOwnMicrophone: true });
      await caller.page.locator('.va-talk').dispatchEvent('click');
      await eventually(mine).toEqual(['book friday off']);
      await eventually(() => caller.card.locator('.va-badge').textContent()).toBe('Waiting for your yes');
      await caller.looks('speaking');
      expect(await applications()).toEqual([]);
      hears('yes', 600);
      const options = caller.button('Sound options');
      await options.click();
      await caller.looks('listening');
      const choice = caller.page.getByLabel('Microphone', { exact: true });
      expect(await choice.locator('option').count()).toBeGreaterThan(0);
      await choice.selectOption({ index: (await choice.locator('option').count()) - 1 });
      expect(among(await heard(), 'request one day annual leave friday june marcus approve send')).toBeGreaterThan(4);
      await eventually(() => caller.card.locator('.va-badge').textContent()).toBe('Done');
      expect(await mine()).toEqual(['book friday off', 'yes']);
      expect(await applications()).toHaveLength(1);
      await caller.looks('listening');
      expect(among(await heard(), 'leave request friday june marcus sent')).toBeGreaterThan(1);
      expect(caller.complaints).toEqual([]);
      await caller.close();
    });
  });
});

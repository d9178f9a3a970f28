import { existsSync } from 'node:fs';
import type { SpeechToText } from '../../sidecar/voice/speech-to-text.ts';
import { CHROMIUM, openBrowser } from '../../test/e2e/browser.ts';
import { type Caller, openCaller, WITH_MICROPHONE } from '../../test/e2e/caller.ts';
import { hasFlite, SAID_RATE, spoken } from '../../test/fakes/speech/said.ts';
import { humming, toneTts } from '../../test/fakes/voice/tone-tts.ts';
import { openCompany } from '../../test/flow/company.ts';
import { type Bench, type Figure, quantile } from './bench.ts';

const ROUNDS = 15;
const QUESTION = 'how much annual leave do I have left';
/** A recogniser knows its words so long after they end, ms. */
const KNOWN_MS = 120;
const LOUD = 500;

/** From the last sound of a person to the first sound of the answer, in a real browser. */
export const voiceBrowserBench: Bench = {
  name: 'voice-browser',
  about: "in Chromium: the end of what is said to the first sample of the answer's sound",
  async run({ tell }) {
    if (!existsSync(CHROMIUM)) {
      tell(`left out: there is no browser at ${CHROMIUM}`);
      return [];
    }
    const question = hasFlite() ? spoken(QUESTION) : humming(SAID_RATE, 1800);
    const length = (question.length * 1000) / SAID_RATE;
    const stt = recogniserOf(length);
    const tts = toneTts(60);
    const [company, browser] = await Promise.all([
      openCompany({
        speech: { stt, tts, defaultVoice: 'hum' },
        env: { VA_LIMIT_VOICE: '1000', VA_VOICE_MINUTES_PER_USER: '100000' },
      }),
      openBrowser(WITH_MICROPHONE),
    ]);
    try {
      const caller = await openCaller(browser, company.url, 'priya@acme.test');
      await caller.page.locator('.va-talk').dispatchEvent('click');
      tell(`${ROUNDS} questions, each of ${Math.round(length)} ms`);
      const waits: number[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const wait = await ask(caller, question);
        // The first one loads what is loaded at first use.
        if (round > 0) waits.push(wait);
      }
      return figures(waits);
    } finally {
      await browser.close();
      await company.close();
    }
  },
};

/** Knows the words once so much sound has come in since it became loud: what the microphone, the page and the line take counts. */
function recogniserOf(lengthMs: number): SpeechToText {
  return {
    id: 'played',
    async open({ sampleRate, onEvent }) {
      let heardMs: number | null = null;
      return {
        push(samples) {
          if (heardMs === null && samples.some((value) => Math.abs(value) > LOUD)) heardMs = 0;
          if (heardMs === null) return;
          heardMs += (samples.length * 1000) / sampleRate;
          if (heardMs < lengthMs + KNOWN_MS) return;
          heardMs = null;
          onEvent({ type: 'final', text: QUESTION, confidence: 0.95, words: [] });
        },
        finalise: () => undefined,
        close: () => undefined,
      };
    },
  };
}

async function ask(caller: Caller, question: Int16Array): Promise<number> {
  await caller.page.locator('.va-voice[data-look=listening]').waitFor();
  await caller.played();
  const end = await caller.says(question);
  await caller.page.locator('.va-voice[data-look=speaking]').waitFor();
  await caller.page.locator('.va-voice[data-look=listening]').waitFor();
  const { firstAt } = await caller.played();
  if (firstAt === null) throw new Error('no sound came out of the loudspeaker');
  return firstAt - end;
}

function figures(waits: readonly number[]): Figure[] {
  const note = `recogniser (${KNOWN_MS} ms behind) and voice (at once) are played: a provider's own time comes on top`;
  return [
    { name: 'browser: end of speech to first sound, p50', value: quantile(waits, 0.5), unit: 'ms', note },
    { name: 'browser: end of speech to first sound, p95', value: quantile(waits, 0.95), unit: 'ms' },
  ];
}

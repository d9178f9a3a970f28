import { afterAll, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../sidecar/lib/log.ts';
import { openSilero, type VoiceJudge, WINDOW } from '../../sidecar/voice/turn-taking/silero.ts';
import { sileroActivity } from '../../sidecar/voice/turn-taking/silero-activity.ts';
import { describeWithSpeech, spoken } from '../fakes/speech/said.ts';
import { traffic, typing } from './noises.ts';
import { FRAME_MS, microphone, say } from './timeline.ts';

const judges = openSilero(silentLog);
afterAll(() => judges.close());

const windows = (samples: Int16Array) =>
  Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, index) =>
    samples.slice(index * WINDOW, (index + 1) * WINDOW),
  );
const judged = async (judge: VoiceJudge, samples: Int16Array) =>
  (await Promise.all(windows(samples).map((window) => judge.judge(window)))).map((one) => one ?? Number.NaN);
const shareOver = (probabilities: readonly number[], limit: number) =>
  probabilities.filter((one) => one > limit).length / probabilities.length;

describeWithSpeech('Silero VAD in its worker', () => {
  it('knows speech from traffic and keys', async () => {
    expect(await judges.ready()).toBe(true);
    expect(shareOver(await judged(judges.open(), spoken('how many leave days do i have left')), 0.5)).toBeGreaterThan(
      0.7,
    );
    expect(shareOver(await judged(judges.open(), traffic(1)), 0.5)).toBeLessThan(0.1);
    expect(shareOver(await judged(judges.open(), typing(1, { keys: 12 })), 0.5)).toBeLessThan(0.1);
  });

  it('listens to several calls at once, each with its own memory', async () => {
    await judges.ready();
    const [speech, noise] = [spoken('book friday off please'), traffic(2)];
    const alone = [await judged(judges.open(), speech), await judged(judges.open(), noise)];
    const together = await Promise.all([judged(judges.open(), speech), judged(judges.open(), noise)]);
    for (const [call, probabilities] of together.entries()) {
      for (const [index, probability] of probabilities.entries())
        expect(probability).toBeCloseTo(alone[call]?.[index] ?? Number.NaN, 4);
    }
  });

  it('forgets what it heard when told to', async () => {
    await judges.ready();
    const judge = judges.open();
    const first = await judged(judge, spoken('book friday off please'));
    judge.forget();
    expect(await judged(judge, spoken('book friday off please'))).toEqual(first);
  });
});

describe('without the model', () => {
  it('says so once, and pitch alone tells', async () => {
    const told: string[] = [];
    const log: Log = { ...silentLog, warn: (message: string) => told.push(message) };
    const broken = openSilero(log, new URL('./no-such-worker.ts', import.meta.url));
    expect(await broken.ready()).toBe(false);
    const activity = sileroActivity(broken.open());
    activity.whileSpeaking?.(true);
    const said = say('book friday off', { at: 400 });
    const ear = microphone(said.sounds);
    let voices = 0;
    for (let at = 0; at < said.endMs; at += FRAME_MS) {
      if (activity.push(ear.frame(at)).isVoice) voices += 1;
      await Promise.resolve();
    }
    expect(voices * FRAME_MS).toBeGreaterThan(300);
    expect(told).toHaveLength(1);
    await broken.close();
  });
});

describe('behind the gate', () => {
  const humming = () => {
    const said = say('book friday off', { at: 400 });
    return { ear: microphone(said.sounds), endMs: said.endMs };
  };
  async function voicesWith(probability: number | null, isSpeaking = true) {
    let [asked, forgotten] = [0, 0];
    const activity = sileroActivity({
      async judge() {
        asked += 1;
        return probability;
      },
      forget() {
        forgotten += 1;
      },
    });
    activity.whileSpeaking?.(isSpeaking);
    const { ear, endMs } = humming();
    let voices = 0;
    for (let at = 0; at < endMs; at += FRAME_MS) {
      if (activity.push(ear.frame(at)).isVoice) voices += 1;
      await Promise.resolve();
    }
    const before = forgotten;
    activity.whileSpeaking?.(false);
    return { asked, voices, forgottenAtTheEnd: forgotten - before };
  }

  it('what the model takes for noise is no voice, whatever its pitch', async () => {
    expect((await voicesWith(0.1)).voices).toBeLessThan(4);
    expect((await voicesWith(0.9)).voices).toBeGreaterThan(15);
    expect((await voicesWith(null)).voices).toBeGreaterThan(15);
  });

  it('the model is asked about nothing while we are silent, and about no quiet', async () => {
    expect(await voicesWith(0.9, false)).toMatchObject({ asked: 0, forgottenAtTheEnd: 0 });
    const { endMs } = humming();
    const { asked, forgottenAtTheEnd } = await voicesWith(0.9);
    expect(asked * 32).toBeLessThan(endMs - 200);
    expect(forgottenAtTheEnd).toBe(1);
  });
});

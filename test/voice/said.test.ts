import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import { readWav } from '../../sidecar/voice/audio/wav.ts';
import { describeWithSpeech, recognised, said, saidFile, spokenWords, wavSamples } from '../fakes/speech/said.ts';

describeWithSpeech('what tests say aloud', () => {
  it('has silence around it and a level of its own, also as a file', async () => {
    const sound = said('show me my tasks', { voice: 'rms', beforeMs: 500, afterMs: 700, levelDb: -30 });
    expect(levelDb(sound.slice(0, 7500))).toBeLessThan(-65);
    expect(levelDb(sound.slice(-9600))).toBeLessThan(-65);
    expect(levelDb(sound.slice(8000, -11_200))).toBeCloseTo(-30, 0);
    const file = readFileSync(
      saidFile('show me my tasks', { voice: 'rms', beforeMs: 500, afterMs: 700, levelDb: -30 }),
    );
    expect(readWav(file)?.sampleRate).toBe(16_000);
    expect(wavSamples(file)).toEqual(sound);
  });

  it('knows when each word ends, as the recogniser hears it', async () => {
    const text = 'schedule a meeting with marcus on friday at ten';
    const { samples, words } = spokenWords(text, { voice: 'slt' });
    expect(words.map(({ word }) => word).join(' ')).toBe(text);
    expect(words.at(-1)?.endMs).toBeCloseTo(samples.length / 16, -1);
    const heard = await recognised(said(text, { beforeMs: 500, voice: 'slt' }));
    expect(heard.map(({ word }) => word).join(' ')).toBe(text);
    for (const [index, { endMs }] of words.entries())
      expect(Math.abs((heard[index]?.endMs ?? 0) - 500 - endMs)).toBeLessThan(110);
  });
});

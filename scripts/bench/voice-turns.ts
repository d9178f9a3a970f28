import { bargeInFigures } from './_voice-barge-in.ts';
import { endingFigures } from './_voice-endings.ts';
import { openStage } from './_voice-stage.ts';
import type { Bench, Figure } from './bench.ts';

/** When turns end and who interrupts, under a virtual clock over the synthetic sets of test/voice/sets. */
export const voiceTurnsBench: Bench = {
  name: 'voice-turns',
  about: 'voice: decision that somebody has finished, barge-in',
  async run({ tell }) {
    const stage = openStage(tell);
    const figures: Figure[] = [];
    for (const set of ['tuned', 'held-out'] as const) {
      tell(`when turns end, synthetic, ${stage.kind}, ${set}`);
      figures.push(...(await endingFigures(stage, set)));
      tell(`interruptions, synthetic, ${stage.kind}, ${set}`);
      figures.push(...(await bargeInFigures(stage, set, tell)));
    }
    return figures;
  },
};

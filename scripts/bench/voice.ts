import type { Bench } from './bench.ts';
import { answerFigures, clauseFigures } from './voice-parts.ts';

/** How soon a call answers. */
export const voiceBench: Bench = {
  name: 'voice',
  about: 'what was said to the first sound of the answer; the first clause after its last token',
  run: async ({ tell }) => [...(await answerFigures(tell)), ...(await clauseFigures(tell))],
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wavSamples } from '../../test/fakes/speech/said.ts';
import { fixedSilence } from '../../test/voice/fixed-silence.ts';
import { listen } from '../../test/voice/hearing-room.ts';
import { quantile } from './bench.ts';

/** How turn-taking ends the turns of a folder of recordings (docs/voice-turns.md): `node scripts/bench/voice-score.ts DIR`. */
const FRAME = 320;

const schema = z.object({
  synthetic: z.boolean(),
  entries: z.array(
    z.object({
      file: z.string(),
      kind: z.string(),
      expects: z.enum(['anything', 'card', 'question']),
      words: z.array(z.object({ word: z.string(), endMs: z.number() })),
      endMs: z.number(),
    }),
  ),
});

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Say which folder: node scripts/bench/voice-score.ts DIR');
  process.exit(2);
}
const set = schema.parse(JSON.parse(readFileSync(join(folder, 'set.json'), 'utf8')));
const entries = set.entries.filter(({ words }) => words.length > 0);
console.log(`${entries.length} utterances, ${set.synthetic ? 'synthetic' : 'recorded'}`);
for (const [name, takeTurns] of [['ours', undefined] as const, ['fixed 700 ms', fixedSilence(700)] as const]) {
  const kinds = new Map<string, number[]>();
  const cutOff: string[] = [];
  for (const { file, kind, expects, words, endMs } of entries) {
    const samples = wavSamples(readFileSync(join(folder, file)));
    const signs = await listen({
      microphone: { frame: (at) => padded(samples.slice(at * 16, at * 16 + FRAME)) },
      words: words.map((one) => ({ ...one, startMs: one.endMs })),
      untilMs: endMs + 4000,
      situation: { speaking: false, thinking: false, expects },
      until: ['end'],
      ...(takeTurns ? { takeTurns } : {}),
    });
    const after = (signs.find(({ sign }) => sign === 'end')?.at ?? Number.NaN) - endMs;
    // The end of a word in a recording is not known to the frame.
    if (after >= -20) kinds.set(kind, [...(kinds.get(kind) ?? []), after]);
    else cutOff.push(`${file} (${words.map(({ word }) => word).join(' ')})`);
  }
  console.log(`\n${name}: ${((100 * cutOff.length) / entries.length).toFixed(1)} % cut off`);
  for (const [kind, times] of kinds)
    console.log(
      `  ${kind.padEnd(18)} p50 ${Math.round(quantile(times, 0.5))} ms, p95 ${Math.round(quantile(times, 0.95))} ms of ${times.length}`,
    );
  if (takeTurns === undefined) for (const one of cutOff) console.log(`  cut off: ${one}`);
}

function padded(samples: Int16Array): Int16Array {
  const frame = new Int16Array(FRAME);
  frame.set(samples);
  return frame;
}

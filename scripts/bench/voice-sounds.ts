import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWav } from '../../sidecar/voice/audio/wav.ts';
import { hasFlite, SAID_RATE } from '../../test/fakes/speech/said.ts';
import { coughSound, telephone, thud, traffic, typing } from '../../test/voice/noises.ts';
import { readLines } from '../../test/voice/sets/endpointing.ts';
import { type Clip, room, speakLine } from '../../test/voice/spoken.ts';
import { FRAME_MS } from '../../test/voice/timeline.ts';

/**
 * The synthetic sound sets of turn-taking as WAV files with their words beside them (docs/voice-turns.md):
 * `node scripts/bench/voice-sounds.ts --to DIR [--seed 1] [--set held-out]`. Speech by Debian's flite; without it only noises are made.
 */
const LEAD_MS = 500;
const TAIL_MS = 1500;

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: 'voice-sounds' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', default: 'endpointing' },
  },
});
const seed = Number(values.seed);
const set = values.set === 'held-out' ? 'held-out' : 'endpointing';
mkdirSync(values.to, { recursive: true });

interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly expects: string;
  readonly text: string;
  /** End of each word, ms from the beginning of the file, by flite's own times. */
  readonly words: readonly { readonly word: string; readonly endMs: number }[];
  readonly endMs: number;
}
const entries: Entry[] = [];

if (hasFlite()) for (const [index, line] of readLines(set).entries()) speak(index, line);
else console.log('No speech was made: flite with the voices slt, rms and awb is not installed (apt install flite).');
const spoken = entries.length;

const noises: Readonly<Record<string, Int16Array>> = {
  'cough-1': coughSound(seed, { bursts: 1 }),
  'cough-3': coughSound(seed, { bursts: 3 }),
  keyboard: typing(seed, { keys: 20 }),
  door: thud(seed),
  telephone: telephone(seed),
  traffic: traffic(seed),
};
for (const [kind, samples] of Object.entries(noises)) {
  const endMs = record(`${kind}.wav`, [{ fromMs: LEAD_MS, samples }]);
  entries.push({ file: `${kind}.wav`, kind: 'noise', expects: 'anything', text: '', words: [], endMs });
}
writeFileSync(join(values.to, 'set.json'), JSON.stringify({ synthetic: true, seed, entries }, null, 1));
console.log(`${entries.length} sounds in ${values.to}, ${spoken} of them spoken.`);

function speak(index: number, { kind, expects, line }: ReturnType<typeof readLines>[number]): void {
  const { clips, words, text, endMs } = speakLine(line, { at: LEAD_MS, seed: seed * 1000 + index });
  const file = `${String(index).padStart(3, '0')}-${kind}.wav`;
  record(file, clips);
  const ends = words.map((one) => ({ word: one.word, endMs: Math.round(one.endMs) }));
  entries.push({ file, kind, expects, text, words: ends, endMs: Math.round(endMs) });
}

/** Writes what a microphone in a room hears; where the last sound ends, ms. */
function record(file: string, clips: readonly Clip[]): number {
  const endMs = Math.max(...clips.map(({ fromMs, samples }) => fromMs + (samples.length * 1000) / SAID_RATE));
  const ear = room(clips, { seed });
  const frames = Array.from({ length: Math.ceil((endMs + TAIL_MS) / FRAME_MS) }, (_, index) =>
    ear.frame(index * FRAME_MS),
  );
  writeFileSync(join(values.to, file), writeWav(Int16Array.from(frames.flatMap((frame) => [...frame])), SAID_RATE));
  return Math.round(endMs);
}

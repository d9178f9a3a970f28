import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytesOf, levelDb } from '../../sidecar/voice/audio/pcm.ts';
import { seededRandom } from '../../test/fakes/seeded-random.ts';
import { readLines } from '../../test/voice/sets/endpointing.ts';
import { cough, keys, microphone, type Sound } from '../../test/voice/timeline.ts';

/**
 * The synthetic sound set of turn-taking as WAV files with their words beside them (docs/voice-turns.md):
 * `node scripts/bench/voice-sounds.ts --to DIR [--seed 1]`. Speech by Debian's flite; without it only what needs no voice is made.
 */
const RATE = 16_000;
const VOICES = ['slt', 'rms', 'awb'];
const LEAD_MS = 500;
const TAIL_MS = 1500;
/** dBFS of the voiced part of the speech. */
const SPEECH_DB = -24;

const { values } = parseArgs({
  options: { to: { type: 'string', default: 'voice-sounds' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const random = seededRandom(seed);
mkdirSync(values.to, { recursive: true });

interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly voice: string | null;
  readonly expects: string;
  readonly text: string;
  /** End of each word, ms from the beginning of the file: of the last in a breath exact, of those before it by their length. */
  readonly words: readonly { readonly word: string; readonly endMs: number }[];
  readonly endMs: number;
}
const entries: Entry[] = [];

const hasVoices = VOICES.every((voice) => spawnSync('flite', ['-voice', voice, '-t', 'a', '-o', 'none']).status === 0);
if (hasVoices) for (const [index, line] of readLines().entries()) entries.push(speak(index, line));
else console.log('No speech was made: flite with the voices slt, rms and awb is not installed (apt install flite).');

const noises: Readonly<Record<string, readonly Sound[]>> = {
  'cough-1': cough(LEAD_MS, { bursts: 1 }),
  'cough-3': cough(LEAD_MS, { bursts: 3, ms: 220 }),
  keyboard: keys(LEAD_MS, { count: 20 }),
  door: [{ fromMs: LEAD_MS, toMs: LEAD_MS + 160, levelDb: -25, colour: 'hiss' }],
  traffic: [{ fromMs: LEAD_MS, toMs: LEAD_MS + 3000, levelDb: -40, colour: 'hiss' }],
};
for (const [name, sounds] of Object.entries(noises)) {
  const ear = microphone(sounds, { seed });
  const frames = Array.from({ length: 250 }, (_, index) => ear.frame(index * 20));
  const endMs = Math.max(...sounds.map(({ toMs }) => toMs));
  write(`${name}.wav`, Int16Array.from(frames.flatMap((frame) => [...frame])));
  entries.push({ file: `${name}.wav`, kind: 'noise', voice: null, expects: 'anything', text: '', words: [], endMs });
}
writeFileSync(join(values.to, 'set.json'), JSON.stringify({ synthetic: true, seed, entries }, null, 1));
console.log(
  `${entries.length} sounds in ${values.to}, ${entries.filter(({ voice }) => voice !== null).length} of them spoken.`,
);

function speak(index: number, { kind, expects, line }: ReturnType<typeof readLines>[number]): Entry {
  const voice = VOICES[index % VOICES.length] ?? 'slt';
  const breaths = line.split(/\s*\{(\d+)\}\s*/u);
  const pieces: Int16Array[] = [silence(LEAD_MS)];
  const words: { word: string; endMs: number }[] = [];
  let at = LEAD_MS;
  for (const [place, part] of breaths.entries()) {
    const isPause = place % 2 === 1;
    const samples = isPause ? silence(Number(part)) : trimmed(synthesise(part, voice));
    pieces.push(samples);
    const length = (samples.length * 1000) / RATE;
    if (!isPause) words.push(...timed(part, at, length));
    at += length;
  }
  pieces.push(silence(TAIL_MS));
  const file = `${String(index).padStart(3, '0')}-${kind}.wav`;
  write(file, inRoom(joined(pieces)));
  const text = words.map(({ word }) => word).join(' ');
  return { file, kind, voice, expects, text, words, endMs: Math.round(at) };
}

function synthesise(text: string, voice: string): Int16Array {
  const file = join(values.to, 'breath.wav');
  execFileSync('flite', [
    '-voice',
    voice,
    '--setf',
    `duration_stretch=${(0.9 + random() * 0.25).toFixed(2)}`,
    '-t',
    text,
    '-o',
    file,
  ]);
  const wav = readFileSync(file);
  rmSync(file);
  const rate = wav.readUInt32LE(24);
  if (rate !== RATE) throw new Error(`flite's voice ${voice} speaks at ${rate} Hz`);
  return new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)));
}

/** Without the silence around it, at the level of the set. */
function trimmed(samples: Int16Array): Int16Array {
  const loud = [...samples.keys()].filter((index) => Math.abs(samples[index] ?? 0) > 300);
  const inner = samples.subarray(loud[0] ?? 0, (loud.at(-1) ?? samples.length - 1) + 1);
  const gain = 10 ** ((SPEECH_DB - levelDb(inner)) / 20);
  return inner.map((sample) => Math.round(sample * gain));
}
function timed(text: string, at: number, length: number): { word: string; endMs: number }[] {
  const words = text.split(/\s+/u);
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  let done = 0;
  return words.map((word) => {
    done += word.length + 1;
    return { word, endMs: Math.round(at + (length * done) / letters) };
  });
}
/** The hiss of a room, and one of three microphones: plain, muffled, thin. */
function inRoom(samples: Int16Array): Int16Array {
  const muffle = [0, 0.45, -0.35][Math.floor(random() * 3)] ?? 0;
  const room = 32_768 * 10 ** ((-66 + random() * 14) / 20) * Math.sqrt(3);
  let before = 0;
  return samples.map((sample) => {
    before = sample * (1 - Math.abs(muffle)) + before * muffle;
    return Math.max(-32_768, Math.min(32_767, Math.round(before + (2 * random() - 1) * room)));
  });
}
function silence(ms: number): Int16Array {
  return new Int16Array(Math.round((ms * RATE) / 1000));
}
function joined(pieces: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
function write(file: string, samples: Int16Array): void {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(join(values.to, file), Buffer.concat([header, bytesOf(samples)]));
}

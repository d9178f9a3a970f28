import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { levelDb, samplesOf } from '../../../sidecar/voice/audio/pcm.ts';
import { resampler } from '../../../sidecar/voice/audio/resample.ts';
import { readWav, writeWav } from '../../../sidecar/voice/audio/wav.ts';
import type { HeardWord } from '../../../sidecar/voice/speech-to-text.ts';
import { hasPocketsphinx, openDecoder } from '../../../sidecar/voice/stt/pocketsphinx-decoder.ts';
import { seededRandom } from '../seeded-random.ts';

/**
 * Real speech for tests: sentences said by Debian's flite, and recordings recognised by its pocketsphinx. Tests that need
 * them are in `describeWithSpeech`.
 */
export const SAID_RATE = 16_000;
export type FliteVoice = 'slt' | 'rms' | 'awb';

export interface SaidOptions {
  readonly voice?: FliteVoice;
  /** Silence around the words, as a quiet room has it, ms. */
  readonly beforeMs?: number;
  readonly afterMs?: number;
  /** dBFS, root mean square of the speech. */
  readonly levelDb?: number;
  /** Longer than as the voice speaks. */
  readonly stretch?: number;
}

const missing = [
  ...(hasFlite() ? [] : ['flite']),
  ...((await hasPocketsphinx()) ? [] : ['pocketsphinx', 'pocketsphinx-en-us']),
];

/** A suite with real speech; without the programs it is skipped and says so. */
export function describeWithSpeech(name: string, suite: () => void): void {
  if (missing.length > 0) console.warn(`skipped: "${name}" needs what \`apt install ${missing.join(' ')}\` brings`);
  describe.skipIf(missing.length > 0)(name, suite);
}

export function hasFlite(): boolean {
  const { status, stdout } = spawnSync('flite', ['-lv'], { encoding: 'utf8' });
  return status === 0 && ['slt', 'rms', 'awb'].every((voice) => stdout.includes(voice));
}

/** 16 kHz, mono: the sentence with silence around it. */
export function said(text: string, options: SaidOptions = {}): Int16Array {
  const { beforeMs = 500, afterMs = 800 } = options;
  const speech = spoken(text, options);
  const random = seededRandom(5);
  const [before, after] = [(beforeMs * SAID_RATE) / 1000, (afterMs * SAID_RATE) / 1000];
  // No room is silent: a little hiss at -70 dBFS.
  const whole = Int16Array.from({ length: before + speech.length + after }, () => Math.round(36 * (random() - 0.5)));
  for (const [index, sample] of speech.entries()) whole[before + index] = (whole[before + index] ?? 0) + sample;
  return whole;
}

/** The same as a WAV file, such as a browser takes for its microphone: its path. */
export function saidFile(text: string, options: SaidOptions = {}): string {
  const path = cached(`said ${JSON.stringify([text, options])}`);
  if (!existsSync(path)) store(path, writeWav(said(text, options), SAID_RATE));
  return path;
}

/** The words alone, without silence before and after, at one level. */
export function spoken(text: string, options: SaidOptions = {}): Int16Array {
  const { voice = 'slt', stretch = 1, levelDb: wanted = -24 } = options;
  const path = cached(`flite ${voice} ${stretch} ${text}`);
  if (!existsSync(path)) {
    const part = `${path}.${randomUUID()}`;
    execFileSync('flite', ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-t', text, '-o', part]);
    renameSync(part, path);
  }
  return levelled(trimmed(wavSamples(readFileSync(path))), wanted);
}

/** What is said in a recording of any rate, as plain lower-case words; all that is open at its end counts. */
export async function recognised(samples: Int16Array, sampleRate: number = SAID_RATE): Promise<readonly HeardWord[]> {
  const decode = await openDecoder();
  return await decode(resampler(sampleRate, SAID_RATE).push(samples), new AbortController().signal);
}

/** Samples of a WAV file of PCM16 mono; `recognised` wants its rate too: `readWav`. */
export function wavSamples(bytes: Uint8Array): Int16Array {
  const wav = readWav(bytes);
  const samples = wav === null ? null : samplesOf(wav.data);
  if (samples === null) throw new Error('no WAV file of PCM16, mono');
  return samples;
}

const SILENT = 200;
function trimmed(samples: Int16Array): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > SILENT;
  const first = samples.findIndex(isLoud);
  return first < 0 ? new Int16Array(0) : samples.slice(first, samples.findLastIndex(isLoud) + 1);
}
function levelled(samples: Int16Array, wanted: number): Int16Array {
  const gain = 10 ** ((wanted - levelDb(samples)) / 20);
  return samples.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * gain))));
}
function cached(key: string): string {
  const folder = join(tmpdir(), `va-said-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 24)}.wav`);
}
function store(path: string, bytes: Uint8Array): void {
  const part = `${path}.${randomUUID()}`;
  writeFileSync(part, bytes);
  renameSync(part, path);
}

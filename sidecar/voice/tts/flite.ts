import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesOf } from '../audio/pcm.ts';
import { resampler } from '../audio/resample.ts';
import { readWav } from '../audio/wav.ts';
import type { SpeechDeps } from '../open-speech.ts';
import { runLocal } from '../run-local.ts';
import { SpeechError } from '../speech-to-text.ts';
import type { TextToSpeech, Voice } from '../text-to-speech.ts';

/** Debian's flite, for tests and demos: plain voices, no key, no network. Null where the program is not installed. */
const ID = 'flite';
const PROGRAM = 'flite';
const VOICES: readonly Voice[] = [
  { id: 'flite:slt', name: 'Flite SLT', language: 'en-US', gender: 'female' },
  { id: 'flite:rms', name: 'Flite RMS', language: 'en-US', gender: 'male' },
  { id: 'flite:awb', name: 'Flite AWB', language: 'en-GB', gender: 'male' },
].map((voice) => ({ ...voice, provider: ID, previewUrl: null }) as Voice);
/** The voice that speaks when nobody chose one. */
export const FLITE_VOICE = 'slt';
/** Samples that are handed on at a time, ms. */
const PIECE_MS = 100;

export async function hasFlite(): Promise<boolean> {
  return (await installedVoices()).length > 0;
}

export async function openFlite(_deps: Pick<SpeechDeps, 'log'>): Promise<TextToSpeech | null> {
  const voices = await installedVoices();
  if (voices.length === 0) return null;
  return {
    id: ID,
    voices: async () => voices,
    warm: async () => undefined,
    async *speak(text, manner, { sampleRate, signal }) {
      const voice = manner.voice === '' ? nameOf(voices[0]?.id ?? '') : manner.voice;
      if (!voices.some(({ id }) => nameOf(id) === voice)) throw new SpeechError('unsupported', ID);
      const words = speakable(text);
      if (words === '') return;
      const wav = await synthesise(words, voice, manner.speed, signal);
      const toRate = resampler(wav.sampleRate, sampleRate);
      const size = (wav.sampleRate * PIECE_MS) / 1000;
      for (let at = 0; at < wav.samples.length && !signal.aborted; at += size)
        yield toRate.push(wav.samples.subarray(at, at + size));
    },
  };
}

async function installedVoices(): Promise<readonly Voice[]> {
  const listed = await runLocal(PROGRAM, ['-lv']);
  const names = new Set(
    /available:(.*)/u
      .exec(listed ?? '')?.[1]
      ?.trim()
      .split(/\s+/u) ?? [],
  );
  return VOICES.filter(({ id }) => names.has(nameOf(id)));
}

const nameOf = (id: string) => id.slice(ID.length + 1);

/** One argument of a program: control characters are none of it, and a leading dash is no option. */
function speakable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/^[\s-]+/u, '')
    .trim();
}

async function synthesise(text: string, voice: string, speed: number, signal: AbortSignal) {
  // Flite opens its output by name and a socket has none; a file without a name is gone whatever becomes of us.
  const file = await namelessFile();
  try {
    await run(
      ['-voice', voice, '--setf', `duration_stretch=${(1 / speed).toFixed(3)}`, '-t', text, '-o', '/dev/stdout'],
      file.fd,
      signal,
    );
    const { size } = await file.stat();
    const bytes = Buffer.alloc(size);
    await file.read(bytes, 0, size, 0);
    const wav = readWav(bytes);
    const samples = wav === null ? null : samplesOf(wav.data);
    if (wav === null || samples === null) throw new SpeechError('garbled', ID);
    return { samples, sampleRate: wav.sampleRate };
  } finally {
    await file.close();
  }
}

async function namelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `va-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** @throws SpeechError; an aborted signal kills the program and throws its reason. */
function run(args: readonly string[], out: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(PROGRAM, args, { stdio: ['ignore', out, 'ignore'] });
    const onAbort = () => child.kill('SIGKILL');
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', (cause) => reject(new SpeechError('unreachable', ID, { cause })));
    child.once('close', (code) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new SpeechError('cut', ID, { cause: new Error(`flite ended with ${code}`) }));
    });
  });
}

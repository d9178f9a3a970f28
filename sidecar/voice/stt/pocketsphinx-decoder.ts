import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, open, readFile, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf } from '../audio/pcm.ts';
import { runLocal } from '../run-local.ts';
import type { HeardWord } from '../speech-to-text.ts';
import { arpaModel } from './ngrams.ts';
import { officeSentences } from './office-speech.ts';

const PROGRAM = 'pocketsphinx_continuous';
const MODEL = '/usr/share/pocketsphinx/model/en-us';
/** Names and words of the office that the English dictionary lacks. */
const OUR_WORDS = new URL('./office-words.dict', import.meta.url);
/** The model's own names for what is no word. */
const NO_WORD = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/u;

/** Words of a stretch of 16 kHz sound, times from its beginning. An aborted signal kills the program and rejects. */
export type Decode = (samples: Int16Array, signal: AbortSignal) => Promise<readonly HeardWord[]>;

export async function hasPocketsphinx(): Promise<boolean> {
  if (!existsSync(join(MODEL, 'en-us', 'mdef')) || !existsSync(join(MODEL, 'cmudict-en-us.dict'))) return false;
  const path = await runLocal('/bin/sh', ['-c', 'command -v pocketsphinx_continuous']);
  return path?.includes(PROGRAM) ?? false;
}

/** One for all streams of the process. */
export function openDecoder(): Promise<Decode> {
  decoder ??= createDecoder().catch((error: unknown) => {
    decoder = null;
    throw error;
  });
  return decoder;
}
let decoder: Promise<Decode> | null = null;

/** Writes the language model and the dictionary of our sentences (half a second); they are gone with the process. */
async function createDecoder(): Promise<Decode> {
  const dictionary = new Map<string, string[]>();
  for (const file of [join(MODEL, 'cmudict-en-us.dict'), OUR_WORDS]) {
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      const word = line.split(' ')[0]?.replace(/\(\d+\)$/u, '') ?? '';
      if (word !== '') dictionary.set(word, [...(dictionary.get(word) ?? []), line]);
    }
  }
  const sentences = officeSentences((word) => dictionary.has(word));
  const vocabulary = new Set(sentences.flat());
  const folder = await mkdtemp(join(tmpdir(), 'va-words-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [lm, dict] = [join(folder, 'office.lm'), join(folder, 'office.dict')];
  await writeFile(lm, arpaModel(sentences));
  await writeFile(dict, `${[...vocabulary].flatMap((word) => dictionary.get(word) ?? []).join('\n')}\n`);
  const args = [
    ...['-hmm', join(MODEL, 'en-us'), '-lm', lm, '-dict', dict, '-infile', '/dev/stdin', '-time', 'yes'],
    // What is one utterance was decided before.
    ...['-vad_postspeech', '1000'],
  ];
  return (samples, signal) => decode(args, samples, signal);
}

async function decode(args: readonly string[], samples: Int16Array, signal: AbortSignal): Promise<HeardWord[]> {
  signal.throwIfAborted();
  // The program opens its input by name, which a socket has not; a file without a name is gone whatever becomes of us.
  const path = join(tmpdir(), `va-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    await file.write(bytesOf(samples));
    return wordsOf(await run(args, file.fd, signal));
  } finally {
    await file.close();
  }
}

function run(args: readonly string[], input: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, args, { stdio: [input, 'pipe', 'ignore'] });
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const onAbort = () => child.kill('SIGKILL');
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve(out);
      else reject(new Error(`${PROGRAM} ended with ${code}`));
    });
  });
}

/** `word start end probability`, seconds; other lines are the sentence itself. */
function wordsOf(out: string): HeardWord[] {
  return out.split('\n').flatMap((line) => {
    const [, word = '', start, end, probability] = /^(\S+) ([\d.]+) ([\d.]+) ([\d.eE+-]+)$/u.exec(line) ?? [];
    if (word === '' || NO_WORD.test(word)) return [];
    return [
      {
        word: word.replace(/\(\d+\)$/u, '').replace(/^([ap])\.m\.$/u, '$1m'),
        startMs: Math.round(Number(start) * 1000),
        endMs: Math.round(Number(end) * 1000),
        confidence: Math.min(1, Number(probability)),
      },
    ];
  });
}

import { watched } from '../../llm/providers/watch.ts';
import { resampler } from '../audio/resample.ts';
import type { SpeechError } from '../speech-to-text.ts';
import { brokenFailure, type FailSpeech } from './provider-failure.ts';
import { wavReader } from './wav.ts';

/** What a provider answers to a clause. */
export interface SoundAnswer {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Media type, as far as it was told. */
  readonly type: string | null;
  /** Hz of the PCM16 in it, unless a WAV header says otherwise. */
  readonly rate: number;
}

/** How long a provider may be silent, ms. */
export interface SpeechTimeouts {
  readonly firstMs: number;
  readonly gapMs: number;
}

/** A clause takes at most so long: what speaks on and on is broken. Twice as slow as the slowest voice. */
const LONGEST_MS = 10_000;
const LONGEST_MS_PER_CHARACTER = 400;
/** What is no PCM16, whatever was asked for. */
const OTHER_SOUND = /^(?:text\/|application\/(?:json|xml)|audio\/(?:mpeg|mp3|ogg|opus|aac|flac|webm))/iu;

/**
 * The sound of one clause at the rate that is wanted, as it comes: half samples are put together, other rates converted, a WAV
 * header is read. The request is ended on the wire whatever happens.
 * @throws SpeechError, or the signal's reason.
 */
export async function* soundOf(
  ask: (signal: AbortSignal) => Promise<SoundAnswer>,
  given: {
    readonly text: string;
    readonly sampleRate: number;
    readonly signal: AbortSignal;
    readonly timeouts: SpeechTimeouts;
    readonly fail: FailSpeech;
    /** What an error of the provider's SDK means; null when it is none of its own. */
    readonly told: (error: unknown, said: boolean) => SpeechError | null;
  },
): AsyncGenerator<Int16Array, void, undefined> {
  const { signal, fail, sampleRate } = given;
  let answer: SoundAnswer | null = null;
  const open = async (inner: AbortSignal) => {
    answer = await ask(inner);
    if (answer.type !== null && OTHER_SOUND.test(answer.type))
      throw fail('garbled', new Error(`answered with ${answer.type}`));
    return answer.bytes;
  };
  const most = ((LONGEST_MS + LONGEST_MS_PER_CHARACTER * given.text.length) * sampleRate) / 1000;
  const header = wavReader();
  const whole = wholeSamples();
  let convert: ((samples: Int16Array) => Int16Array) | null = null;
  let said = 0;
  try {
    for await (const bytes of watched(open, signal, given.timeouts, (chunk) => chunk.byteLength > 0)) {
      const sound = header.push(bytes);
      if (sound === 'unreadable') throw fail('garbled', new Error('a WAV file that is not 16 bit mono PCM'));
      const samples = whole(sound);
      if (samples.length === 0) continue;
      convert ??= resampler(header.rate ?? (answer as SoundAnswer | null)?.rate ?? sampleRate, sampleRate).push;
      const converted = convert(samples);
      said += converted.length;
      if (said > most)
        throw fail('garbled', new Error(`spoke for more than ${Math.round((most / sampleRate) * 1000)} ms`));
      if (converted.length > 0) yield converted;
    }
    if (said === 0) throw fail('garbled', new Error('answered without sound'));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw given.told(error, said > 0) ?? brokenFailure(error, said > 0, fail);
  }
}

/** Bytes become samples; the first half of one waits for the other. */
function wholeSamples(): (bytes: Uint8Array) => Int16Array {
  let half: number | null = null;
  return (bytes) => {
    const carried = half === null ? 0 : 1;
    const length = bytes.byteLength + carried;
    const even = length - (length % 2);
    const joined = new Uint8Array(even);
    if (half !== null && even > 0) joined[0] = half;
    joined.set(bytes.subarray(0, even - carried), even > 0 ? carried : 0);
    half = length % 2 === 1 ? (bytes.at(-1) ?? half) : null;
    return new Int16Array(joined.buffer);
  };
}

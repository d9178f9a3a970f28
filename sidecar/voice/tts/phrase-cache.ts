import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import type { Manner } from '../text-to-speech.ts';

/** What makes two phrases sound the same. */
export interface PhraseKey {
  readonly provider: string;
  readonly manner: Manner;
  readonly sampleRate: number;
  readonly text: string;
}

/** Sound of phrases that come again and again, in memory. Of their words it keeps a hash alone. */
export interface PhraseCache {
  get(key: PhraseKey): Int16Array | null;
  /** Whether a phrase is worth keeping: it is one of our own, or is said for the second time. Counts it as said. */
  wants(key: PhraseKey): boolean;
  put(key: PhraseKey, samples: Int16Array): void;
}

/** Longer ones hardly come again. */
const LONGEST = 80;
/** What was said may be personal: it is not kept longer than somebody may say it again. Our own phrases stay. */
const PERSONAL_MS = 600_000;
const MOST_SAID = 2000;

export function createPhraseCache(options: {
  readonly clock: Pick<Clock, 'now'>;
  readonly maxBytes: number;
  readonly maxPhrases: number;
  /** Texts that we say by ourselves, to everybody alike. */
  readonly own: ReadonlySet<string>;
}): PhraseCache {
  const { clock, own } = options;
  if (options.maxBytes === 0) return { get: () => null, wants: () => false, put: () => undefined };
  const perf = { now: clock.now };
  const sounds = new LRUCache<string, Int16Array>({
    max: options.maxPhrases,
    maxSize: options.maxBytes,
    sizeCalculation: (samples) => Math.max(1, samples.byteLength),
    perf,
    ttlResolution: 0,
  });
  const said = new LRUCache<string, true>({ max: MOST_SAID, ttl: PERSONAL_MS, perf, ttlResolution: 0 });
  return {
    get: (key) => sounds.get(hashOf(key)) ?? null,
    wants(key) {
      if (key.text.length > LONGEST) return false;
      if (own.has(key.text)) return true;
      const hash = hashOf(key);
      if (said.has(hash)) return true;
      said.set(hash, true);
      return false;
    },
    put(key, samples) {
      if (samples.byteLength === 0 || samples.byteLength > options.maxBytes) return;
      sounds.set(hashOf(key), samples, own.has(key.text) ? {} : { ttl: PERSONAL_MS });
    },
  };
}

function hashOf({ provider, manner, sampleRate, text }: PhraseKey): string {
  const { voice, speed, pitch, range, emotion, emphasis, profile } = manner;
  const parts = [
    provider,
    voice,
    speed,
    pitch,
    range ?? '',
    emotion ?? '',
    emphasis ?? '',
    profile ?? '',
    sampleRate,
    text,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

import { Worker } from 'node:worker_threads';
import type { SampleRate } from '@dartwing-va/contract/voice.ts';
import type { Log } from '../../lib/log.ts';

/** A module of the codec holds fewer than 79; a worker has one module. */
const CODECS_PER_WORKER = 60;

/** Rates that Opus knows and we serve, Hz. */
export type OpusRate = SampleRate;
export type CodecCall = { readonly id: number; readonly codec: number } & (
  | { readonly op: 'open'; readonly sampleRate: OpusRate; readonly bitrate: number }
  | { readonly op: 'encode' | 'decode'; readonly data: Uint8Array }
  | { readonly op: 'close' }
);
export interface CodecReply {
  readonly id: number;
  readonly data: Uint8Array | null;
  readonly error?: string;
}

/** One direction of one session; answers come in the order of the calls. */
export interface OpusCodec {
  /** PCM16 of 20 ms. */
  encode(pcm: Uint8Array): Promise<Uint8Array>;
  /** @throws Error for a packet that is none. A damaged one may come out as noise. */
  decode(packet: Uint8Array): Promise<Uint8Array>;
  close(): void;
}

export interface OpusPool {
  open(sampleRate: OpusRate, bitrate: number): OpusCodec;
  close(): Promise<void>;
}

interface Crew {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(data: Uint8Array): void; reject(error: Error): void }>;
  codecs: number;
}

/** Workers are started with the first Opus session that needs one, and end with the last. */
export function openOpusPool(log: Log): OpusPool {
  const crews = new Set<Crew>();
  let lastId = 0;
  let lastCodec = 0;

  function crewWithRoom(): Crew {
    for (const crew of crews) if (crew.codecs < CODECS_PER_WORKER) return crew;
    const crew: Crew = {
      worker: new Worker(new URL('./opus-worker.ts', import.meta.url)),
      waiting: new Map(),
      codecs: 0,
    };
    crew.worker.unref();
    crew.worker.on('message', ({ id, data, error }: CodecReply) => {
      const call = crew.waiting.get(id);
      crew.waiting.delete(id);
      if (error === undefined) call?.resolve(data ?? new Uint8Array(0));
      else call?.reject(new Error(error));
    });
    crew.worker.on('error', (error) => {
      log.error('the codec stopped', {}, error);
      gone(crew);
    });
    crew.worker.on('exit', () => gone(crew));
    crews.add(crew);
    return crew;
  }

  function gone(crew: Crew): void {
    crews.delete(crew);
    for (const call of crew.waiting.values()) call.reject(new Error('the codec is gone'));
    crew.waiting.clear();
  }

  return {
    open(sampleRate, bitrate) {
      const crew = crewWithRoom();
      crew.codecs += 1;
      lastCodec += 1;
      const codec = lastCodec;
      let isOpen = true;
      const ask = (call: Record<string, unknown>, data: Uint8Array | null = null): Promise<Uint8Array> => {
        const answer = new Promise<Uint8Array>((resolve, reject) => {
          if (!crews.has(crew)) return reject(new Error('the codec is gone'));
          lastId += 1;
          crew.waiting.set(lastId, { resolve, reject });
          // A view would take the whole block with it that it is a part of.
          const own = data === null ? null : new Uint8Array(data);
          crew.worker.postMessage({ ...call, data: own, id: lastId, codec }, own === null ? [] : [own.buffer]);
        });
        // Frames wait their turn to be sent. When a session ends first, nobody looks at them any more.
        answer.catch(() => undefined);
        return answer;
      };
      ask({ op: 'open', sampleRate, bitrate }).catch((error: unknown) => log.error('no codec could be had', {}, error));
      return {
        encode: (data) => ask({ op: 'encode' }, data),
        decode: (data) => ask({ op: 'decode' }, data),
        close() {
          if (!isOpen) return;
          isOpen = false;
          crew.codecs -= 1;
          ask({ op: 'close' }).catch(() => undefined);
          if (crew.codecs === 0) {
            crews.delete(crew);
            void crew.worker.terminate();
          }
        },
      };
    },
    async close() {
      await Promise.all([...crews].map((crew) => crew.worker.terminate()));
    },
  };
}

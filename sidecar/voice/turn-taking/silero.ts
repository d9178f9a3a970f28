import { Worker } from 'node:worker_threads';
import type { Log } from '../../lib/log.ts';

/** Samples that the model judges at a time: 32 ms at 16 kHz. */
export const WINDOW = 512;

export type ListenerCall =
  | { readonly op: 'window'; readonly id: number; readonly listener: number; readonly samples: Int16Array }
  | { readonly op: 'forget'; readonly listener: number };
export interface Judgement {
  readonly id: number;
  readonly probability: number;
}

/** One call's ear for voices: the model remembers what it heard before. */
export interface VoiceJudge {
  /** How probable it is that somebody speaks in this window, 0 to 1; null when no model is there to tell. */
  judge(window: Int16Array): Promise<number | null>;
  /** What comes next has nothing to do with what came before. */
  forget(): void;
}
export interface VoiceJudges {
  open(): VoiceJudge;
  close(): Promise<void>;
}

/**
 * Silero VAD for all calls of a process, in one worker that starts with the first window. When it fails it is said once in the log,
 * and every window is left to the energy gate.
 */
export function openSilero(log: Log): VoiceJudges {
  const waiting = new Map<number, (probability: number | null) => void>();
  let worker: Worker | null = null;
  let hasFailed = false;
  let isClosed = false;
  let lastId = 0;
  let lastListener = 0;

  function gone(error: unknown): void {
    if (!hasFailed && !isClosed) log.warn('no Silero VAD: voices are told from noise by their pitch', {}, error);
    hasFailed = true;
    worker = null;
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  }
  function post(call: ListenerCall): void {
    if (worker === null) {
      worker = new Worker(new URL('./silero-worker.ts', import.meta.url));
      worker.unref();
      worker.on('message', ({ id, probability }: Judgement) => {
        waiting.get(id)?.(probability);
        waiting.delete(id);
      });
      worker.on('error', gone);
      worker.on('exit', () => gone(new Error('the worker ended')));
    }
    worker.postMessage(call);
  }
  return {
    open() {
      lastListener += 1;
      let listener = lastListener;
      return {
        judge(samples) {
          if (hasFailed || isClosed) return Promise.resolve(null);
          lastId += 1;
          const id = lastId;
          return new Promise((resolve) => {
            waiting.set(id, resolve);
            post({ op: 'window', id, listener, samples });
          });
        },
        forget() {
          if (worker) post({ op: 'forget', listener });
          lastListener += 1;
          listener = lastListener;
        },
      };
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

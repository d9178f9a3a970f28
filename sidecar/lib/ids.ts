import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Prefixes of our names; each equals the DocType's naming prefix. */
export type IdPrefix = 'conv' | 'turn' | 'act' | 'aud' | 'cons' | 'req' | 'mem' | 'call' | 'lease' | 'voice';

export interface Ids {
  /** A new name such as `turn_0mb3k2f8q100007f3a9c2e4b1d`: sorts by time within a process and across processes to the millisecond. */
  make(prefix: IdPrefix): string;
}

/**
 * Names that sort by time: 10 base-36 digits of epoch milliseconds (enough until year 5138), then 4 of a per-process
 * counter and 12 random hex characters, so that two replicas never make the same name.
 */
export function sortableIds(clock: Clock, random: (bytes: number) => Buffer = pooledBytes()): Ids {
  let counter = 0;
  let last = 0;
  return {
    make(prefix) {
      const now = Math.max(clock.now(), last);
      counter = now === last ? counter + 1 : 0;
      last = now;
      const time = now.toString(36).padStart(10, '0');
      return `${prefix}_${time}${counter.toString(36).padStart(4, '0')}${random(6).toString('hex')}`;
    },
  };
}

/** Random bytes by the kilobyte: asking the system for six at a time costs more than the rest of a name. */
function pooledBytes(): (bytes: number) => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes > pool.length) {
      pool = randomBytes(6 * 512);
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };
}

/** The name of the n-th action a turn proposes: a turn that runs again after a crash proposes the same names. */
export function actionId(turnId: string, ordinal: number): string {
  return `act_${turnId.replace(/^turn_/, '')}_${ordinal}`;
}

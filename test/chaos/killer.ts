import { setTimeout as delay } from 'node:timers/promises';
import { type Part, PartEnded } from './part.ts';
import type { Stack } from './stack.ts';

/** A kill that is placed in a request comes at most so long after the request left, ms. */
const INSIDE_MS = 60;
const BETWEEN_MS = 900;
const DOWN_MS = 500;
/** A start is cut short at most so long after it began, ms. */
const STARTING_MS = 500;
/** Waited for work to go on after a kill before the next one comes anyhow, ms. */
const STALLED_MS = 6000;
/** Waited for a request before a kill is placed anyhow, ms. */
const QUIET_MS = 2000;

export interface Killer {
  /** Kills until `kills` are done or the signal is aborted, and leaves everything running. */
  run(kills: number, signal: AbortSignal): Promise<void>;
  readonly kills: Readonly<Record<string, number>>;
}

/** Kills what the random numbers name, in the middle of a request as often as not, and starts it again. */
export function createKiller(options: {
  readonly stack: Stack;
  readonly random: () => number;
  /** Resolves when a client sends its next request. */
  readonly nextRequest: () => Promise<void>;
  /** Grows with the work that is done. */
  readonly progress: () => number;
  /** Called while the sidecar is down. */
  readonly whileSidecarDown: () => Promise<void>;
  readonly tell: (line: string) => void;
}): Killer {
  const { stack, random } = options;
  const kills: Record<string, number> = {};

  function victims(): Part[] {
    const at = random();
    if (stack.redis) {
      if (at < 0.3) return [stack.redis];
      if (at < 0.55) return [stack.site];
      if (at < 0.9) return [stack.sidecar];
      return at < 0.95 ? [stack.sidecar, stack.redis] : [stack.sidecar, stack.site];
    }
    if (at < 0.35) return [stack.site];
    return at < 0.9 ? [stack.sidecar] : [stack.sidecar, stack.site];
  }

  async function moment(): Promise<string> {
    const inside = random() < 0.6;
    const ms = Math.floor(random() * (inside ? INSIDE_MS : BETWEEN_MS));
    if (inside) await Promise.race([options.nextRequest(), delay(QUIET_MS)]);
    await delay(ms);
    return inside ? `${ms} ms into a request` : `after ${ms} ms`;
  }

  async function kill(part: Part, how: string): Promise<void> {
    await part.kill();
    kills[part.name] = (kills[part.name] ?? 0) + 1;
    options.tell(`kill ${total()}: ${part.name} ${how}`);
  }
  const total = () => Object.values(kills).reduce((sum, one) => sum + one, 0);

  async function steps(count: number): Promise<void> {
    const goal = options.progress() + count;
    for (const until = Date.now() + STALLED_MS; options.progress() < goal && Date.now() < until; ) await delay(10);
  }

  /** Starts again; one start in seven is itself killed. */
  async function revive(part: Part, most: number): Promise<void> {
    if (total() < most && random() < 0.15) {
      const starting = part.start().catch((error: unknown) => {
        if (!(error instanceof PartEnded) || !error.byUs) throw error;
      });
      await delay(random() * STARTING_MS);
      await kill(part, 'during its start');
      await starting;
    }
    await part.start();
  }

  return {
    kills,
    async run(most, signal) {
      const end = total() + most;
      while (total() < end && !signal.aborted) {
        const how = await moment();
        const dead = victims().slice(0, end - total());
        await Promise.all(dead.map((part) => kill(part, how)));
        if (dead.includes(stack.sidecar) && !dead.includes(stack.site) && random() < 0.5) {
          await options.whileSidecarDown();
        }
        await delay(random() * DOWN_MS);
        // The sidecar asks the site and Redis at its start.
        for (const part of dead.toReversed()) await revive(part, end);
        // Mostly work goes on for some steps, so that the next kill meets the middle of the script.
        if (random() < 0.75) await steps(1 + Math.floor(random() * 4));
      }
    },
  };
}

import { VaError } from '../lib/va-error.ts';
import type { Lease } from '../stores/stores.ts';
import type { EngineDeps } from './deps.ts';

/** Work of one conversation. */
export interface Job {
  readonly turnId: string;
  /** What the words looked like when they came. */
  readonly kind: string;
  /** Never rejects: what goes wrong is the turn's outcome. */
  run(signal: AbortSignal): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly abort: AbortController;
}

/**
 * One conversation runs one turn at a time, over all replicas: within this process in order of arrival, between
 * processes by a lease that is renewed while turns run.
 */
export interface Lanes {
  enqueue(conversationId: string, job: Job): void;
  /** Runs at once beside what runs: for a yes, a no and a stop. */
  express(conversationId: string, job: Job): void;
  /** Turns that run or wait in this process. */
  waiting(conversationId: string): readonly Job[];
  has(turnId: string): boolean;
  /** True when the turn runs or waits here. */
  cancel(turnId: string): boolean;
  /** Resolves when nothing runs here any more. */
  idle(): Promise<void>;
  /** Stops everything; what is unanswered stays in the journal. */
  close(): Promise<void>;
}

/** Why work was aborted by `close`: the message stays in the journal and is answered after the start. */
export const SHUTDOWN = new VaError('SERVICE_UNAVAILABLE');

/** Wait for another replica before trying again, ms. */
const PATIENCE_MS = 60_000;

export function createLanes(deps: EngineDeps): Lanes {
  const lanes = new Map<string, Waiting[]>();
  const running = new Map<string, Waiting>();
  const tasks = new Set<Promise<void>>();
  const closing = new AbortController();
  const leaseKey = (conversationId: string) => deps.siteKey('turn-lease', conversationId);

  function track(task: Promise<void>): void {
    tasks.add(task);
    void task.finally(() => tasks.delete(task));
  }

  async function work(conversationId: string, lane: Waiting[]): Promise<void> {
    try {
      while (lane.length > 0 && !closing.signal.aborted) {
        const lease = await hold(conversationId);
        if (!lease) continue;
        const renewal = keep(conversationId, lease);
        try {
          // The lease is held over the whole line: giving it away between two turns would let others mix in.
          for (let next = lane[0]; next && !closing.signal.aborted; next = lane[0]) {
            await perform(next);
            lane.shift();
          }
        } finally {
          renewal.abort(null);
          await lease.release();
        }
      }
    } catch (error) {
      if (!closing.signal.aborted)
        deps.log.error('a conversation stopped working', { conversation_id: conversationId }, error);
    } finally {
      if (lanes.get(conversationId) === lane) lanes.delete(conversationId);
      for (const { job } of lane) running.delete(job.turnId);
    }
  }

  async function hold(conversationId: string): Promise<Lease | null> {
    return await deps.stores.leases.acquire(leaseKey(conversationId), {
      ttlMs: deps.settings.turn.leaseMs,
      waitMs: PATIENCE_MS,
      signal: closing.signal,
    });
  }

  function keep(conversationId: string, lease: Lease): AbortController {
    const over = new AbortController();
    const renew = async () => {
      for (;;) {
        await deps.clock.sleep(deps.settings.turn.leaseMs / 3, over.signal);
        if (!(await lease.renew())) {
          // The outcome is committed only while the question is unanswered, so two runs cannot both answer.
          deps.log.warn('the lease of a conversation was lost', { conversation_id: conversationId });
          return;
        }
      }
    };
    renew().catch((error: unknown) => {
      if (!over.signal.aborted)
        deps.log.error('a lease could not be renewed', { conversation_id: conversationId }, error);
    });
    return over;
  }

  async function perform(waiting: Waiting): Promise<void> {
    try {
      await waiting.job.run(waiting.abort.signal);
    } catch (error) {
      deps.log.error('a turn ended without an outcome', { turn_id: waiting.job.turnId }, error);
    } finally {
      running.delete(waiting.job.turnId);
    }
  }

  return {
    enqueue(conversationId, job) {
      const waiting: Waiting = { job, abort: new AbortController() };
      running.set(job.turnId, waiting);
      const lane = lanes.get(conversationId);
      if (lane) {
        lane.push(waiting);
        return;
      }
      const fresh = [waiting];
      lanes.set(conversationId, fresh);
      track(work(conversationId, fresh));
    },
    express(_conversationId, job) {
      const waiting: Waiting = { job, abort: new AbortController() };
      running.set(job.turnId, waiting);
      track(perform(waiting));
    },
    waiting: (conversationId) => (lanes.get(conversationId) ?? []).map(({ job }) => job),
    has: (turnId) => running.has(turnId),
    cancel(turnId) {
      const waiting = running.get(turnId);
      waiting?.abort.abort(new VaError('CANCELLED'));
      return waiting !== undefined;
    },
    async idle() {
      while (tasks.size > 0) await Promise.all(tasks);
    },
    async close() {
      closing.abort(SHUTDOWN);
      for (const waiting of running.values()) waiting.abort.abort(SHUTDOWN);
      await Promise.allSettled(tasks);
    },
  };
}

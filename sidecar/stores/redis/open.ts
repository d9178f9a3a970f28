import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { PROBE_BYTES } from '../limits.ts';
import type { Stores } from '../stores.ts';
import { connectRedis, redisFailure } from './connection.ts';
import { redisEventLog } from './event-log.ts';
import { redisJournal } from './journal.ts';
import { redisCounters, redisKeyValue } from './key-value.ts';
import { redisLeases } from './leases.ts';

export interface RedisOptions {
  readonly url: string;
  /** Site name: everything is kept under it, so several sites can share a server. */
  readonly site: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Stores in Redis, for any number of replicas. @throws StoreRefused when this Redis would lose data or is not there. */
export async function openRedisStores({ url, site, clock, log }: RedisOptions): Promise<Stores> {
  const connections = await connectRedis(url, log);
  // The braces keep all keys of a site in one slot of a cluster, which scripts over several keys need.
  const prefix = `{va:${site}}:`;
  try {
    const journal = await redisJournal(connections, prefix, clock);
    const leases = await redisLeases(connections, prefix, clock);
    const events = await redisEventLog(connections, prefix, log);
    return {
      kv: redisKeyValue(connections, prefix),
      leases,
      counters: redisCounters(connections, prefix, clock),
      journal,
      events,
      async ping() {
        // A write: a Redis whose memory or disk is full still answers PING.
        await connections.commands
          .set(`${prefix}health`, 'x'.repeat(PROBE_BYTES), 'PX', 1000)
          .catch((error: unknown) => {
            throw redisFailure(error);
          });
      },
      async close() {
        leases.close();
        await connections.close();
      },
    };
  } catch (error) {
    await connections.close();
    throw error;
  }
}

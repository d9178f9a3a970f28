import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Lease, Leases } from '../stores.ts';
import { waitingLine } from '../waiting-line.ts';
import { type Connections, retrying } from './connection.ts';
import { replyList, script } from './script.ts';

// Asking again with the same token gives the same lease, so a lost answer does no harm.
const ACQUIRE = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, redis.call('PTTL', KEYS[1])} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, 0}
`);
const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`);
const RELEASE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1
`);

/** Longest pause between two tries while somebody else holds a lease: a notice of release may get lost. */
const POLL_MS = 250;

export interface RedisLeases extends Leases {
  close(): void;
}

export async function redisLeases(
  { commands, channels }: Connections,
  prefix: string,
  clock: Clock,
): Promise<RedisLeases> {
  const full = (key: string) => `${prefix}lease:${key}`;
  const channel = `${prefix}released`;
  const line = waitingLine(
    clock,
    async (key, ttlMs) => {
      const token = randomUUID();
      const reply = await retrying(() => ACQUIRE(commands, [full(key)], [token, Math.round(ttlMs)]));
      const [got, lapsesInMs] = replyList(reply).map(Number);
      return got === 1 ? { lease: leaseOf(key, token, ttlMs) } : { lapsesInMs: lapsesInMs ?? 0 };
    },
    POLL_MS,
  );
  channels.on('message', (from, key) => {
    if (from === channel) line.wake(key);
  });
  await channels.subscribe(channel);

  function leaseOf(key: string, token: string, ttlMs: number): Lease {
    return {
      renew: async () => (await retrying(() => RENEW(commands, [full(key)], [token, Math.round(ttlMs)]))) === 1,
      release: async () => {
        await retrying(() => RELEASE(commands, [full(key)], [token, channel, key]));
        line.wake(key);
      },
    };
  }

  return { acquire: line.acquire, close: line.close };
}

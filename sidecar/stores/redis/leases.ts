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

// Places are members that are worth the time of their end, by the clock of Redis. Taking the same place twice is taking it once.
const TAKE_PLACE = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local mine = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not mine and (ARGV[3] == '0' or redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3])) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
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

  async function takePlace(key: string, token: string, ttlMs: number, places: number): Promise<boolean> {
    const args = [token, Math.round(ttlMs), places];
    return (await retrying(() => TAKE_PLACE(commands, [`${prefix}places:${key}`], args))) === 1;
  }

  return {
    acquire: line.acquire,
    async share(key, { ttlMs, places }) {
      const token = randomUUID();
      if (!(await takePlace(key, token, ttlMs, places))) return null;
      return {
        // No room for anybody new: only who is in stays in.
        renew: () => takePlace(key, token, ttlMs, 0),
        release: async () => {
          await retrying(() => commands.zrem(`${prefix}places:${key}`, token));
        },
      };
    },
    close: line.close,
  };
}

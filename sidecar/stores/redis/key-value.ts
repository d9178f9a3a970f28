import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Counters, KeyValue } from '../stores.ts';
import { type Connections, retrying } from './connection.ts';
import { replyList, script } from './script.ts';

// The second key remembers the outcome, so that asking again after a lost answer gives the same one.
const SET_IF_ABSENT = script(`
local done = redis.call('GET', KEYS[2])
if done then return tonumber(done) end
local set
if ARGV[2] == '0' then set = redis.call('SET', KEYS[1], ARGV[1], 'NX')
else set = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) end
local outcome = set and 1 or 0
redis.call('SET', KEYS[2], outcome, 'PX', 60000)
return outcome
`);

export function redisKeyValue({ commands }: Connections, prefix: string): KeyValue {
  const full = (key: string) => `${prefix}kv:${key}`;
  return {
    get: (key) => retrying(() => commands.get(full(key))),
    async set(key, value, { ttlMs, ifAbsent = false } = {}) {
      const ttl = ttlMs === undefined ? 0 : Math.max(1, Math.round(ttlMs));
      if (ifAbsent) {
        const keys = [full(key), `${prefix}claim:${randomUUID()}`];
        return (await retrying(() => SET_IF_ABSENT(commands, keys, [value, ttl]))) === 1;
      }
      await retrying(() => (ttl === 0 ? commands.set(full(key), value) : commands.set(full(key), value, 'PX', ttl)));
      return true;
    },
    delete: async (key) => {
      await retrying(() => commands.del(full(key)));
    },
  };
}

const HIT = script(`
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
if count == tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
`);

export function redisCounters({ commands }: Connections, prefix: string, clock: Clock): Counters {
  const full = (key: string) => `${prefix}counter:${key}`;
  return {
    async hit(key, windowMs, by = 1) {
      // A hit whose answer was lost may count twice: a limit errs on the strict side.
      const [count, ttl] = replyList(await retrying(() => HIT(commands, [full(key)], [Math.round(windowMs), by])));
      return { count: Number(count), resetAt: clock.now() + Number(ttl) };
    },
    peek: async (key) => Number((await retrying(() => commands.get(full(key)))) ?? 0),
  };
}

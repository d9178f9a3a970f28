import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { appendSignal } from '../append-signal.ts';
import type { Journal, JournalChange, JournalEntry, StreamName } from '../stores.ts';
import { type Connections, retrying } from './connection.ts';
import { script } from './script.ts';

const STREAMS: readonly StreamName[] = ['turns', 'records', 'dead'];

// KEYS: token, the three streams, then one per `set`. ARGV: channel, then counted groups of appends, removals and sets.
// The token makes a commit whose answer was lost safe to send again. It is also the first write: when memory is short
// Redis refuses a script at its first write and never in the middle, so nothing or all is stored.
const COMMIT = script(`
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', 60000) then return 'repeated' end
local at = 2
local appended = {}
local appends = tonumber(ARGV[at]); at = at + 1
for i = 1, appends do
  local stream = tonumber(ARGV[at])
  redis.call('XADD', KEYS[1 + stream], '*', 'body', ARGV[at + 1], 'at', ARGV[at + 2])
  appended[stream] = true
  at = at + 3
end
local removals = tonumber(ARGV[at]); at = at + 1
for i = 1, removals do
  redis.call('XDEL', KEYS[1 + tonumber(ARGV[at])], ARGV[at + 1])
  at = at + 2
end
local sets = tonumber(ARGV[at]); at = at + 1
for i = 1, sets do
  if ARGV[at + 1] == '0' then redis.call('SET', KEYS[4 + i], ARGV[at])
  else redis.call('SET', KEYS[4 + i], ARGV[at], 'PX', ARGV[at + 1]) end
  at = at + 2
end
for stream in pairs(appended) do redis.call('PUBLISH', ARGV[1], stream) end
return 'ok'
`);

/**
 * A Redis stream each for turns, records and dead letters.
 * @throws from `commit`: STORAGE_FULL when Redis refused and stored nothing; SERVICE_UNAVAILABLE when it could not be
 * reached in time, and then the outcome is unknown.
 */
export async function redisJournal(connections: Connections, prefix: string, clock: Clock): Promise<Journal> {
  const { commands, channels } = connections;
  const channel = `${prefix}appended`;
  const streamKey = (stream: StreamName) => `${prefix}journal:${stream}`;
  const signal = appendSignal(clock);
  channels.on('message', (from, message) => {
    const stream = from === channel ? STREAMS[Number(message) - 1] : undefined;
    if (stream) signal.appended(stream);
  });
  // Notices were missed while the connection was away.
  channels.on('ready', () => STREAMS.forEach(signal.appended));
  await channels.subscribe(channel);

  return {
    async commit(change) {
      const { keys, args } = commitArguments(change, clock.now(), channel);
      const token = `${prefix}commit:${randomUUID()}`;
      const allKeys = [token, ...STREAMS.map(streamKey), ...keys.map((key) => `${prefix}kv:${key}`)];
      await retrying(() => COMMIT(commands, allKeys, args));
    },
    async read(stream, max, afterId) {
      const from = afterId === undefined ? '-' : `(${toRedisId(afterId)}`;
      return (await retrying(() => commands.xrange(streamKey(stream), from, '+', 'COUNT', max))).map(toEntry);
    },
    length: (stream) => retrying(() => commands.xlen(streamKey(stream))),
    waitForAppend: (stream, timeoutMs, abort) => signal.wait(stream, timeoutMs, abort),
  };
}

function commitArguments(change: JournalChange, now: number, channel: string): { keys: string[]; args: string[] } {
  const numberOf = (stream: StreamName) => String(STREAMS.indexOf(stream) + 1);
  const appends = change.append ?? [];
  const removals = (change.remove ?? []).flatMap(({ stream, ids }) => ids.map((id) => ({ stream, id })));
  const sets = change.set ?? [];
  const args = [channel, String(appends.length)];
  for (const { stream, body } of appends) args.push(numberOf(stream), body, String(now));
  args.push(String(removals.length));
  for (const { stream, id } of removals) args.push(numberOf(stream), toRedisId(id));
  args.push(String(sets.length));
  for (const { value, ttlMs } of sets) args.push(value, String(ttlMs === undefined ? 0 : Math.max(1, ttlMs)));
  return { keys: sets.map(({ key }) => key), args };
}

/** Redis writes `<ms>-<n>` without leading zeros, which does not sort as text; ours does. */
function toEntry([id, fields]: [string, string[]]): JournalEntry {
  const [ms = '', number = ''] = id.split('-');
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) values.set(fields[index] ?? '', fields[index + 1] ?? '');
  return {
    id: `${ms.padStart(15, '0')}-${number.padStart(10, '0')}`,
    body: values.get('body') ?? '',
    appendedAt: Number(values.get('at')),
  };
}

function toRedisId(id: string): string {
  const [ms = '', number = ''] = id.split('-');
  return `${Number(ms)}-${Number(number)}`;
}

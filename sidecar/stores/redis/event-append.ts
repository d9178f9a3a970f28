import { randomUUID } from 'node:crypto';
import { EVENTS_KEPT, EVENTS_TTL_MS, NUMBERING_TTL_MS } from '../limits.ts';
import { type Connections, retrying } from './connection.ts';
import { script } from './script.ts';

// KEYS: number, list, last token of this process. ARGV: token, channel, the bodies as one JSON text, then the bodies.
// Events and their numbers change together, so the numbers have no gap; the token makes it safe to send again.
const APPEND = script(`
local done = redis.call('HMGET', KEYS[3], 'token', 'first')
if done[1] == ARGV[1] then return tonumber(done[2]) end
local last = redis.call('INCRBY', KEYS[1], #ARGV - 3)
local first = last - (#ARGV - 3) + 1
for i = 4, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('LTRIM', KEYS[2], -${EVENTS_KEPT}, -1)
redis.call('PEXPIRE', KEYS[1], ${NUMBERING_TTL_MS})
redis.call('PEXPIRE', KEYS[2], ${EVENTS_TTL_MS})
redis.call('HSET', KEYS[3], 'token', ARGV[1], 'first', first)
redis.call('PEXPIRE', KEYS[3], 600000)
redis.call('PUBLISH', ARGV[2], first .. ' ' .. ARGV[3])
return first
`);

interface Waiting {
  readonly bodies: readonly string[];
  readonly resolve: (first: number) => void;
  readonly reject: (error: unknown) => void;
}

export interface EventKeys {
  readonly number: (conversation: string) => string;
  readonly list: (conversation: string) => string;
  readonly token: (conversation: string, process: string) => string;
  readonly channel: (conversation: string) => string;
}

/**
 * Appends events of a conversation, one request at a time: what comes while one is under way goes together with the
 * next, so the order holds, a repeated request is recognised, and a flood becomes few requests.
 */
export function eventAppender(
  { commands }: Connections,
  keys: EventKeys,
): (conversation: string, bodies: readonly string[]) => Promise<number> {
  const process = randomUUID();
  const lines = new Map<string, Waiting[]>();

  async function send(conversation: string, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const batch = takeBatch(line);
      const bodies = batch.flatMap((one) => one.bodies);
      const scriptKeys = [keys.number(conversation), keys.list(conversation), keys.token(conversation, process)];
      const args = [randomUUID(), keys.channel(conversation), JSON.stringify(bodies), ...bodies];
      try {
        let first = Number(await retrying(() => APPEND(commands, scriptKeys, args)));
        for (const one of batch) {
          one.resolve(first);
          first += one.bodies.length;
        }
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    lines.delete(conversation);
  }

  return (conversation, bodies) =>
    new Promise((resolve, reject) => {
      const present = lines.get(conversation);
      const line = present ?? [];
      line.push({ bodies, resolve, reject });
      if (present) return;
      lines.set(conversation, line);
      // Whatever else this turn of the event loop appends goes with it.
      queueMicrotask(() => void send(conversation, line));
    });
}

/** Redis hands a script no more than some thousands of arguments. */
const MOST = 1000;

function takeBatch(line: Waiting[]): Waiting[] {
  let size = 0;
  let count = 0;
  for (const one of line) {
    if (count > 0 && size + one.bodies.length > MOST) break;
    size += one.bodies.length;
    count += 1;
  }
  return line.splice(0, count);
}

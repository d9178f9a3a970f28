import type { Log } from '../../lib/log.ts';
import { EVENTS_KEPT } from '../limits.ts';
import { type Listener, listeners } from '../listeners.ts';
import type { EventLog } from '../stores.ts';
import { type Connections, retrying } from './connection.ts';
import { type EventKeys, eventAppender } from './event-append.ts';
import { replyList, script } from './script.ts';

const SINCE = script(`
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local wanted = last - tonumber(ARGV[1])
if wanted == 0 then return {last} end
if wanted < 0 or wanted > ${EVENTS_KEPT} or wanted > redis.call('LLEN', KEYS[2]) then return {-1} end
local out = redis.call('LRANGE', KEYS[2], -wanted, -1)
table.insert(out, 1, last)
return out
`);

/** A conversation that somebody of this process listens to. */
interface Tail {
  /** Number of the last event that listeners have heard; null until the first answer. */
  heard: number | null;
  /** Notices wait behind a catch-up, so the order holds. */
  work: Promise<void>;
}

export async function redisEventLog(connections: Connections, prefix: string, log: Log): Promise<EventLog> {
  const { commands, channels } = connections;
  const keys: EventKeys = {
    number: (conversation) => `${prefix}events:${conversation}:seq`,
    list: (conversation) => `${prefix}events:${conversation}`,
    token: (conversation, process) => `${prefix}events:${conversation}:by:${process}`,
    channel: (conversation) => `${prefix}event:${conversation}`,
  };
  const channelPrefix = keys.channel('');
  const tails = new Map<string, Tail>();
  const heardBy = listeners(log);

  async function since(conversation: string, afterSeq: number) {
    const reply = await retrying(() =>
      SINCE(commands, [keys.number(conversation), keys.list(conversation)], [afterSeq]),
    );
    const [last, ...bodies] = replyList(reply);
    if (Number(last) < 0) return null;
    return bodies.map((body, index) => ({ seq: afterSeq + 1 + index, body: String(body) }));
  }
  const lastSeq = async (conversation: string) =>
    Number((await retrying(() => commands.get(keys.number(conversation)))) ?? 0);

  /** Tells listeners what they have not heard; what is not kept any more they load by other means. */
  async function catchUp(conversation: string, tail: Tail): Promise<void> {
    const from = tail.heard ?? (await lastSeq(conversation));
    const missed = await since(conversation, from);
    if (missed === null) log.warn('events are no longer kept', { conversation_id: conversation });
    tail.heard = missed === null ? await lastSeq(conversation) : from + missed.length;
    for (const { seq, body } of missed ?? []) heardBy.tell(conversation, seq, [body]);
  }

  function then(conversation: string, tail: Tail, work: () => Promise<void>): void {
    const stillHeard = async () => {
      if (tails.get(conversation) === tail) await work();
    };
    tail.work = tail.work.then(stillHeard).catch((error) => {
      log.error('events could not be passed on', { conversation_id: conversation }, error);
    });
  }

  async function onNotice(conversation: string, tail: Tail, message: string): Promise<void> {
    const space = message.indexOf(' ');
    const first = Number(message.slice(0, space));
    const bodies: unknown = JSON.parse(message.slice(space + 1));
    if (!Array.isArray(bodies) || !Number.isInteger(first)) throw new TypeError('a notice of events has another form');
    const heard = tail.heard ?? first - 1;
    // Publishing may lose a notice over a reconnect; the list has what it said.
    if (first > heard + 1) return catchUp(conversation, tail);
    const fresh = bodies.slice(heard + 1 - first).map(String);
    tail.heard = Math.max(heard, first + bodies.length - 1);
    heardBy.tell(conversation, heard + 1, fresh);
  }

  channels.on('message', (channel, message) => {
    if (!channel.startsWith(channelPrefix)) return;
    const conversation = channel.slice(channelPrefix.length);
    const tail = tails.get(conversation);
    if (tail) then(conversation, tail, () => onNotice(conversation, tail, message));
  });
  channels.on('ready', () => {
    for (const [conversation, tail] of tails) then(conversation, tail, () => follow(conversation, tail));
  });

  /** First the channel, then what came before it: so there is no moment in between. */
  async function follow(conversation: string, tail: Tail): Promise<void> {
    await channels.subscribe(keys.channel(conversation));
    if (tails.has(conversation)) return catchUp(conversation, tail);
    await channels.unsubscribe(keys.channel(conversation));
  }

  function listen(conversation: string): void {
    const tail: Tail = { heard: null, work: Promise.resolve() };
    tails.set(conversation, tail);
    // Asked on the connection that appends go by, before any later append: nothing from now on is missed.
    const start = lastSeq(conversation);
    then(conversation, tail, async () => {
      tail.heard = await start;
      await follow(conversation, tail);
    });
  }

  return {
    append: eventAppender(connections, keys),
    since,
    lastSeq,
    subscribe(conversation: string, listener: Listener) {
      const remove = heardBy.add(conversation, listener);
      if (!tails.has(conversation)) listen(conversation);
      return () => {
        remove();
        const tail = tails.get(conversation);
        if (!tail || heardBy.has(conversation)) return;
        tails.delete(conversation);
        channels.unsubscribe(keys.channel(conversation)).catch((error) => {
          log.warn('a channel could not be left', { conversation_id: conversation }, error);
        });
      };
    },
  };
}

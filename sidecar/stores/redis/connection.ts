import { Redis } from 'ioredis';
import type { Log } from '../../lib/log.ts';
import { VaError } from '../../lib/va-error.ts';
import { StoreRefused } from '../store-refused.ts';

export interface Connections {
  /** Commands. */
  readonly commands: Redis;
  /** Subscriptions, which a connection cannot mix with commands. */
  readonly channels: Redis;
  close(): Promise<void>;
}

/** Longest wait for one answer, ms; a command that waits for a reconnect counts too. */
const COMMAND_TIMEOUT_MS = 5000;

/** Connects, and checks that this Redis keeps what it is given. @throws StoreRefused with what to change. */
export async function connectRedis(url: string, log: Log): Promise<Connections> {
  const options = {
    lazyConnect: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    // A command whose answer was lost may have run: only what is safe to run twice is sent again, by `retrying`.
    autoResendUnfulfilledCommands: false,
    // Rejects at once what was under way when the connection broke.
    maxRetriesPerRequest: 0,
    // After a failover the old master only reads: connect anew, to whoever is the master now.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    retryStrategy: (attempt: number) => Math.min(20 * 2 ** Math.min(attempt, 6), 1000),
  };
  const commands = new Redis(url, options);
  const channels = new Redis(url, options);
  for (const [name, redis] of Object.entries({ commands, channels })) {
    redis.on('error', (error) => log.warn('redis connection', { connection: name }, error));
  }
  const close = async () => {
    commands.disconnect();
    channels.disconnect();
  };
  try {
    await commands.connect();
    await channels.connect();
    await checkRedis(commands);
  } catch (error) {
    await close();
    if (error instanceof StoreRefused) throw error;
    throw new StoreRefused('Redis cannot be reached. Check REDIS_URL, its password and that the server is running.');
  }
  return { commands, channels, close };
}

/** INFO and not CONFIG, because hosted servers often refuse CONFIG. */
async function checkRedis(redis: Redis): Promise<void> {
  const info = new Map<string, string>();
  for (const section of ['server', 'persistence', 'memory']) {
    for (const line of (await redis.info(section)).split('\r\n')) {
      const at = line.indexOf(':');
      if (at > 0) info.set(line.slice(0, at), line.slice(at + 1));
    }
  }
  const [major = 0, minor = 0] = (info.get('redis_version') ?? '').split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2)) {
    throw new StoreRefused(`Redis ${info.get('redis_version')} is too old. Use 6.2 or newer.`);
  }
  if (info.get('aof_enabled') !== '1') {
    throw new StoreRefused(
      'This Redis forgets accepted messages when it restarts. Turn on its append-only file: "appendonly yes" in redis.conf, or CONFIG SET appendonly yes.',
    );
  }
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction') {
    throw new StoreRefused(
      `This Redis throws data away when memory runs short (maxmemory-policy ${policy}). Set "maxmemory-policy noeviction" in redis.conf, or use a Redis of its own for the sidecar.`,
    );
  }
}

/** Redis refused the write and stored nothing: memory full, or its own disk. */
function refusedWrite(error: unknown): boolean {
  return error instanceof Error && /\b(OOM|MISCONF)\b/.test(error.message);
}

/** Answered by the server: sending the same again would fail the same way. */
function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

export function redisFailure(error: unknown): VaError {
  return new VaError(refusedWrite(error) ? 'STORAGE_FULL' : 'SERVICE_UNAVAILABLE', { cause: error });
}

/** How long an outage may last before a caller hears of it, ms. */
const OUTAGE_MS = 8000;
const PAUSE_MS = { first: 25, most: 400 };

/**
 * For what may run twice: repeats after a lost connection, while ioredis reconnects beneath, so that a restart of
 * Redis passes unnoticed.
 */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  for (let pause = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.most)) {
    try {
      return await work();
    } catch (error) {
      // Starting up, or handing over to a replica: the same command works in a moment.
      const passing = error instanceof Error && /^(LOADING|READONLY|MASTERDOWN|TRYAGAIN)\b/.test(error.message);
      const over = performance.now() - start > OUTAGE_MS || isClosed(error);
      if ((isReply(error) && !passing) || over) throw redisFailure(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** We closed the connection ourselves: no use in waiting for it. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && error.message === 'Connection is closed.';
}

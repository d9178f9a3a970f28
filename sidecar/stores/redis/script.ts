import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script that runs atomically; its text is sent once and its digest afterwards. */
export type Script = (redis: Redis, keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

export function script(lua: string): Script {
  const digest = createHash('sha1').update(lua).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
}

/** A reply that the script promises to be a list. */
export function replyList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new TypeError('a script answered something else than a list');
  return reply;
}

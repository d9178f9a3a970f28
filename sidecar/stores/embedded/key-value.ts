import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../lib/clock.ts';
import type { Counters, KeyValue } from '../stores.ts';
import { writeFailure } from './database.ts';

export interface EmbeddedKeyValue extends KeyValue {
  /** Removes what has expired. */
  sweep(): void;
}

export function embeddedKeyValue(db: DatabaseSync, clock: Clock): EmbeddedKeyValue {
  const get = db.prepare('SELECT value FROM kv WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)');
  const put = db.prepare(
    'INSERT INTO kv (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at',
  );
  const putIfAbsent = db.prepare(
    'INSERT INTO kv (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE kv.expires_at <= ?',
  );
  const remove = db.prepare('DELETE FROM kv WHERE key = ?');
  const expire = db.prepare('DELETE FROM kv WHERE expires_at <= ?');
  return {
    async get(key) {
      const value = get.get(key, clock.now())?.['value'];
      return typeof value === 'string' ? value : null;
    },
    async set(key, value, { ttlMs, ifAbsent = false } = {}) {
      const now = clock.now();
      const expiresAt = ttlMs === undefined ? null : now + ttlMs;
      return writing(() => {
        const done = ifAbsent ? putIfAbsent.run(key, value, expiresAt, now) : put.run(key, value, expiresAt);
        return Number(done.changes) > 0;
      });
    },
    async delete(key) {
      writing(() => remove.run(key));
    },
    sweep: () => void expire.run(clock.now()),
  };
}

export interface EmbeddedCounters extends Counters {
  sweep(): void;
}

/** Counts of windows up to this are not written down: a start in between forgives some hits, and no hit costs a write. */
const REMEMBERED_MS = 120_000;

export function embeddedCounters(db: DatabaseSync, clock: Clock): EmbeddedCounters {
  const short = new Map<string, { count: number; readonly resetAt: number }>();
  const hit = db.prepare(
    `INSERT INTO counters (key, count, reset_at) VALUES (?1, ?4, ?2)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN reset_at <= ?3 THEN ?4 ELSE count + ?4 END,
       reset_at = CASE WHEN reset_at <= ?3 THEN ?2 ELSE reset_at END
     RETURNING count, reset_at`,
  );
  const peek = db.prepare('SELECT count FROM counters WHERE key = ? AND reset_at > ?');
  const expire = db.prepare('DELETE FROM counters WHERE reset_at <= ?');
  return {
    async hit(key, windowMs, by = 1) {
      const now = clock.now();
      if (windowMs <= REMEMBERED_MS) {
        const known = short.get(key);
        const counted = known && known.resetAt > now ? known : { count: 0, resetAt: now + windowMs };
        counted.count += by;
        short.set(key, counted);
        return { count: counted.count, resetAt: counted.resetAt };
      }
      const row = writing(() => hit.get(key, now + windowMs, now, by));
      return { count: Number(row?.['count']), resetAt: Number(row?.['reset_at']) };
    },
    async peek(key) {
      const known = short.get(key);
      if (known) return known.resetAt > clock.now() ? known.count : 0;
      return Number(peek.get(key, clock.now())?.['count'] ?? 0);
    },
    sweep() {
      const now = clock.now();
      for (const [key, { resetAt }] of short) if (resetAt <= now) short.delete(key);
      expire.run(now);
    },
  };
}

function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeFailure(error);
  }
}

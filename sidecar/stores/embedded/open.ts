import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { transaction } from '../../lib/sqlite.ts';
import { PROBE_BYTES } from '../limits.ts';
import { listeners } from '../listeners.ts';
import type { Stores } from '../stores.ts';
import { type DatabaseOptions, openDatabase, writeFailure } from './database.ts';
import { embeddedEventLog } from './event-log.ts';
import { embeddedJournal } from './journal.ts';
import { embeddedCounters, embeddedKeyValue } from './key-value.ts';
import { embeddedLeases } from './leases.ts';

const SWEEP_MS = 60_000;
const PROBE_EVERY_MS = 1000;

/**
 * Stores in one SQLite file of `dir`, for one process.
 * @throws StoreRefused when the file was written by a newer version or another sidecar has it open.
 */
export function openEmbeddedStores(options: DatabaseOptions & { readonly clock: Clock; readonly log: Log }): Stores {
  const { clock, log } = options;
  const database = openDatabase(options);
  const journal = embeddedJournal(database, clock);
  const kv = embeddedKeyValue(database.db, clock);
  const counters = embeddedCounters(database.db, clock);
  const events = embeddedEventLog(database.db, clock, listeners(log));
  const leases = embeddedLeases(clock);
  const putProbe = database.db.prepare("INSERT INTO kv (key, value) VALUES ('health', ?)");
  const dropProbe = database.db.prepare("DELETE FROM kv WHERE key = 'health'");
  const probe = () => {
    putProbe.run('x'.repeat(PROBE_BYTES));
    dropProbe.run();
  };
  let probedAt = Number.NEGATIVE_INFINITY;
  const sweep = () => {
    try {
      for (const store of [kv, counters, events]) store.sweep();
    } catch (error) {
      // A full disk: what has expired is not returned anyway, and the next sweep tries again.
      log.warn('expired rows could not be removed', {}, error);
    }
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_MS).unref();
  let closed = false;
  return {
    kv,
    leases,
    counters,
    journal,
    events,
    async ping() {
      // A full disk still reads. Whoever asks often costs no write each.
      if (!closed && clock.now() - probedAt < PROBE_EVERY_MS) return;
      try {
        transaction(database.db, probe);
        await database.synced();
      } catch (error) {
        throw writeFailure(error);
      }
      probedAt = clock.now();
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      leases.close();
      journal.flush();
      events.flush();
      database.close();
    },
  };
}

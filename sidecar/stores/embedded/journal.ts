import type { Clock } from '../../lib/clock.ts';
import { transaction } from '../../lib/sqlite.ts';
import { appendSignal } from '../append-signal.ts';
import type { Journal, JournalChange, JournalEntry } from '../stores.ts';
import { type OpenDatabase, writeFailure } from './database.ts';
import { tickBatch } from './tick-batch.ts';

interface Commit {
  readonly change: JournalChange;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
export interface EmbeddedJournal extends Journal {
  /** Writes what was asked for and not yet written. */
  flush(): void;
}

/** Commits of one turn of the event loop share a transaction; each is in it wholly or was refused, and resolves when it is on the disk. */
export function embeddedJournal({ db, synced }: OpenDatabase, clock: Clock): EmbeddedJournal {
  const append = db.prepare('INSERT INTO journal (stream, body, appended_at) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM journal WHERE id = ? AND stream = ?');
  const set = db.prepare(
    'INSERT INTO kv (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at',
  );
  const read = db.prepare('SELECT id, body, appended_at FROM journal WHERE stream = ? AND id > ? ORDER BY id LIMIT ?');
  const count = db.prepare('SELECT count(*) AS n FROM journal WHERE stream = ?');
  const signal = appendSignal(clock);

  function apply(change: JournalChange): void {
    const now = clock.now();
    for (const { stream, body } of change.append ?? []) append.run(stream, body, now);
    for (const { stream, ids } of change.remove ?? []) for (const id of ids) remove.run(Number(id), stream);
    for (const { key, value, ttlMs } of change.set ?? []) {
      set.run(key, value, ttlMs === undefined ? null : now + ttlMs);
    }
  }

  function write(commits: readonly Commit[]): void {
    try {
      transaction(db, () => {
        for (const commit of commits) apply(commit.change);
      });
    } catch (error) {
      if (commits.length > 1) {
        // One that is too large for the disk must not take the others with it.
        for (const commit of commits) write([commit]);
      } else for (const commit of commits) commit.reject(writeFailure(error));
      return;
    }
    const reliable = commits.some((commit) => promises(commit.change)) ? synced() : null;
    if (reliable === null) kept(commits);
    else
      reliable.then(
        () => kept(commits),
        (error: unknown) => {
          for (const commit of commits) commit.reject(writeFailure(error));
        },
      );
  }
  function kept(commits: readonly Commit[]): void {
    for (const commit of commits) {
      for (const { stream } of commit.change.append ?? []) signal.appended(stream);
      commit.resolve();
    }
  }

  const batch = tickBatch(write);
  return {
    commit: (change) => new Promise((resolve, reject) => batch.add({ change, resolve, reject })),
    async read(stream, max, afterId = '0') {
      return read.all(stream, Number(afterId), max).map(toEntry);
    },
    length: async (stream) => Number(count.get(stream)?.['n']),
    waitForAppend: (stream, timeoutMs, abort) => signal.wait(stream, timeoutMs, abort),
    flush: batch.flush,
  };
}

/**
 * Whether a power cut must not take it back. What only leaves the journal is at the site already: it would be sent
 * again and be the same record there.
 */
function promises(change: JournalChange): boolean {
  return (change.append?.length ?? 0) > 0 || (change.set?.length ?? 0) > 0;
}

function toEntry(row: Record<string, unknown>): JournalEntry {
  return {
    id: String(row['id']).padStart(16, '0'),
    body: String(row['body']),
    appendedAt: Number(row['appended_at']),
  };
}

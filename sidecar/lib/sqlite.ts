import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction: all of it or nothing. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Runs what is missing of the migrations; forward only: a new version is a new entry at the end, never a change of one
 * that was shipped. @throws what `newer` makes of the words about a file that a newer version wrote.
 */
export function migrate(
  db: DatabaseSync,
  path: string,
  migrations: readonly string[],
  newer: (words: string) => Error,
): void {
  transaction(db, () => {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > migrations.length) {
      throw newer(
        `${path} was written by a newer version of the sidecar (schema ${version}, this one knows ${migrations.length}).`,
      );
    }
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

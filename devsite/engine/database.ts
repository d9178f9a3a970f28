import { DatabaseSync, type StatementSync } from 'node:sqlite';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Record<string, SqlValue>;

/** Prepared statements kept; least recently used ones fall out. */
const STATEMENTS_KEPT = 1_500;
/** Raised by a migration below; a database with a newer number is refused. */
const SCHEMA_VERSION = 1;

const INTERNAL_TABLES = `
  CREATE TABLE IF NOT EXISTS tabSeries (name TEXT PRIMARY KEY COLLATE NOCASE, current INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS tabSingles (doctype TEXT NOT NULL COLLATE NOCASE, field TEXT NOT NULL, value TEXT, PRIMARY KEY (doctype, field)) STRICT;
  CREATE TABLE IF NOT EXISTS __Auth (doctype TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE, fieldname TEXT NOT NULL,
    password TEXT NOT NULL, encrypted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (doctype, name, fieldname)) STRICT;
  CREATE TABLE IF NOT EXISTS __sessions (sid TEXT PRIMARY KEY, user TEXT NOT NULL COLLATE NOCASE, csrf_token TEXT, created INTEGER NOT NULL, last_seen INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS __sessions_user ON __sessions (user);
  CREATE TABLE IF NOT EXISTS __secrets (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS __doctypes (name TEXT PRIMARY KEY COLLATE NOCASE, hash TEXT NOT NULL) STRICT;
`;

/** Forward migrations of the internal tables: entry n brings version n to n + 1. */
const MIGRATIONS: readonly string[] = [INTERNAL_TABLES];

/**
 * One SQLite connection. WAL with synchronous NORMAL: a commit is in the WAL file (handed to the operating system)
 * before the answer leaves, so it survives SIGKILL of this process; only a power cut may lose the last commits.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(path: string) {
    this.#db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    this.#db.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = OFF;',
    );
    this.#migrate();
  }

  #migrate(): void {
    const version = Number(
      (this.#db.prepare('PRAGMA user_version').get() as SqlRow | undefined)?.['user_version'] ?? 0,
    );
    if (version > SCHEMA_VERSION) {
      this.#db.close();
      throw new Error(
        `The site's database has schema version ${version}; this program knows up to ${SCHEMA_VERSION}. Use a newer program.`,
      );
    }
    if (version === SCHEMA_VERSION) return;
    this.#db.exec('BEGIN IMMEDIATE');
    for (let step = version; step < SCHEMA_VERSION; step++) this.#db.exec(MIGRATIONS[step] ?? '');
    this.#db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    this.#db.exec('COMMIT');
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const fresh = this.#db.prepare(sql);
    this.#statements.set(sql, fresh);
    if (this.#statements.size > STATEMENTS_KEPT) {
      const oldest = this.#statements.keys().next().value;
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return fresh;
  }

  all(sql: string, params: readonly SqlValue[] = []): SqlRow[] {
    return this.#prepare(sql).all(...params) as SqlRow[];
  }

  get(sql: string, params: readonly SqlValue[] = []): SqlRow | undefined {
    return this.#prepare(sql).get(...params) as SqlRow | undefined;
  }

  /** Rows changed. */
  run(sql: string, params: readonly SqlValue[] = []): number {
    return Number(this.#prepare(sql).run(...params).changes);
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Forgets prepared statements, for after a change of the schema. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  begin(mode: 'read' | 'write' | 'readOnly'): void {
    if (mode === 'readOnly') this.#db.exec('PRAGMA query_only = ON');
    this.run(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
  }

  commit(): void {
    this.run('COMMIT');
  }

  rollback(): void {
    this.#depth = 0;
    if (this.#db.isTransaction) this.run('ROLLBACK');
  }

  endReadOnly(): void {
    this.#db.exec('PRAGMA query_only = OFF');
  }

  /** Runs `work` inside a savepoint of the open transaction; undone when it throws. */
  savepoint<T>(work: () => T): T {
    const name = `sp${++this.#depth}`;
    this.run(`SAVEPOINT ${name}`);
    try {
      const result = work();
      this.run(`RELEASE ${name}`);
      return result;
    } catch (error) {
      if (this.#db.isTransaction) {
        this.run(`ROLLBACK TO ${name}`);
        this.run(`RELEASE ${name}`);
      }
      throw error;
    } finally {
      if (this.#depth > 0) this.#depth--;
    }
  }

  get inSavepoint(): boolean {
    return this.#depth > 0;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }
}

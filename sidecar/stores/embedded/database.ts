import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../lib/sqlite.ts';
import { VaError } from '../../lib/va-error.ts';
import { StoreInUse, StoreRefused } from '../store-refused.ts';
import { diskSync } from './disk-sync.ts';

const MIGRATIONS: readonly string[] = [
  `CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, body TEXT NOT NULL, appended_at INTEGER NOT NULL);
   CREATE INDEX journal_by_stream ON journal (stream, id);
   CREATE TABLE kv (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER);
   CREATE INDEX kv_by_expiry ON kv (expires_at) WHERE expires_at IS NOT NULL;
   CREATE TABLE counters (key TEXT PRIMARY KEY, count INTEGER NOT NULL, reset_at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE events (conversation TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (conversation, seq)) WITHOUT ROWID;
   CREATE TABLE event_heads (conversation TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, touched_at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX event_heads_by_touch ON event_heads (touched_at);`,
];

export interface OpenDatabase {
  /** One connection for everything: a second one would empty the first one's cache with each commit. */
  readonly db: DatabaseSync;
  /** Resolves when what was committed is on the disk: also a power cut does not take it back. */
  synced(): Promise<void>;
  close(): void;
}

/** The same rows are written again and again: the longer they gather in the log, the fewer reach the file (32 MB). */
const CHECKPOINT_PAGES = 8000;

export interface DatabaseOptions {
  /** Folder of `sidecar.db`; made when it is not there. */
  readonly dir: string;
  /** False lets a second process in beside the sidecar, for an operator's command. Default true. */
  readonly exclusive?: boolean;
  /** The file grows no larger, bytes; 0 for no limit of our own. */
  readonly maxBytes?: number;
}

/** Opens and migrates `<dir>/sidecar.db`. @throws StoreRefused with what to do when it is newer, in use or cannot be written. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const lock = options.exclusive === false ? null : takeLock(options.dir);
  const path = join(options.dir, 'sidecar.db');
  try {
    const db = open(path, options.maxBytes ?? 0);
    chmodSync(path, 0o600);
    migrate(
      db,
      path,
      MIGRATIONS,
      (words) => new StoreRefused(`${words} Start the newer version again, or point VA_DATA_DIR at another folder.`),
    );
    // Commits go to the log beside the file. To wait for the disk within a commit would hold up everybody's sound and words.
    const log = diskSync(`${path}-wal`);
    return {
      db,
      synced: log.sync,
      close() {
        log.close();
        db.close();
        lock?.close();
      },
    };
  } catch (error) {
    lock?.close();
    throw unwritable(options.dir, error) ?? error;
  }
}

function unwritable(dir: string, error: unknown): StoreRefused | null {
  if (!DISK_REFUSED.has(primaryCode(error))) return null;
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreRefused(
    `${dir} takes no data (${reason}). Make room on that disk and see that this user may write there, or set VA_DATA_DIR to another folder.`,
  );
}

/** synchronous=NORMAL: what was committed survives the death of the process; `synced` says when it survives a power cut. */
function open(path: string, maxBytes: number): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  if (maxBytes > 0) {
    const size = db.prepare('PRAGMA page_size').get()?.['page_size'];
    db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / Number(size)))}`);
  }
  return db;
}

/** The operating system lets go of this lock when the process dies, however it dies. */
function takeLock(dir: string): DatabaseSync {
  const lock = new DatabaseSync(join(dir, 'sidecar.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (primaryCode(error) !== SQLITE_BUSY) throw unwritable(dir, error) ?? error;
    throw new StoreInUse(
      `Another sidecar is using ${dir}. Stop it, give this one a folder of its own with VA_DATA_DIR, or set REDIS_URL to run several.`,
    );
  }
}

const SQLITE_BUSY = 5;
// READONLY, IOERR, FULL, CANTOPEN: the disk did not take it.
const DISK_REFUSED: ReadonlySet<number> = new Set([8, 10, 13, 14]);

function primaryCode(error: unknown): number {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : undefined;
  // The upper bits say more closely what the lower eight say.
  return typeof code === 'number' ? code & 0xff : -1;
}

/** What a failed write means to the rest: STORAGE_FULL when the disk refused, else SERVICE_UNAVAILABLE. */
export function writeFailure(error: unknown): VaError {
  return new VaError(DISK_REFUSED.has(primaryCode(error)) ? 'STORAGE_FULL' : 'SERVICE_UNAVAILABLE', { cause: error });
}

import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { CHILD_COLUMNS, INTEGER_TYPES, type Meta, REAL_TYPES } from './meta.ts';

/** Raised when the rules of this file change, so that every table is looked at again. */
const RULES = 1;

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export function tableName(doctype: string): string {
  return quote(`tab${doctype}`);
}

function columnType(meta: Meta, column: string): string {
  if (column === 'docstatus' || column === 'idx') return 'INTEGER NOT NULL DEFAULT 0';
  const type = meta.byName.get(column)?.fieldtype ?? 'Data';
  if (INTEGER_TYPES.has(type)) return 'INTEGER NOT NULL DEFAULT 0';
  if (REAL_TYPES.has(type)) return 'REAL NOT NULL DEFAULT 0';
  return 'TEXT COLLATE NOCASE';
}

function createTable(meta: Meta): string {
  const columns = meta.columns
    .filter((column) => column !== 'name')
    .map((column) => `${quote(column)} ${columnType(meta, column)}`);
  const key = meta.integerNames
    ? 'name INTEGER PRIMARY KEY AUTOINCREMENT'
    : 'name TEXT COLLATE NOCASE PRIMARY KEY NOT NULL';
  return `CREATE TABLE IF NOT EXISTS ${tableName(meta.name)} (${[key, ...columns].join(', ')})`;
}

function syncIndexes(db: Database, meta: Meta, composite: readonly (readonly string[])[]): void {
  const wanted = new Map<string, string>();
  if (meta.isTable) wanted.set('parent', `(${CHILD_COLUMNS.slice(0, 2).map(quote).join(', ')})`);
  else wanted.set('modified', '(modified)');
  for (const field of meta.stored) {
    if (field.unique) wanted.set(`unique_${field.fieldname}`, `(${quote(field.fieldname)})`);
    else if (field.searchIndex) wanted.set(field.fieldname, `(${quote(field.fieldname)})`);
  }
  for (const fields of composite) wanted.set(fields.join('+'), `(${fields.map(quote).join(', ')})`);
  const prefix = `ix:${meta.name}:`;
  const present = new Set(
    db
      .all("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", [`tab${meta.name}`])
      .map((row) => String(row['name'])),
  );
  for (const name of present) {
    if (name.startsWith(prefix) && !wanted.has(name.slice(prefix.length))) db.exec(`DROP INDEX ${quote(name)}`);
  }
  for (const [key, columns] of wanted) {
    if (present.has(prefix + key)) continue;
    db.exec(
      `CREATE ${key.startsWith('unique_') ? 'UNIQUE ' : ''}INDEX ${quote(prefix + key)} ON ${tableName(meta.name)} ${columns}`,
    );
  }
}

function syncTable(db: Database, meta: Meta, composite: readonly (readonly string[])[]): void {
  db.exec(createTable(meta));
  const present = new Set(
    db.all(`PRAGMA table_info(${tableName(meta.name)})`).map((row) => String(row['name']).toLowerCase()),
  );
  for (const column of meta.columns) {
    if (!present.has(column.toLowerCase())) {
      db.exec(`ALTER TABLE ${tableName(meta.name)} ADD COLUMN ${quote(column)} ${columnType(meta, column)}`);
    }
  }
  syncIndexes(db, meta, composite);
}

/** Brings the tables up to the metadata; untouched DocTypes cost one hash. Columns are added, never dropped. */
export function syncSchema(
  db: Database,
  metas: Iterable<Meta>,
  sources: ReadonlyMap<string, string>,
  indexes: ReadonlyMap<string, readonly (readonly string[])[]>,
): void {
  const known = new Map(
    db.all('SELECT name, hash FROM __doctypes').map((row) => [String(row['name']), String(row['hash'])]),
  );
  for (const meta of metas) {
    const composite = indexes.get(meta.name) ?? [];
    const hash = createHash('sha256')
      .update(`${RULES}\n${JSON.stringify(composite)}\n${sources.get(meta.name) ?? ''}`)
      .digest('hex');
    if (known.get(meta.name) === hash) continue;
    if (!meta.isSingle && !meta.isVirtual) syncTable(db, meta, composite);
    db.run('INSERT INTO __doctypes (name, hash) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash', [
      meta.name,
      hash,
    ]);
  }
  db.forgetStatements();
}

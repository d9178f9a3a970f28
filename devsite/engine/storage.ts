import type { SqlValue } from './database.ts';
import { toColumn, toFloat, toInt } from './field-values.ts';
import type { Engine, EngineCtx } from './internal.ts';
import { type Field, INTEGER_TYPES, type Meta, REAL_TYPES } from './meta.ts';
import { metaOf } from './metas.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { timeForOutput } from './site-time.ts';
import type { Doc, Row } from './types.ts';
import { ACCESS_DOCTYPES } from './user-facts.ts';

const selections = new WeakMap<Meta, string>();

function columnList(meta: Meta): string {
  let list = selections.get(meta);
  if (!list) {
    list = meta.columns.map(quote).join(', ');
    selections.set(meta, list);
  }
  return list;
}

function toDoc(meta: Meta, row: Row): Doc {
  const doc: Doc = { doctype: meta.name, name: row['name'] as string };
  for (const column of meta.columns) doc[column] = row[column] ?? null;
  for (const field of meta.stored) {
    const value = doc[field.fieldname];
    if (field.fieldtype === 'Time' && typeof value === 'string') doc[field.fieldname] = timeForOutput(value);
  }
  return doc;
}

/** Rows of one child table in order. */
function loadChildren(engine: Engine, meta: Meta, table: Field, parent: string): Doc[] {
  const child = metaOf(engine, table.options);
  return engine.db
    .all(
      `SELECT ${columnList(child)} FROM ${tableName(child.name)} WHERE parent = ? AND parentfield = ? AND parenttype = ? ORDER BY idx, rowid`,
      [parent, table.fieldname, meta.name],
    )
    .map((row) => toDoc(child, row));
}

function castSingle(field: Field, value: unknown): unknown {
  if (INTEGER_TYPES.has(field.fieldtype)) return toInt(value);
  if (REAL_TYPES.has(field.fieldtype)) return toFloat(value);
  return value ?? null;
}

function loadSingle(engine: Engine, meta: Meta): Doc {
  const values = new Map(
    engine.db
      .all('SELECT field, value FROM tabSingles WHERE doctype = ?', [meta.name])
      .map((row) => [String(row['field']), row['value']]),
  );
  const doc: Doc = { doctype: meta.name, name: meta.name };
  for (const column of ['owner', 'creation', 'modified', 'modified_by'] as const)
    doc[column] = values.get(column) ?? null;
  doc['docstatus'] = 0;
  doc['idx'] = 0;
  for (const field of meta.stored)
    doc[field.fieldname] = castSingle(
      field,
      values.has(field.fieldname) ? values.get(field.fieldname) : (field.default ?? null),
    );
  return doc;
}

/** The stored document with its child tables, null if there is none. The name keeps its stored casing. */
export function loadDoc(engine: Engine, doctype: string, name: string): Doc | null {
  const meta = metaOf(engine, doctype);
  if (meta.isVirtual) return null;
  let doc: Doc;
  if (meta.isSingle) {
    doc = loadSingle(engine, meta);
  } else {
    const row = engine.db.get(`SELECT ${columnList(meta)} FROM ${tableName(doctype)} WHERE name = ?`, [name]);
    if (!row) return null;
    doc = toDoc(meta, row);
  }
  for (const table of meta.tables) doc[table.fieldname] = loadChildren(engine, meta, table, String(doc.name));
  return doc;
}

/** The stored name in its own casing, null if there is no such document. */
export function storedName(engine: Engine, doctype: string, name: string): string | null {
  const meta = engine.metas.get(doctype);
  if (doctype === 'DocType') return engine.metas.has(name) ? name : null;
  if (!meta || meta.isVirtual) return null;
  if (meta.isSingle) return name === doctype ? name : null;
  const row = engine.db.get(`SELECT name FROM ${tableName(doctype)} WHERE name = ?`, [name]);
  return row ? (row['name'] as string) : null;
}

/** Marks caches stale when a write concerns users, permissions or a tree. */
export function noteWrite(ctx: EngineCtx, meta: Meta): void {
  if (ACCESS_DOCTYPES.has(meta.name) || meta.nsmParentField) {
    ctx.tx.touchedAccess = true;
    ctx.engine.users.clear();
  }
}

interface SqliteFailure {
  readonly errcode?: number;
  readonly message: string;
}

/** Frappe's exception for a refusal of the database. */
export function databaseError(error: unknown, meta: Meta | null = null): unknown {
  if (error instanceof SiteError || !(error instanceof Error)) return error;
  const failure = error as SqliteFailure;
  if (failure.errcode === undefined) return error;
  if ((failure.errcode & 0xff) === 8) return new SiteError('InReadOnlyMode', 'This request may only read.');
  if ((failure.errcode & 0xff) === 5 || (failure.errcode & 0xff) === 6)
    return new SiteError('QueryTimeoutError', 'Lock wait timeout exceeded');
  const unique = /UNIQUE constraint failed: .*\.(\w+)$/.exec(failure.message);
  if (!unique) return error;
  if (unique[1] === 'name') return new SiteError('DuplicateEntryError', `${meta?.name ?? 'Document'} already exists`);
  const label = meta?.byName.get(unique[1] ?? '')?.label ?? unique[1];
  return new SiteError('UniqueValidationError', `${label} must be unique`);
}

function guarded<T>(meta: Meta, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseError(error, meta);
  }
}

const inserts = new WeakMap<Meta, string>();

/** Writes one new row (parent or child); an autoincrement name is filled in. */
export function insertRow(ctx: EngineCtx, meta: Meta, doc: Row): void {
  let sql = inserts.get(meta);
  const columns = meta.integerNames ? meta.columns.filter((column) => column !== 'name') : meta.columns;
  if (!sql) {
    sql = `INSERT INTO ${tableName(meta.name)} (${columns.map(quote).join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) RETURNING name`;
    inserts.set(meta, sql);
  }
  const statement = sql;
  const params = columns.map((column) => columnValue(meta, column, doc[column]));
  const row = guarded(meta, () => ctx.engine.db.get(statement, params));
  if (meta.integerNames) doc['name'] = row?.['name'];
  noteWrite(ctx, meta);
}

function columnValue(meta: Meta, column: string, value: unknown): SqlValue {
  if (column === 'docstatus' || column === 'idx') return toInt(value);
  return toColumn(meta.byName.get(column), value);
}

/** Overwrites columns of one row; returns whether there was one. */
export function updateRow(ctx: EngineCtx, meta: Meta, name: string, values: Row): boolean {
  const columns = Object.keys(values).filter((column) => column !== 'name' && meta.columns.includes(column));
  if (columns.length === 0) return true;
  const sql = `UPDATE ${tableName(meta.name)} SET ${columns.map((column) => `${quote(column)} = ?`).join(', ')} WHERE name = ?`;
  const params = [...columns.map((column) => columnValue(meta, column, values[column])), name];
  const changed = guarded(meta, () => ctx.engine.db.run(sql, params));
  noteWrite(ctx, meta);
  return changed > 0;
}

export function deleteRow(ctx: EngineCtx, meta: Meta, name: string): void {
  guarded(meta, () => ctx.engine.db.run(`DELETE FROM ${tableName(meta.name)} WHERE name = ?`, [name]));
  noteWrite(ctx, meta);
}

export function writeSingle(ctx: EngineCtx, meta: Meta, values: Row): void {
  for (const [field, value] of Object.entries(values)) {
    const stored = toColumn(meta.byName.get(field), value);
    guarded(meta, () =>
      ctx.engine.db.run(
        'INSERT INTO tabSingles (doctype, field, value) VALUES (?, ?, ?) ON CONFLICT (doctype, field) DO UPDATE SET value = excluded.value',
        [meta.name, field, stored === null ? null : String(stored)],
      ),
    );
  }
  noteWrite(ctx, meta);
}

import { applyDefaults } from './defaults.ts';
import { coerce } from './field-values.ts';
import type { EngineCtx } from './internal.ts';
import type { Field, Meta } from './meta.ts';
import { metaOf } from './metas.ts';
import { SiteError } from './site-error.ts';
import { deleteRow, insertRow, updateRow } from './storage.ts';
import type { Doc, Row } from './types.ts';

/** Casts every value of a row by its field; undefined becomes null or 0. */
export function castRow(meta: Meta, row: Row): void {
  for (const field of meta.stored) row[field.fieldname] = coerce(field, row[field.fieldname]);
}

/** Takes the sent rows of every table as documents of their own; a table that is missing is left out. */
export function adoptChildren(ctx: EngineCtx, meta: Meta, doc: Row, isNew: boolean): void {
  for (const table of meta.tables) {
    const sent = doc[table.fieldname];
    if (sent === null || sent === undefined) {
      doc[table.fieldname] = [];
      continue;
    }
    if (!Array.isArray(sent)) throw new SiteError('TypeError', `${table.label} must be a list of rows`);
    const child = metaOf(ctx.engine, table.options);
    doc[table.fieldname] = sent.map((raw: unknown, index) => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
        throw new SiteError('TypeError', `Rows of ${table.label} must be objects`);
      const row: Row = {
        ...(raw as Row),
        doctype: child.name,
        parent: doc['name'] ?? null,
        parenttype: meta.name,
        parentfield: table.fieldname,
        idx: index + 1,
        docstatus: doc['docstatus'] ?? 0,
      };
      if (isNew || !row['name'] || row['__islocal']) {
        row['name'] = null;
        applyDefaults(ctx, child, row);
      }
      castRow(child, row);
      return row as Doc;
    });
  }
}

/** After naming: rows know their parent. */
export function linkChildren(meta: Meta, doc: Doc): void {
  for (const table of meta.tables) {
    const rows = doc[table.fieldname];
    if (!Array.isArray(rows)) continue;
    (rows as Row[]).forEach((row, index) => {
      row['parent'] = doc.name;
      row['parenttype'] = meta.name;
      row['parentfield'] = table.fieldname;
      row['idx'] = index + 1;
      row['docstatus'] = doc['docstatus'];
      row['doctype'] ??= table.options;
    });
  }
}

function stampNew(ctx: EngineCtx, child: Meta, row: Row, doc: Doc): void {
  row['name'] = child.integerNames ? null : ctx.engine.randomId();
  row['owner'] = ctx.user;
  row['creation'] = doc['modified'];
  row['modified'] = doc['modified'];
  row['modified_by'] = ctx.user;
}

function replaceTable(ctx: EngineCtx, table: Field, doc: Doc, stored: readonly Row[]): void {
  const child = metaOf(ctx.engine, table.options);
  const known = new Map(stored.map((row) => [String(row['name']), row]));
  const kept = new Set<string>();
  const rows = Array.isArray(doc[table.fieldname]) ? (doc[table.fieldname] as Row[]) : [];
  for (const row of rows) {
    castRow(child, row);
    if (!row['name']) {
      stampNew(ctx, child, row, doc);
      insertRow(ctx, child, row);
      continue;
    }
    const old = known.get(String(row['name']));
    // A row whose name the client made up is updated where there is nothing: Frappe loses it silently, and so do we.
    if (!old) continue;
    kept.add(String(row['name']));
    row['owner'] = old['owner'];
    row['creation'] = old['creation'];
    row['modified'] = doc['modified'];
    row['modified_by'] = ctx.user;
    updateRow(ctx, child, String(row['name']), row);
  }
  for (const name of known.keys()) if (!kept.has(name)) deleteRow(ctx, child, name);
}

/** Stores the tables of a saved document: known rows updated, new ones inserted, absent ones deleted. */
export function storeChildren(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc | null): void {
  for (const table of meta.tables) replaceTable(ctx, table, doc, (before?.[table.fieldname] ?? []) as Row[]);
}

import { fieldDefault } from './defaults.ts';
import { coerce } from './field-values.ts';
import type { EngineCtx } from './internal.ts';
import { type Field, type Meta, TABLE_TYPES } from './meta.ts';
import { metaOf } from './metas.ts';
import { permlevels } from './permissions.ts';
import type { Doc, Row } from './types.ts';

function childMetas(ctx: EngineCtx, meta: Meta): [Field, Meta][] {
  return meta.tables.flatMap((table): [Field, Meta][] => {
    const child = ctx.engine.metas.get(table.options);
    return child ? [[table, child]] : [];
  });
}

function usesLevels(ctx: EngineCtx, meta: Meta): boolean {
  return meta.highLevels.length > 0 || childMetas(ctx, meta).some(([, child]) => child.highLevels.length > 0);
}

/** Writes above the user's permlevel fall back to the stored value (or the default of a new row), without an error. */
export function resetForbiddenFields(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc | null): void {
  if (ctx.user === 'Administrator' || !usesLevels(ctx, meta)) return;
  const writable = permlevels(ctx, meta, 'write', ctx.user);
  const reset = (owner: Meta, row: Row, stored: Row | null): void => {
    for (const field of owner.fields) {
      if (writable.has(field.permlevel)) continue;
      if (TABLE_TYPES.has(field.fieldtype)) row[field.fieldname] = stored?.[field.fieldname] ?? [];
      else row[field.fieldname] = stored ? stored[field.fieldname] : coerce(field, fieldDefault(ctx, owner, field));
    }
  };
  reset(meta, doc, before);
  for (const [table, child] of childMetas(ctx, meta)) {
    if (child.highLevels.length === 0 || !Array.isArray(doc[table.fieldname])) continue;
    const stored = (before?.[table.fieldname] ?? []) as Row[];
    for (const row of doc[table.fieldname] as Row[])
      reset(child, row, stored.find((candidate) => row['name'] && candidate['name'] === row['name']) ?? null);
  }
}

/** A copy without the fields above the user's permlevel. */
export function readableCopy(ctx: EngineCtx, doc: Doc): Doc {
  const meta = metaOf(ctx.engine, doc.doctype);
  const copy: Doc = { ...doc };
  if (ctx.user === 'Administrator' || !usesLevels(ctx, meta)) return copy;
  const parenttype = doc['parenttype'];
  const levels = permlevels(
    ctx,
    meta.isTable && typeof parenttype === 'string' ? metaOf(ctx.engine, parenttype) : meta,
    'read',
    ctx.user,
  );
  for (const field of meta.fields) if (!levels.has(field.permlevel)) delete copy[field.fieldname];
  for (const [table, child] of childMetas(ctx, meta)) {
    const rows = copy[table.fieldname];
    const hidden = child.fields.filter((field) => !levels.has(field.permlevel)).map((field) => field.fieldname);
    if (!Array.isArray(rows) || hidden.length === 0) continue;
    copy[table.fieldname] = (rows as Row[]).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.includes(key))),
    );
  }
  return copy;
}

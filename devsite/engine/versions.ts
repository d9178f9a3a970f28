import type { EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import { metaOf } from './metas.ts';
import { insertRow } from './storage.ts';
import type { Doc, Row } from './types.ts';
import { sameValue } from './validate.ts';

interface Changes {
  readonly changed: unknown[];
  readonly added: unknown[];
  readonly removed: unknown[];
  readonly row_changed: unknown[];
}

function changedFields(meta: Meta, before: Row, after: Row): [string, unknown, unknown][] {
  return meta.stored
    .filter(
      (field) => field.fieldtype !== 'Password' && !sameValue(field, before[field.fieldname], after[field.fieldname]),
    )
    .map((field) => [field.fieldname, before[field.fieldname] ?? null, after[field.fieldname] ?? null]);
}

function difference(ctx: EngineCtx, meta: Meta, before: Doc, after: Doc): Changes {
  const changes: Changes = { changed: changedFields(meta, before, after), added: [], removed: [], row_changed: [] };
  if (before['docstatus'] !== after['docstatus'])
    changes.changed.push(['docstatus', before['docstatus'], after['docstatus']]);
  for (const table of meta.tables) {
    const child = metaOf(ctx.engine, table.options);
    const [old, now] = [(before[table.fieldname] ?? []) as Row[], (after[table.fieldname] ?? []) as Row[]];
    now.forEach((row, index) => {
      const match = old.find((candidate) => candidate['name'] === row['name']);
      if (!match) changes.added.push([table.fieldname, row]);
      else {
        const fields = changedFields(child, match, row);
        if (fields.length > 0) changes.row_changed.push([table.fieldname, index, row['name'], fields]);
      }
    });
    for (const row of old)
      if (!now.some((candidate) => candidate['name'] === row['name'])) changes.removed.push([table.fieldname, row]);
  }
  return changes;
}

/** A Version row of what a save changed, for DocTypes that track changes. */
export function recordVersion(ctx: EngineCtx, meta: Meta, before: Doc, after: Doc): void {
  if (!meta.trackChanges || meta.name === 'Version') return;
  const changes = difference(ctx, meta, before, after);
  if (changes.changed.length + changes.added.length + changes.removed.length + changes.row_changed.length === 0) return;
  const stamp = after['modified'];
  insertRow(ctx, metaOf(ctx.engine, 'Version'), {
    name: ctx.engine.randomId(),
    owner: ctx.user,
    creation: stamp,
    modified: stamp,
    modified_by: ctx.user,
    docstatus: 0,
    idx: 0,
    ref_doctype: meta.name,
    docname: String(after.name),
    data: JSON.stringify(changes),
  });
}

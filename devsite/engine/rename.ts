import { runHook } from './hooks-run.ts';
import type { EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import { backLinksTo, metaOf } from './metas.ts';
import { validName } from './naming.ts';
import { requirePermission } from './permissions.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { loadDoc, noteWrite, storedName } from './storage.ts';
import type { DocEvent, WriteOptions } from './types.ts';

function rewriteLinks(ctx: EngineCtx, doctype: string, from: string, to: string): void {
  for (const link of backLinksTo(ctx.engine, doctype)) {
    if (link.meta.isSingle) {
      if (!link.doctypeField)
        ctx.engine.db.run(
          'UPDATE tabSingles SET value = ? WHERE doctype = ? AND field = ? AND value = ? COLLATE NOCASE',
          [to, link.meta.name, link.fieldname, from],
        );
      continue;
    }
    const typed = link.doctypeField ? ` AND ${quote(link.doctypeField)} = ?` : '';
    ctx.engine.db.run(
      `UPDATE ${tableName(link.meta.name)} SET ${quote(link.fieldname)} = ? WHERE ${quote(link.fieldname)} = ?${typed}`,
      link.doctypeField ? [to, from, doctype] : [to, from],
    );
    noteWrite(ctx, link.meta);
  }
}

function rewriteUser(ctx: EngineCtx, from: string, to: string): void {
  for (const meta of ctx.engine.metas.values()) {
    if (meta.isSingle || meta.isVirtual) continue;
    ctx.engine.db.run(`UPDATE ${tableName(meta.name)} SET owner = ? WHERE owner = ?`, [to, from]);
    ctx.engine.db.run(`UPDATE ${tableName(meta.name)} SET modified_by = ? WHERE modified_by = ?`, [to, from]);
  }
  ctx.engine.db.run("UPDATE __Auth SET name = ? WHERE doctype = 'User' AND name = ?", [to, from]);
  ctx.engine.db.run('DELETE FROM __sessions WHERE user = ?', [from]);
}

function checkAllowed(meta: Meta, options: WriteOptions): void {
  if (meta.allowRename || options.ignorePermissions) return;
  throw new SiteError('ValidationError', `${meta.name} not allowed to be renamed`);
}

/**
 * Gives a document another name everywhere it is linked, `modified` untouched; with `merge` the links move to a
 * document that exists. @returns the new name
 */
export function renameDocument(
  ctx: EngineCtx,
  doctype: string,
  oldName: string,
  newName: string,
  options: WriteOptions & { readonly merge?: boolean },
): string {
  const meta = metaOf(ctx.engine, doctype);
  const doc = loadDoc(ctx.engine, doctype, oldName);
  if (!doc || meta.isSingle || meta.integerNames)
    throw new SiteError('DoesNotExistError', `${doctype} ${oldName} not found`);
  if (!options.ignorePermissions) requirePermission(ctx, doctype, 'write', doc);
  checkAllowed(meta, options);
  const from = String(doc.name);
  const to = validName(doctype, newName);
  const merge = options.merge === true;
  const event: DocEvent = { ctx, doc, before: doc, flags: { ...options.flags, oldName: from, newName: to, merge } };
  runHook('beforeRename', event);
  const taken = storedName(ctx.engine, doctype, to);
  if (merge && taken === null)
    throw new SiteError('ValidationError', `${doctype} ${to} does not exist, select a new target to merge`);
  if (!merge && taken !== null && taken.toLowerCase() !== from.toLowerCase())
    throw new SiteError('DuplicateEntryError', `Another ${doctype} with name ${to} exists, select another name`);
  for (const table of meta.tables) {
    const child = metaOf(ctx.engine, table.options);
    ctx.engine.db.run(`UPDATE ${tableName(child.name)} SET parent = ? WHERE parent = ? AND parenttype = ?`, [
      to,
      from,
      doctype,
    ]);
  }
  if (merge) ctx.engine.db.run(`DELETE FROM ${tableName(doctype)} WHERE name = ?`, [from]);
  else ctx.engine.db.run(`UPDATE ${tableName(doctype)} SET name = ? WHERE name = ?`, [to, from]);
  const named = meta.autoname.toLowerCase().startsWith('field:') ? meta.autoname.slice(6) : '';
  if (named && !merge)
    ctx.engine.db.run(`UPDATE ${tableName(doctype)} SET ${quote(named)} = ? WHERE name = ?`, [to, to]);
  rewriteLinks(ctx, doctype, from, to);
  if (doctype === 'User') rewriteUser(ctx, from, to);
  noteWrite(ctx, meta);
  ctx.engine.users.clear();
  runHook('afterRename', event);
  return to;
}

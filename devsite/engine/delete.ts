import { runHook } from './hooks-run.ts';
import type { EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import { backLinksTo, metaOf } from './metas.ts';
import { revertSeries } from './naming.ts';
import { dropSecrets } from './passwords.ts';
import { requirePermission } from './permissions.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { deleteRow, insertRow, loadDoc, noteWrite } from './storage.ts';
import type { Doc, DocEvent, WriteOptions } from './types.ts';

/** DocTypes whose rows Frappe itself never lets stand in the way. */
const NEVER_BLOCK = new Set([
  'Communication',
  'ToDo',
  'DocShare',
  'File',
  'Version',
  'Comment',
  'Notification Log',
  'Deleted Document',
  'Workflow Action',
]);

function linkIn(
  ctx: EngineCtx,
  source: Meta,
  fieldname: string,
  doctypeField: string | null,
  meta: Meta,
  name: string,
  purpose: 'delete' | 'cancel',
): string | null {
  if (source.isSingle) {
    const row = ctx.engine.db.get(
      'SELECT value FROM tabSingles WHERE doctype = ? AND field = ? AND value = ? COLLATE NOCASE',
      [source.name, fieldname, name],
    );
    return row && purpose === 'delete' && !doctypeField ? source.name : null;
  }
  const status = purpose === 'delete' ? 'docstatus <> 2' : 'docstatus = 1';
  const typed = doctypeField ? ` AND ${quote(doctypeField)} = ?` : '';
  const params = doctypeField ? [name, meta.name] : [name];
  const parent = source.isTable ? ', parent, parenttype' : '';
  const rows = ctx.engine.db.all(
    `SELECT name${parent} FROM ${tableName(source.name)} WHERE ${quote(fieldname)} = ?${typed} AND ${status} LIMIT 20`,
    params,
  );
  for (const row of rows) {
    const doctype = source.isTable ? String(row['parenttype'] ?? '') : source.name;
    const holder = source.isTable ? String(row['parent'] ?? '') : String(row['name']);
    if (doctype === meta.name && holder === name) continue;
    if (NEVER_BLOCK.has(doctype) || ctx.engine.ignoreLinks.has(doctype)) continue;
    return `${doctype} ${holder}`;
  }
  return null;
}

/** The first document whose link forbids deleting (or cancelling) this one, such as `Task TASK-2026-00012`. */
export function blockingLink(ctx: EngineCtx, meta: Meta, doc: Doc, purpose: 'delete' | 'cancel'): string | null {
  for (const link of backLinksTo(ctx.engine, meta.name)) {
    if (NEVER_BLOCK.has(link.meta.name) || ctx.engine.ignoreLinks.has(link.meta.name)) continue;
    if (purpose === 'cancel' && !link.meta.isSubmittable && !link.meta.isTable) continue;
    const found = linkIn(ctx, link.meta, link.fieldname, link.doctypeField, meta, String(doc.name), purpose);
    if (found) return found;
  }
  return null;
}

function removeAttached(ctx: EngineCtx, doctype: string, name: string): void {
  const pairs: [string, string, string][] = [
    ['Comment', 'reference_doctype', 'reference_name'],
    ['ToDo', 'reference_type', 'reference_name'],
    ['Version', 'ref_doctype', 'docname'],
    ['DocShare', 'share_doctype', 'share_name'],
    ['File', 'attached_to_doctype', 'attached_to_name'],
  ];
  for (const [table, typeField, nameField] of pairs) {
    if (ctx.engine.metas.has(table))
      ctx.engine.db.run(`DELETE FROM ${tableName(table)} WHERE ${quote(typeField)} = ? AND ${quote(nameField)} = ?`, [
        doctype,
        name,
      ]);
  }
}

function keepCopy(ctx: EngineCtx, doc: Doc): void {
  const now = ctx.nowText();
  insertRow(ctx, metaOf(ctx.engine, 'Deleted Document'), {
    name: ctx.engine.randomId(),
    owner: ctx.user,
    creation: now,
    modified: now,
    modified_by: ctx.user,
    docstatus: 0,
    idx: 0,
    deleted_doctype: doc.doctype,
    deleted_name: String(doc.name),
    data: JSON.stringify(doc),
    restored: 0,
  });
}

/** Deletes a document with its children and what hangs on it. @throws SiteError PermissionError, ValidationError, LinkExistsError */
export function deleteDocument(ctx: EngineCtx, doctype: string, name: string, options: WriteOptions): void {
  const meta = metaOf(ctx.engine, doctype);
  const doc = loadDoc(ctx.engine, doctype, name);
  if (!doc || meta.isSingle) throw new SiteError('DoesNotExistError', `${doctype} ${name} not found`);
  if (!options.ignorePermissions) requirePermission(ctx, doctype, 'delete', doc);
  const event: DocEvent = { ctx, doc, before: doc, flags: options.flags ?? {} };
  if (doc['docstatus'] === 1 && !options.force) {
    throw new SiteError(
      'ValidationError',
      `${doctype} ${String(doc.name)}: Submitted Record cannot be deleted. You must Cancel it first.`,
    );
  }
  runHook('onTrash', event);
  if (!options.force) {
    const link = blockingLink(ctx, meta, doc, 'delete');
    if (link)
      throw new SiteError(
        'LinkExistsError',
        `Cannot delete or cancel because ${doctype} ${String(doc.name)} is linked with ${link}`,
      );
  }
  revertSeries(ctx, meta, doc);
  for (const table of meta.tables) {
    const child = metaOf(ctx.engine, table.options);
    ctx.engine.db.run(`DELETE FROM ${tableName(child.name)} WHERE parent = ? AND parenttype = ?`, [
      String(doc.name),
      doctype,
    ]);
    noteWrite(ctx, child);
  }
  deleteRow(ctx, meta, String(doc.name));
  if (meta.passwords.length > 0) dropSecrets(ctx.engine, doctype, String(doc.name));
  removeAttached(ctx, doctype, String(doc.name));
  if (!options.deletePermanently && doctype !== 'Deleted Document' && doctype !== 'Version') keepCopy(ctx, doc);
  runHook('afterDelete', event);
  ctx.publish(
    'doc_update',
    { modified: doc['modified'], doctype, name: doc.name },
    `doc:${doctype}/${String(doc.name)}`,
  );
  if (!meta.isTable && !meta.readOnly)
    ctx.publish('list_update', { doctype, name: doc.name, user: ctx.user }, `doctype:${doctype}`);
}

import { adoptChildren, castRow, linkChildren, storeChildren } from './children.ts';
import { applyDefaults } from './defaults.ts';
import { blockingLink } from './delete.ts';
import { toInt } from './field-values.ts';
import { runHook, runOwner } from './hooks-run.ts';
import type { EngineCtx } from './internal.ts';
import { checkLinks } from './links.ts';
import type { Meta } from './meta.ts';
import { metaOf } from './metas.ts';
import { setNewName } from './naming.ts';
import { keepPasswords } from './passwords.ts';
import { requirePermission } from './permissions.ts';
import { resetForbiddenFields } from './permlevels.ts';
import { SiteError } from './site-error.ts';
import { insertRow, loadDoc, noteWrite, updateRow, writeSingle } from './storage.ts';
import type { Doc, DocEvent, Row, WriteOptions } from './types.ts';
import { checkConstants, checkUpdateAfterSubmit, validateFields } from './validate.ts';
import { recordVersion } from './versions.ts';

type Action = 'save' | 'submit' | 'cancel' | 'update_after_submit';

/** Frappe's notices to those who watch: sent after commit. */
function notifyChange(ctx: EngineCtx, meta: Meta, doc: Row): void {
  ctx.publish(
    'doc_update',
    { modified: doc['modified'], doctype: meta.name, name: doc['name'] },
    `doc:${meta.name}/${String(doc['name'])}`,
  );
  if (!meta.isTable && !meta.isSingle && !meta.readOnly) {
    ctx.publish('list_update', { doctype: meta.name, name: doc['name'], user: ctx.user }, `doctype:${meta.name}`);
  }
}

/** Drops what no field or column knows. */
function tidy(meta: Meta, doc: Doc): Doc {
  for (const key of Object.keys(doc)) {
    if (key !== 'doctype' && !meta.byName.has(key) && !meta.columns.includes(key)) delete doc[key];
  }
  return doc;
}

function transition(before: number, after: number): Action {
  if (before === 0 && after === 0) return 'save';
  if (before === 0 && after === 1) return 'submit';
  if (before === 1 && after === 1) return 'update_after_submit';
  if (before === 1 && after === 2) return 'cancel';
  if (before === 2) throw new SiteError('ValidationError', 'Cannot edit cancelled document');
  const names = ['Draft', 'Submitted', 'Cancelled'];
  throw new SiteError(
    'DocstatusTransitionError',
    `Cannot change docstatus from ${before} (${names[before] ?? before}) to ${after} (${names[after] ?? after})`,
  );
}

const BEFORE = {
  save: 'beforeSave',
  submit: 'beforeSubmit',
  cancel: 'beforeCancel',
  update_after_submit: 'beforeUpdateAfterSubmit',
} as const;

function runBefore(action: Action, event: DocEvent): void {
  if (action === 'save' || action === 'submit') {
    runHook('beforeValidate', event);
    runHook('validate', event);
  }
  runHook(BEFORE[action], event);
}

function runAfter(action: Action, event: DocEvent): void {
  if (action === 'save' || action === 'submit') runHook('onUpdate', event);
  if (action === 'submit') runHook('onSubmit', event);
  if (action === 'cancel') runHook('onCancel', event);
  if (action === 'update_after_submit') runHook('onUpdateAfterSubmit', event);
}

function stamp(ctx: EngineCtx, doc: Row): void {
  doc['modified'] = ctx.nowText();
  doc['modified_by'] = ctx.user;
}

/** Inserts a document with all of Frappe's steps. @throws SiteError */
export function insertDocument(ctx: EngineCtx, input: Row & { doctype: string }, options: WriteOptions): Doc {
  const meta = metaOf(ctx.engine, input.doctype);
  if (meta.isSingle)
    return saveDocument(
      ctx,
      { ...(loadDoc(ctx.engine, meta.name, meta.name) as Doc), ...input, name: meta.name },
      { ...options, ignoreModified: true },
    );
  const doc = { ...input } as Doc;
  const flags = options.flags ?? {};
  const event: DocEvent = { ctx, doc, before: null, flags };
  applyDefaults(ctx, meta, doc);
  castRow(meta, doc);
  doc['docstatus'] = toInt(doc['docstatus']);
  adoptChildren(ctx, meta, doc, true);
  stamp(ctx, doc);
  doc['creation'] = doc['modified'];
  doc['owner'] = runOwner(event) ?? ctx.user;
  doc['idx'] = toInt(doc['idx']);
  const action = transition(0, Number(doc['docstatus']));
  if (!options.ignoreLinks) checkLinks(ctx, meta, doc, null);
  if (!options.ignorePermissions) {
    requirePermission(ctx, meta.name, 'create', doc);
    if (action === 'submit') requirePermission(ctx, meta.name, 'submit', doc);
  }
  runHook('beforeInsert', event);
  setNewName(event, ctx, meta, options.setName === true);
  linkChildren(meta, doc);
  if (!options.ignorePermissions) resetForbiddenFields(ctx, meta, doc, null);
  runBefore(action, event);
  recast(ctx, meta, doc);
  validateFields(ctx, meta, doc, null);
  if (!meta.integerNames) keepPasswords(ctx, meta, doc);
  insertRow(ctx, meta, doc);
  linkChildren(meta, doc);
  storeChildren(ctx, meta, doc, null);
  runHook('afterInsert', event);
  runAfter(action, event);
  runHook('onChange', event);
  notifyChange(ctx, meta, doc);
  return tidy(meta, doc);
}

/** Hooks may have set raw values or appended rows. */
function recast(ctx: EngineCtx, meta: Meta, doc: Doc): void {
  castRow(meta, doc);
  linkChildren(meta, doc);
  for (const table of meta.tables) {
    const child = metaOf(ctx.engine, table.options);
    const rows = doc[table.fieldname];
    if (!Array.isArray(rows)) doc[table.fieldname] = [];
    else for (const row of rows as Row[]) castRow(child, row);
  }
}

export interface SaveOptions extends WriteOptions {
  /** The body did not come with the `modified` it was read with. */
  readonly ignoreModified?: boolean;
}

function loadBefore(ctx: EngineCtx, meta: Meta, doc: Doc, options: SaveOptions): Doc {
  const before = loadDoc(ctx.engine, meta.name, String(doc.name));
  if (!before) throw new SiteError('DoesNotExistError', `${meta.name} ${String(doc.name)} not found`);
  if (!options.ignoreModified && !meta.isSingle && String(doc['modified'] ?? '') !== String(before['modified'])) {
    throw new SiteError(
      'TimestampMismatchError',
      `Error: Document has been modified after you have opened it (${String(before['modified'])}, ${String(doc['modified'])}). Please refresh to get the latest document.`,
    );
  }
  return before;
}

function checkAction(ctx: EngineCtx, meta: Meta, action: Action, doc: Doc): void {
  if (action === 'save') requirePermission(ctx, meta.name, 'write', doc);
  else requirePermission(ctx, meta.name, action === 'cancel' ? 'cancel' : 'submit', doc);
}

/**
 * Saves a whole document over the stored one; its `modified` must be the stored one unless told otherwise.
 * Which docstatus it carries decides whether this is a save, a submit or a cancel. @throws SiteError
 */
export function saveDocument(ctx: EngineCtx, input: Doc, options: SaveOptions): Doc {
  if (input['__islocal'] || !input.name) return insertDocument(ctx, input, options);
  const meta = metaOf(ctx.engine, input.doctype);
  const doc = { ...input };
  const before = loadBefore(ctx, meta, doc, options);
  doc.name = before.name;
  doc['owner'] ??= before['owner'];
  doc['creation'] ??= before['creation'];
  doc['idx'] = toInt(doc['idx'] ?? before['idx']);
  for (const column of ['_user_tags', '_comments', '_assign', '_liked_by', 'parent', 'parenttype', 'parentfield']) {
    if (column in before) doc[column] = doc[column] ?? before[column];
  }
  doc['docstatus'] = toInt(doc['docstatus'] ?? before['docstatus']);
  castRow(meta, doc);
  adoptChildren(ctx, meta, doc, false);
  const event: DocEvent = { ctx, doc, before, flags: options.flags ?? {} };
  const action = transition(Number(before['docstatus']), Number(doc['docstatus']));
  if (!options.ignorePermissions) checkAction(ctx, meta, action, doc);
  stamp(ctx, doc);
  if (!options.ignorePermissions) resetForbiddenFields(ctx, meta, doc, before);
  if (action !== 'cancel' && !options.ignoreLinks) checkLinks(ctx, meta, doc, before);
  runBefore(action, event);
  recast(ctx, meta, doc);
  if (action !== 'cancel') {
    validateFields(ctx, meta, doc, before);
    checkConstants(ctx, meta, doc, before);
  }
  if (action === 'update_after_submit') checkUpdateAfterSubmit(ctx, meta, doc, before);
  if (action === 'cancel') {
    const link = blockingLink(ctx, meta, doc, 'cancel');
    if (link)
      throw new SiteError(
        'LinkExistsError',
        `Cannot cancel because ${meta.name} ${String(doc.name)} is linked with ${link}`,
      );
  }
  keepPasswords(ctx, meta, doc);
  if (meta.isSingle) writeSingle(ctx, meta, singleValues(meta, doc));
  else updateRow(ctx, meta, String(doc.name), doc);
  storeChildren(ctx, meta, doc, before);
  runAfter(action, event);
  recordVersion(ctx, meta, before, doc);
  runHook('onChange', event);
  notifyChange(ctx, meta, doc);
  if (meta.isTable) noteWrite(ctx, meta);
  return tidy(meta, doc);
}

function singleValues(meta: Meta, doc: Doc): Row {
  const values: Row = {
    owner: doc['owner'],
    creation: doc['creation'] ?? doc['modified'],
    modified: doc['modified'],
    modified_by: doc['modified_by'],
  };
  for (const field of meta.stored) values[field.fieldname] = doc[field.fieldname];
  return values;
}

import type { EngineCtx } from './internal.ts';
import type { Meta, PermRow } from './meta.ts';
import { metaOf } from './metas.ts';
import { tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import type { Doc, Ptype, Row } from './types.ts';
import { type AllowedValue, userFacts } from './user-facts.ts';

type Right = Ptype | 'print';

/** Permission rows in force: any Custom DocPerm replaces all standard rows of the DocType. */
function permissionRows(ctx: EngineCtx, meta: Meta): readonly PermRow[] {
  if (!ctx.engine.metas.has('Custom DocPerm')) return meta.permissions;
  const custom = ctx.engine.db.all(`SELECT * FROM ${tableName('Custom DocPerm')} WHERE parent = ?`, [meta.name]);
  if (custom.length === 0) return meta.permissions;
  return custom.map((row) => ({
    role: String(row['role']),
    permlevel: Number(row['permlevel'] ?? 0),
    ifOwner: row['if_owner'] === 1,
    rights: new Set(Object.keys(row).filter((key) => row[key] === 1 && key !== 'if_owner' && key !== 'permlevel')),
  }));
}

/** What roles give at level 0: outright, and only for own documents. */
export interface RoleRights {
  has(right: Right): boolean;
  /** Granted by `if_owner` rows alone. */
  ownOnly(right: Right): boolean;
}

export function roleRights(ctx: EngineCtx, meta: Meta, user: string): RoleRights {
  const roles = userFacts(ctx.engine, user).roleSet;
  const rows = permissionRows(ctx, meta).filter((row) => row.permlevel === 0 && roles.has(row.role));
  const holds = (row: PermRow, right: Right): boolean =>
    (row.rights.has(right) || (right === 'select' && row.rights.has('read'))) &&
    ((right !== 'submit' && right !== 'cancel' && right !== 'amend') || meta.isSubmittable);
  return {
    has: (right) => rows.some((row) => holds(row, right) && (!row.ifOwner || right === 'create')),
    ownOnly: (right) =>
      right !== 'create' &&
      rows.some((row) => holds(row, right)) &&
      !rows.some((row) => holds(row, right) && !row.ifOwner),
  };
}

/** Permlevels whose fields the user may read or write; 0 is always among them. */
export function permlevels(ctx: EngineCtx, meta: Meta, right: 'read' | 'write', user: string): ReadonlySet<number> {
  const levels = new Set([0]);
  const roles = userFacts(ctx.engine, user).roleSet;
  for (const row of permissionRows(ctx, meta))
    if (roles.has(row.role) && row.rights.has(right)) levels.add(row.permlevel);
  return levels;
}

/** Names of documents of this type shared with the user (or with everyone) with that right. */
export function sharedNames(ctx: EngineCtx, doctype: string, right: Right, user: string, name?: string): string[] {
  const column = right === 'write' || right === 'share' || right === 'submit' ? right : 'read';
  const only = name === undefined ? '' : ' AND share_name = ?';
  return ctx.engine.db
    .all(
      `SELECT share_name FROM ${tableName('DocShare')} WHERE share_doctype = ? AND "${column}" = 1 AND (user = ? OR everyone = 1)${only}`,
      [doctype, user, ...(name === undefined ? [] : [name])],
    )
    .map((row) => String(row['share_name']));
}

/** Values that User Permissions of one DocType leave for documents of `doctype`; null = unrestricted. */
export function allowedValues(values: readonly AllowedValue[] | undefined, doctype: string): string[] | null {
  const list = (values ?? [])
    .filter((entry) => entry.applicableFor === null || entry.applicableFor === doctype)
    .map((entry) => entry.value);
  return list.length > 0 ? list : null;
}

const same = (left: unknown, right: string): boolean => String(left ?? '').toLowerCase() === right.toLowerCase();

export function strictUserPermissions(ctx: EngineCtx): boolean {
  return (
    ctx.engine.db.get(
      "SELECT value FROM tabSingles WHERE doctype = 'System Settings' AND field = 'apply_strict_user_permissions'",
    )?.['value'] === '1'
  );
}

function linksAllowed(
  ctx: EngineCtx,
  meta: Meta,
  row: Row,
  doctype: string,
  allowed: ReadonlyMap<string, readonly AllowedValue[]>,
): boolean {
  for (const field of meta.links) {
    if (field.fieldtype !== 'Link' || field.ignoreUserPermissions) continue;
    const values = allowedValues(allowed.get(field.options), doctype);
    if (!values) continue;
    const value = row[field.fieldname];
    if ((value === null || value === undefined || value === '') && !strictUserPermissions(ctx)) continue;
    if (!values.some((entry) => same(value, entry))) return false;
  }
  return true;
}

/** Whether User Permissions let this document through, its child rows included. */
function userPermissionsAllow(ctx: EngineCtx, meta: Meta, doc: Row, user: string): boolean {
  const { allowed } = userFacts(ctx.engine, user);
  if (allowed.size === 0) return true;
  const own = allowedValues(allowed.get(meta.name), meta.name);
  if (own && !own.some((name) => same(doc['name'], name))) return false;
  if (!linksAllowed(ctx, meta, doc, meta.name, allowed)) return false;
  for (const table of meta.tables) {
    const child = ctx.engine.metas.get(table.options);
    const rows = doc[table.fieldname];
    if (child && Array.isArray(rows) && !rows.every((row) => linksAllowed(ctx, child, row as Row, meta.name, allowed)))
      return false;
  }
  return true;
}

function controllersAllow(ctx: EngineCtx, doc: Doc, ptype: Ptype, user: string): boolean {
  const list = [...(ctx.engine.controllers.get(doc.doctype) ?? []), ...(ctx.engine.controllers.get('*') ?? [])];
  return list.every((controller) => controller.hasPermission?.(ctx, doc, ptype, user) ?? true);
}

function childPermission(ctx: EngineCtx, meta: Meta, ptype: Ptype, doc: Doc | undefined, user: string): boolean {
  const parenttype = doc?.['parenttype'];
  if (typeof parenttype !== 'string' || !ctx.engine.metas.has(parenttype)) return false;
  const parentMeta = metaOf(ctx.engine, parenttype);
  const field = parentMeta.tables.find(
    (table) => table.options === meta.name && (!doc?.['parentfield'] || table.fieldname === doc['parentfield']),
  );
  if (!field) return false;
  const right = ptype === 'create' || ptype === 'delete' ? 'write' : ptype;
  if (
    field.permlevel > 0 &&
    !permlevels(ctx, parentMeta, right === 'read' || right === 'select' ? 'read' : 'write', user).has(field.permlevel)
  )
    return false;
  const parent = doc?.['parent'];
  return hasPermission(ctx, parenttype, right, typeof parent === 'string' && parent ? parent : undefined, user);
}

/** Whether neither User Permissions nor a controller keep this document from the user, whatever the roles say. */
export function isUnrestricted(ctx: EngineCtx, doc: Doc, user: string): boolean {
  if (user === 'Administrator') return true;
  return (
    userPermissionsAllow(ctx, metaOf(ctx.engine, doc.doctype), doc, user) && controllersAllow(ctx, doc, 'read', user)
  );
}

const SHAREABLE: ReadonlySet<string> = new Set(['select', 'read', 'write', 'share', 'submit']);

function documentPermission(ctx: EngineCtx, meta: Meta, ptype: Ptype, doc: Doc, user: string): boolean {
  if (!controllersAllow(ctx, doc, ptype, user)) return false;
  const rights = roleRights(ctx, meta, user);
  const owns = same(doc['owner'], user);
  if (userPermissionsAllow(ctx, meta, doc, user)) return rights.has(ptype) || (owns && rights.ownOnly(ptype));
  return owns && ptype !== 'create' && rights.ownOnly(ptype);
}

/** frappe.has_permission: roles, owner rows, User Permissions, controllers, then shares. */
export function hasPermission(
  ctx: EngineCtx,
  doctype: string,
  ptype: Ptype,
  doc: Doc | string | undefined,
  user: string,
): boolean {
  if (user === 'Administrator') return true;
  const meta = metaOf(ctx.engine, doctype);
  const full = typeof doc === 'string' ? ctx.getDoc(doctype, doc) : doc;
  if (meta.isTable) return childPermission(ctx, meta, ptype, full, user);
  const granted = full
    ? documentPermission(ctx, meta, ptype, full, user)
    : roleRights(ctx, meta, user).has(ptype) ||
      ((ptype === 'read' || ptype === 'select') && roleRights(ctx, meta, user).ownOnly(ptype));
  if (granted) return true;
  if (!SHAREABLE.has(ptype)) return false;
  return sharedNames(ctx, doctype, ptype, user, full ? String(full.name) : undefined).length > 0;
}

/** Frappe's refusal of a right: its remarks stand beside an exception without words. */
export function noRight(
  user: string,
  ptype: Ptype,
  doctype: string,
  name: string | null,
  hasErrorMessage = true,
): SiteError {
  const remarks = [
    `User <strong>${user}</strong> does not have doctype access via role permission for document <strong>${doctype}</strong>`,
    `<br>User <strong>${user}</strong> does not have access to this document`,
  ].join('');
  const deleting = ptype === 'delete' ? [`User not allowed to delete ${doctype}: ${name ?? ''}`] : [];
  const errorMessage = `You need the '${ptype}' permission on <strong>${doctype}</strong> ${name ?? ''} to perform this action.`;
  const on = name === null ? '' : ` for document ${name}`;
  return new SiteError(
    'PermissionError',
    `User ${user} does not have doctype access via role permission for document ${doctype}: No permission to ${ptype}${on}`,
    {
      shown: { messages: [remarks, ...deleting], ...(hasErrorMessage && ptype !== 'delete' ? { errorMessage } : {}) },
    },
  );
}

/** @throws SiteError PermissionError */
export function requirePermission(ctx: EngineCtx, doctype: string, ptype: Ptype, doc?: Doc): void {
  if (hasPermission(ctx, doctype, ptype, doc, ctx.user)) return;
  throw noRight(ctx.user, ptype, doctype, ptype === 'create' ? null : (doc?.name ?? null));
}

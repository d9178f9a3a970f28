import type { SqlValue } from './database.ts';
import type { Condition } from './filters.ts';
import type { EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import { allowedValues, hasPermission, roleRights, sharedNames, strictUserPermissions } from './permissions.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { userFacts } from './user-facts.ts';

const inList = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} IN (${values.map(() => '?').join(', ')})`,
  params: [...values],
});

function userPermissionConditions(ctx: EngineCtx, meta: Meta, user: string): Condition[] {
  const { allowed } = userFacts(ctx.engine, user);
  if (allowed.size === 0) return [];
  const conditions: Condition[] = [];
  const table = tableName(meta.name);
  const own = allowedValues(allowed.get(meta.name), meta.name);
  if (own) conditions.push(inList(`${table}.name`, own));
  for (const field of meta.links) {
    if (field.fieldtype !== 'Link' || field.ignoreUserPermissions) continue;
    const values = allowedValues(allowed.get(field.options), meta.name);
    if (!values) continue;
    const column = `${table}.${quote(field.fieldname)}`;
    const among = inList(column, values);
    conditions.push(
      strictUserPermissions(ctx)
        ? among
        : { sql: `COALESCE(${column}, '') = '' OR ${among.sql}`, params: among.params },
    );
  }
  return conditions;
}

function queryHooks(ctx: EngineCtx, doctype: string, user: string): Condition[] {
  const found: Condition[] = [];
  for (const controller of ctx.engine.controllers.get(doctype) ?? []) {
    const made = controller.permissionQuery?.(ctx, user);
    if (made && made.sql.trim() !== '') found.push({ sql: made.sql, params: [...made.params] });
  }
  return found;
}

function all(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map((part) => `(${part.sql})`).join(' AND '),
    params: conditions.flatMap((part): SqlValue[] => part.params),
  };
}

/**
 * What the user's permissions add to a list, null = nothing. A child table is listed when its parent DocType may be read.
 * @throws SiteError PermissionError without select, read or a share
 */
export function matchCondition(ctx: EngineCtx, meta: Meta, permissionMeta: Meta): Condition | null {
  const user = ctx.user;
  if (user === 'Administrator') return null;
  if (meta.isTable) {
    if (!hasPermission(ctx, permissionMeta.name, 'read', undefined, user)) throw refused(user, meta.name);
    return null;
  }
  const rights = roleRights(ctx, meta, user);
  const shared = sharedNames(ctx, meta.name, 'read', user);
  const name = `${tableName(meta.name)}.name`;
  const ownOnly = !rights.has('select') && (rights.ownOnly('read') || rights.ownOnly('select'));
  if (!rights.has('select') && !ownOnly) {
    if (shared.length === 0) throw refused(user, meta.name);
    return all([inList(name, shared), ...queryHooks(ctx, meta.name, user)]);
  }
  const conditions = ownOnly
    ? [{ sql: `${tableName(meta.name)}.owner = ?`, params: [user] }]
    : userPermissionConditions(ctx, meta, user);
  conditions.push(...queryHooks(ctx, meta.name, user));
  if (conditions.length === 0) return null;
  const match = all(conditions);
  if (shared.length === 0) return match;
  const also = inList(name, shared);
  return { sql: `(${match.sql}) OR (${also.sql})`, params: [...match.params, ...also.params] };
}

function refused(user: string, doctype: string): SiteError {
  return new SiteError(
    'PermissionError',
    `User ${user} does not have doctype access via role permission for document ${doctype}`,
    {
      shown: {
        messages: [
          `User <strong>${user}</strong> does not have doctype access via role permission for document <strong>${doctype}</strong>`,
        ],
        errorMessage: `No permission for <strong>${doctype}</strong>`,
      },
    },
  );
}

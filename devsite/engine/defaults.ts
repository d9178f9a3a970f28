import type { EngineCtx } from './internal.ts';
import type { Field, Meta } from './meta.ts';
import { allowedValues } from './permissions.ts';
import { tableName } from './schema.ts';
import { storedName } from './storage.ts';
import type { Row } from './types.ts';
import { userFacts } from './user-facts.ts';

function storedDefault(ctx: EngineCtx, key: string): string | null {
  const row = ctx.engine.db.get(
    `SELECT defvalue FROM ${tableName('DefaultValue')} WHERE defkey = ? AND parent IN (?, '__default') ORDER BY parent = '__default' LIMIT 1`,
    [key, ctx.user],
  );
  return row?.['defvalue'] ? String(row['defvalue']) : null;
}

/** Default of a Link: the user's permitted value, then a stored default of that field name, if that record exists. */
function linkDefault(ctx: EngineCtx, meta: Meta, field: Field): string | null {
  const values = userFacts(ctx.engine, ctx.user).allowed.get(field.options);
  if (values && !field.ignoreUserPermissions) {
    const usable = values.filter((entry) => entry.applicableFor === null || entry.applicableFor === meta.name);
    const chosen = usable.find((entry) => entry.isDefault) ?? (usable.length === 1 ? usable[0] : undefined);
    if (chosen) return chosen.value;
  }
  const stored = storedDefault(ctx, field.fieldname);
  return stored && storedName(ctx.engine, field.options, stored) !== null ? stored : null;
}

function literalDefault(ctx: EngineCtx, field: Field): unknown {
  const value = field.default;
  if (value === null) {
    if (field.fieldtype === 'Select' && field.options && field.fieldname !== 'naming_series')
      return (field.options.split('\n')[0] ?? '').trim();
    if (field.fieldtype === 'Time') return ctx.nowText().slice(11);
    return null;
  }
  if (value === '__user' || value === 'user') return ctx.user;
  const lower = value.toLowerCase();
  if (lower === 'today' && (field.fieldtype === 'Date' || field.fieldtype === 'Datetime')) return ctx.today();
  if (lower === 'now' && (field.fieldtype === 'Datetime' || field.fieldtype === 'Time'))
    return field.fieldtype === 'Time' ? ctx.nowText().slice(11) : ctx.nowText();
  if (value.startsWith(':') && field.fieldtype === 'Link') return storedDefault(ctx, field.fieldname);
  return value;
}

/** Whether the user's own User Permissions forbid this default. */
function forbidden(ctx: EngineCtx, meta: Meta, field: Field, value: unknown): boolean {
  if (field.fieldtype !== 'Link' || field.ignoreUserPermissions || ctx.user === 'Administrator') return false;
  const allowed = allowedValues(userFacts(ctx.engine, ctx.user).allowed.get(field.options), meta.name);
  return allowed !== null && !allowed.includes(String(value));
}

/** The value a field of a new document starts with, null for none. */
export function fieldDefault(ctx: EngineCtx, meta: Meta, field: Field): unknown {
  if (field.fieldtype === 'Link' && field.options !== 'User') {
    const linked = linkDefault(ctx, meta, field);
    if (linked !== null) return linked;
  }
  const value = literalDefault(ctx, field);
  return value === null || forbidden(ctx, meta, field, value) ? null : value;
}

/** Fills what is missing or null; a blank string stays. */
export function applyDefaults(ctx: EngineCtx, meta: Meta, doc: Row): void {
  for (const field of meta.stored) {
    if (doc[field.fieldname] !== null && doc[field.fieldname] !== undefined) continue;
    const value = fieldDefault(ctx, meta, field);
    if (value !== null) doc[field.fieldname] = value;
  }
}

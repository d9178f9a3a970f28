import type { SqlValue } from './database.ts';
import type { Condition } from './filters.ts';
import type { EngineCtx } from './internal.ts';
import { ListBuilder, type ListOptions } from './list-builder.ts';
import { matchCondition } from './list-permissions.ts';
import type { Meta } from './meta.ts';
import { metaOf } from './metas.ts';
import { permlevels } from './permissions.ts';
import { tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { timeForOutput } from './site-time.ts';
import type { ListQuery, Row } from './types.ts';

const joined = (conditions: readonly Condition[], word: 'AND' | 'OR'): Condition => ({
  sql: conditions.map((part) => `(${part.sql})`).join(` ${word} `),
  params: conditions.flatMap((part) => part.params),
});

function parentMeta(ctx: EngineCtx, meta: Meta, query: ListQuery, options: ListOptions): Meta {
  if (!meta.isTable || !options.checked) return meta;
  const parent = query.parent ? metaOf(ctx.engine, query.parent) : null;
  const tables = parent?.tables.filter((field) => field.options === meta.name) ?? [];
  const levels = parent && ctx.user !== 'Administrator' ? permlevels(ctx, parent, 'read', ctx.user) : null;
  if (!parent || !tables.some((field) => levels === null || levels.has(field.permlevel))) {
    throw new SiteError(
      'PermissionError',
      `Insufficient Permission for ${meta.name}: a readable parent DocType is needed`,
    );
  }
  return parent;
}

/** Rows of a list, in insertion order unless `orderBy` is given. @throws SiteError PermissionError, DataError, ValidationError */
export function runList(ctx: EngineCtx, doctype: string, query: ListQuery, options: ListOptions): Row[] {
  const meta = metaOf(ctx.engine, doctype);
  if (meta.isSingle || meta.isVirtual) throw new SiteError('ValidationError', `${doctype} has no list`);
  const permissionMeta = parentMeta(ctx, meta, query, options);
  const builder = new ListBuilder(ctx, meta, options.checked, permissionMeta);
  const selected = builder.select(query.fields && query.fields.length > 0 ? query.fields : ['name']);
  const conditions = builder.where(query.filters, options);
  const alternatives = builder.where(query.orFilters, options);
  if (alternatives.length > 0) conditions.push(joined(alternatives, 'OR'));
  if (options.checked) {
    const match = matchCondition(ctx, meta, permissionMeta);
    if (match) conditions.push(match);
  }
  const where = joined(conditions, 'AND');
  const table = tableName(doctype);
  const group = query.groupBy ? ` GROUP BY ${builder.group(query.groupBy)}` : '';
  const aggregates = selected.some((column) => /^(count|sum|avg|min|max)\(/i.test(column.sql));
  const order = query.orderBy
    ? ` ORDER BY ${builder.order(query.orderBy)}`
    : group || aggregates
      ? ''
      : ` ORDER BY ${table}.rowid`;
  const params: SqlValue[] = [...where.params];
  let limit = '';
  if (query.limit || query.start) {
    limit = ' LIMIT ? OFFSET ?';
    params.push(query.limit || -1, query.start ?? 0);
  }
  if (selected.length === 0) return [];
  const columns = selected.map((column, index) => `${column.sql} AS c${index}`).join(', ');
  const sql = `SELECT ${columns} FROM ${table} ${[...builder.joins.values()].join(' ')}${where.sql ? ` WHERE ${where.sql}` : ''}${group}${order}${limit}`;
  return ctx.engine.db.all(sql, params).map((row) => {
    const out: Row = {};
    selected.forEach((column, index) => {
      const value = row[`c${index}`] ?? null;
      out[column.key] = column.time && typeof value === 'string' ? timeForOutput(value) : value;
    });
    return out;
  });
}

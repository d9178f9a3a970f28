import type { SqlValue } from './database.ts';
import { type Column, type Condition, condition, filterItems } from './filters.ts';
import type { EngineCtx } from './internal.ts';
import { matchCondition } from './list-permissions.ts';
import { type Meta, STANDARD_COLUMNS, TABLE_TYPES } from './meta.ts';
import { metaOf } from './metas.ts';
import { permlevels, roleRights } from './permissions.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { timeForOutput } from './site-time.ts';
import type { ListQuery, Row } from './types.ts';

export interface ListOptions {
  /** Role, user and share permissions of the context's user, and permlevels. */
  readonly checked: boolean;
  /** `= null` means "not set" (database API) instead of matching nothing (REST). */
  readonly nullIsUnset: boolean;
}

interface Selected {
  readonly sql: string;
  readonly key: string;
  readonly time: boolean;
}

const AGGREGATE = /^(count|sum|avg|min|max)\s*\(\s*(distinct\s+)?(\*|[`\w. ]+)\s*\)$/i;

/** Builds one list statement: resolves names to columns and gathers the joins they need. */
class ListBuilder {
  readonly joins = new Map<string, string>();
  readonly #ctx: EngineCtx;
  readonly #meta: Meta;
  readonly #readable: ReadonlySet<number> | null;
  readonly #selectOnly: ReadonlySet<string> | null;

  constructor(ctx: EngineCtx, meta: Meta, checked: boolean, permissionMeta: Meta) {
    this.#ctx = ctx;
    this.#meta = meta;
    const restricted = checked && ctx.user !== 'Administrator';
    this.#readable = restricted ? permlevels(ctx, permissionMeta, 'read', ctx.user) : null;
    const rights = restricted ? roleRights(ctx, permissionMeta, ctx.user) : null;
    // Select without read: only what a link field would show.
    this.#selectOnly =
      rights?.has('select') && !rights.has('read') && !rights.ownOnly('read')
        ? new Set(['name', ...(meta.titleField ? [meta.titleField] : []), ...meta.searchFields])
        : null;
  }

  #own(meta: Meta, fieldname: string): Column | null {
    const table = tableName(meta.name);
    if (meta.columns.includes(fieldname)) {
      const field = meta.byName.get(fieldname);
      const standard =
        fieldname === 'creation' || fieldname === 'modified'
          ? 'Datetime'
          : fieldname === 'docstatus' || fieldname === 'idx'
            ? 'Int'
            : 'Data';
      const fieldtype = fieldname === 'name' && meta.integerNames ? 'integer-name' : (field?.fieldtype ?? standard);
      return {
        sql: `${table}.${quote(fieldname)}`,
        fieldname,
        fieldtype,
        target: field?.fieldtype === 'Link' ? field.options : meta.name,
      };
    }
    return null;
  }

  #child(fieldname: string): Meta | null {
    const field = this.#meta.byName.get(fieldname);
    if (!field || !TABLE_TYPES.has(field.fieldtype)) return null;
    const child = metaOf(this.#ctx.engine, field.options);
    const table = tableName(child.name);
    this.joins.set(
      child.name,
      `LEFT JOIN ${table} ON ${table}.parent = ${tableName(this.#meta.name)}.name AND ${table}.parenttype = '${this.#meta.name.replaceAll("'", "''")}'`,
    );
    return child;
  }

  #linked(link: string, fieldname: string): Column | null {
    const field = this.#meta.byName.get(link);
    if (field?.fieldtype !== 'Link') return null;
    const target = metaOf(this.#ctx.engine, field.options);
    const alias = quote(`${link}:${target.name}`);
    const column = this.#own(target, fieldname);
    if (!column) return null;
    this.joins.set(
      alias,
      `LEFT JOIN ${tableName(target.name)} AS ${alias} ON ${alias}.name = ${tableName(this.#meta.name)}.${quote(link)}`,
    );
    return { ...column, sql: `${alias}.${quote(fieldname)}` };
  }

  /** `field`, `` `tabX`.`field` ``, `table.child_field` or `link.field`. @throws SiteError DataError */
  resolve(expression: string, doctype: string | null = null): Column {
    const name = expression.replaceAll('`', '').trim();
    const parts = /^(?:tab([^.]+)|(\w+))\.(\w+)$/.exec(name);
    const wanted = doctype ?? parts?.[1] ?? null;
    const fieldname = parts?.[3] ?? name;
    let found: Column | null = null;
    if (wanted && wanted !== this.#meta.name) {
      const table = this.#meta.tables.find((field) => field.options === wanted);
      const child = table ? this.#child(table.fieldname) : null;
      found = child ? this.#own(child, fieldname) : null;
    } else if (parts?.[2]) {
      const child = this.#child(parts[2]);
      found = child ? this.#own(child, fieldname) : this.#linked(parts[2], fieldname);
    } else {
      found = this.#own(this.#meta, fieldname);
    }
    if (!found || !/^\w+$/.test(fieldname))
      throw new SiteError('DataError', `Field not permitted in query: ${expression}`);
    return found;
  }

  #permitted(fieldname: string): boolean {
    if (this.#selectOnly && !this.#selectOnly.has(fieldname)) return false;
    const level = this.#meta.byName.get(fieldname)?.permlevel ?? 0;
    return level === 0 || this.#readable === null || this.#readable.has(level);
  }

  /** Columns of `fields`; what lies above the user's permlevel is silently left out. */
  select(fields: readonly string[]): Selected[] {
    const selected: Selected[] = [];
    for (const raw of fields) {
      const [, expression = '', alias] = /^(.*?)(?:\s+as\s+[`"']?(\w+)[`"']?)?$/is.exec(raw.trim()) ?? [];
      if (expression === '*' || expression.replaceAll('`', '') === `tab${this.#meta.name}.*`) {
        for (const column of this.#meta.columns)
          if (this.#permitted(column)) selected.push(this.#selected(this.resolve(column), column));
        continue;
      }
      const call = AGGREGATE.exec(expression);
      if (call) {
        const inner = call[3] === '*' ? '*' : this.resolve(call[3] ?? '').sql;
        selected.push({
          sql: `${call[1]}(${call[2] ? 'DISTINCT ' : ''}${inner})`,
          key: alias ?? expression,
          time: false,
        });
        continue;
      }
      const column = this.resolve(expression);
      if (this.#permitted(column.sql.startsWith(`${tableName(this.#meta.name)}.`) ? column.fieldname : 'name'))
        selected.push(this.#selected(column, alias ?? column.fieldname));
    }
    return selected;
  }

  #selected(column: Column, key: string): Selected {
    return { sql: column.sql, key, time: column.fieldtype === 'Time' };
  }

  where(filters: ListQuery['filters'], options: ListOptions): Condition[] {
    return filterItems(filters).map(([doctype, field, operator, value]) =>
      condition(this.#ctx, this.resolve(field, doctype), operator, value, options.nullIsUnset),
    );
  }

  /** @throws SiteError for anything but plain columns with a direction. */
  order(orderBy: string): string {
    return orderBy
      .split(',')
      .map((part) => {
        const match = /^\s*([`\w. ]+?)(?:\s+(asc|desc))?\s*$/i.exec(part);
        if (!match?.[1]) throw new SiteError('ValidationError', `Illegal SQL Query: order by ${part.trim()}`);
        return `${this.resolve(match[1]).sql} ${match[2] ?? 'ASC'}`;
      })
      .join(', ');
  }
}

const joined = (conditions: readonly Condition[], word: 'AND' | 'OR'): Condition => ({
  sql: conditions.map((part) => `(${part.sql})`).join(` ${word} `),
  params: conditions.flatMap((part) => part.params),
});

function parentMeta(ctx: EngineCtx, meta: Meta, query: ListQuery, options: ListOptions): Meta {
  if (!meta.isTable || !options.checked) return meta;
  const parent = query.parent ? metaOf(ctx.engine, query.parent) : null;
  if (!parent?.tables.some((field) => field.options === meta.name)) {
    throw new SiteError('PermissionError', `Insufficient Permission for ${meta.name}: the parent DocType is needed`);
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
  const group = query.groupBy
    ? ` GROUP BY ${query.groupBy
        .split(',')
        .map((part) => builder.resolve(part).sql)
        .join(', ')}`
    : '';
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

/** Columns every row of any DocType has, for callers that check names. */
export const ALWAYS_THERE: ReadonlySet<string> = new Set(STANDARD_COLUMNS);

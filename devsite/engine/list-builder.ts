import { type Column, type Condition, condition, filterItems } from './filters.ts';
import type { EngineCtx } from './internal.ts';
import { type Field, type Meta, TABLE_TYPES } from './meta.ts';
import { metaOf } from './metas.ts';
import { hasPermission, permlevels, roleRights } from './permissions.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import type { ListQuery } from './types.ts';

export interface ListOptions {
  /** Role, user and share permissions of the context's user, and permlevels. */
  readonly checked: boolean;
  /** `= null` means "not set" (database API) instead of matching nothing (REST). */
  readonly nullIsUnset: boolean;
}

export interface Selected {
  readonly sql: string;
  readonly key: string;
  readonly time: boolean;
}

/** A column, whether the user may see its values, and whether he may compare by it (permlevels alone). */
interface Resolved extends Column {
  readonly readable: boolean;
  readonly usable: boolean;
}

const AGGREGATE = /^(count|sum|avg|min|max)\s*\(\s*(distinct\s+)?(\*|[`\w. ]+)\s*\)$/i;
const STANDARD_TYPES: Readonly<Record<string, string>> = {
  creation: 'Datetime',
  modified: 'Datetime',
  docstatus: 'Int',
  idx: 'Int',
};

function notPermitted(expression: string): SiteError {
  return new SiteError('DataError', `Field not permitted in query: ${expression}`);
}

/** Builds one list statement: resolves names to columns and gathers the joins they need. */
export class ListBuilder {
  readonly joins = new Map<string, string>();
  readonly #ctx: EngineCtx;
  readonly #meta: Meta;
  readonly #restricted: boolean;
  readonly #levels: ReadonlySet<number>;
  readonly #selectOnly: ReadonlySet<string> | null;

  /** `permissionMeta` is the DocType itself, or the parent of a child table. */
  constructor(ctx: EngineCtx, meta: Meta, checked: boolean, permissionMeta: Meta) {
    this.#ctx = ctx;
    this.#meta = meta;
    this.#restricted = checked && ctx.user !== 'Administrator';
    this.#levels = this.#restricted ? permlevels(ctx, permissionMeta, 'read', ctx.user) : new Set();
    const rights = this.#restricted ? roleRights(ctx, permissionMeta, ctx.user) : null;
    // Select without read: only what a link field would show.
    this.#selectOnly =
      rights?.has('select') && !rights.has('read') && !rights.ownOnly('read')
        ? new Set(['name', ...(meta.titleField ? [meta.titleField] : []), ...meta.searchFields])
        : null;
  }

  #column(meta: Meta, fieldname: string, levels: ReadonlySet<number>): Resolved | null {
    if (!meta.columns.includes(fieldname)) return null;
    const field = meta.byName.get(fieldname);
    const isNumber = fieldname === 'name' && meta.integerNames;
    const level = field?.permlevel ?? 0;
    const allowed = !this.#restricted || level === 0 || levels.has(level);
    return {
      sql: `${tableName(meta.name)}.${quote(fieldname)}`,
      fieldname,
      fieldtype: isNumber ? 'integer-name' : (field?.fieldtype ?? STANDARD_TYPES[fieldname] ?? 'Data'),
      target: field?.fieldtype === 'Link' ? field.options : meta.name,
      readable: allowed,
      usable: allowed,
    };
  }

  #own(fieldname: string): Resolved | null {
    const column = this.#column(this.#meta, fieldname, this.#levels);
    if (!column || !this.#selectOnly || this.#selectOnly.has(fieldname)) return column;
    return { ...column, readable: false };
  }

  #child(table: Field, fieldname: string): Resolved | null {
    const child = metaOf(this.#ctx.engine, table.options);
    const column = this.#column(child, fieldname, this.#levels);
    const above = this.#restricted && table.permlevel > 0 && !this.#levels.has(table.permlevel);
    const [own, other] = [tableName(this.#meta.name), tableName(child.name)];
    const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
    this.joins.set(
      child.name,
      `LEFT JOIN ${other} ON ${other}.parent = ${own}.name AND ${other}.parenttype = ${text(this.#meta.name)} AND ${other}.parentfield = ${text(table.fieldname)}`,
    );
    return (
      column && { ...column, readable: column.readable && !above && !this.#selectOnly, usable: column.usable && !above }
    );
  }

  /** A field of the linked document: its DocType must be readable too. @throws SiteError PermissionError */
  #linked(link: Field, fieldname: string): Resolved | null {
    const target = metaOf(this.#ctx.engine, link.options);
    if (this.#restricted && !hasPermission(this.#ctx, target.name, 'read', undefined, this.#ctx.user)) {
      throw new SiteError('PermissionError', `Insufficient Permission for ${target.name}`);
    }
    const column = this.#column(
      target,
      fieldname,
      this.#restricted ? permlevels(this.#ctx, target, 'read', this.#ctx.user) : new Set(),
    );
    if (!column) return null;
    const alias = quote(`${link.fieldname}:${target.name}`);
    this.joins.set(
      alias,
      `LEFT JOIN ${tableName(target.name)} AS ${alias} ON ${alias}.name = ${tableName(this.#meta.name)}.${quote(link.fieldname)}`,
    );
    return { ...column, sql: `${alias}.${quote(fieldname)}` };
  }

  #find(qualifier: string | null, isDoctype: boolean, fieldname: string): Resolved | null {
    if (qualifier === null || (isDoctype && qualifier === this.#meta.name)) return this.#own(fieldname);
    if (isDoctype) {
      const table = this.#meta.tables.find((field) => field.options === qualifier);
      return table ? this.#child(table, fieldname) : null;
    }
    const field = this.#meta.byName.get(qualifier);
    if (field && TABLE_TYPES.has(field.fieldtype)) return this.#child(field, fieldname);
    return field?.fieldtype === 'Link' ? this.#linked(field, fieldname) : null;
  }

  /** `field`, `` `tabX`.`field` ``, `table.child_field` or `link.field`. @throws SiteError DataError */
  #resolve(expression: string, doctype: string | null = null): Resolved {
    const name = expression.replaceAll('`', '').trim();
    const parts = /^(?:tab([^.]+)|(\w+))\.(\w+)$/.exec(name);
    const fieldname = parts?.[3] ?? name;
    const ofDoctype = doctype ?? parts?.[1] ?? null;
    const found = /^\w+$/.test(fieldname)
      ? this.#find(ofDoctype ?? parts?.[2] ?? null, ofDoctype !== null, fieldname)
      : null;
    if (!found) throw notPermitted(expression);
    return found;
  }

  /** A column to compare, sort or count by: one above the user's permlevel would tell its values. @throws SiteError DataError */
  #usable(expression: string, doctype: string | null = null): Resolved {
    const column = this.#resolve(expression, doctype);
    if (!column.usable) throw notPermitted(expression);
    return column;
  }

  /** Columns of `fields`; what lies above the user's permlevel is silently left out. */
  select(fields: readonly string[]): Selected[] {
    return fields.flatMap((raw): Selected[] => {
      const [, expression = '', alias] = /^(.*?)(?:\s+as\s+[`"']?(\w+)[`"']?)?$/is.exec(raw.trim()) ?? [];
      if (expression === '*' || expression.replaceAll('`', '') === `tab${this.#meta.name}.*`) {
        return this.#meta.columns.flatMap((name) => this.#shown(this.#resolve(name), name));
      }
      const call = AGGREGATE.exec(expression);
      if (!call) {
        const column = this.#resolve(expression);
        return this.#shown(column, alias ?? column.fieldname);
      }
      const inner = call[3] === '*' ? '*' : this.#usable(call[3] ?? '').sql;
      return [{ sql: `${call[1]}(${call[2] ? 'DISTINCT ' : ''}${inner})`, key: alias ?? expression, time: false }];
    });
  }

  #shown(column: Resolved, key: string): Selected[] {
    return column.readable ? [{ sql: column.sql, key, time: column.fieldtype === 'Time' }] : [];
  }

  where(filters: ListQuery['filters'], options: ListOptions): Condition[] {
    return filterItems(filters).map(([doctype, field, operator, value]) =>
      condition(this.#ctx, this.#usable(field, doctype), operator, value, options.nullIsUnset),
    );
  }

  group(groupBy: string): string {
    return groupBy
      .split(',')
      .map((part) => this.#usable(part).sql)
      .join(', ');
  }

  /** @throws SiteError for anything but plain columns with a direction. */
  order(orderBy: string): string {
    return orderBy
      .split(',')
      .map((part) => {
        const match = /^\s*([`\w. ]+?)(?:\s+(asc|desc))?\s*$/i.exec(part);
        if (!match?.[1]) throw new SiteError('ValidationError', `Illegal SQL Query: order by ${part.trim()}`);
        return `${this.#usable(match[1]).sql} ${match[2] ?? 'ASC'}`;
      })
      .join(', ');
  }
}

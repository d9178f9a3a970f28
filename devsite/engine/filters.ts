import type { SqlValue } from './database.ts';
import { toFloat } from './field-values.ts';
import type { EngineCtx } from './internal.ts';
import { INTEGER_TYPES, REAL_TYPES } from './meta.ts';
import { SiteError } from './site-error.ts';
import { normaliseDate, normaliseDatetime, normaliseTime } from './site-time.ts';
import { timespanRange } from './timespan.ts';
import type { Filters } from './types.ts';
import { treeAncestors, treeDescendants } from './user-facts.ts';

/** A column a filter or field names, with what its values need. */
export interface Column {
  readonly sql: string;
  readonly fieldname: string;
  readonly fieldtype: string;
  /** DocType of a Link (or of the name itself), for tree operators. */
  readonly target: string;
}

export interface Condition {
  readonly sql: string;
  readonly params: SqlValue[];
}

/** `[doctype or null, field, operator, value]` */
export type FilterItem = readonly [string | null, string, string, unknown];

/** All accepted forms in one. @throws SiteError for two-element items and other shapes. */
export function filterItems(filters: Filters | undefined): FilterItem[] {
  if (filters === undefined || filters === null) return [];
  if (Array.isArray(filters)) {
    const list = filters as readonly unknown[];
    if ((list.length === 3 || list.length === 4) && list.slice(0, -1).every((part) => typeof part === 'string'))
      return filterItems([list]);
    return list.flatMap((item): FilterItem[] => {
      if (!Array.isArray(item)) {
        if (typeof item === 'object' && item !== null) return filterItems(item as Filters);
        throw new SiteError('ValidationError', `Invalid filter: ${JSON.stringify(item)}`);
      }
      if (item.length === 3) return [[null, String(item[0]), String(item[1]), item[2]]];
      if (item.length === 4 || item.length === 5)
        return [[item[0] === null ? null : String(item[0]), String(item[1]), String(item[2]), item[3]]];
      throw new SiteError(
        'ValidationError',
        `Filter must have 4 values (doctype, fieldname, operator, value): ${JSON.stringify(item)}`,
      );
    });
  }
  if (typeof filters !== 'object') throw new SiteError('ValidationError', `Invalid filter: ${JSON.stringify(filters)}`);
  return Object.entries(filters as Readonly<Record<string, unknown>>).map(([field, value]): FilterItem => {
    if (Array.isArray(value)) {
      if (value.length === 2 && typeof value[0] === 'string') return [null, field, value[0], value[1]];
      return [null, field, 'in', value];
    }
    return [null, field, '=', value];
  });
}

const PLAIN = new Set(['=', '!=', '<', '>', '<=', '>=', 'like', 'not like']);
const isNumeric = (column: Column): boolean => INTEGER_TYPES.has(column.fieldtype) || REAL_TYPES.has(column.fieldtype);
const isDated = (column: Column): boolean => column.fieldtype === 'Date' || column.fieldtype === 'Datetime';

function scalar(column: Column, value: unknown, rough = false): SqlValue {
  if (value === null || value === undefined) return isNumeric(column) ? 0 : '';
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isNumeric(column) && !rough) return toFloat(value);
  if (typeof value === 'number') return column.fieldtype === 'integer-name' ? value : String(value);
  if (typeof value !== 'string')
    throw new SiteError('ValidationError', `Invalid value in filter on ${column.fieldname}`);
  if (value === '' || rough) return value;
  if (column.fieldtype === 'Date') return normaliseDate(value);
  if (column.fieldtype === 'Datetime') return normaliseDatetime(value);
  if (column.fieldtype === 'Time') return normaliseTime(value);
  return value;
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return String(value ?? '')
    .split(',')
    .map((part) => part.trim());
}

function membership(column: Column, negated: boolean, value: unknown): Condition {
  const values = listOf(value).map((item) => scalar(column, item));
  const blank = isNumeric(column) ? 0 : '';
  const nullable = negated || values.length === 0 || values.includes('');
  const target = nullable && !isNumeric(column) ? `COALESCE(${column.sql}, '')` : column.sql;
  const list = values.length > 0 ? values : [blank];
  return { sql: `${target} ${negated ? 'NOT IN' : 'IN'} (${list.map(() => '?').join(', ')})`, params: list };
}

function between(column: Column, value: unknown): Condition {
  const [from, to] = listOf(value);
  if (from === undefined || to === undefined)
    throw new SiteError('ValidationError', `between needs two values on ${column.fieldname}`);
  if (column.fieldtype !== 'Datetime')
    return { sql: `${column.sql} BETWEEN ? AND ?`, params: [scalar(column, from), scalar(column, to)] };
  const end = String(to).trim();
  const last = end.length > 10 ? normaliseDatetime(end) : `${normaliseDate(end)} 23:59:59.999999`;
  return { sql: `${column.sql} BETWEEN ? AND ?`, params: [scalar(column, from), last] };
}

function isSet(column: Column, value: unknown): Condition {
  const wanted = String(value).toLowerCase();
  if (wanted !== 'set' && wanted !== 'not set')
    throw new SiteError('ValidationError', `Invalid value for is: ${String(value)}`);
  const sql = isNumeric(column)
    ? `${column.sql} ${wanted === 'set' ? '<>' : '='} 0`
    : `COALESCE(${column.sql}, '') ${wanted === 'set' ? '<>' : '='} ''`;
  return { sql, params: [] };
}

function tree(ctx: EngineCtx, column: Column, operator: string, value: unknown): Condition {
  const name = String(value ?? '');
  const inclusive = operator.includes('(inclusive)');
  const related = operator.includes('descendants')
    ? treeDescendants(ctx.engine, column.target, name)
    : treeAncestors(ctx.engine, column.target, name);
  return membership(column, operator.startsWith('not'), [
    ...related,
    ...(inclusive ? [name] : []),
    ...(related.length === 0 && !inclusive ? ['\u0000'] : []),
  ]);
}

function comparison(column: Column, operator: string, value: unknown, nullIsUnset: boolean): Condition {
  if (value === null && (operator === '=' || operator === '!=')) {
    if (nullIsUnset) return isSet(column, operator === '=' ? 'not set' : 'set');
    if (operator === '=') return { sql: '0', params: [] };
  }
  const bound = scalar(column, value, operator.endsWith('like'));
  const never =
    isNumeric(column) ||
    (bound !== '' && (operator === '=' || operator === 'like')) ||
    ((operator === '>' || operator === '>=') && isDated(column));
  const fallback = isDated(column) && bound !== '' ? "'0001-01-01 00:00:00'" : "''";
  const target = never || column.fieldname === 'name' ? column.sql : `COALESCE(${column.sql}, ${fallback})`;
  return { sql: `${target} ${operator === '!=' ? '<>' : operator.toUpperCase()} ?`, params: [bound] };
}

/**
 * One filter as SQL. Blank values follow Frappe 15's IFNULL: `!=`, `not in`, `not like`, `<` and `<=` let rows without
 * a value through. `nullIsUnset` is the database API's reading of null; over REST `= null` matches nothing.
 * @throws SiteError ValidationError for an unknown operator
 */
export function condition(
  ctx: EngineCtx,
  column: Column,
  operator: string,
  value: unknown,
  nullIsUnset: boolean,
): Condition {
  const op = operator.trim().toLowerCase();
  if (op === 'in' || op === 'not in') return membership(column, op === 'not in', value);
  if (op === 'is') return isSet(column, value);
  if (op === 'between') return between(column, value);
  if (op === 'timespan' || op === 'previous' || op === 'next') {
    return between(
      column,
      timespanRange(
        ctx.today(),
        op === 'timespan' ? String(value) : `${op === 'previous' ? 'last' : 'next'} ${String(value)}`,
      ),
    );
  }
  if (op.includes('descendants of') || op.includes('ancestors of')) return tree(ctx, column, op, value);
  if (!PLAIN.has(op))
    throw new SiteError(
      'ValidationError',
      `Operator must be one of ${[...PLAIN, 'in', 'not in', 'is', 'between'].join(', ')}`,
    );
  return comparison(column, op, value, nullIsUnset);
}

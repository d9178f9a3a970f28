import { SiteError } from '../engine/site-error.ts';
import type { Filters, ListQuery, Row } from '../engine/types.ts';

/** A required argument as text. @throws SiteError TypeError (500) as Python's missing argument. */
export function requiredText(args: Row, name: string, method: string): string {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    throw new SiteError('TypeError', `${method}() missing 1 required positional argument: '${name}'`, { silent: true });
  }
  return String(value);
}

/** JSON text is parsed, anything else comes back as it is; text that is no JSON stays text. */
export function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (!/^[[{"]|^(true|false|null|-?\d)/.test(text)) return value;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^[[{]/.test(text))
      throw new SiteError('JSONDecodeError', error instanceof Error ? error.message : 'Invalid JSON', {
        status: 500,
        silent: true,
      });
    return value;
  }
}

export function parseFilters(value: unknown): Filters | undefined {
  const parsed = parseJson(value);
  if (parsed === undefined || parsed === null || parsed === '') return undefined;
  if (typeof parsed === 'object') return parsed as Filters;
  return { name: parsed };
}

function parseFields(value: unknown): string[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = parseJson(value);
  const list = Array.isArray(parsed) ? parsed : String(parsed).split(',');
  return list.map((field: unknown) => {
    if (typeof field !== 'string')
      throw new SiteError('DataError', `Field not permitted in query: ${JSON.stringify(field)}`);
    return field.trim();
  });
}

/** Frappe's `cint` for the few numeric list arguments; `fallback` when it is missing. */
function count(value: unknown, fallback: number): number {
  if (value === undefined || value === null || value === '') return fallback;
  const number = Math.trunc(Number(value));
  return Number.isFinite(number) && number > 0 ? number : 0;
}

/** The arguments of a list, as query strings or JSON values. Default limit 20; 0 = all. */
export function listQuery(args: Row): ListQuery {
  const fields = parseFields(args['fields']);
  const filters = parseFilters(args['filters']);
  const orFilters = parseFilters(args['or_filters']);
  return {
    ...(fields ? { fields } : {}),
    ...(filters ? { filters } : {}),
    ...(orFilters ? { orFilters } : {}),
    ...(args['order_by'] ? { orderBy: String(args['order_by']) } : {}),
    ...(args['group_by'] ? { groupBy: String(args['group_by']) } : {}),
    ...(args['parent'] ? { parent: String(args['parent']) } : {}),
    limit: count(args['limit_page_length'] ?? args['limit'], 20),
    start: count(args['limit_start'], 0),
  };
}

/** Whether a flag argument is on; `0`, `false`, blank are off. */
export function isOn(value: unknown): boolean {
  return (
    value === true ||
    value === 1 ||
    (typeof value === 'string' && !['', '0', 'false', 'no', 'none', 'null'].includes(value.trim().toLowerCase()))
  );
}

import { SiteError } from '../engine/site-error.ts';

/** A field as text; empty for null and undefined. */
export function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A field as text, null when it is blank. */
export function textOrNull(value: unknown): string | null {
  const plain = text(value).trim();
  return plain === '' ? null : plain;
}

/** A field as number; 0 for what is not one, as Frappe's flt. */
export function number(value: unknown): number {
  const plain = typeof value === 'number' ? value : Number(text(value).replaceAll(',', ''));
  return Number.isFinite(plain) ? plain : 0;
}

/** A Check field. */
export function checked(value: unknown): boolean {
  return number(value) !== 0;
}

/** True for a plain JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rows of a child table; an absent table is empty. */
export function rowsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** JSON of a JSON field or of a method argument that came as text; undefined when it is no JSON. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** frappe.throw: a ValidationError (417) unless another class is named. */
export function refuse(message: string, excType = 'ValidationError'): never {
  throw new SiteError(excType, message);
}

import type { SqlValue } from './database.ts';
import { type Field, INTEGER_TYPES, REAL_TYPES } from './meta.ts';
import { SiteError } from './site-error.ts';
import { normaliseDate, normaliseDatetime, normaliseTime, timeForOutput } from './site-time.ts';

/** Frappe's `flt`: commas dropped, what is no number is 0. */
export function toFloat(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  const text = value.replaceAll(',', '').trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : 0;
}

/** Frappe's `cint`. */
export function toInt(value: unknown): number {
  return Math.trunc(toFloat(value)) || 0;
}

function toText(field: Field, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return String(value);
  if (field.fieldtype === 'JSON') return JSON.stringify(value);
  throw new SiteError('TypeError', `Value for ${field.label} cannot be an object`, { status: 500 });
}

/** A sent value as the document carries it: numbers cast, dates in one form, JSON as text. Blank dates become null. */
export function coerce(field: Field, value: unknown): string | number | null {
  if (field.fieldtype === 'Check') return toInt(value) ? 1 : 0;
  if (INTEGER_TYPES.has(field.fieldtype)) return toInt(value);
  if (REAL_TYPES.has(field.fieldtype)) return toFloat(value);
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) throw new SiteError('ValidationError', `Value for ${field.label} cannot be a list`);
  const text = toText(field, value);
  switch (field.fieldtype) {
    case 'Date':
      return text.trim() === '' ? null : normaliseDate(text);
    case 'Datetime':
      return text.trim() === '' ? null : normaliseDatetime(text);
    case 'Time':
      return text.trim() === '' ? null : timeForOutput(normaliseTime(text));
    default:
      return text;
  }
}

/** The document's value as its column stores it. */
export function toColumn(field: Field | undefined, value: unknown): SqlValue {
  if (value === null || value === undefined) {
    return field && (INTEGER_TYPES.has(field.fieldtype) || REAL_TYPES.has(field.fieldtype)) ? 0 : null;
  }
  if (field?.unique && value === '') return null;
  if (field?.fieldtype === 'Time') return normaliseTime(String(value));
  if (field && REAL_TYPES.has(field.fieldtype)) return Math.round(Number(value) * 1e9) / 1e9;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint') return value;
  return JSON.stringify(value);
}

/** Whether a mandatory field counts as empty: text without words or media too, 0 not. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'string') return false;
  if (value.trim() === '') return true;
  return (
    value.includes('<') &&
    !/<(img|video|audio|iframe|input)\b/i.test(value) &&
    value
      .replace(/<[^>]*>/g, '')
      .replace(/&nbsp;/g, ' ')
      .trim() === ''
  );
}

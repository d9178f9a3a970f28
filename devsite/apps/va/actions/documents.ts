import { sameValue } from '../../../core/inverse.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { approverOf } from '../../hrms/balance.ts';
import { isObject, number, text, textOrNull } from '../../values.ts';
import { notFound } from '../errors.ts';
import { fieldOf } from '../labels.ts';
import { isEnabled } from '../sessions.ts';

const MAX_SNAPSHOT_CHARS = 20_000;
const MAX_VALUE_CHARS = 2_000;
const ALWAYS = ['docstatus', 'workflow_state', 'status'];
const APPROVED = ['leave', 'expense'] as const;

/** A document that the employee may read, by its exact name; anything else is not found. */
export function load(ctx: Ctx, doctype: string, name: string): Doc {
  const doc = ctx.site.hasDocType(doctype) && ctx.exists(doctype, name) ? ctx.getDoc(doctype, name) : null;
  if (doc === null || text(doc.name) !== name || !ctx.hasPermission(doctype, 'read', doc)) throw notFound();
  return doc;
}

/** What differs from the `from` values of a card. */
export function changesSince(ctx: Ctx, doc: Doc, held: Row): Row[] {
  const seen = ctx.readable(doc);
  return Object.entries(held)
    .filter(([field, before]) => !sameStored(field === 'docstatus' ? number(doc[field]) : doc[field], before))
    .map(([field, before]) => ({
      doctype: doc.doctype,
      name: doc.name,
      field,
      from: before,
      now: seen[field] ?? null,
    }));
}

/** Labels of the fields where something else is stored than was asked: what a user may not set is reset without a word. */
export function notTaken(stored: Doc, asked: Row): string[] {
  const wrong = Object.keys(asked).filter((field) => !sameStored(stored[field], asked[field]));
  return wrong.map((field) => fieldOf(stored.doctype, field).label);
}

/** The touched fields as the employee may read them, bounded in size. */
export function snapshot(ctx: Ctx, doc: Doc, fields: readonly string[]): Row {
  const seen = ctx.readable(doc);
  const values: Row = { doctype: doc.doctype, name: text(doc.name) };
  for (const field of new Set([...ALWAYS, ...fields])) {
    if (field in doc) values[field] = bounded(seen[field] ?? null);
  }
  if (JSON.stringify(values).length <= MAX_SNAPSHOT_CHARS) return values;
  return { doctype: doc.doctype, name: text(doc.name), docstatus: number(doc['docstatus']), cut: true };
}

/**
 * Who decides on a document: its own approver, else as HRMS finds one (the employee's, then the first of his department), else
 * the superior of its employee; switched-on logins only.
 */
export function approverOfDocument(ctx: Ctx, doc: Doc): string | null {
  const kinds = APPROVED.filter((kind) => `${kind}_approver` in doc);
  const own = kinds.map((kind) => textOrNull(doc[`${kind}_approver`])).find((user) => user !== null);
  if (own !== undefined) return enabled(ctx, own);
  const name = textOrNull(doc['employee']);
  if (name === null || !ctx.exists('Employee', name)) return null;
  const chosen = kinds.map((kind) => approverOf(ctx, name, kind)).find((user) => user !== null);
  if (chosen !== undefined) return enabled(ctx, chosen);
  const boss = textOrNull(ctx.getValue('Employee', name, 'reports_to'));
  return enabled(ctx, boss === null ? null : textOrNull(ctx.getValue('Employee', boss, 'user_id')));
}

/** What the employee whose `ctx` it is may do with a document himself. */
export function rights(
  ctx: Ctx,
  doc: Doc,
): { readonly write: boolean; readonly delete: boolean; readonly cancel: boolean } {
  const may = (ptype: 'write' | 'delete' | 'cancel'): boolean => ctx.hasPermission(doc.doctype, ptype, doc);
  return { write: may('write'), delete: may('delete'), cancel: may('cancel') };
}

function enabled(ctx: Ctx, user: string | null): string | null {
  return user !== null && isEnabled(ctx, user) ? user : null;
}

// The site trims, cleans markup, writes times in full and gives a link the spelling of its target: still the same value.
function sameStored(one: unknown, other: unknown): boolean {
  if (sameValue(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((row, index) => sameCells(row, other[index]));
  if (typeof one !== 'string' || typeof other !== 'string') return sameValue(plain(one), plain(other));
  return plain(one) === plain(other);
}

function sameCells(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return sameStored(one, other);
  return Object.keys(one).every((key) => key === 'name' || !(key in other) || sameStored(one[key], other[key]));
}

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return value;
  const moment = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?(\.\d+)?$/.exec(value.trim());
  if (moment !== null) return `${moment[1]} ${moment[2]}${moment[3] ?? ':00'}`;
  return value
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
    .toLowerCase();
}

function bounded(value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_VALUE_CHARS ? `${value.slice(0, MAX_VALUE_CHARS)} ...` : value;
}

import { randomUUID } from 'node:crypto';
import { runNaming } from './hooks-run.ts';
import type { EngineCtx } from './internal.ts';
import type { Meta } from './meta.ts';
import { tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { storedName } from './storage.ts';
import type { DocEvent, Row } from './types.ts';

/** Next number of a series; the row lock of the transaction serialises callers, and a rollback takes it back. */
function nextNumber(ctx: EngineCtx, prefix: string, digits: number): string {
  const row = ctx.engine.db.get(
    'INSERT INTO tabSeries (name, current) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET current = current + 1 RETURNING current',
    [prefix],
  );
  return String(row?.['current'] ?? 1).padStart(digits, '0');
}

function dateToken(ctx: EngineCtx, token: string): string | null {
  const [year = '', month = '', day = ''] = ctx.today().split('-');
  switch (token) {
    case 'YYYY':
      return year;
    case 'YY':
      return year.slice(2);
    case 'MM':
      return month;
    case 'DD':
      return day;
    case 'JJJ':
      return String(
        Math.round(
          (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(Number(year), 0, 0)) / 86_400_000,
        ),
      ).padStart(3, '0');
    case 'WW': {
      const start = new Date(Date.UTC(Number(year), 0, 1));
      const passed = Math.round(
        (Date.UTC(Number(year), Number(month) - 1, Number(day)) - start.getTime()) / 86_400_000,
      );
      return String(Math.ceil((passed + 1 + ((start.getUTCDay() + 6) % 7)) / 7)).padStart(2, '0');
    }
    case 'timestamp':
      return ctx.nowText();
    default:
      return null;
  }
}

function part(ctx: EngineCtx, doc: Row, token: string): string {
  const dated = dateToken(ctx, token);
  if (dated !== null) return dated;
  const field = token.replace(/^\{|\}$/g, '');
  if (token.startsWith('{') || (field in doc && typeof doc[field] !== 'object')) return String(doc[field] ?? '');
  return token;
}

/** Old-style expression such as `TASK-.YYYY.-.#####`; only the first group of `#` counts. */
function seriesName(ctx: EngineCtx, doc: Row, expression: string): string {
  const key = expression.includes('#') ? expression : `${expression}.#####`;
  if (!key.includes('.'))
    throw new SiteError('ValidationError', `Invalid naming series ${expression}: dot (.) missing`);
  let name = '';
  let counted = false;
  for (const token of key.split('.')) {
    if (token.startsWith('#')) {
      if (!counted) name += nextNumber(ctx, name, token.length);
      counted = true;
    } else {
      name += part(ctx, doc, token);
    }
  }
  return name;
}

function formatted(ctx: EngineCtx, doc: Row, pattern: string): string {
  let name = '';
  for (const piece of pattern.split(/(\{[^{}]*\})/)) {
    if (!piece.startsWith('{')) name += piece;
    else if (piece.startsWith('{#')) name += nextNumber(ctx, name, piece.length - 2);
    else name += part(ctx, doc, piece.slice(1, -1) in doc ? piece : piece.slice(1, -1));
  }
  return name;
}

function amendedName(ctx: EngineCtx, meta: Meta, source: string): string {
  const row = ctx.engine.db.get(`SELECT docstatus, amended_from FROM ${tableName(meta.name)} WHERE name = ?`, [source]);
  if (row && row['docstatus'] !== 2)
    throw new SiteError('ValidationError', `${source} must be cancelled before it is amended`);
  const chain = row?.['amended_from'] ? /^(.*)-(\d+)$/.exec(source) : null;
  return chain ? `${chain[1]}-${Number(chain[2]) + 1}` : `${source}-1`;
}

function byRule(ctx: EngineCtx, meta: Meta, doc: Row): string {
  const rule = meta.autoname;
  const lower = rule.toLowerCase();
  if (lower.startsWith('field:')) {
    const field = rule.slice(6);
    const value = String(doc[field] ?? '').trim();
    if (!value) throw new SiteError('ValidationError', `${meta.byName.get(field)?.label ?? field} is required`);
    return value;
  }
  if (lower.startsWith('naming_series:')) {
    const options = (meta.byName.get('naming_series')?.options ?? '')
      .split('\n')
      .map((option) => option.trim())
      .filter(Boolean);
    const series = String(doc['naming_series'] || meta.byName.get('naming_series')?.default || options[0] || '');
    if (!series) throw new SiteError('ValidationError', 'Naming Series mandatory');
    doc['naming_series'] = series;
    return seriesName(ctx, doc, series);
  }
  if (lower === 'prompt') throw new SiteError('ValidationError', 'Please set the document name');
  if (lower.startsWith('format:')) return formatted(ctx, doc, rule.slice(7));
  if (lower === 'uuid') return randomUUID();
  if (lower === 'hash' || rule === '') return ctx.engine.randomId();
  return seriesName(ctx, doc, rule);
}

/** Frappe's rules for a name. @throws SiteError NameError 409, CharacterLengthExceededError 417 */
export function validName(doctype: string, raw: unknown): string {
  const name = String(raw ?? '').trim();
  if (!name) throw new SiteError('ValidationError', `No Name Specified for ${doctype}`);
  if (name.startsWith(`New ${doctype}`))
    throw new SiteError('NameError', 'There were some errors setting the name, please contact the administrator');
  if (/[<>]/.test(name)) throw new SiteError('NameError', 'Name cannot contain special characters like < >');
  if (name.length > 140)
    throw new SiteError('CharacterLengthExceededError', `Name of ${doctype} cannot be longer than 140 characters`);
  return name;
}

/** Gives a new document its name by the DocType's rule. Child rows get a hash. */
export function setNewName(event: DocEvent, ctx: EngineCtx, meta: Meta, keepSent: boolean): void {
  const doc = event.doc as Row;
  const lower = meta.autoname.toLowerCase();
  if (meta.integerNames) {
    delete doc['name'];
    return;
  }
  const sent = lower === 'prompt' || lower === 'uuid' || keepSent ? doc['__newname'] || doc['name'] : null;
  doc['name'] = sent ? sent : '';
  if (meta.isTable) {
    if (!keepSent || !doc['name']) doc['name'] = ctx.engine.randomId();
    return;
  }
  if (!doc['name'] && doc['amended_from'] && meta.byName.has('amended_from'))
    doc['name'] = amendedName(ctx, meta, String(doc['amended_from']));
  if (!doc['name']) doc['name'] = runNaming(event) ?? '';
  if (!doc['name']) doc['name'] = byRule(ctx, meta, doc);
  const name = validName(meta.name, doc['name']);
  if (storedName(ctx.engine, meta.name, name) !== null)
    throw new SiteError('DuplicateEntryError', `${meta.name} ${name} already exists`);
  doc['name'] = name;
}

/** Steps a series back when its last number is deleted. */
export function revertSeries(ctx: EngineCtx, meta: Meta, doc: Row): void {
  const rule = meta.autoname.toLowerCase().startsWith('naming_series:')
    ? String(doc['naming_series'] ?? '')
    : meta.autoname;
  if (!rule.includes('.') || rule.includes(':')) return;
  const match = /^(.*?)(\d+)$/.exec(String(doc['name'] ?? ''));
  const digits = /\.?(#+)/.exec(rule)?.[1]?.length ?? 5;
  if (!match) return;
  const number = String(match[2]);
  const prefix = `${match[1]}${number.length > digits ? number.slice(0, number.length - digits) : ''}`;
  ctx.engine.db.run('UPDATE tabSeries SET current = current - 1 WHERE name = ? AND current = ?', [
    prefix,
    Number(number.slice(-digits)),
  ]);
}

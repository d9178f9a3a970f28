import { coerce } from './field-values.ts';
import type { EngineCtx } from './internal.ts';
import type { Field, Meta } from './meta.ts';
import { quote, tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { storedName } from './storage.ts';
import type { Doc, Row } from './types.ts';

interface Findings {
  readonly missing: string[];
  readonly cancelled: string[];
}

function targetDoctype(field: Field, doc: Row): string {
  if (field.fieldtype === 'Link') return field.options;
  const doctype = doc[field.options];
  if (!doctype) throw new SiteError('ValidationError', `${field.options} must be set first`);
  return String(doctype);
}

function isCancelled(ctx: EngineCtx, doctype: string, name: string): boolean {
  if (!ctx.engine.metas.get(doctype)?.isSubmittable) return false;
  return ctx.engine.db.get(`SELECT docstatus FROM ${tableName(doctype)} WHERE name = ?`, [name])?.['docstatus'] === 2;
}

function fetchValues(
  ctx: EngineCtx,
  meta: Meta,
  doc: Row,
  link: Field,
  target: string,
  name: string,
  wasSubmitted: boolean,
): void {
  const wanted = meta.fetched.filter(
    (field) =>
      field.fetchFrom?.link === link.fieldname &&
      (!field.fetchIfEmpty || !doc[field.fieldname]) &&
      (!wasSubmitted || field.allowOnSubmit),
  );
  const targetMeta = ctx.engine.metas.get(target);
  if (wanted.length === 0 || !targetMeta) return;
  const sources = wanted.flatMap((field) =>
    field.fetchFrom && targetMeta.columns.includes(field.fetchFrom.source) ? [field.fetchFrom.source] : [],
  );
  if (sources.length === 0) return;
  const row: Row = targetMeta.isSingle
    ? { ...(ctx.getDoc(target, target) as Row) }
    : (ctx.engine.db.get(
        `SELECT ${[...new Set(sources)].map(quote).join(', ')} FROM ${tableName(target)} WHERE name = ?`,
        [name],
      ) ?? {});
  for (const field of wanted) {
    const source = field.fetchFrom?.source ?? '';
    if (source in row) doc[field.fieldname] = coerce(field, row[source]);
  }
}

function checkRow(
  ctx: EngineCtx,
  meta: Meta,
  doc: Row,
  wasSubmitted: boolean,
  docstatus: unknown,
  findings: Findings,
): void {
  const where = meta.isTable ? `Row #${String(doc['idx'] ?? '')}: ` : '';
  for (const field of meta.links) {
    const value = doc[field.fieldname];
    if (value === null || value === undefined || value === '') continue;
    const target = targetDoctype(field, doc);
    const name = storedName(ctx.engine, target, String(value));
    if (name === null) {
      findings.missing.push(`${where}${field.label}: ${String(value)}`);
      continue;
    }
    if (typeof name === 'string') doc[field.fieldname] = name;
    if (!(field.fieldname === 'amended_from' && docstatus === 0) && isCancelled(ctx, target, name)) {
      findings.cancelled.push(`${where}${field.label}: ${String(value)}`);
    }
    if (field.fieldtype === 'Link') fetchValues(ctx, meta, doc, field, target, name, wasSubmitted);
  }
}

/**
 * Every Link and Dynamic Link points at something: stored casing is taken over, fetched fields are recomputed.
 * @throws SiteError LinkValidationError, CancelledLinkError
 */
export function checkLinks(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc | null): void {
  const findings: Findings = { missing: [], cancelled: [] };
  const wasSubmitted = before?.['docstatus'] === 1;
  checkRow(ctx, meta, doc, wasSubmitted, doc['docstatus'], findings);
  for (const table of meta.tables) {
    const child = ctx.engine.metas.get(table.options);
    const rows = doc[table.fieldname];
    if (!child || !Array.isArray(rows)) continue;
    for (const row of rows as Row[]) checkRow(ctx, child, row, wasSubmitted, doc['docstatus'], findings);
  }
  if (findings.missing.length > 0)
    throw new SiteError('LinkValidationError', `Could not find ${findings.missing.join(', ')}`);
  if (findings.cancelled.length > 0)
    throw new SiteError('CancelledLinkError', `Cannot link cancelled document: ${findings.cancelled.join(', ')}`);
}

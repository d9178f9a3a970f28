import {
  type AuditReport,
  type AuditRow,
  auditHash,
  auditPayload,
  CHECKED_COLUMNS,
  GENESIS,
  verifyRun,
} from '../../core/audit.ts';
import { isName } from '../../core/names.ts';
import type { Ctx, Row, Site } from '../../engine/types.ts';
import { isObject, number, text, textOrNull } from '../values.ts';
import { vaError } from './errors.ts';
import { isService, newName } from './identity.ts';

/** The one row that holds the end of the chain. */
const HEAD = 'chain';
const PAGE = 1000;
const MAX_PAYLOAD_CHARS = 100_000;
const SERVER_SET = new Set(['v', 'id', 'site', 'sequence', 'source', 'timestamp']);
const OWN_COLUMNS = new Set(['payload', 'hash', 'previous_hash', 'sequence', 'timestamp', 'audit_id', 'name']);

/** Columns of VA Audit Log that index the payload; `link` columns stay blank when their target does not exist. */
export interface AuditColumns {
  readonly fields: readonly {
    readonly fieldname: string;
    readonly fieldtype: string;
    readonly options: string;
    readonly length: number;
  }[];
}

/** What an index column may be, read from the DocType's own JSON. */
export function auditColumns(meta: Row): AuditColumns {
  const rows = Array.isArray(meta['fields']) ? meta['fields'].filter(isObject) : [];
  return {
    fields: rows
      .filter((row) => !OWN_COLUMNS.has(text(row['fieldname'])) && !/ Break$/.test(text(row['fieldtype'])))
      .map((row) => ({
        fieldname: text(row['fieldname']),
        fieldtype: text(row['fieldtype']),
        options: text(row['options']),
        length: number(row['length']) || 140,
      })),
  };
}

export interface AuditTrail {
  /** Adds a row and answers its sequence; `fields.timestamp` (epoch ms) may be given. */
  append(ctx: Ctx, fields: Row, options?: { readonly name?: string; readonly source?: 'site' | 'sidecar' }): number;
}

/** The chain of this site; the head row is written last of all rows. */
export function auditTrail(columns: AuditColumns): AuditTrail {
  return {
    append(ctx, fields, options = {}) {
      const name = options.name ?? newName(ctx, 'aud');
      if (!isName(name, 'aud')) throw vaError('VALIDATION_ERROR');
      const known = Object.fromEntries(
        Object.entries(fields).filter(([key, value]) => !SERVER_SET.has(key) && value !== undefined),
      );
      const given = fields['timestamp'];
      const timestamp =
        typeof given === 'number' && Number.isInteger(given) && given > 0 && given < 1e14 ? given : ctx.now();
      const head = headOf(ctx);
      const sequence = head.last_seq + 1;
      const payload = auditPayload({
        id: name,
        site: ctx.site.name,
        sequence,
        timestamp,
        fields: { ...known, source: options.source ?? 'site' },
      });
      if (payload.length > MAX_PAYLOAD_CHARS) throw vaError('PAYLOAD_TOO_LARGE');
      const hash = auditHash(head.last_hash, payload);
      ctx.insert(
        {
          ...columnValues(ctx, columns, known),
          doctype: 'VA Audit Log',
          name,
          sequence,
          timestamp: ctx.nowText(timestamp),
          payload,
          hash,
          previous_hash: head.last_hash,
        },
        // Links that point nowhere were left blank above.
        { ignorePermissions: true, ignoreLinks: true, flags: { vaEngine: true } },
      );
      ctx.setValue('VA Audit Head', HEAD, { last_seq: sequence, last_hash: hash });
      return sequence;
    },
  };
}

function headOf(ctx: Ctx): { readonly last_seq: number; readonly last_hash: string } {
  const head = ctx.sql('select last_seq, last_hash from "tabVA Audit Head" where name = ?', [HEAD])[0];
  if (head !== undefined) return { last_seq: number(head['last_seq']), last_hash: text(head['last_hash']) };
  const first = { last_seq: 0, last_hash: GENESIS };
  ctx.insert(
    { doctype: 'VA Audit Head', name: HEAD, ...first },
    { ignorePermissions: true, flags: { vaEngine: true } },
  );
  return first;
}

function columnValues(ctx: Ctx, columns: AuditColumns, fields: Row): Row {
  // A row without company belongs to that of its actor, so that a Compliance Officer sees what happens in his own.
  const actor = textOrNull(fields['actor_employee']);
  const values: Row = { company: actor === null ? null : ctx.getValue('Employee', actor, 'company') };
  for (const column of columns.fields) {
    const value = fields[column.fieldname];
    if (value === undefined || value === null) continue;
    if (column.fieldtype === 'JSON') values[column.fieldname] = JSON.stringify(value);
    else if (typeof value === 'object') continue;
    else if (column.fieldtype === 'Data') values[column.fieldname] = text(value).slice(0, column.length);
    else if (column.fieldtype !== 'Link' || ctx.exists(column.options, text(value))) values[column.fieldname] = value;
  }
  return values;
}

/** `verify_audit`: for the service user, a Compliance Officer or a System Manager. */
export function addAuditMethod(site: Site): void {
  site.addMethod('dartwing_va.api.verify_audit', { verbs: ['POST'] }, (ctx, args) => {
    const roles = ctx.roles();
    const mayVerify =
      isService(ctx) ||
      (ctx.auth !== 'delegation' && ['Compliance Officer', 'System Manager'].some((role) => roles.includes(role)));
    if (!mayVerify) throw vaError('FORBIDDEN');
    return verifyAudit(ctx, sequenceArg(args, 'from_sequence') ?? 1, sequenceArg(args, 'to_sequence'));
  });
}

function sequenceArg(args: Row, key: string): number | null {
  if (textOrNull(args[key]) === null) return null;
  const value = Number(args[key]);
  if (!Number.isSafeInteger(value) || value < 1) throw vaError('INVALID_FORMAT');
  return value;
}

/** Checks the chain page by page; without `to` up to the head. */
export function verifyAudit(ctx: Ctx, from: number, to: number | null): AuditReport {
  const head = headOf(ctx);
  let first = from;
  let previousHash = GENESIS;
  if (first > 1) {
    const before = textOrNull(ctx.getValue('VA Audit Log', { sequence: first - 1 }, 'hash'));
    if (before === null) return { ok: false, checked: 0, first_bad: { sequence: first - 1, reason: 'gap' } };
    previousHash = before;
  }
  let checked = 0;
  for (;;) {
    const rows = page(ctx, first, to);
    const isLast = rows.length < PAGE;
    const reachesHead = isLast && (to === null || to >= head.last_seq);
    const report = verifyRun(rows, { firstSequence: first, previousHash, head: reachesHead ? head : null });
    checked += report.checked;
    if (!report.ok || isLast) return { ...report, checked };
    first += rows.length;
    previousHash = rows.at(-1)?.hash ?? previousHash;
  }
}

function page(ctx: Ctx, from: number, to: number | null): AuditRow[] {
  const filters: (readonly unknown[])[] = [['sequence', '>=', from]];
  if (to !== null) filters.push(['sequence', '<=', to]);
  const rows = ctx.getAll('VA Audit Log', {
    fields: ['name', 'sequence', 'payload', 'hash', 'previous_hash', ...CHECKED_COLUMNS],
    filters,
    orderBy: 'sequence asc',
    limit: PAGE,
  });
  return rows.map((row) => ({
    name: text(row['name']),
    sequence: number(row['sequence']),
    payload: text(row['payload']),
    hash: text(row['hash']),
    previous_hash: text(row['previous_hash']),
    columns: Object.fromEntries(CHECKED_COLUMNS.map((key) => [key, row[key]])),
  }));
}

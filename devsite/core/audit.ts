import { canonical } from './canonical.ts';
import { sha256 } from './digest.ts';

/** Hash before the first row. */
export const GENESIS = '0'.repeat(64);

const RESERVED = ['v', 'id', 'site', 'sequence', 'timestamp'];

/**
 * Columns that index the payload and that no rename touches. Links to User, Employee and Company are left out: renaming
 * such a record rewrites the column of every row, and the payload is what counts (real-site finding 17).
 */
export const CHECKED_COLUMNS = [
  'event_type',
  'event_subtype',
  'actor_type',
  'target_doctype',
  'target_document',
  'action',
  'outcome',
] as const;

export interface AuditRow {
  readonly name: string;
  readonly sequence: number;
  readonly payload: string;
  readonly hash: string;
  readonly previous_hash: string;
  readonly columns?: Readonly<Record<string, unknown>>;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly checked: number;
  readonly first_bad?: { readonly sequence: number; readonly reason: 'gap' | 'link' | 'hash' | 'columns' | 'head' };
}

/** The text that is hashed; `timestamp` in epoch ms. Throws RangeError when `fields` names a reserved key, CanonicalError. */
export function auditPayload(input: {
  readonly id: string;
  readonly site: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly fields: Readonly<Record<string, unknown>>;
}): string {
  const { id, site, sequence, timestamp, fields } = input;
  const taken = Object.keys(fields).filter((key) => RESERVED.includes(key));
  if (taken.length > 0) throw new RangeError(`an audit field may not be called ${taken.sort().join(', ')}`);
  return canonical({ ...fields, v: 1, id, site, sequence, timestamp });
}

/** Hex SHA-256 of the previous hash, a line feed and the payload. */
export function auditHash(previousHash: string, payload: string): string {
  return sha256(`${previousHash}\n${payload}`);
}

/**
 * Checks rows in order. `previousHash` is the hash before the first row; `head` is compared after the last row, leave it
 * out for a run that ends before the head.
 */
export function verifyRun(
  rows: readonly AuditRow[],
  options: {
    readonly firstSequence?: number;
    readonly previousHash?: string;
    readonly head?: { readonly last_seq: number; readonly last_hash: string } | null;
  } = {},
): AuditReport {
  let expected = options.firstSequence ?? 1;
  let link = options.previousHash ?? GENESIS;
  let checked = 0;
  for (const row of rows) {
    const reason = fault(row, expected, link);
    if (reason !== null) return { ok: false, checked, first_bad: { sequence: expected, reason } };
    expected += 1;
    checked += 1;
    link = row.hash;
  }
  const head = options.head ?? null;
  if (head !== null && (head.last_seq !== expected - 1 || head.last_hash !== link)) {
    return { ok: false, checked, first_bad: { sequence: expected - 1, reason: 'head' } };
  }
  return { ok: true, checked };
}

function fault(row: AuditRow, expected: number, link: string): 'gap' | 'link' | 'hash' | 'columns' | null {
  if (row.sequence !== expected) return 'gap';
  if (row.previous_hash !== link) return 'link';
  if (auditHash(link, row.payload) !== row.hash) return 'hash';
  return columnsAgree(row) ? null : 'columns';
}

function columnsAgree(row: AuditRow): boolean {
  const payload = objectOf(row.payload);
  if (payload === null || payload['sequence'] !== row.sequence || payload['id'] !== row.name) return false;
  const columns = row.columns ?? {};
  return CHECKED_COLUMNS.every((key) => !(key in columns) || (columns[key] || '') === (payload[key] || ''));
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

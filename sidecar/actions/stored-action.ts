import type { ActionCard, ActionStatus, CardLine } from '@dartwing-va/contract/turn-events.ts';
import type { SiteRow } from '../frappe/site-client.ts';
import type { SiteTime } from '../people/site-time.ts';
import type { SiteRecord } from '../records/record.ts';
import { insertRow, updateRow } from '../records/writers.ts';
import type { ActionDetails } from './desk-types.ts';
import type { Operation } from './operation.ts';
import type { WriteTool } from './tool.ts';

/** A VA Action Log as the sidecar knows it: the pending action, the executed action and the undo record. Times in ms. */
export interface StoredAction {
  readonly id: string;
  readonly conversationId: string;
  readonly turnId: string | null;
  readonly ordinal: number;
  /** Dotted agent.tool. */
  readonly type: string;
  readonly verb: WriteTool<unknown>['verb'];
  readonly employeeId: string;
  readonly user: string;
  readonly status: ActionStatus;
  readonly title: string;
  readonly lines: readonly CardLine[];
  readonly warnings: readonly string[];
  readonly reversible: boolean;
  readonly reversibleNote: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly digest: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly operations: readonly Operation[];
  readonly target: { readonly doctype: string; readonly name: string | null };
  readonly confirmedAt: number | null;
  readonly executedAt: number | null;
  readonly cancelledAt: number | null;
  readonly reversedAt: number | null;
  readonly proof: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
  readonly reversalOf: string | null;
  readonly reversal: string | null;
  readonly replacedBy: string | null;
  /** Actions that must be done before this one; at hand only, for the quarter of an hour that a proposal lives. */
  readonly dependsOn?: readonly string[];
}

export function cardOf(action: StoredAction): ActionCard {
  return {
    action_id: action.id,
    conversation_id: action.conversationId,
    turn_id: action.turnId,
    type: action.type,
    status: action.status,
    title: action.title,
    lines: action.lines,
    warnings: action.warnings,
    reversible: action.reversible,
    reversible_note: action.reversibleNote,
    created_at: new Date(action.createdAt).toISOString(),
    expires_at: new Date(action.expiresAt).toISOString(),
    digest: action.digest,
    parameters: action.parameters,
    ...(action.result === null ? {} : { result: action.result }),
    ...(action.error === null ? {} : { error: action.error }),
    ...(action.reversalOf === null ? {} : { reversal_of: action.reversalOf }),
    ...(action.replacedBy === null ? {} : { replaced_by: action.replacedBy }),
    ...(action.dependsOn === undefined ? {} : { depends_on: action.dependsOn }),
  };
}

export function detailsOf(action: StoredAction): ActionDetails {
  return {
    card: cardOf(action),
    createdAt: action.createdAt,
    confirmedAt: action.confirmedAt,
    executedAt: action.executedAt,
    cancelledAt: action.cancelledAt,
    reversedAt: action.reversedAt,
    proof: action.proof,
  };
}

/** The row as it is first written: pending, everything that the digest covers in it. */
export function insertRecord(action: StoredAction, siteTime: SiteTime): SiteRecord {
  return insertRow('VA Action Log', action.id, {
    action_id: action.id,
    title: action.title.slice(0, 140),
    employee: action.employeeId,
    status: 'pending',
    timestamp: siteTime.toSite(action.createdAt),
    expires_at: siteTime.toSite(action.expiresAt),
    expires_at_ms: action.expiresAt,
    conversation: action.conversationId,
    ...(action.turnId === null ? {} : { conversation_turn: action.turnId, turn_id: action.turnId }),
    ordinal: action.ordinal,
    action_type: action.type,
    action_verb: action.verb,
    sub_agent: action.type.split('.')[0] ?? action.type,
    tool_name: action.type.split('.').slice(1).join('.'),
    target_doctype: action.target.doctype,
    ...(action.target.name === null ? {} : { target_document: action.target.name }),
    description: action.title,
    warnings: JSON.stringify(action.warnings),
    parameters: JSON.stringify(action.parameters),
    operations: JSON.stringify(action.operations),
    digest: action.digest,
    reversible: action.reversible ? 1 : 0,
    reversible_note: action.reversibleNote,
  });
}

/**
 * The only changes that the service may make: pending to expired or cancelled (docs/site-api.md, batch). A rejected or
 * superseded action is stored as cancelled; what it was is told by `cancel_reason` and `replaced_by`.
 */
export function closeRecord(
  action: StoredAction,
  change: {
    readonly status: 'expired' | 'cancelled' | 'rejected' | 'superseded';
    readonly at: number;
    readonly reason: string | null;
    readonly replacedBy?: string;
  },
  siteTime: SiteTime,
): SiteRecord {
  if (change.status === 'expired') {
    return updateRow('VA Action Log', action.id, { status: 'expired' });
  }
  const prefix = { cancelled: '', rejected: REJECTED, superseded: SUPERSEDED }[change.status];
  const reason = [prefix, change.reason ?? ''].filter((part) => part !== '').join(': ');
  return updateRow('VA Action Log', action.id, {
    status: 'cancelled',
    cancelled_at: siteTime.toSite(change.at),
    ...(reason === '' ? {} : { cancel_reason: reason.slice(0, 500) }),
    ...(change.replacedBy === undefined ? {} : { replaced_by: change.replacedBy }),
  });
}
const REJECTED = 'Rejected';
const SUPERSEDED = 'Replaced';

/** What `actionFromRow` needs; the order is that of the DocType. */
export const ACTION_FIELDS = [
  'name',
  'title',
  'employee',
  'status',
  'timestamp',
  'expires_at',
  'expires_at_ms',
  'conversation',
  'turn_id',
  'ordinal',
  'action_type',
  'action_verb',
  'target_doctype',
  'target_document',
  'warnings',
  'parameters',
  'operations',
  'digest',
  'result',
  'proof',
  'confirmed_at',
  'executed_at',
  'cancelled_at',
  'cancel_reason',
  'replaced_by',
  'error_message',
  'reversible',
  'reversible_note',
  'reversed_at',
  'reversal',
  'reversal_of',
] as const;

const STATUSES: ReadonlySet<string> = new Set([
  'pending',
  'executing',
  'completed',
  'failed',
  'cancelled',
  'rejected',
  'expired',
  'superseded',
  'reversed',
]);

/** A row of the site. `render` makes title and lines from the operations; its failure leaves the stored title alone. */
export function actionFromRow(
  row: SiteRow,
  user: string,
  siteTime: SiteTime,
  render: (
    type: string,
    operations: readonly Operation[],
    parameters: Readonly<Record<string, unknown>>,
  ) => { readonly title: string; readonly lines: readonly CardLine[] } | null,
): StoredAction {
  const operations = parseJson<readonly Operation[]>(row['operations'], []);
  const type = text(row['action_type']) ?? '';
  const createdAt = siteTime.fromSite(row['timestamp']) ?? 0;
  const parameters = parseJson<Record<string, unknown>>(row['parameters'], {});
  const rendered = operations.length > 0 ? render(type, operations, parameters) : null;
  return {
    id: text(row['name']) ?? '',
    conversationId: text(row['conversation']) ?? '',
    turnId: text(row['turn_id']),
    ordinal: Number(row['ordinal'] ?? 0),
    type,
    verb: (text(row['action_verb']) ?? 'Update') as StoredAction['verb'],
    employeeId: text(row['employee']) ?? '',
    user,
    status: statusOf(row),
    title: rendered?.title ?? text(row['title']) ?? type,
    lines: rendered?.lines ?? [],
    warnings: parseJson<readonly string[]>(row['warnings'], []),
    reversible: Number(row['reversible'] ?? 0) === 1 || row['reversible'] === true,
    reversibleNote: text(row['reversible_note']) ?? '',
    createdAt,
    expiresAt: Number(row['expires_at_ms']) || (siteTime.fromSite(row['expires_at']) ?? createdAt),
    digest: text(row['digest']) ?? '',
    parameters,
    operations,
    target: { doctype: text(row['target_doctype']) ?? '', name: text(row['target_document']) },
    confirmedAt: siteTime.fromSite(row['confirmed_at']),
    executedAt: siteTime.fromSite(row['executed_at']),
    cancelledAt: siteTime.fromSite(row['cancelled_at']),
    reversedAt: siteTime.fromSite(row['reversed_at']),
    proof: text(row['proof']),
    result: parseJson<Readonly<Record<string, unknown>> | null>(row['result'], null),
    error: text(row['error_message']),
    reversalOf: text(row['reversal_of']),
    reversal: text(row['reversal']),
    replacedBy: text(row['replaced_by']),
  };
}

function statusOf(row: SiteRow): ActionStatus {
  const status = text(row['status']) ?? 'failed';
  if (status === 'cancelled') {
    if (text(row['replaced_by']) !== null) return 'superseded';
    if (text(row['cancel_reason'])?.startsWith(REJECTED)) return 'rejected';
  }
  return (STATUSES.has(status) ? status : 'failed') as ActionStatus;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Frappe hands JSON fields over as text or, from some methods, as values. */
function parseJson<T>(value: unknown, otherwise: T): T {
  if (value === null || value === undefined || value === '') return otherwise;
  if (typeof value !== 'string') return value as T;
  try {
    return JSON.parse(value) as T;
  } catch {
    // A row that somebody mangled must not take the whole list down; it shows without that part.
    return otherwise;
  }
}

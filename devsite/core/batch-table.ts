import { isName } from './names.ts';

export const MAX_OPERATIONS = 200;
export const MAX_BYTES = 2 * 1024 * 1024;

const STANDARD = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus'];
const NEVER_CHANGED = new Set(['employee', 'company', ...STANDARD]);
const NEVER_GIVEN = new Set([...STANDARD, 'doctype', 'idx', 'company']);

interface Entry {
  readonly insert: boolean;
  /** Prefix of its names. */
  readonly prefix: string;
  /** Fields that may be updated. */
  readonly update: readonly string[] | 'any';
}

/** What the service user may write through `batch` (docs/site-api.md). */
export const BATCH_TABLE: Readonly<Record<string, Entry>> = {
  'VA Conversation': {
    insert: true,
    prefix: 'conv',
    update: [
      'status',
      'ended_at',
      'turn_count',
      'actions_taken',
      'summary',
      'topics',
      'actions_summary',
      'voice_duration_seconds',
      'feedback_rating',
      'feedback_comment',
      'end_reason',
    ],
  },
  'VA Conversation Turn': {
    insert: true,
    prefix: 'turn',
    update: [
      'status',
      'latency_ms',
      'token_count',
      'tools_called',
      'sub_agent',
      'model_used',
      'feedback',
      'feedback_comment',
      'was_interrupted',
      'content',
    ],
  },
  'VA Action Log': { insert: true, prefix: 'act', update: ['status', 'cancelled_at', 'cancel_reason', 'replaced_by'] },
  'VA Audit Log': { insert: true, prefix: 'aud', update: [] },
  'VA Consent Record': { insert: true, prefix: 'cons', update: [] },
  'VA Memory': { insert: true, prefix: 'mem', update: 'any' },
  'VA Learning Event': { insert: true, prefix: 'learn', update: 'any' },
  'VA User Preference': { insert: true, prefix: 'pref', update: 'any' },
  'VA Instance': {
    insert: false,
    prefix: 'va',
    update: ['total_conversations', 'total_actions', 'voice_minutes_used', 'last_interaction'],
  },
};

// Set by the site alone: what was executed, by whom, with what proof, and undone.
const ACTION_RESULT_FIELDS = new Set([
  'proof',
  'confirmed_at',
  'confirmed_by',
  'executed_at',
  'before_state',
  'after_state',
  'result',
  'error_message',
  'reversed',
  'reversed_at',
  'reversed_by',
  'reversal',
  'reversal_of',
  'reversal_reason',
  'audit_sequence',
  'cancelled_at',
  'cancel_reason',
  'replaced_by',
]);
const AUDIT_CHAIN_FIELDS = new Set(['sequence', 'hash', 'previous_hash']);

type Values = Readonly<Record<string, unknown>>;

/**
 * Why the table refuses an operation, or null. `stored` = {status, role} of the row, for an update. A replayed insert of
 * a row that exists is the caller's to answer: it is not refused here.
 */
export function operationFault(operation: unknown, stored: Values | null = null): string | null {
  if (!isObject(operation) || Object.keys(operation).sort().join() !== 'doctype,name,op,values') {
    return 'an operation has op, doctype, name and values';
  }
  const { op, doctype, name, values } = operation;
  const entry = typeof doctype === 'string' && Object.hasOwn(BATCH_TABLE, doctype) ? BATCH_TABLE[doctype] : undefined;
  if (entry === undefined || typeof doctype !== 'string') return 'that DocType is not written through batch';
  if (!isObject(values)) return 'values must be an object';
  if (!isName(name) && !(op === 'update' && typeof name === 'string' && name.length > 0 && name.length <= 140)) {
    return 'name must be one of ours';
  }
  if (Object.keys(values).some((field) => field.startsWith('_'))) return 'a field that may not be set';
  if (op === 'insert') return insertFault(doctype, entry, values);
  return op === 'update' ? updateFault(doctype, entry, values, stored) : 'op must be insert or update';
}

function insertFault(doctype: string, entry: Entry, values: Values): string | null {
  if (!entry.insert) return `${doctype} is not inserted through batch`;
  if (doctype === 'VA Audit Log' && !isObject(values['payload'])) return 'payload must be an object';
  if (doctype === 'VA Action Log' && values['status'] !== 'pending') return 'an action starts as pending';
  const own =
    doctype === 'VA Audit Log'
      ? AUDIT_CHAIN_FIELDS
      : doctype === 'VA Action Log'
        ? ACTION_RESULT_FIELDS
        : new Set<string>();
  const taken = Object.keys(values)
    .filter((field) => NEVER_GIVEN.has(field) || own.has(field))
    .sort()[0];
  return taken === undefined ? null : `${taken} is set by the site`;
}

function updateFault(doctype: string, entry: Entry, values: Values, stored: Values | null): string | null {
  const fields = Object.keys(values);
  if (fields.length === 0) return 'nothing to update';
  const wrong = fields.find(
    (field) => NEVER_CHANGED.has(field) || (entry.update !== 'any' && !entry.update.includes(field)),
  );
  if (wrong !== undefined) return `${wrong} of ${doctype} is not changed through batch`;
  if (doctype === 'VA Action Log') return actionFault(values, stored);
  // The same words again are a replay, and harmless.
  const isAnswering =
    stored === null ||
    (stored['role'] === 'Assistant' && (stored['status'] === 'Pending' || stored['content'] === values['content']));
  if (doctype === 'VA Conversation Turn' && 'content' in values && !isAnswering) {
    return 'content changes only while an assistant turn is Pending';
  }
  return null;
}

function actionFault(values: Values, stored: Values | null): string | null {
  const status = values['status'];
  if (typeof status !== 'string' || !['expired', 'cancelled', 'superseded'].includes(status)) {
    return 'an action is only expired, cancelled or superseded through batch';
  }
  // The same change twice is a replay, and harmless.
  return stored === null || stored['status'] === 'pending' || stored['status'] === status
    ? null
    : 'the action is not pending any more';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

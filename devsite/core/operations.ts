import { CanonicalError, canonical } from './canonical.ts';
import { fold } from './delegation.ts';
import { isObject, isText, METHODS, methodFault } from './methods.ts';

const MAX_OPERATIONS = 20;
const MAX_OPERATIONS_BYTES = 200_000;
/** Key of a reference to the document of an earlier operation. */
const DOC = '$doc';

/** One stored operation of an action (docs/site-api.md, Actions). */
export type Operation = Readonly<Record<string, unknown>>;

/** Who may do what, how the system behaves, and what runs code: never by an assistant, whatever the user may do himself. */
export const BLOCKED_DOCTYPES: readonly string[] = [
  'Assignment Rule',
  'Auto Email Report',
  'Bulk Update',
  'Client Script',
  'Connected App',
  'Custom DocPerm',
  'Custom Field',
  'Custom HTML Block',
  'Custom Role',
  'Dashboard Chart Source',
  'Data Export',
  'Data Import',
  'Deleted Document',
  'DocField',
  'DocPerm',
  'DocShare',
  'DocType',
  'DocType Action',
  'DocType Layout',
  'DocType Link',
  'Document Naming Rule',
  'Document Naming Settings',
  'Document Share Key',
  'Domain Settings',
  'Email Account',
  'Email Domain',
  'Email Queue',
  'Has Role',
  'Installed Application',
  'Installed Applications',
  'Integration Request',
  'LDAP Settings',
  'Log Settings',
  'Module Def',
  'Module Profile',
  'Navbar Settings',
  'Notification',
  'OAuth Authorization Code',
  'OAuth Bearer Token',
  'OAuth Client',
  'OAuth Provider Settings',
  'OAuth Settings',
  'Package',
  'Package Import',
  'Page',
  'Permission Inspector',
  'Permission Log',
  'Permission Type',
  'Portal Settings',
  'Prepared Report',
  'Print Format',
  'Property Setter',
  'Report',
  'Role',
  'Role Permission for Page and Report',
  'Role Profile',
  'Scheduled Job Type',
  'Server Script',
  'Session Default Settings',
  'Social Login Key',
  'System Console',
  'System Settings',
  'Token Cache',
  'User',
  'User Document Type',
  'User Group',
  'User Permission',
  'User Role Profile',
  'User Select Document Type',
  'User Social Login',
  'User Type',
  'Version',
  'Web Form',
  'Web Page',
  'Web Template',
  'Webhook',
  'Website Script',
  'Website Settings',
  'Workflow',
  'Workflow Action Master',
  'Workflow State',
];
const BLOCKED = new Set(BLOCKED_DOCTYPES.map(fold));

// Who a login belongs to is identity, not data.
const BLOCKED_FIELDS: Readonly<Record<string, readonly string[]>> = { employee: ['user_id', 'create_user_permission'] };

// What Frappe keeps itself, and switches that its document class reads from a dict.
const RESERVED_FIELDS: readonly string[] = [
  'name',
  'doctype',
  'owner',
  'creation',
  'modified',
  'modified_by',
  'docstatus',
  'idx',
  'parent',
  'parenttype',
  'parentfield',
  'flags',
  'ignore_permissions',
  'amended_from',
];

const KEYS: Readonly<Record<string, readonly string[]>> = {
  insert: ['op', 'doctype', 'values'],
  update: ['op', 'doctype', 'name', 'values', 'from'],
  submit: ['op', 'doctype', 'name', 'from'],
  cancel: ['op', 'doctype', 'name', 'from'],
  delete: ['op', 'doctype', 'name', 'from'],
  workflow: ['op', 'doctype', 'name', 'action', 'from'],
  method: ['op', 'method', 'args'],
};
const FROM_DOCSTATUS: Readonly<Record<string, readonly number[]>> = { submit: [0], cancel: [1], delete: [0, 2] };

/** True for a DocType that no action may touch, however it is spelt. */
export function isBlocked(doctype: string): boolean {
  const folded = fold(doctype);
  return BLOCKED.has(folded) || folded.startsWith('va ');
}

/** The first thing an action may not touch: a DocType, or `DocType.field`. For operations of the right shape. */
export function blockedIn(operations: readonly Operation[]): string | null {
  for (const operation of operations) {
    const doctype = doctypeOf(operation);
    if (isBlocked(doctype)) return doctype;
    const fields = BLOCKED_FIELDS[fold(doctype)] ?? [];
    const touched = Object.keys(plain(operation['values'])).find((field) => fields.includes(fold(field)));
    if (touched !== undefined) return `${doctype}.${touched}`;
  }
  return null;
}

/** The DocType that an operation of the right shape touches; of a message about nothing, what it is kept as. */
export function doctypeOf(operation: Operation): string {
  if (operation['op'] !== 'method') return String(operation['doctype']);
  return String(plain(operation['args'])['doctype'] ?? METHODS[String(operation['method'])]?.makes);
}

/** What is wrong with the form of `operations`, as a phrase for the log, or null. */
export function shapeFault(operations: unknown): string | null {
  if (!Array.isArray(operations) || operations.length < 1 || operations.length > MAX_OPERATIONS) {
    return `operations must be a list of 1 to ${MAX_OPERATIONS}`;
  }
  try {
    if (Buffer.byteLength(canonical(operations)) > MAX_OPERATIONS_BYTES) return 'operations are too large';
  } catch (error) {
    if (error instanceof CanonicalError) return `operations cannot be written: ${error.reason}`;
    throw error;
  }
  for (const [index, operation] of operations.entries()) {
    const fault = operationFault(operation) ?? referenceFault(operation, operations.slice(0, index));
    if (fault !== null) return `operation ${index}: ${fault}`;
  }
  return null;
}

/** `values` with each reference to an earlier operation replaced by the name that its document got. */
export function resolved(values: Operation, names: readonly string[]): Operation {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, isReference(value) ? (names[value[DOC]] ?? null) : value]),
  );
}

/** Whether a value is `{"$doc": n}`: the name of the document that operation n of the same action inserted. */
export function isReference(value: unknown): value is { readonly [DOC]: number } {
  return (
    isObject(value) &&
    Object.keys(value).length === 1 &&
    Number.isInteger(value[DOC]) &&
    typeof value[DOC] === 'number' &&
    value[DOC] >= 0
  );
}

/** References look back, at inserts alone, and stand in inserts alone: what changes a document is compared later. */
function referenceFault(operation: Operation, earlier: readonly Operation[]): string | null {
  for (const value of Object.values(plain(operation['values']))) {
    if (!isReference(value)) continue;
    if (operation['op'] !== 'insert') return 'a value may not be an object';
    if (earlier[value[DOC]]?.['op'] !== 'insert') return 'a reference to no document of before';
  }
  return null;
}

function operationFault(operation: unknown): string | null {
  if (!isObject(operation)) return 'not an object';
  const op = operation['op'];
  const keys = typeof op === 'string' && Object.hasOwn(KEYS, op) ? KEYS[op] : undefined;
  if (keys === undefined || typeof op !== 'string') return 'unknown op';
  const given = Object.keys(operation);
  if (given.length !== keys.length || !given.every((key) => keys.includes(key))) return 'wrong keys';
  if (op === 'method') return methodFault(operation);
  for (const key of ['doctype', 'name', 'action']) {
    if (key in operation && !isText(operation[key], 140)) return `${key} must be text`;
  }
  const fault = 'values' in operation ? valuesFault(operation['values']) : null;
  if (fault !== null) return fault;
  return 'from' in operation ? fromFault(op, operation) : null;
}

function valuesFault(values: unknown): string | null {
  if (!isObject(values) || Object.keys(values).length === 0) return 'values must be an object with a field';
  for (const [field, value] of Object.entries(values)) {
    if (!isField(field)) return 'a field that may not be set';
    if (isObject(value) && !isReference(value)) return 'a value may not be an object';
    const fault = Array.isArray(value) ? rowsFault(value) : null;
    if (fault !== null) return fault;
  }
  return null;
}

function rowsFault(rows: readonly unknown[]): string | null {
  for (const row of rows) {
    if (!isObject(row) || Object.keys(row).length === 0) return 'a row must be an object with a field';
    // A row may be named, so that an update keeps the rows that do not change.
    if (!Object.keys(row).every((field) => field === 'name' || isField(field))) return 'a field that may not be set';
    if (Object.values(row).some((value) => typeof value === 'object' && value !== null))
      return 'a row holds plain values only';
  }
  return null;
}

function fromFault(op: string, operation: Operation): string | null {
  const before = operation['from'];
  if (!isObject(before) || !Number.isInteger(before['docstatus'])) return 'from must hold docstatus';
  const allowed = FROM_DOCSTATUS[op];
  if (allowed !== undefined && !allowed.includes(Number(before['docstatus'])))
    return `${op} is not possible from that docstatus`;
  if (op === 'workflow' && typeof before['workflow_state'] !== 'string') return 'from must hold workflow_state';
  if (op === 'update' && !Object.keys(plain(operation['values'])).every((field) => field in before)) {
    return 'from must hold every field that changes';
  }
  return null;
}

function isField(field: string): boolean {
  return field.length > 0 && field.length <= 140 && !field.startsWith('_') && !RESERVED_FIELDS.includes(fold(field));
}

function plain(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

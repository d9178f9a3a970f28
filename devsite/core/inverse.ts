import type { Operation } from './operations.ts';

const SENTENCES = {
  cancel: 'A cancelled document cannot be brought back.',
  delete: 'A deleted document cannot be brought back.',
  workflow: 'A workflow step cannot be taken back by me. Ask whoever handles the next step.',
  method: 'A message that was sent cannot be taken back.',
  comment: 'A comment that was written stays.',
  gone: 'The document is not there any more.',
  changed: 'The document has changed since.',
  submitted: 'The document has been submitted since.',
  cancelled: 'The document has been cancelled since.',
  no_cancel_right: 'You may not cancel it yourself.',
  no_write_right: 'You may not change it any more.',
  not_executed: 'That was never carried out.',
} as const;
type Reason = keyof typeof SENTENCES;

const NOTES: Readonly<Record<string, string>> = {
  insert: 'Undo deletes it, as long as nobody has changed it.',
  update: 'Undo puts the old values back.',
  submit: 'Undo cancels it.',
};
const COMMENT_NOTE = ' The comment stays.';

type Values = Readonly<Record<string, unknown>>;

/** One operation of an executed action, in the order in which they ran. */
export interface Step {
  readonly operation: Operation;
  /** What the document was right after the action. */
  readonly done: {
    readonly doctype: string;
    readonly name: string;
    readonly docstatus: number;
    readonly modified: string;
  };
  /** What it is now, null when it is gone; `values` of the fields that were set, `may` = the employee's own rights. */
  readonly now: Current | null;
}

export interface Current {
  readonly docstatus: number;
  readonly modified: string;
  readonly values: Values;
  readonly may: { readonly write: boolean; readonly delete: boolean; readonly cancel: boolean };
  /** User who could be asked instead. */
  readonly approver: string | null;
}

export interface InverseRefusal {
  readonly ok: false;
  readonly code: 'ACTION_NOT_REVERSIBLE' | 'ACTION_MOVED_ON';
  readonly meta: Readonly<Record<string, unknown>>;
}
/** `privileged` marks the delete that the employee may not do himself (decisions.md 13). */
export type InverseOperation = Operation & { readonly privileged?: true };
export type InversePlan = { readonly ok: true; readonly operations: readonly InverseOperation[] } | InverseRefusal;

type Planned = { readonly operation: InverseOperation | null } | InverseRefusal;

/**
 * What a card says about undoing, before anything ran. One operation that cannot be undone decides for all; a comment
 * beside others stays, as a remark on what was done.
 */
export function reversibility(operations: readonly Operation[]): {
  readonly reversible: boolean;
  readonly note: string;
} {
  const changes = operations.filter((operation) => !isComment(operation));
  if (changes.length === 0) return { reversible: false, note: SENTENCES.comment };
  for (const operation of changes) {
    const op = String(operation['op']);
    if (!(op in NOTES)) return { reversible: false, note: sentence(op) };
  }
  const stays = changes.length < operations.length ? COMMENT_NOTE : '';
  return { reversible: true, note: `${NOTES[String(changes.at(-1)?.['op'])] ?? ''}${stays}` };
}

/** The operations that take an action back, in the order to run them, or why that cannot be done (decisions.md 13). */
export function planInverse(all: readonly Step[]): InversePlan {
  const steps = all.filter(({ operation }) => !isComment(operation));
  if (steps.length === 0) return refused('ACTION_NOT_REVERSIBLE', 'comment');
  for (const { operation } of steps) {
    const op = String(operation['op']);
    if (!(op in NOTES)) return refused('ACTION_NOT_REVERSIBLE', op as Reason);
  }
  const plan: InverseOperation[] = [];
  for (const [position, step] of [...steps.entries()].reverse()) {
    // What a later step of the same action did to this document is undone before: it is no change by others.
    const later = steps.slice(position + 1).filter((other) => isSame(other, step));
    const planned = plannerOf(step)(step, later);
    if ('code' in planned) return planned;
    if (planned.operation !== null) plan.push(planned.operation);
  }
  return { ok: true, operations: plan };
}

function isComment(operation: Operation): boolean {
  return operation['op'] === 'method' && operation['method'] === 'comment';
}

function plannerOf(step: Step): (step: Step, later: readonly Step[]) => Planned {
  if (step.operation['op'] === 'insert') return undoInsert;
  return step.operation['op'] === 'update' ? undoUpdate : undoSubmit;
}

function undoInsert(step: Step, later: readonly Step[]): Planned {
  const { done, now } = step;
  if (now === null) return refused('ACTION_MOVED_ON', 'gone');
  // The submit is undone by cancelling; a cancelled document stays, as Frappe's record of it.
  if (later.some((other) => other.operation['op'] === 'submit')) return { operation: null };
  const moved = movedSince(now, (later.at(-1) ?? step).done.modified);
  if (moved !== null) return moved;
  const operation = { op: 'delete', doctype: done.doctype, name: done.name, from: { docstatus: now.docstatus } };
  return { operation: now.may.delete ? operation : { ...operation, privileged: true } };
}

function undoUpdate(step: Step, later: readonly Step[]): Planned {
  const { operation, done, now } = step;
  if (now === null) return refused('ACTION_MOVED_ON', 'gone');
  const values = objectOf(operation['values']);
  const before = objectOf(operation['from']);
  const touchedLater = new Set(later.flatMap((other) => Object.keys(objectOf(other.operation['values']))));
  const submittedLater = later.some((other) => other.operation['op'] === 'submit');
  if (now.docstatus !== done.docstatus && !submittedLater) return docstatusMoved(now);
  for (const [field, value] of Object.entries(values)) {
    if (!touchedLater.has(field) && !sameValue(now.values[field], value)) return movedOn('changed', now);
  }
  if (submittedLater) return { operation: null };
  if (!now.may.write) return movedOn('no_write_right', now);
  const back: Record<string, unknown> = {};
  const held: Record<string, unknown> = {};
  for (const field of Object.keys(values)) {
    back[field] = before[field] ?? null;
    held[field] = now.values[field] ?? null;
  }
  const from = { ...held, docstatus: now.docstatus };
  return { operation: { op: 'update', doctype: done.doctype, name: done.name, values: back, from } };
}

function undoSubmit(step: Step): Planned {
  const { done, now } = step;
  if (now === null) return refused('ACTION_MOVED_ON', 'gone');
  if (now.docstatus !== 1) return docstatusMoved(now);
  if (!now.may.cancel) return movedOn('no_cancel_right', now);
  return { operation: { op: 'cancel', doctype: done.doctype, name: done.name, from: { docstatus: 1 } } };
}

/** Whether two field values mean the same: blank equals blank, 1 equals 1.0, a number equals its text. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (isBlank(one) && isBlank(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((row, index) => sameRow(row, other[index]));
  }
  if (isNumeric(one) || isNumeric(other)) {
    const first = numberOf(one);
    return first !== null && first === numberOf(other);
  }
  return one === other;
}

function sameRow(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return sameValue(one, other);
  return Object.keys(one).every((key) => key === 'name' || !(key in other) || sameValue(one[key], other[key]));
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function numberOf(value: unknown): number | null {
  if (isBlank(value)) return 0;
  if (isNumeric(value)) return Number(value);
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

function isSame(one: Step, other: Step): boolean {
  return one.done.doctype === other.done.doctype && one.done.name === other.done.name;
}

function movedSince(now: Current, modified: string): InverseRefusal | null {
  if (now.docstatus !== 0) return docstatusMoved(now);
  return now.modified === modified ? null : movedOn('changed', now);
}

function docstatusMoved(now: Current): InverseRefusal {
  return movedOn(now.docstatus === 1 ? 'submitted' : now.docstatus === 2 ? 'cancelled' : 'changed', now);
}

function movedOn(reason: Reason, now: Current): InverseRefusal {
  // Asking somebody makes sense only while there is something left to take back and somebody to ask.
  if (now.docstatus === 2 || now.approver === null || now.approver === '') return refused('ACTION_MOVED_ON', reason);
  return refused('ACTION_MOVED_ON', reason, { offer: 'request_cancellation', approver: now.approver });
}

function refused(code: InverseRefusal['code'], reason: Reason, more: Values = {}): InverseRefusal {
  return { ok: false, code, meta: { reason, sentence: sentence(reason), ...more } };
}

function sentence(reason: string): string {
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason as Reason] : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

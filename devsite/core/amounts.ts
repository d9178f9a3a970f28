import { fold } from './delegation.ts';
import type { Operation } from './operations.ts';

// A deal (Opportunity) is not among them: what it may bring one day is a guess, and no money moves by it.
// DocType -> field of the total, or table and field of its rows, or table, quantity and rate of its rows.
const TOTALS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'employee advance': [['advance_amount']],
  'expense claim': [['grand_total'], ['expenses', 'amount']],
  'journal entry': [['total_debit'], ['accounts', 'debit_in_account_currency'], ['accounts', 'debit']],
  'material request': [['items', 'qty', 'rate']],
  'payment entry': [['paid_amount']],
  'payment request': [['grand_total']],
  'purchase invoice': [['grand_total'], ['items', 'qty', 'rate']],
  'purchase order': [['grand_total'], ['items', 'qty', 'rate']],
  quotation: [['grand_total'], ['items', 'qty', 'rate']],
  'salary slip': [['net_pay']],
  'sales invoice': [['grand_total'], ['items', 'qty', 'rate']],
  'sales order': [['grand_total'], ['items', 'qty', 'rate']],
};

type Values = Readonly<Record<string, unknown>>;

/** True for a DocType whose operations move money. */
export function isMonetary(doctype: string): boolean {
  return Object.hasOwn(TOTALS, fold(doctype));
}

/** The largest total that `values` state; null when money moves but the amount cannot be told. */
export function amountOf(doctype: string, values: Values): number | null {
  const totals = (TOTALS[fold(doctype)] ?? []).map((path) => totalAt(values, path)).filter((total) => total !== null);
  return totals.length > 0 ? Math.max(...totals) : null;
}

/**
 * How much money an action moves, from its stored operations; `total` is null when it cannot be told. `documents` holds
 * what is stored now, by "<DocType>/<name>", for operations on documents that exist. A document that several operations
 * touch (decided, then submitted) counts once, with the largest amount.
 */
export function operationsAmount(
  operations: readonly Operation[],
  documents: Readonly<Record<string, Values>> = {},
): { readonly moves: boolean; readonly total: number | null } {
  const monetary = operations.filter(
    (operation) => operation['op'] !== 'method' && isMonetary(String(operation['doctype'])),
  );
  const byDocument = new Map<string, number>();
  let isKnown = true;
  for (const [index, operation] of monetary.entries()) {
    const amount = operationAmount(operation, documents);
    if (amount === null) isKnown = false;
    const named = operation['name'] !== undefined;
    const key = named ? `${fold(String(operation['doctype']))}/${String(operation['name'])}` : String(index);
    byDocument.set(key, Math.max(amount ?? 0, byDocument.get(key) ?? 0));
  }
  const total = [...byDocument.values()].reduce((sum, amount) => sum + amount, 0);
  return { moves: monetary.length > 0, total: isKnown ? total : null };
}

function operationAmount(operation: Operation, documents: Readonly<Record<string, Values>>): number | null {
  const doctype = String(operation['doctype']);
  const values = operation['values'];
  const asked = isObject(values) ? amountOf(doctype, values) : null;
  if (operation['op'] === 'insert') return asked;
  const stored = documents[`${doctype}/${String(operation['name'])}`];
  const held = stored === undefined ? null : amountOf(doctype, stored);
  if (operation['op'] !== 'update') return held;
  const known = [asked, held].filter((amount) => amount !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

function totalAt(values: Values, path: readonly string[]): number | null {
  const [first = '', ...fields] = path;
  if (fields.length === 0) return numberOf(values[first]);
  const rows: unknown = values[first];
  if (!Array.isArray(rows) || rows.length === 0) return null;
  let total = 0;
  for (const row of rows) {
    const factors = fields
      .map((field) => (isObject(row) ? numberOf(row[field]) : null))
      .filter((factor) => factor !== null);
    if (factors.length < fields.length) return null;
    total += Math.abs(factors.reduce((product, factor) => product * factor, 1));
  }
  return total;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Ctx, Doc, Row } from '../../engine/types.ts';
import { text } from '../values.ts';

/** Adds one submitted row to the leave ledger for `doc` (an allocation or an application). */
export function addLedgerEntry(ctx: Ctx, doc: Doc, values: Row): void {
  const entry = ctx.insert(
    {
      doctype: 'Leave Ledger Entry',
      employee: doc['employee'],
      employee_name: doc['employee_name'],
      company: doc['company'],
      leave_type: doc['leave_type'],
      transaction_type: doc.doctype,
      transaction_name: doc.name,
      is_carry_forward: 0,
      is_expired: 0,
      is_lwp: 0,
      ...values,
    },
    { ignorePermissions: true },
  );
  ctx.submit(entry, { ignorePermissions: true });
}

/** Takes the rows of `doc` out of the ledger again, as HRMS does on cancel. */
export function removeLedgerEntries(ctx: Ctx, doc: Doc): void {
  const filters = { transaction_type: doc.doctype, transaction_name: doc.name };
  for (const row of ctx.getAll('Leave Ledger Entry', { fields: ['name'], filters })) {
    ctx.setValue('Leave Ledger Entry', text(row['name']), { docstatus: 2 });
    ctx.remove('Leave Ledger Entry', text(row['name']), {
      ignorePermissions: true,
      force: true,
      deletePermanently: true,
    });
  }
}

import { type Answer, at, type Row } from '../answer.ts';
import { COMPANY, LEAVE, type SiteUnderTest } from '../site.ts';

export const API = 'dartwing_va.api';

export function insertTask(values: Row = {}): Row {
  return { op: 'insert', doctype: 'Task', values: { subject: 'Contract action', ...values } };
}

/** A task of ada's that an action changes. */
export async function updateOf(
  site: SiteUnderTest,
  values: Row = { priority: 'High' },
): Promise<{ name: string; operation: Row }> {
  const name = String(
    (await site.make('Task', { subject: `Contract ${site.word()}`, priority: 'Low' }, site.as('ada')))['name'],
  );
  const from = { priority: 'Low', docstatus: 0 };
  return { name, operation: { op: 'update', doctype: 'Task', name, values, from } };
}

export function leaveOf(site: SiteUnderTest, values: Row = {}): Row {
  const day = site.freeDay();
  const base = {
    employee: site.person('ada').employee,
    leave_type: LEAVE,
    from_date: day,
    to_date: day,
    follow_via_email: 0,
  };
  return {
    op: 'insert',
    doctype: 'Leave Application',
    values: { ...base, leave_approver: site.person('bea').user, ...values },
  };
}

/** Name of the first document of an execution; it is put away at the end. */
export function documentOf(site: SiteUnderTest, answer: Answer): string {
  const document = at(answer.ok().data, 'result', 'documents', 0);
  const name = String(at(document, 'name'));
  site.later(() => site.admin.remove(String(at(document, 'doctype')), name));
  return name;
}

export async function auditOf(site: SiteUnderTest, action: string): Promise<unknown[]> {
  const rows = await site.admin.list('VA Audit Log', {
    filters: [['action_log', '=', action]],
    fields: ['event_subtype'],
    order_by: 'sequence asc',
  });
  return rows
    .ok()
    .rows()
    .map((row) => row['event_subtype']);
}

export async function setting(site: SiteUnderTest, values: Row, back: Row): Promise<void> {
  site.later(() => site.admin.update('VA Company Settings', COMPANY, back));
  (await site.admin.update('VA Company Settings', COMPANY, values)).ok();
}

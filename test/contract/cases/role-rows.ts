import type { ContractCase } from '../case.ts';
import type { Who } from '../site.ts';

/**
 * Who may list what by the permission rows that Frappe, ERPNext and HRMS bring along; a site that changed them in the Role
 * Permissions Manager differs. `ada` is an Employee and a Projects User, `hal` an HR Manager, `sys` a System Manager.
 */
const LISTS: readonly (readonly [doctype: string, who: Who, status: 200 | 403])[] = [
  ['Help Category', 'ada', 403],
  ['Currency', 'ada', 403],
  ['Country', 'ada', 200],
  ['Contact', 'ada', 200],
  ['Customer', 'ada', 403],
  ['Lead', 'ada', 403],
  ['Opportunity', 'ada', 403],
  ['Budget', 'ada', 403],
  ['Budget', 'hal', 403],
  ['Project', 'ada', 200],
  ['Task', 'hal', 403],
  ['Notification Log', 'ada', 200],
  ['Workflow State', 'ada', 200],
  ['Language', 'ada', 200],
];
const HRMS_LISTS: typeof LISTS = [
  ['Salary Slip', 'ada', 200],
  ['Expense Claim', 'ada', 200],
  ['Leave Allocation', 'ada', 403],
  ['Leave Allocation', 'hal', 200],
];

function listed([doctype, who, status]: (typeof LISTS)[number], needs?: 'hrms'): ContractCase {
  return {
    id: `role-rows.${doctype.toLowerCase().replaceAll(' ', '-')}.${who}`,
    title: `${who} ${status === 200 ? 'may' : 'may not'} list ${doctype}`,
    ...(needs === undefined ? {} : { needs }),
    run: async (site) => {
      const answer = await site.as(who).list(doctype);
      answer.is(status, ...(status === 403 ? ['PermissionError'] : []));
    },
  };
}

export const roleRows: readonly ContractCase[] = [
  ...LISTS.map((row) => listed(row)),
  ...HRMS_LISTS.map((row) => listed(row, 'hrms')),
  {
    id: 'role-rows.no-notice-by-hand',
    title: 'nobody but the site itself writes a notification, not even a System Manager',
    run: async (site) => {
      const notice = { subject: 'Contract', for_user: site.person('ada').user, type: 'Alert' };
      (await site.as('sys').insert('Notification Log', notice)).is(403, 'PermissionError');
    },
  },
];

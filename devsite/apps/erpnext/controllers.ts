import { SiteError } from '../../engine/site-error.ts';
import type { Controller, Ctx, Doc, DocEvent, Site } from '../../engine/types.ts';
import { day } from '../dates.ts';
import { checked, refuse, rowsOf, text, textOrNull } from '../values.ts';
import { checkOrder } from './dates-in-order.ts';
import { addExchangeRates } from './exchange-rates.ts';
import { task } from './task.ts';

/** ERPNext's rules of the stand-ins: organisation, work, budgets. */
export function addErpnextControllers(site: Site): void {
  site.addController('Employee', employee);
  site.addController('Department', department);
  site.addController('Holiday List', holidayList);
  site.addController('Task', task);
  site.addController('Project', { validate: ({ doc }) => checkOrder(doc, 'expected_start_date', 'expected_end_date') });
  site.addController('Account', { autoname: ({ ctx, doc }) => withAbbreviation(ctx, doc, 'account_name') });
  site.addController('Cost Center', { autoname: ({ ctx, doc }) => withAbbreviation(ctx, doc, 'cost_center_name') });
  site.addController('Budget', budget);
  addExchangeRates(site);
}

const employee: Controller = {
  validate({ ctx, doc }) {
    doc['employee_name'] = ['first_name', 'middle_name', 'last_name']
      .map((field) => text(doc[field]))
      .filter(Boolean)
      .join(' ');
    if (textOrNull(doc['date_of_birth']) !== null && day(doc['date_of_birth']) > ctx.today()) {
      refuse('Date of Birth cannot be greater than today.');
    }
    checkOrder(doc, 'date_of_birth', 'date_of_joining');
    checkOrder(doc, 'date_of_joining', 'relieving_date');
    checkOrder(doc, 'date_of_joining', 'contract_end_date');
    if (doc['reports_to'] === doc.name) refuse('Employee cannot report to himself.');
    if (doc['status'] === 'Left') checkLeaving(ctx, doc);
    if (textOrNull(doc['user_id']) !== null) checkLogin(ctx, doc);
  },
  onUpdate({ ctx, doc, before }) {
    const user = textOrNull(doc['user_id']);
    const previous = textOrNull(before?.['user_id']);
    if (previous !== null && previous !== user) removeUserPermission(ctx, previous, 'Employee', doc.name);
    if (user === null) return;
    addRole(ctx, user, 'Employee');
    syncUserPermissions(ctx, doc, before, user);
  },
};

function checkLeaving(ctx: Ctx, doc: Doc): void {
  const reports = ctx.getAll('Employee', {
    fields: ['employee_name'],
    filters: { reports_to: doc.name, status: 'Active' },
  });
  if (reports.length > 0) {
    const names = reports.map((row) => text(row['employee_name'])).join(', ');
    refuse(
      `The following employees are currently still reporting to ${text(doc['employee_name'])}: ${names}`,
      'InactiveEmployeeStatusError',
    );
  }
  if (textOrNull(doc['relieving_date']) === null) refuse('Please enter relieving date.');
}

function checkLogin(ctx: Ctx, doc: Doc): void {
  const user = text(doc['user_id']);
  if (doc['status'] === 'Active' && !checked(ctx.getValue('User', user, 'enabled'))) {
    refuse(`User ${user} is disabled`, 'EmployeeUserDisabledError');
  }
  const other = ctx.getAll('Employee', {
    fields: ['name'],
    filters: [
      ['user_id', '=', user],
      ['status', '=', 'Active'],
      ['name', '!=', doc.name],
    ],
    limit: 1,
  })[0];
  if (other !== undefined) {
    throw new SiteError('DuplicateEntryError', `User ${user} is already assigned to Employee ${text(other['name'])}`);
  }
}

/** ERPNext gives the new employee's login two walls: his own Employee tree and his Company. */
function syncUserPermissions(ctx: Ctx, doc: Doc, before: Doc | null, user: string): void {
  const wanted = checked(doc['create_user_permission']);
  if (before !== null && before['user_id'] === doc['user_id'] && checked(before['create_user_permission']) === wanted)
    return;
  if (!ctx.hasPermission('User Permission', 'write')) return;
  const company = text(doc['company']);
  const walls: readonly (readonly [string, string])[] = [
    ['Employee', doc.name],
    ['Company', company],
  ];
  const existing = ctx.getAll('User Permission', {
    filters: { user, allow: 'Employee', for_value: doc.name },
    limit: 1,
  });
  for (const [allow, value] of walls) {
    if (!wanted && existing.length > 0) removeUserPermission(ctx, user, allow, value);
    if (wanted && existing.length === 0) addUserPermission(ctx, user, allow, value);
  }
}

/** Restricts a user to one document of a DocType, once. */
export function addUserPermission(ctx: Ctx, user: string, allow: string, value: string): void {
  if (ctx.getAll('User Permission', { filters: { user, allow, for_value: value }, limit: 1 }).length > 0) return;
  ctx.insert(
    { doctype: 'User Permission', user, allow, for_value: value, apply_to_all_doctypes: 1 },
    { ignorePermissions: true },
  );
}

function removeUserPermission(ctx: Ctx, user: string, allow: string, value: string): void {
  for (const row of ctx.getAll('User Permission', { fields: ['name'], filters: { user, allow, for_value: value } })) {
    ctx.remove('User Permission', text(row['name']), { ignorePermissions: true });
  }
}

function addRole(ctx: Ctx, user: string, role: string): void {
  const doc = ctx.getDoc('User', user);
  const roles = rowsOf(doc['roles']);
  if (roles.some((row) => row['role'] === role)) return;
  doc['roles'] = [...roles, { role }];
  ctx.save(doc, { ignorePermissions: true });
}

const department: Controller = {
  autoname: ({ ctx, doc }) => withAbbreviation(ctx, doc, 'department_name'),
};

function withAbbreviation(ctx: Ctx, doc: Doc, field: string): string {
  const title = text(doc[field]).trim();
  const abbr = text(ctx.getValue('Company', text(doc['company']), 'abbr'));
  return abbr === '' || title.endsWith(` - ${abbr}`) ? title : `${title} - ${abbr}`;
}

const holidayList: Controller = {
  validate({ doc }) {
    const from = day(doc['from_date'], 'From Date');
    const to = day(doc['to_date'], 'To Date');
    if (from > to) refuse('To Date cannot be before From Date');
    const rows = rowsOf(doc['holidays']);
    for (const row of rows) {
      const date = day(row['holiday_date'], 'Holiday');
      if (date < from || date > to) refuse(`The holiday on ${date} is not between From Date and To Date`);
    }
    doc['total_holidays'] = rows.length;
  },
};

const budget: Controller = {
  validate({ ctx, doc }: DocEvent) {
    const against = doc['budget_against'] === 'Project' ? 'project' : 'cost_center';
    if (textOrNull(doc[against]) === null) refuse(`${against === 'project' ? 'Project' : 'Cost Center'} is mandatory`);
    const filters = { [against]: doc[against], company: doc['company'], fiscal_year: doc['fiscal_year'] };
    const accounts = new Set(rowsOf(doc['accounts']).map((row) => row['account']));
    if (accounts.size < rowsOf(doc['accounts']).length) refuse('An account has been entered multiple times');
    for (const row of ctx.getAll('Budget', { fields: ['name', 'docstatus'], filters })) {
      if (row['name'] === doc.name || row['docstatus'] === 2) continue;
      const taken = rowsOf(ctx.getDoc('Budget', text(row['name']))['accounts']).find((other) =>
        accounts.has(other['account']),
      );
      if (taken !== undefined)
        refuse(`Another Budget record '${text(row['name'])}' already exists for account ${text(taken['account'])}`);
    }
  },
};

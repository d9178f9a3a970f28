import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Doc, Row } from '../../engine/types.ts';
import { checked, isObject, rowsOf, text, textOrNull } from '../values.ts';
import { seedFile } from './doctypes.ts';
import { vaError } from './errors.ts';
import { requirePerson } from './identity.ts';

const FROM_TEMPLATE = [
  'enabled_sub_agents',
  'voice_enabled',
  'expense_limit',
  'approval_limit',
  'daily_action_limit',
  'monthly_voice_minutes',
  'default_privacy_mode',
  'manager_oversight_level',
];
const MAX_DEPARTMENT = 500;
const ENGINE = { ignorePermissions: true, flags: { vaEngine: true } } as const;

/** What a company decided about its assistants; the seeds' defaults when HR wrote none. */
export function settingsOf(ctx: Ctx, company: string): Row {
  if (ctx.exists('VA Company Settings', company)) return ctx.getDoc('VA Company Settings', company);
  const seeds = seedFile('company_settings');
  // Without a decision of the company nothing runs on a spoken yes.
  return { enabled: 1, auto_provision: 1, ...(isObject(seeds) ? seeds : {}), tool_policies: [], company };
}

/** The assistant of an employee. */
export function instanceOf(ctx: Ctx, employee: string): Doc | null {
  const name = textOrNull(ctx.getValue('VA Instance', { employee }, 'name'));
  return name === null ? null : ctx.getDoc('VA Instance', name);
}

/** HR switches the assistant on for everybody of a department who has a login. */
export function provisionDepartment(ctx: Ctx, department: string): Row {
  requirePerson(ctx);
  const isHr = ['HR Manager', 'System Manager'].some((role) => ctx.roles().includes(role));
  if (!isHr || !ctx.hasPermission('VA Instance', 'create') || !ctx.hasPermission('Department', 'read', department)) {
    throw vaError('FORBIDDEN');
  }
  // getList: HR provisions those he may see.
  const people = ctx.getList('Employee', {
    fields: ['name'],
    filters: [
      ['department', '=', department],
      ['status', '=', 'Active'],
      ['user_id', 'is', 'set'],
    ],
    orderBy: 'creation asc',
    limit: MAX_DEPARTMENT + 1,
  });
  if (people.length > MAX_DEPARTMENT) throw vaError('OUT_OF_RANGE', { most: MAX_DEPARTMENT });
  const missing = people.filter((row) => instanceOf(ctx, text(row['name'])) === null);
  const created = missing.map((row) => provision(ctx, ctx.getDoc('Employee', text(row['name'])), 'HR Manager').name);
  return { created, existing: people.length - missing.length };
}

/** The assistant of an employee, made now when the company wants that. */
export function instanceAtFirstUse(ctx: Ctx, employee: Doc): Doc | null {
  const instance = instanceOf(ctx, employee.name);
  if (instance !== null || employee['status'] !== 'Active') return instance;
  const settings = settingsOf(ctx, text(employee['company']));
  if (!checked(settings['enabled'] ?? 1) || !checked(settings['auto_provision'] ?? 1)) return null;
  return provision(ctx, employee, 'First Use');
}

// HR's new employee must not fail on the assistant; first use tries again and then says why.
export function provisionNew(ctx: Ctx, employee: Doc): void {
  const settings = settingsOf(ctx, text(employee['company']));
  const isWanted = checked(settings['enabled'] ?? 1) && checked(settings['auto_provision'] ?? 1);
  if (!isWanted || instanceOf(ctx, employee.name) !== null) return;
  try {
    ctx.savepoint(() => provision(ctx, employee, 'New Employee'));
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    ctx.message(`The assistant of ${text(employee['employee_name'])} could not be made: ${error.message}`);
  }
}

/** Makes the assistant of an employee from the template that fits (decisions.md 17). */
export function provision(ctx: Ctx, employee: Doc, by: 'First Use' | 'HR Manager' | 'New Employee' | 'Manual'): Doc {
  const template = templateFor(ctx, employee);
  const values: Row = {};
  if (template !== null) {
    values['template'] = template.name;
    for (const field of FROM_TEMPLATE) {
      if (template[field] !== null && template[field] !== undefined) values[field] = template[field];
    }
  }
  return ctx.insert(
    {
      doctype: 'VA Instance',
      ...values,
      employee: employee.name,
      company: employee['company'],
      va_name: 'Assistant',
      status: 'Active',
      provisioned_by: by,
      onboarded_at: ctx.nowText(),
    },
    ENGINE,
  );
}

/** Role, then department, then the default of the company. */
function templateFor(ctx: Ctx, employee: Doc): Doc | null {
  const names = ctx.getAll('VA Template', {
    fields: ['name'],
    filters: { company: employee['company'], enabled: 1 },
    orderBy: 'is_default desc, creation asc, name asc',
  });
  const templates = names.map((row) => ctx.getDoc('VA Template', text(row['name'])));
  const user = textOrNull(employee['user_id']);
  const roles = user === null ? [] : ctx.roles(user);
  const chosen = textOrNull(settingsOf(ctx, text(employee['company']))['default_template']);
  return (
    templates.find((template) => rowsOf(template['target_roles']).some((row) => roles.includes(text(row['role'])))) ??
    templates.find((template) =>
      rowsOf(template['target_departments']).some((row) => row['department'] === employee['department']),
    ) ??
    templates.find((template) => checked(template['is_default'])) ??
    templates.find((template) => template.name === chosen) ??
    null
  );
}

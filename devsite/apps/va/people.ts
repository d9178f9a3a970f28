import { ERRORS, type ErrorCode } from '@dartwing-va/contract/errors.ts';
import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, isObject, number, parsed, rowsOf, text, textOrNull } from '../values.ts';
import { seedFile } from './doctypes.ts';
import { notFound, vaError } from './errors.ts';
import { employeeOf, requirePerson, requireService, textArg } from './identity.ts';
import { newestConsent } from './records.ts';
import { bumpEpoch, epochOf } from './sessions.ts';

/** What an employee is asked about. */
export const CONSENT_TYPES: readonly string[] = [
  'terms_of_service',
  'voice_recording',
  'conversation_logging',
  'memory_creation',
  'proactive_suggestions',
  'manager_visibility',
  'analytics',
  'ai_training',
];
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
const EMPLOYEE_VIEW = [
  'name',
  'employee_name',
  'company',
  'department',
  'designation',
  'reports_to',
  'status',
  'holiday_list',
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

/** Why this person is not served, null when he is. */
export function refusalCode(ctx: Ctx, user: string, employee: Doc | null, instance: Doc | null): ErrorCode | null {
  if (!checked(ctx.getValue('User', user, 'enabled'))) return 'USER_DISABLED';
  if (employee === null) return 'NO_EMPLOYEE';
  if (employee['status'] !== 'Active') return 'EMPLOYEE_LEFT';
  if (instance === null || !checked(settingsOf(ctx, text(employee['company']))['enabled'] ?? 1)) return 'ASSISTANT_OFF';
  if (instance['status'] === 'Active') return null;
  return instance['status'] === 'Paused' ? 'ASSISTANT_PAUSED' : 'ASSISTANT_OFF';
}

export interface PersonHere {
  readonly user: string;
  readonly employee: Doc;
  readonly instance: Doc;
}

/** The person who calls for himself, with his assistant made at first use; or the refusal he gets. */
export function personHere(ctx: Ctx): PersonHere {
  const user = requirePerson(ctx);
  const employee = employeeOf(ctx, user);
  const instance = employee === null ? null : instanceAtFirstUse(ctx, employee);
  const code = refusalCode(ctx, user, employee, instance);
  if (code !== null || employee === null || instance === null) throw vaError(code ?? 'ASSISTANT_OFF');
  return { user, employee, instance };
}

/** profile, whoami, jwks' neighbours: who people are; and what follows when an Employee changes. */
export function addPeopleMethods(site: Site): void {
  site.addMethod('dartwing_va.api.profile', { verbs: ['POST'] }, (ctx, args) => {
    requireService(ctx);
    return profile(ctx, textArg(args, 'user'));
  });
  site.addMethod('dartwing_va.api.whoami', { verbs: ['GET'] }, (ctx) => {
    const user = requirePerson(ctx);
    const employee = employeeOf(ctx, user);
    return {
      user,
      full_name: ctx.getValue('User', user, 'full_name'),
      time_zone: zoneOf(ctx, user, employee),
      employee: employee?.name ?? null,
      employee_name: employee?.['employee_name'] ?? null,
      company: employee?.['company'] ?? null,
    };
  });
  site.addMethod('dartwing_va.api.provision_department', { verbs: ['POST'] }, (ctx, args) =>
    provisionDepartment(ctx, textArg(args, 'department')),
  );
  site.addController('Employee', {
    onUpdate({ ctx, doc, before }) {
      if (doc['status'] === 'Active' && textOrNull(doc['user_id']) !== null) provisionNew(ctx, doc);
      if (before === null) return;
      if (before['user_id'] !== doc['user_id']) {
        for (const user of [textOrNull(before['user_id']), textOrNull(doc['user_id'])]) {
          if (user !== null) bumpEpoch(ctx, user, 'employee');
        }
      }
      if (before['status'] === 'Active' && doc['status'] !== 'Active') expirePending(ctx, doc.name);
    },
  });
}

/** HR switches the assistant on for everybody of a department who has a login. */
function provisionDepartment(ctx: Ctx, department: string): Row {
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

/** What waits for a yes of somebody who left will not be asked for again. */
function expirePending(ctx: Ctx, employee: string): void {
  for (const row of ctx.getAll('VA Action Log', { fields: ['name'], filters: { employee, status: 'pending' } })) {
    const action = ctx.getDoc('VA Action Log', text(row['name']));
    ctx.save({ ...action, status: 'expired' }, { ...ENGINE, ignoreLinks: true });
  }
}

function profile(ctx: Ctx, user: string): Row {
  if (!ctx.exists('User', user) || ['Guest', 'Administrator', ctx.user].includes(user)) throw notFound();
  const login = ctx.getDoc('User', user);
  const employee = employeeOf(ctx, login.name);
  const instance = employee === null || !checked(login['enabled']) ? null : instanceAtFirstUse(ctx, employee);
  const code = refusalCode(ctx, login.name, employee, instance);
  const settings = employee === null ? null : settingsOf(ctx, text(employee['company']));
  return {
    user: login.name,
    full_name: login['full_name'] ?? null,
    enabled: checked(login['enabled']),
    epoch: epochOf(ctx, login.name),
    roles: [...ctx.roles(login.name)].sort(),
    language: textOrNull(login['language']) ?? textOrNull(systemSetting(ctx, 'language')) ?? 'en',
    time_zone: zoneOf(ctx, login.name, employee),
    date_format: textOrNull(systemSetting(ctx, 'date_format')) ?? 'yyyy-mm-dd',
    employee: employee === null ? null : employeeView(ctx, employee),
    instance: instance === null ? null : instanceView(instance),
    company: employee === null ? null : companyView(ctx, text(employee['company'])),
    settings: settings === null ? null : settingsView(settings),
    no_confirm_tools: rowsOf(settings?.['tool_policies'])
      .filter((row) => checked(row['enabled'] ?? 1) && checked(row['no_confirm']))
      .map((row) => text(row['tool'])),
    consents: employee === null ? {} : consentsOf(ctx, employee.name),
    refusal: code === null ? null : { code, message: ERRORS[code].sentence },
  };
}

/** The newest word of an employee on each consent. */
export function consentsOf(
  ctx: Ctx,
  employee: string,
): Record<string, { readonly granted: boolean; readonly version: string | null }> {
  return Object.fromEntries(
    CONSENT_TYPES.map((type) => {
      const newest = newestConsent(ctx, employee, type);
      return [type, { granted: newest?.['status'] === 'granted', version: textOrNull(newest?.['version']) }];
    }),
  );
}

/** Zone of a person: VA Personality, else his User, else the site (decisions.md 11). */
export function zoneOf(ctx: Ctx, user: string, employee: Doc | null): string {
  const chosen = employee === null ? null : ctx.getValue('VA Personality', { employee: employee.name }, 'timezone');
  return textOrNull(chosen) ?? textOrNull(ctx.getValue('User', user, 'time_zone')) ?? ctx.site.timeZone;
}

function systemSetting(ctx: Ctx, field: string): unknown {
  return ctx.getValue('System Settings', 'System Settings', field);
}

function instanceAtFirstUse(ctx: Ctx, employee: Doc): Doc | null {
  const instance = instanceOf(ctx, employee.name);
  if (instance !== null || employee['status'] !== 'Active') return instance;
  const settings = settingsOf(ctx, text(employee['company']));
  if (!checked(settings['enabled'] ?? 1) || !checked(settings['auto_provision'] ?? 1)) return null;
  return provision(ctx, employee, 'First Use');
}

// HR's new employee must not fail on the assistant; first use tries again and then says why.
function provisionNew(ctx: Ctx, employee: Doc): void {
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

function employeeView(ctx: Ctx, employee: Doc): Row {
  const view: Row = Object.fromEntries(EMPLOYEE_VIEW.map((field) => [field, employee[field] ?? null]));
  const boss = textOrNull(employee['reports_to']);
  return { ...view, reports_to_user: boss === null ? null : textOrNull(ctx.getValue('Employee', boss, 'user_id')) };
}

function instanceView(instance: Doc): Row {
  return {
    name: instance.name,
    va_name: instance['va_name'],
    status: instance['status'],
    template: textOrNull(instance['template']),
    enabled_sub_agents: listOf(instance['enabled_sub_agents']),
    expense_limit: number(instance['expense_limit']),
    approval_limit: number(instance['approval_limit']),
    daily_action_limit: number(instance['daily_action_limit']),
    monthly_voice_minutes: number(instance['monthly_voice_minutes']),
    default_privacy_mode: instance['default_privacy_mode'],
    manager_oversight_level: instance['manager_oversight_level'],
    voice_id: instance['voice_id'],
    voice_speed: number(instance['voice_speed']),
    voice_enabled: checked(instance['voice_enabled']),
    proactive_enabled: checked(instance['proactive_enabled']),
    modified: text(instance['modified']),
  };
}

function companyView(ctx: Ctx, company: string): Row {
  const doc = ctx.getDoc('Company', company);
  return { name: doc.name, currency: doc['default_currency'], country: doc['country'] };
}

function settingsView(settings: Row): Row {
  const modes = listOf(settings['allowed_privacy_modes']);
  return {
    confirmation_expiry_s: number(settings['confirmation_expiry_s']) || 900,
    terms_version: text(settings['terms_version']) || '1',
    terms_text: text(settings['terms_text']),
    allowed_privacy_modes: modes.length > 0 ? modes : ['normal'],
    auto_provision: checked(settings['auto_provision'] ?? 1),
    max_actions_per_turn: number(settings['max_actions_per_turn']) || 10,
    max_actions_per_minute: number(settings['max_actions_per_minute']) || 30,
    approvable_doctypes: listOf(settings['approvable_doctypes']),
  };
}

function listOf(value: unknown): unknown[] {
  const list = parsed(value);
  return Array.isArray(list) ? list : [];
}

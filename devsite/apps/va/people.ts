import { ERRORS, type ErrorCode } from '@dartwing-va/contract/errors.ts';
import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, number, parsed, rowsOf, text, textOrNull } from '../values.ts';
import { notFound, vaError } from './errors.ts';
import { employeeOf, requirePerson, requireService, textArg } from './identity.ts';
import { personalityView } from './personality.ts';
import { instanceAtFirstUse, provisionDepartment, provisionNew, settingsOf } from './provisioning.ts';
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
const ENGINE = { ignorePermissions: true, flags: { vaEngine: true } } as const;

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

/** What waits for a yes of somebody who left will not be asked for again. */
function expirePending(ctx: Ctx, employee: string): void {
  for (const row of ctx.getAll('VA Action Log', { fields: ['name'], filters: { employee, status: 'pending' } })) {
    const action = ctx.getDoc('VA Action Log', text(row['name']));
    ctx.save({ ...action, status: 'expired' }, { ...ENGINE, ignoreLinks: true });
  }
}

/** What of these a person may not read at all is not offered to him. */
const OFFERED_DOCTYPES = ['Budget', 'Customer', 'Lead', 'Opportunity', 'Project', 'Task'];

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
    out_of_sight: OFFERED_DOCTYPES.filter(
      (doctype) => ctx.site.hasDocType(doctype) && !ctx.hasPermission(doctype, 'read', undefined, login.name),
    ),
    language: textOrNull(login['language']) ?? textOrNull(systemSetting(ctx, 'language')) ?? 'en',
    time_zone: zoneOf(ctx, login.name, employee),
    date_format: textOrNull(systemSetting(ctx, 'date_format')) ?? 'yyyy-mm-dd',
    employee: employee === null ? null : employeeView(ctx, employee),
    instance: instance === null ? null : instanceView(ctx, instance),
    company: employee === null ? null : companyView(ctx, text(employee['company'])),
    settings: settings === null ? null : settingsView(settings),
    no_confirm_tools: rowsOf(settings?.['tool_policies'])
      .filter((row) => checked(row['enabled'] ?? 1) && checked(row['no_confirm']))
      .map((row) => text(row['tool'])),
    personality: employee === null || settings === null ? null : personalityView(ctx, employee, instance, settings),
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

/** `HH:MM` in the person's zone: VA Personality, else nine to five. */
export function workHoursOf(ctx: Ctx, employee: Doc): { readonly from: string; readonly to: string } {
  const hour = (field: string) => {
    const stored = textOrNull(ctx.getValue('VA Personality', { employee: employee.name }, field));
    return stored === null ? null : stored.padStart(8, '0').slice(0, 5);
  };
  const hours = { from: hour('work_hours_start') ?? '09:00', to: hour('work_hours_end') ?? '17:00' };
  return hours.from < hours.to ? hours : { from: '09:00', to: '17:00' };
}

function systemSetting(ctx: Ctx, field: string): unknown {
  return ctx.getValue('System Settings', 'System Settings', field);
}

function employeeView(ctx: Ctx, employee: Doc): Row {
  const view: Row = Object.fromEntries(EMPLOYEE_VIEW.map((field) => [field, employee[field] ?? null]));
  const boss = textOrNull(employee['reports_to']);
  return { ...view, reports_to_user: boss === null ? null : textOrNull(ctx.getValue('Employee', boss, 'user_id')) };
}

function instanceView(ctx: Ctx, instance: Doc): Row {
  const template = textOrNull(instance['template']);
  return {
    name: instance.name,
    va_name: instance['va_name'],
    status: instance['status'],
    template,
    enabled_sub_agents: listOf(instance['enabled_sub_agents']),
    expense_limit: number(instance['expense_limit']),
    approval_limit: number(instance['approval_limit']),
    daily_action_limit: number(instance['daily_action_limit']),
    monthly_voice_minutes: number(instance['monthly_voice_minutes']),
    default_privacy_mode: instance['default_privacy_mode'],
    manager_oversight_level: instance['manager_oversight_level'],
    voice_id: instance['voice_id'],
    voice_speed: number(instance['voice_speed']),
    voice_options: template === null ? [] : listOf(ctx.getValue('VA Template', template, 'voice_options')),
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

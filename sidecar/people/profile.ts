import { isErrorCode } from '@dartwing-va/contract/errors.ts';
import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import { VaError } from '../lib/va-error.ts';
import { NO_PERSONALITY, type Person, type PersonalitySource } from './person.ts';

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || null);
const optionalNumber = z
  .number()
  .nullish()
  .transform((number) => number ?? null);

const values = z.record(z.string(), z.unknown());
const words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const layer = z.object({ preset: optionalText, values });

const personalitySchema = z
  .object({
    record: optionalText,
    company: layer,
    template: optionalText,
    own: layer,
    phrases: values,
    persona: words,
    wording: words,
    wishes: words,
  })
  .nullish()
  .transform((personality): PersonalitySource => personality ?? NO_PERSONALITY);

/** Answer of the method `profile` (docs/site-api.md, People), as far as a turn needs it. */
const profileSchema = z.object({
  user: z.string().min(1),
  full_name: optionalText,
  enabled: z.union([z.boolean(), z.number()]).transform(Boolean),
  epoch: z.number().int(),
  roles: z.array(z.string()),
  // An older app does not say it.
  out_of_sight: z.array(z.string()).default([]),
  language: optionalText,
  time_zone: z.string().min(1),
  date_format: optionalText,
  employee: z
    .object({
      name: z.string().min(1),
      employee_name: optionalText,
      department: optionalText,
      designation: optionalText,
      reports_to: optionalText,
      reports_to_user: optionalText,
      holiday_list: optionalText,
    })
    .nullable(),
  instance: z
    .object({
      name: z.string().min(1),
      va_name: optionalText,
      template: optionalText,
      enabled_sub_agents: z.array(z.string()),
      expense_limit: optionalNumber,
      approval_limit: optionalNumber,
      daily_action_limit: optionalNumber,
      monthly_voice_minutes: optionalNumber,
      default_privacy_mode: optionalText.default(null),
      voice_id: optionalText,
      voice_speed: optionalNumber,
      // An older app does not say it.
      voice_options: z.array(z.string()).default([]),
    })
    .nullable(),
  company: z.object({ name: z.string().min(1), currency: z.string(), country: optionalText }).nullable(),
  settings: z
    .object({
      confirmation_expiry_s: z.number().positive(),
      terms_version: z.string(),
      terms_text: z.string(),
      allowed_privacy_modes: z.array(z.string()),
      approvable_doctypes: z.array(z.string()).default([]),
      max_actions_per_turn: z.number().int(),
      max_actions_per_minute: z.number().int(),
    })
    .nullish(),
  no_confirm_tools: z.array(z.string()).default([]),
  consents: z
    .record(
      z.string(),
      z.object({ granted: z.union([z.boolean(), z.number()]).transform(Boolean), version: optionalText }),
    )
    .default({}),
  personality: personalitySchema,
  refusal: z.object({ code: z.string(), message: optionalText }).nullable(),
});

/** 200 a day unless the instance says otherwise (decisions.md, Budgets). */
const DEFAULT_DAILY_ACTIONS = 200;

/** Asks Frappe who `user` is. @throws VaError the profile's refusal, NO_EMPLOYEE, SITE_ERROR, SITE_UNAVAILABLE. */
export async function loadPerson(site: SiteClient, user: string, siteTimeZone: string | null = null): Promise<Person> {
  const raw = await site.post('dartwing_va.api.profile', { user }, { kind: 'service' }, { idempotent: true });
  const read = profileSchema.safeParse(raw);
  if (!read.success) throw new VaError('SITE_ERROR', { cause: read.error });
  const profile = read.data;
  // An answer about somebody else must never become this person.
  if (profile.user !== user) throw new VaError('SITE_ERROR', { cause: new Error('profile of another user') });
  if (profile.refusal) throw refused(profile.refusal);
  if (!profile.enabled) throw new VaError('USER_DISABLED');
  const { employee, instance, company, settings } = profile;
  if (!employee || !company) throw new VaError('NO_EMPLOYEE');
  if (!instance) throw new VaError('ASSISTANT_OFF');
  if (!settings) throw new VaError('SITE_ERROR', { cause: new Error('profile without settings') });
  return {
    user,
    fullName: profile.full_name ?? employee.employee_name ?? user,
    epoch: profile.epoch,
    roles: profile.roles,
    outOfSight: profile.out_of_sight,
    language: profile.language ?? 'en',
    timeZone: profile.time_zone,
    siteTimeZone: siteTimeZone ?? profile.time_zone,
    dateFormat: profile.date_format,
    employee: {
      id: employee.name,
      name: employee.employee_name ?? profile.full_name ?? user,
      department: employee.department,
      designation: employee.designation,
      reportsTo: employee.reports_to,
      reportsToUser: employee.reports_to_user,
      holidayList: employee.holiday_list,
    },
    company,
    instance: {
      name: instance.name,
      vaName: instance.va_name ?? 'Dartwing',
      template: instance.template,
      subAgents: instance.enabled_sub_agents,
      expenseLimit: instance.expense_limit,
      approvalLimit: instance.approval_limit,
      dailyActionLimit: instance.daily_action_limit ?? DEFAULT_DAILY_ACTIONS,
      monthlyVoiceMinutes: instance.monthly_voice_minutes,
      defaultPrivacyMode: instance.default_privacy_mode,
      // 0 is what an empty number is stored as.
      voice: { id: instance.voice_id, speed: instance.voice_speed || 1, offered: instance.voice_options },
    },
    settings: {
      confirmationExpiryMs: settings.confirmation_expiry_s * 1000,
      termsVersion: settings.terms_version,
      termsText: settings.terms_text,
      maxActionsPerTurn: settings.max_actions_per_turn,
      maxActionsPerMinute: settings.max_actions_per_minute,
      allowedPrivacyModes: settings.allowed_privacy_modes,
      approvableDoctypes: settings.approvable_doctypes,
    },
    noConfirmTools: profile.no_confirm_tools,
    personality: profile.personality,
    consents: profile.consents,
  };
}

function refused(refusal: { readonly code: string; readonly message: string | null }): VaError {
  const code = isErrorCode(refusal.code) ? refusal.code : 'FORBIDDEN';
  return new VaError(code, refusal.message === null ? {} : { message: refusal.message });
}

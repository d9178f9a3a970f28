import { randomBytes } from 'node:crypto';
import { makeName } from '../../core/names.ts';
import type { Ctx, Doc, Row } from '../../engine/types.ts';
import { checked, text, textOrNull } from '../values.ts';
import { vaError } from './errors.ts';

/** The one user, named in the site's settings, that the sidecar signs in as. */
export function serviceUser(ctx: Ctx): string {
  return text(ctx.site.config['dartwing_va_user']);
}

/** True for the service user by API key; a cookie login or a role alone opens nothing. */
export function isService(ctx: Ctx): boolean {
  return ctx.auth === 'api_key' && serviceUser(ctx) !== '' && ctx.user === serviceUser(ctx);
}

/** Refuses everybody but the service user. */
export function requireService(ctx: Ctx): void {
  if (!isService(ctx)) throw vaError('FORBIDDEN');
}

/** The signed-in person: no Guest, no Administrator, no service user. Refuses all others. */
export function requirePerson(ctx: Ctx): string {
  if (ctx.user === 'Guest') throw vaError('UNAUTHORIZED');
  const isPerson = ctx.user !== 'Administrator' && ctx.user !== serviceUser(ctx);
  if (!isPerson || (ctx.auth !== 'cookie' && ctx.auth !== 'api_key')) throw vaError('FORBIDDEN');
  // Frappe 15 lets the API key of a disabled user through.
  if (!checked(ctx.getValue('User', ctx.user, 'enabled'))) throw vaError('USER_DISABLED');
  return ctx.user;
}

/** The Employee of a login: the active one, else the newest. Identity comes from here alone, never from a VA record. */
export function employeeOf(ctx: Ctx, user: string): Doc | null {
  const rows = ctx.getAll('Employee', {
    fields: ['name', 'status'],
    filters: { user_id: user },
    orderBy: 'creation desc',
  });
  const row = rows.find((candidate) => candidate['status'] === 'Active') ?? rows[0];
  return row === undefined ? null : ctx.getDoc('Employee', text(row['name']));
}

/** The active Employee of the signed-in person; refuses with the reason. */
export function requireEmployee(ctx: Ctx, user: string): Doc {
  const employee = employeeOf(ctx, user);
  if (employee === null) throw vaError('NO_EMPLOYEE');
  if (employee['status'] !== 'Active') throw vaError('EMPLOYEE_LEFT');
  return employee;
}

/** Login of an Employee, null without one. */
export function userOf(ctx: Ctx, employee: string): string | null {
  return textOrNull(ctx.getValue('Employee', employee, 'user_id'));
}

/** A new name of ours. */
export function newName(ctx: Ctx, prefix: string): string {
  return makeName(prefix, ctx.now(), randomBytes(10));
}

/** A text argument; refuses when it is missing or longer than `most` characters. */
export function textArg(args: Row, key: string, most = 140): string {
  const value = args[key];
  if (value === undefined || value === null || value === '') throw vaError('MISSING_FIELD');
  if (typeof value !== 'string') throw vaError('INVALID_FORMAT');
  if (value.length > most) throw vaError('OUT_OF_RANGE');
  return value;
}

/** As textArg, null when absent. */
export function optionalArg(args: Row, key: string, most = 140): string | null {
  const value = args[key];
  return value === undefined || value === null || value === '' ? null : textArg(args, key, most);
}

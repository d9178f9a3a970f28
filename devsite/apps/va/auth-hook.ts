import { BlockList } from 'node:net';
import { checkRequest, listedMethods } from '../../core/delegation.ts';
import { TokenError, verifyReadToken } from '../../core/tokens.ts';
import type { AuthHook, Ctx, Site, SiteRequest } from '../../engine/types.ts';
import { checked, text } from '../values.ts';
import { vaError } from './errors.ts';
import { employeeOf, serviceUser } from './identity.ts';
import { sidecarKeys } from './keys.ts';
import { refusalCode } from './people.ts';
import { instanceOf } from './provisioning.ts';
import { READS } from './reads.ts';
import { callableScripts } from './webhooks.ts';

/** `Authorization: Dartwing <jwt>`: the sidecar reads as the employee, and only reads (docs/site-api.md; real-site findings 5, 6, 7, 24). */
export const delegationHook: AuthHook = (site, request) => {
  const [scheme = '', token, ...rest] = (request.headers['authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'dartwing') return null;
  if (token === undefined || rest.length > 0) throw vaError('UNAUTHORIZED');
  checkAddress(site, request.ip);
  const claims = claimsOf(site, token);
  const user = text(claims['sub']);
  checkPath(site, request, claims, user);
  site.transaction((ctx) => checkUser(ctx, user));
  return { user, kind: 'delegation', readOnly: true };
};

/** `dartwing_va_allowed_ips` of the site's settings: addresses or networks that delegations may come from. */
function checkAddress(site: Site, ip: string): void {
  const allowed = site.config['dartwing_va_allowed_ips'];
  if (!Array.isArray(allowed) || allowed.length === 0) return;
  const list = new BlockList();
  for (const entry of allowed.map(String)) {
    const [address = '', bits] = entry.split('/');
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  if (!list.check(ip, ip.includes(':') ? 'ipv6' : 'ipv4')) throw vaError('FORBIDDEN');
}

function claimsOf(site: Site, token: string): Readonly<Record<string, unknown>> {
  try {
    const now = site.transaction((ctx) => ctx.now()) / 1000;
    return verifyReadToken(token, { keys: sidecarKeys(site), site: site.name, now });
  } catch (error) {
    if (error instanceof TokenError) throw vaError(error.code);
    throw error;
  }
}

function checkPath(site: Site, request: SiteRequest, claims: Readonly<Record<string, unknown>>, user: string): void {
  const { verb, segments, query, hasBody, hasCookie } = request;
  const asked = { verb, segments, queryKeys: Object.keys(query), hasBody, hasCookie };
  const named = textsOf(claims['mts']);
  const answer = checkRequest(
    asked,
    textsOf(claims['dts']),
    READS,
    named,
    named.length === 0 ? [] : listed(site, user),
  );
  if (!answer.allowed) throw vaError('FORBIDDEN', { reason: answer.reason });
  if (answer.kind === 'resource' && !site.hasDocType(answer.doctype)) throw vaError('FORBIDDEN', { reason: 'doctype' });
}

/** What the employee's company lets custom agents call. */
function listed(site: Site, user: string): readonly string[] {
  return site.transaction((ctx) => {
    const employee = employeeOf(ctx, user);
    const company = employee === null ? '' : text(employee['company']);
    const methods = listedMethods(ctx.getValue('VA Company Settings', company, 'custom_methods'));
    return [...methods, ...callableScripts(ctx, company)];
  });
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function checkUser(ctx: Ctx, user: string): void {
  const isStranger = ['Guest', 'Administrator', serviceUser(ctx)].includes(user) || !ctx.exists('User', user);
  if (isStranger || ctx.getDoc('User', user).name !== user) throw vaError('FORBIDDEN');
  if (!checked(ctx.getValue('User', user, 'enabled'))) throw vaError('USER_DISABLED');
  if (ctx.roles(user).includes('System Manager') && !checked(ctx.site.config['dartwing_va_allow_system_managers'])) {
    throw vaError('FORBIDDEN', { reason: 'system_manager' });
  }
  const employee = employeeOf(ctx, user);
  const code = refusalCode(ctx, user, employee, employee === null ? null : instanceOf(ctx, employee.name));
  if (code !== null) throw vaError(code);
}

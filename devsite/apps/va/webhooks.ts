import {
  isDigest,
  isHost,
  isScript,
  linesOf,
  MAX_LINES,
  MIN_SECRET,
  SKEW_S,
  signature,
  urlFault,
} from '../../core/webhooks.ts';
import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, refuse, text } from '../values.ts';
import { notFound, vaError } from './errors.ts';
import { textArg } from './identity.ts';
import { personReading } from './readers.ts';

const AGENT = 'VA Custom Agent';
const SETTINGS = 'VA Company Settings';
const NO_SCRIPTS = 'This site does not run Server Scripts, so no tool can call one.';

/** The hosts that a company's own agents may call. */
export function webhookHosts(ctx: Ctx, company: string): readonly string[] {
  return linesOf(ctx.getValue(SETTINGS, company, 'webhook_hosts')).filter(isHost);
}

/** What a tool calls, checked when its agent is saved. */
export function checkWebhook(ctx: Ctx, company: string, url: string): void {
  const fault = urlFault(url, webhookHosts(ctx, company));
  const shown = url.slice(0, 200);
  if (fault === 'url')
    refuse(`A tool calls addresses that start with https:// and name a public host, without a user or a #: ${shown}.`);
  if (fault === 'host')
    refuse(
      `The host of ${shown} is not among the Webhook Hosts of ${company}. A System Manager adds it in VA Company Settings.`,
    );
  if (ctx.getPassword(SETTINGS, company, 'webhook_secret') === null)
    refuse(`${company} has no Webhook Secret. A System Manager sets it in VA Company Settings.`);
}

/**
 * Whether this site runs Server Scripts: like a bench, only where its config says so. It runs no Python: a method that an app adds
 * under a plain word stands in for the script of that name.
 */
function runsScripts({ config }: Site): boolean {
  return checked(config['server_script_enabled']);
}

/** What of the company's list can be called. */
export function callableScripts(ctx: Ctx, company: string): readonly string[] {
  return runsScripts(ctx.site) ? linesOf(ctx.getValue(SETTINGS, company, 'custom_scripts')).filter(isScript) : [];
}

/** What a tool calls, checked when its agent is saved. */
export function checkScript(ctx: Ctx, company: string, script: string): void {
  if (!runsScripts(ctx.site)) refuse(NO_SCRIPTS);
  if (!callableScripts(ctx, company).includes(script))
    refuse(
      `The script ${script.slice(0, 200)} is not among the Scripts for Custom Agents of ${company}. A System Manager adds it in VA Company Settings.`,
    );
}

function checkScripts(site: Site, scripts: readonly string[]): void {
  if (scripts.length > 0 && !runsScripts(site)) refuse(NO_SCRIPTS);
  if (scripts.length > MAX_LINES) refuse(`Up to ${MAX_LINES} scripts can be listed.`);
  for (const script of scripts) {
    if (!isScript(script) || !site.verbsOf(script).includes('GET'))
      refuse(
        `There is no enabled Server Script of type API, closed to guests, with the method ${script.slice(0, 200)} (small letters, digits and underscores).`,
      );
  }
}

/** Hosts, secret and scripts of VA Company Settings. */
export function checkOutside(site: Site, doc: Doc, before: Doc | null): void {
  const scripts = linesOf(doc['custom_scripts']);
  if (text(before?.['custom_scripts']) !== text(doc['custom_scripts'])) checkScripts(site, scripts);
  const hosts = linesOf(doc['webhook_hosts']);
  if (hosts.length > MAX_LINES) refuse(`Up to ${MAX_LINES} hosts can be listed.`);
  for (const host of hosts) {
    if (!isHost(host))
      refuse(
        `${host.slice(0, 200)} is not the public name of a host, such as hooks.example.com or hooks.example.com:8443.`,
      );
  }
  doc['webhook_hosts'] = hosts.join('\n');
  doc['custom_scripts'] = scripts.filter(isScript).join('\n');
  const secret = text(doc['webhook_secret']);
  // Asterisks stand for the one that is stored.
  if (!/^\**$/.test(secret) && secret.length < MIN_SECRET)
    refuse(`The Webhook Secret needs at least ${MIN_SECRET} characters.`);
}

/** `{url, signature}`: what the person does not have and what does not exist answer alike. */
export function webhookSignature(ctx: Ctx, args: Row): Row {
  const person = personReading(ctx);
  if (ctx.auth !== 'delegation') throw vaError('FORBIDDEN');
  const agent = textArg(args, 'agent');
  const tool = textArg(args, 'tool');
  const timestamp = textArg(args, 'timestamp');
  const digest = textArg(args, 'digest');
  if (!/^[0-9]+$/.test(timestamp) || !isDigest(digest)) throw vaError('INVALID_FORMAT');
  if (Math.abs(Number(timestamp) - ctx.now() / 1000) > SKEW_S) throw vaError('OUT_OF_RANGE');
  const company = text(person['company']);
  const url = urlOf(ctx, person, agent, tool);
  const secret = ctx.getPassword(SETTINGS, company, 'webhook_secret');
  if (url === null || secret === null || urlFault(url, webhookHosts(ctx, company)) !== null) throw notFound();
  return { url, signature: signature(secret, Number(timestamp), digest) };
}

function urlOf(ctx: Ctx, person: Doc, agent: string, tool: string): string | null {
  const filters = { agent_id: agent, company: person['company'], enabled: 1 };
  const [row] = ctx.getAll(AGENT, { fields: ['tools', 'allowed_roles', 'allowed_employees'], filters });
  if (row === undefined || !letsIn(ctx, row, person.name)) return null;
  const found = listOf(row['tools'])
    .map((one) => one as Row)
    .find((one) => one['name'] === tool && one['handler_type'] === 'webhook');
  return typeof found?.['webhook_url'] === 'string' ? found['webhook_url'] : null;
}

function letsIn(ctx: Ctx, row: Row, employee: string): boolean {
  const roles = listOf(row['allowed_roles']);
  const employees = listOf(row['allowed_employees']);
  if (roles.length === 0 && employees.length === 0) return true;
  return employees.includes(employee) || ctx.roles(ctx.user).some((role) => roles.includes(role));
}

function listOf(value: unknown): readonly unknown[] {
  const read: unknown = typeof value === 'string' && value.trim() !== '' ? JSON.parse(value) : value;
  return Array.isArray(read) ? read : [];
}

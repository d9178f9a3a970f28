import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from './config.ts';
import { withDemoSettings } from './doctor/demo-settings.ts';
import { type Finding, reason } from './doctor/finding.ts';
import { modelFindings } from './doctor/models.ts';
import { recogniserFindings } from './doctor/recognisers.ts';
import { voiceFindings } from './doctor/voices.ts';
import { openSiteBus } from './frappe/bus.ts';
import { type Delegations, openDelegations } from './frappe/delegation.ts';
import { openSiteClient } from './frappe/rest-site-client.ts';
import { frappeSettings } from './frappe/settings.ts';
import type { SiteClient } from './frappe/site-client.ts';
import { SiteFailure } from './frappe/site-failure.ts';
import { detectSiteFeatures, type SiteFeatures } from './frappe/site-features.ts';
import { systemClock } from './lib/clock.ts';
import { silentLog } from './lib/log.ts';
import { loadSettings, SettingsError } from './lib/settings.ts';
import { openStores } from './stores/open.ts';
import { storesSettings } from './stores/settings.ts';
import { StoreInUse } from './stores/store-refused.ts';

/**
 * `npm run doctor`: looks at everything the service needs from outside, with the settings of this environment, and says
 * for each what is wrong and what to do. Exit code 1 when something must be mended.
 */
const SKEW_LIMIT_MS = 5000;
const BUS_WAIT_MS = 8000;

export async function examine(config: Config): Promise<Finding[]> {
  const { frappe, stores } = config;
  const delegations = await openDelegations({
    path: frappe.delegationKeyFile ?? join(stores.dataDir, 'delegation-key.json'),
    siteName: frappe.siteName,
    clock: systemClock,
  });
  const site = openSiteClient({
    url: frappe.siteUrl,
    siteName: frappe.siteName,
    apiKey: frappe.apiKey,
    apiSecret: frappe.apiSecret,
    timeoutMs: frappe.siteTimeoutMs,
    breaker: { failures: 1000, halfOpenAfterMs: 1000 },
    delegations,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
  });
  try {
    const findings = [await reachable(site, frappe.siteUrl)];
    const models = await modelFindings(config.llm);
    const voices = await voiceFindings(config.speech, config.llm);
    const ears = await recogniserFindings(config.speech, config.llm);
    if (!findings[0]?.ok) return [...findings, ...models, ...ears, ...voices, await store(config)];
    findings.push(await installed(site, frappe.siteName), await serviceKey(site), await releases(site));
    const heard = await bus(config);
    findings.push(
      await paired(site, delegations, heard.ok),
      await skew(frappe.siteUrl),
      heard,
      ...models,
      ...ears,
      ...voices,
      await store(config),
    );
    return findings;
  } finally {
    site.close();
  }
}

async function reachable(site: SiteClient, url: string): Promise<Finding> {
  const what = 'the site answers';
  try {
    await site.readAnonymous('ping');
    return { what, ok: true, detail: url };
  } catch (error) {
    return {
      what,
      ok: false,
      detail: `${reason(error)}. Check VA_SITE_URL (${url}) and that the site runs; behind nginx the host name must be the site's.`,
    };
  }
}

async function installed(site: SiteClient, siteName: string): Promise<Finding> {
  const what = 'the app dartwing_va is installed';
  try {
    const { keys } = await site.readAnonymous<{ keys: unknown[] }>('dartwing_va.api.jwks');
    return {
      what,
      ok: keys.length > 0,
      detail:
        keys.length > 0
          ? `${keys.length} signing key(s)`
          : `The site has no signing key. Run: bench --site ${siteName} migrate`,
    };
  } catch (error) {
    return {
      what,
      ok: false,
      detail: `${reason(error)}. Run: bench get-app <this repository>, then bench --site ${siteName} install-app dartwing_va`,
    };
  }
}

async function serviceKey(site: SiteClient): Promise<Finding> {
  const what = 'the service user is known';
  try {
    await site.post(
      'dartwing_va.api.session_state',
      { sessions: [], users: [] },
      { kind: 'service' },
      { idempotent: true },
    );
    return { what, ok: true, detail: 'its API key opens the service methods' };
  } catch (error) {
    return {
      what,
      ok: false,
      detail: `${reason(error)}. VA_SITE_API_KEY and VA_SITE_API_SECRET must be those of the user in dartwing_va_user of site_config.json; docs/install.md says how to make new ones.`,
    };
  }
}

/** Which apps the site runs, and whether its half of the product is of our release. */
async function releases(site: SiteClient): Promise<Finding> {
  const what = 'the releases go together';
  try {
    return { what, ...judged(await detectSiteFeatures(site), ownVersion()) };
  } catch (error) {
    return {
      what,
      ok: false,
      detail: `${reason(error)}. The site does not tell its versions; mend what stands above.`,
    };
  }
}

/** The pure part: what to say about the site's apps beside a service of this version. */
export function judged(features: SiteFeatures, own: string): { readonly ok: boolean; readonly detail: string } {
  const seen = Object.entries(features.apps).map(([app, version]) => `${app} ${version}`);
  const detail = [...seen, `service ${own}`].join(', ');
  const theirs = features.apps['dartwing_va'] ?? 'none';
  if (!features.supported) return { ok: false, detail: `${detail}. Frappe 15 or 16 with ERPNext is needed.` };
  if (release(theirs) !== release(own)) {
    const fix =
      'Bring both to the same release: bench update for the app, the same tag for the service (docs/install.md).';
    return { ok: false, detail: `The app is ${theirs}, the service ${own}. ${fix}` };
  }
  return { ok: true, detail: features.hrms ? detail : `${detail}; without HRMS nothing about leave can be answered` };
}

/** The part of a version that must be the same on both sides: `0.1` of 0.1.7. */
const release = (version: string): string => version.split('.', 2).join('.');

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * A delegation for a user that cannot exist: the site must get as far as not knowing the user. It is made out to the
 * site's name, so a wrong name is refused as a key is that nobody registered; the bus, which is asked for by that name,
 * tells the two apart.
 */
async function paired(site: SiteClient, delegations: Delegations, nameIsRight: boolean): Promise<Finding> {
  const what = 'the site trusts our key';
  const fix = nameIsRight
    ? `Register our public key: ${pairing(site.siteName, delegations)}`
    : `VA_SITE_NAME (${site.siteName}) is probably wrong: it is the site's folder in the bench, not its domain. If it is right, register our public key: ${pairing(site.siteName, delegations)}`;
  try {
    await site.read(
      'dartwing_va.reads.directory',
      {},
      { kind: 'employee', user: 'nobody@doctor.invalid', turnId: 'turn_doctor', doctypes: [] },
    );
    return { what, ok: false, detail: 'The site let a user in that does not exist. Update the app on the site.' };
  } catch (error) {
    // 401 is a signature that the site does not know; a known signature is refused for the user, with 403 or 404.
    const status = error instanceof SiteFailure ? error.site.httpStatus : null;
    if (status === 403 || status === 404) return { what, ok: true, detail: `key ${delegations.publicKey.kid}` };
    return { what, ok: false, detail: `${reason(error)}. ${fix}` };
  }
}

const pairing = (siteName: string, { publicKey }: Delegations): string =>
  `bench --site ${siteName} execute dartwing_va.hooks.install.pair --kwargs '${JSON.stringify({ public_key: publicKey.x })}'`;

/** Where the API key comes from, before there is one; null when the site's name is not known either. */
async function firstPairing(env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  if (!env['VA_SITE_NAME'] || (env['VA_SITE_API_KEY'] && env['VA_SITE_API_SECRET'])) return null;
  const { siteName, delegationKeyFile } = frappeSettings;
  const needed = { frappe: { siteName, delegationKeyFile }, stores: { dataDir: storesSettings.dataDir } };
  const { frappe, stores } = loadSettings(needed, env, Object.keys(env));
  const path = frappe.delegationKeyFile ?? join(stores.dataDir, 'delegation-key.json');
  const delegations = await openDelegations({ path, siteName: frappe.siteName, clock: systemClock });
  return `Both are shown once, in the bench, by: ${pairing(frappe.siteName, delegations)}`;
}

async function skew(siteUrl: string): Promise<Finding> {
  const what = 'the clocks agree';
  const before = Date.now();
  const response = await fetch(`${siteUrl}/api/method/ping`).catch(() => null);
  const there = Date.parse(response?.headers.get('date') ?? '');
  if (!Number.isFinite(there)) return { what, ok: true, detail: 'the site does not tell its time' };
  // The header has whole seconds, and the answer took its time.
  const off = Math.abs(there + 500 - (before + Date.now()) / 2);
  const seconds = Math.round(off / 100) / 10;
  return off <= SKEW_LIMIT_MS
    ? { what, ok: true, detail: `${seconds} s apart` }
    : { what, ok: false, detail: `${seconds} s apart: tokens will be refused. Run an NTP service on both machines.` };
}

async function bus({ frappe }: Config): Promise<Finding> {
  const what = "Frappe's socket.io answers";
  const socketioUrl = frappe.socketioUrl ?? frappe.siteUrl;
  const connection = openSiteBus({
    socketioUrl,
    siteUrl: frappe.siteUrl,
    siteName: frappe.siteName,
    apiKey: frappe.apiKey,
    apiSecret: frappe.apiSecret,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
  });
  const waiting = new AbortController();
  try {
    const connected = new Promise<boolean>((resolve) => {
      connection.onEvent(async (event) => {
        if (event.kind === 'connected') resolve(true);
      });
      connection.start();
      systemClock.sleep(BUS_WAIT_MS, waiting.signal).then(
        () => resolve(false),
        () => undefined,
      );
    });
    if (await connected) return { what, ok: true, detail: `${socketioUrl}/${frappe.siteName}` };
    return {
      what,
      ok: false,
      detail: `No connection to ${socketioUrl}/${frappe.siteName}. Set VA_SITE_SOCKETIO_URL (a bench without nginx: http://<host>:9000) and check VA_SITE_NAME: it is the site's folder in the bench, not its domain.`,
    };
  } finally {
    waiting.abort();
    await connection.close();
  }
}

async function store({ stores: settings, frappe }: Config): Promise<Finding> {
  const what = settings.redisUrl === null ? 'the embedded store can be opened' : 'Redis can be used';
  try {
    const stores = await openStores({ settings, site: frappe.siteName, clock: systemClock, log: silentLog });
    await stores.ping();
    await stores.close();
    return {
      what,
      ok: true,
      detail: settings.redisUrl === null ? settings.dataDir : 'append-only file on, noeviction',
    };
  } catch (error) {
    // Only a service that runs holds it.
    if (error instanceof StoreInUse)
      return { what, ok: true, detail: `${settings.dataDir} is in use by the running service` };
    return { what, ok: false, detail: reason(error) };
  }
}

async function main(): Promise<void> {
  const { env, from } = withDemoSettings(process.env);
  if (from !== null)
    console.log(`VA_SITE_URL is not set: this looks at the demo, whose site has left its key in ${from}.`);
  const findings = await examine(loadConfig(env));
  for (const { what, ok, detail } of findings) console.log(`${ok ? 'ok  ' : 'MEND'}  ${what}: ${detail}`);
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}

if (import.meta.main) {
  main().catch(async (error: unknown) => {
    if (error instanceof SettingsError) {
      console.error(error.problems.join('\n'));
      const hint = await firstPairing(process.env).catch(() => null);
      if (hint !== null) console.error(hint);
    } else console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}

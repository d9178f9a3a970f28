import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { io, type Socket } from 'socket.io-client';
import { vi } from 'vitest';
import { seedDemo } from '../../devsite/apps/demo/seed.ts';
import { registerApps } from '../../devsite/apps/register.ts';
import type { Method, SiteApp } from '../../devsite/engine/types.ts';
import { openSite } from '../../devsite/open-site.ts';
import { type AppOptions, openApp, type RunningApp } from '../../sidecar/app.ts';
import { loadConfig } from '../../sidecar/config.ts';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import type { Clock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { COMPANY_ZONE, companyClock } from './company-clock.ts';
import { type CompanySite, openRealSite } from './real-site.ts';

/** The whole product in this process: the embedded site with its demo companies and a real sidecar, on loopback. */
export interface Company {
  readonly dir: string;
  readonly site: CompanySite;
  readonly url: string;
  /** The company's moment, epoch ms. */
  now(): number;
  /** Ends the sidecar; the site goes on. */
  stopSidecar(): Promise<void>;
  startSidecar(): Promise<void>;
  /** An API session of a demo user. */
  as(user: string): Promise<Employee>;
  /** Rows of the site as its administrator sees them. */
  rows(doctype: string, filters: unknown, fields?: readonly string[]): Promise<Record<string, unknown>[]>;
  /** One document with its tables, as the administrator sees it. */
  document(doctype: string, name: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const SITE_NAME = 'va.localhost';

export interface CompanyOptions {
  /** More settings of the sidecar. */
  readonly env?: Readonly<Record<string, string>>;
  /** Puts something between sidecar and site: takes the site's address, gives the one the sidecar shall use. */
  readonly through?: (siteUrl: string) => Promise<string>;
  /** Of site and sidecar; else that of the tests' story. */
  readonly clock?: Clock;
  /** Listens between the turns and the model. */
  readonly wrapModel?: AppOptions['wrapModel'];
  /** Who listens and speaks in voice sessions. */
  readonly speech?: AppOptions['speech'];
  /** The embedded site runs Server Scripts: these stand in for them, by their API method. */
  readonly scripts?: Readonly<Record<string, Method>>;
  /** How the sidecar reaches web addresses of custom agents. */
  readonly webhookNetwork?: AppOptions['webhookNetwork'];
}

export async function openCompany(options: CompanyOptions = {}): Promise<Company> {
  const { clock = companyClock } = options;
  const dir = mkdtempSync(join(tmpdir(), 'va-flow-'));
  const real = process.env['VA_FLOW_SITE'];
  const site = real ? openRealSite(real, dir) : await openEmbedded(dir, clock, options.scripts);
  const key = JSON.parse(readFileSync(join(dir, 'sidecar.json'), 'utf8')) as { api_key: string; api_secret: string };
  // The same port after a restart, as in production; the page and the tests reconnect to it.
  const port = await freePort();
  const config = loadConfig({
    VA_SITE_URL: (await options.through?.(site.url)) ?? site.url,
    VA_SITE_NAME: site.name,
    VA_SITE_SOCKETIO_URL: site.socketUrl,
    VA_SITE_API_KEY: key.api_key,
    VA_SITE_API_SECRET: key.api_secret,
    VA_DATA_DIR: dir,
    VA_PORT: String(port),
    VA_PASSWORD_GRANT: '1',
    VA_LIMIT_CONVERSATIONS: '100000',
    VA_LIMIT_SIGN_INS: '1000',
    VA_LIMIT_COMPANY: '1000000',
    // A test says in seconds what a person says in an hour.
    VA_AGENT_CALLS_PER_MINUTE: '100000',
    // How fast it is depends on what else the machine does, and is not what these tests are about.
    VA_MESSAGE_WAIT_MS: '60000',
    VA_SITE_TIMEOUT_MS: '60000',
    ...options.env,
  });
  let app: RunningApp | null = null;
  const url = `http://127.0.0.1:${port}`;
  const admin = await loginCookie(site.url, 'Administrator', site.adminPassword);

  async function resource(path: string): Promise<unknown> {
    const response = await fetch(`${site.url}/api/resource/${path}`, { headers: { cookie: admin } });
    const body = (await response.json()) as { data?: unknown };
    if (!body.data) throw new Error(`${path}: ${response.status} ${JSON.stringify(body).slice(0, 300)}`);
    return body.data;
  }

  const company: Company = {
    dir,
    site,
    url,
    now: () => clock.now(),
    async startSidecar() {
      const { wrapModel, webhookNetwork, speech } = options;
      app ??= await openApp({
        config,
        clock,
        log: silentLog,
        version: 'test',
        ...(wrapModel === undefined ? {} : { wrapModel }),
        ...(speech === undefined ? {} : { speech }),
        ...(webhookNetwork === undefined ? {} : { webhookNetwork }),
      });
    },
    async stopSidecar() {
      await app?.close();
      app = null;
    },
    async as(user) {
      const person = await employee(url, user);
      // On a bench nobody has agreed to anything yet; the demo's people have.
      if (real !== undefined) await agree(person, company);
      return person;
    },
    async rows(doctype, filters, fields = ['*']) {
      const query = new URLSearchParams({
        filters: JSON.stringify(filters),
        fields: JSON.stringify(fields),
        limit_page_length: '0',
        order_by: 'creation asc, name asc',
      });
      return (await resource(`${encodeURIComponent(doctype)}?${query}`)) as Record<string, unknown>[];
    },
    async document(doctype, name) {
      const path = `${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`;
      return (await resource(path)) as Record<string, unknown>;
    },
    async close() {
      await company.stopSidecar();
      await site.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await company.startSidecar();
  return company;
}

/** The embedded site with its demo companies, paired with the key in `dir`. */
async function openEmbedded(dir: string, clock: Clock, scripts?: CompanyOptions['scripts']): Promise<CompanySite> {
  const { publicKey } = await openDelegations({
    path: join(dir, 'delegation-key.json'),
    siteName: SITE_NAME,
    clock,
  });
  writeFileSync(join(dir, 'sidecar-key.pub.json'), JSON.stringify(publicKey));
  mkdirSync(join(dir, 'site'));
  const site = await openSite({
    dir: join(dir, 'site'),
    name: SITE_NAME,
    timeZone: COMPANY_ZONE,
    clock: () => clock.now(),
    apps: [{ name: 'dartwing_va', register: registerApps }, ...(scripts === undefined ? [] : [scriptsApp(scripts)])],
    ...(scripts === undefined ? {} : { config: { server_script_enabled: 1 } }),
  });
  seedDemo(site.site, dir);
  const { url, socketUrl } = site;
  return { name: SITE_NAME, url, socketUrl, adminPassword: 'demo', close: () => site.close() };
}

function scriptsApp(scripts: NonNullable<CompanyOptions['scripts']>): SiteApp {
  return {
    name: 'scripts',
    register(site) {
      for (const [name, script] of Object.entries(scripts)) site.addMethod(name, { verbs: ['GET', 'POST'] }, script);
    },
  };
}

export interface Answer {
  readonly status: number;
  // Answers are checked by what a test expects of them.
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface Employee {
  readonly user: string;
  readonly token: string;
  api(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  /** A new conversation for what is said next. */
  begin(): Promise<string>;
  /** Says something in the current conversation; the answer's words. */
  say(text: string): Promise<string>;
  /** As `say`, with everything the API answered. */
  message(text: string, clientMessageId?: string): Promise<Answer['body']>;
  /** Card of the last message. @throws when there was none. */
  card(): ActionCard;
  readonly conversation: string;
  socket(): Promise<Socket>;
}

async function employee(url: string, user: string): Promise<Employee> {
  const call = async (method: 'GET' | 'POST', path: string, body: unknown, token: string | null): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const grant = await call('POST', '/auth/token', { grant_type: 'password', username: user, password: 'demo' }, null);
  if (grant.status !== 200) throw new Error(`sign-in of ${user}: ${JSON.stringify(grant.body)}`);
  const token: string = grant.body.access_token;
  let conversation = '';
  let cards: ActionCard[] = [];
  const me: Employee = {
    user,
    token,
    get conversation() {
      return conversation;
    },
    api: (method, path, body) => call(method, path, body, token),
    async begin() {
      const started = await me.api('POST', '/conversations', {});
      if (started.status !== 200) throw new Error(JSON.stringify(started.body));
      conversation = started.body.conversation_id;
      return conversation;
    },
    async say(text) {
      return (await me.message(text)).assistant_response.content;
    },
    async message(text, clientMessageId) {
      if (conversation === '') await me.begin();
      const metadata = clientMessageId === undefined ? {} : { client_message_id: clientMessageId };
      const answer = await me.api('POST', `/conversations/${conversation}/messages`, { content: text, metadata });
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      cards = answer.body.assistant_response.actions;
      return answer.body;
    },
    card() {
      const card = cards.at(-1);
      if (!card) throw new Error('no card came with the last answer');
      return card;
    },
    async socket() {
      const socket = io(url, { path: SOCKET_PATH, auth: { token }, transports: ['websocket'], reconnection: false });
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return socket;
    },
  };
  return me;
}

/** Gives every consent that is asked for, and waits until the site has it. */
async function agree(person: Employee, company: Company): Promise<void> {
  const me = await person.api('GET', '/me');
  const asked: { consent_type: string; version: string }[] = me.body.consents_required ?? [];
  if (asked.length === 0) return;
  const consents = asked.map(({ consent_type, version }) => ({ consent_type, version, granted: true }));
  const given = await person.api('POST', '/consents', { consents });
  if (given.status !== 200) throw new Error(JSON.stringify(given.body));
  const known = () => company.rows('VA Consent Record', [['employee', '=', me.body.employee_id]]);
  await vi.waitUntil(async () => (await known()).length >= asked.length, { timeout: 10_000 });
}

/** Collects the events of a conversation until one satisfies `last`. */
export function eventsUntil(socket: Socket, last: (event: TurnEvent) => boolean): Promise<TurnEvent[]> {
  const seen: TurnEvent[] = [];
  return new Promise((resolve) => {
    const listen = (event: TurnEvent) => {
      seen.push(event);
      if (!last(event)) return;
      socket.off('event', listen);
      resolve(seen);
    };
    socket.on('event', listen);
  });
}

/** Cookie header of a login on the site. */
export async function loginCookie(siteUrl: string, user: string, password = 'demo'): Promise<string> {
  const response = await fetch(`${siteUrl}/api/method/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ usr: user, pwd: password }).toString(),
  });
  if (!response.ok) throw new Error(`login of ${user}: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ctx, Row, SiteApp } from '../../../devsite/engine/types.ts';
import { type OpenSiteOptions, openSite, type RunningSite } from '../../../devsite/open-site.ts';

/** Monday 2026-03-02 09:00 in Chicago. */
export const NOW = Date.UTC(2026, 2, 2, 15, 0, 0);

const field = (fieldname: string, fieldtype: string, more: Row = {}): Row => ({
  fieldname,
  fieldtype,
  label: fieldname,
  ...more,
});
const all = { role: 'All', read: 1, write: 1, create: 1, delete: 1 };

/** DocTypes that show one rule each. */
export const METAS: Row[] = [
  {
    name: 'Project X',
    module: 'Test',
    autoname: 'field:title',
    allow_rename: 1,
    fields: [field('title', 'Data', { reqd: 1 }), field('lead', 'Link', { options: 'User' })],
    permissions: [all],
  },
  {
    name: 'Work Item',
    module: 'Test',
    autoname: 'WORK-.YYYY.-.####',
    track_changes: 1,
    is_submittable: 1,
    title_field: 'subject',
    fields: [
      field('subject', 'Data', { reqd: 1, label: 'Subject' }),
      field('status', 'Select', { options: 'Open\nDone' }),
      field('approval', 'Select', { options: 'Waiting\nApproved', permlevel: 1 }),
      field('project', 'Link', { options: 'Project X', label: 'Project' }),
      field('project_lead', 'Link', { options: 'User', fetch_from: 'project.lead' }),
      field('ref_type', 'Link', { options: 'DocType' }),
      field('ref_name', 'Dynamic Link', { options: 'ref_type' }),
      field('code', 'Data', { unique: 1, label: 'Code' }),
      field('origin', 'Data', { set_only_once: 1, label: 'Origin' }),
      field('due', 'Date'),
      field('at', 'Datetime'),
      field('clock', 'Time'),
      field('hours', 'Float'),
      field('count', 'Int'),
      field('done', 'Check'),
      field('amount', 'Currency', { non_negative: 1 }),
      field('mail', 'Data', { options: 'Email' }),
      field('note', 'Text Editor'),
      field('remark', 'Data', { allow_on_submit: 1 }),
      field('extra', 'JSON'),
      field('secret', 'Password'),
      field('workflow_state', 'Data'),
      field('steps', 'Table', { options: 'Work Step' }),
      field('amended_from', 'Link', { options: 'Work Item' }),
    ],
    permissions: [
      { role: 'Worker', read: 1, write: 1, create: 1 },
      { role: 'Boss', read: 1, write: 1, create: 1, delete: 1, submit: 1, cancel: 1, amend: 1 },
      { role: 'Boss', permlevel: 1, read: 1, write: 1 },
    ],
  },
  {
    name: 'Work Step',
    module: 'Test',
    istable: 1,
    fields: [field('title', 'Data', { reqd: 1, label: 'Title' }), field('weight', 'Int')],
  },
  {
    name: 'Own Note',
    module: 'Test',
    autoname: 'prompt',
    fields: [field('text', 'Small Text')],
    permissions: [{ ...all, if_owner: 1 }],
  },
  {
    name: 'Counter Row',
    module: 'Test',
    autoname: 'autoincrement',
    fields: [field('label', 'Data')],
    permissions: [all],
  },
  {
    name: 'Person',
    module: 'Test',
    autoname: 'field:title',
    is_tree: 1,
    nsm_parent_field: 'boss',
    fields: [
      field('title', 'Data', { reqd: 1 }),
      field('boss', 'Link', { options: 'Person', ignore_user_permissions: 1 }),
    ],
    permissions: [{ role: 'Worker', read: 1 }],
  },
  {
    name: 'Paper',
    module: 'Test',
    autoname: 'hash',
    fields: [field('person', 'Link', { options: 'Person' }), field('title', 'Data')],
    permissions: [{ role: 'Worker', read: 1, write: 1, create: 1 }],
  },
];

export const PASSWORD = 'demo';
export const USERS: readonly [string, readonly string[]][] = [
  ['ana@example.test', ['Worker']],
  ['bob@example.test', ['Boss']],
  ['cy@example.test', []],
  ['admin2@example.test', ['System Manager']],
];

function install(ctx: Ctx): void {
  for (const role of ['Worker', 'Boss']) ctx.insert({ doctype: 'Role', role_name: role });
  for (const [email, roles] of USERS) {
    ctx.insert({
      doctype: 'User',
      email,
      first_name: email.split('@')[0],
      new_password: PASSWORD,
      roles: roles.map((role) => ({ role })),
    });
  }
}

const testApp: SiteApp = {
  name: 'test',
  register: (site) => {
    for (const meta of METAS) site.addDocType(meta);
    site.addMethod(
      'test.write',
      { verbs: ['GET', 'POST'] },
      (ctx, args) => ctx.insert({ doctype: 'Counter Row', label: String(args['label'] ?? '') }).name,
    );
    site.addMethod('test.echo', { verbs: ['GET', 'POST'] }, (_ctx, args) => args);
    site.addMethod('test.tell', { verbs: ['GET', 'POST'] }, (ctx, args) => {
      ctx.publish('told', { text: args['text'] }, `user:${ctx.user}`);
      if (args['fail']) throw new Error('deliberate');
    });
    site.addPage('/hello', (ctx, token) =>
      ctx.user === 'Guest' ? null : { html: `<p data-token="${token}">${ctx.user}</p>`, policy: "default-src 'self'" },
    );
    site.addAssets('test_app', import.meta.dirname);
    site.addMethod('test.nothing', { verbs: ['POST'] }, () => undefined);
    site.addAuthHook((_site, request) =>
      request.headers['authorization'] === 'Reader ana'
        ? { user: 'ana@example.test', kind: 'delegation', readOnly: true }
        : null,
    );
  },
  install,
};

export interface Client {
  /** Sends JSON (or nothing) and reads the answer. */
  call(
    verb: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Answer; text: string; headers: Headers }>;
}
export interface Answer {
  data?: unknown;
  message?: unknown;
  exc_type?: string;
  _server_messages?: string;
  [key: string]: unknown;
}

export function client(url: string, defaults: Record<string, string> = {}): Client {
  return {
    call: async (verb, path, body, headers = {}) => {
      const response = await fetch(`${url}${path}`, {
        method: verb,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...defaults,
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
      return {
        status: response.status,
        text,
        headers: response.headers,
        body: isJson ? (JSON.parse(text) as Answer) : {},
      };
    },
  };
}

export interface TestSite extends RunningSite {
  readonly dir: string;
  /** The clock; tests move it. */
  readonly clock: { ms: number };
  readonly errors: string[];
  /** A client with the user's API key. */
  as(user: string): Client;
  remove(): Promise<void>;
}

export async function openTestSite(options: Partial<OpenSiteOptions> = {}): Promise<TestSite> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'va-site-'));
  const clock = { ms: NOW };
  const errors: string[] = [];
  const running = await openSite({
    dir,
    name: 'va.localhost',
    timeZone: 'America/Chicago',
    clock: () => clock.ms,
    apps: [testApp],
    logError: (message) => errors.push(message),
    ...options,
  });
  return {
    ...running,
    dir,
    clock,
    errors,
    as: (user) => {
      const keys = running.site.transaction((ctx) => ctx.generateKeys(user));
      return client(running.url, { authorization: `token ${keys.api_key}:${keys.api_secret}` });
    },
    remove: async () => {
      await running.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Texts of `_server_messages`, decoded twice. */
export function messages(body: Answer): string[] {
  const list = JSON.parse(String(body._server_messages ?? '[]')) as string[];
  return list.map((item) => (JSON.parse(item) as { message: string }).message);
}

export async function signIn(
  url: string,
  usr: string,
  pwd = PASSWORD,
): Promise<{ cookie: string; body: Answer; status: number }> {
  const answer = await client(url).call('POST', '/api/method/login', { usr, pwd });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => pair.startsWith('sid='))
    .join('; ');
  return { cookie, body: answer.body, status: answer.status };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ctx, Row, Site, SiteApp } from '../engine/types.ts';
import { addClientMethods } from './client-methods.ts';
import { addContactController } from './controllers/contact.ts';
import { addDeskControllers } from './controllers/desk.ts';
import { addEventTimeline } from './controllers/event-timeline.ts';
import { addFileController } from './controllers/file.ts';
import { addHelpControllers } from './controllers/help.ts';
import { addUserController } from './controllers/user.ts';
import { addDeskMethods } from './desk-methods.ts';
import { addWorkflows } from './workflow.ts';

const ROLES = [
  'Administrator',
  'System Manager',
  'Guest',
  'All',
  'Desk User',
  'Website Manager',
  'Knowledge Base Editor',
  'Inbox User',
  'Super Email User',
  'Report Manager',
];
const LANGUAGES: readonly [string, string][] = [
  ['en', 'English'],
  ['en-US', 'English (United States)'],
  ['en-GB', 'English (United Kingdom)'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
];

function registerDocTypes(site: Site): void {
  const folder = join(import.meta.dirname, 'doctypes');
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.json')) site.addDocType(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Row);
  }
}

function install(ctx: Ctx): void {
  const quiet = { ignorePermissions: true } as const;
  for (const role of ROLES) ctx.insert({ doctype: 'Role', role_name: role }, quiet);
  for (const [code, name] of LANGUAGES)
    ctx.insert({ doctype: 'Language', language_code: code, language_name: name }, quiet);
  for (const gender of ['Female', 'Male', 'Non-Conforming', 'Prefer not to say', 'Other'])
    ctx.insert({ doctype: 'Gender', gender }, quiet);
  for (const salutation of ['Mr', 'Ms', 'Mx', 'Dr', 'Prof']) ctx.insert({ doctype: 'Salutation', salutation }, quiet);
  for (const [name, first] of [
    ['Administrator', 'Administrator'],
    ['Guest', 'Guest'],
  ] as const) {
    ctx.insert(
      {
        doctype: 'User',
        name,
        email: name === 'Guest' ? 'guest@example.com' : 'admin@example.com',
        first_name: first,
        user_type: name === 'Guest' ? 'Website User' : 'System User',
        enabled: 1,
        send_welcome_email: 0,
      },
      { ...quiet, setName: true },
    );
  }
  ctx.insert({ doctype: 'System Settings', time_zone: ctx.site.timeZone, language: 'en' }, quiet);
  ctx.insert(
    { doctype: 'File', file_name: 'Home', is_folder: 1, is_home_folder: 1, name: 'Home' },
    { ...quiet, setName: true },
  );
}

/** Roles named in permissions come into being with their DocType, as on import. */
function addMissingRoles(ctx: Ctx, roles: Iterable<string>): void {
  for (const role of roles) {
    if (role && !ctx.exists('Role', role))
      ctx.insert({ doctype: 'Role', role_name: role, desk_access: 1 }, { ignorePermissions: true });
  }
}

/** Frappe's own DocTypes, controllers and methods. `rolesInUse` names every role of the registered permissions. */
export function coreApp(rolesInUse: () => Iterable<string>): SiteApp {
  return {
    name: 'frappe',
    register: (site) => {
      registerDocTypes(site);
      addUserController(site);
      addDeskControllers(site);
      addEventTimeline(site);
      addFileController(site);
      addContactController(site);
      addHelpControllers(site);
      addClientMethods(site);
      addDeskMethods(site);
      addWorkflows(site);
    },
    install,
    start: (ctx) => addMissingRoles(ctx, rolesInUse()),
  };
}

import { isName } from '../../core/names.ts';
import { SiteError } from '../../engine/site-error.ts';
import type { Controller, Ctx, Doc, DocEvent, Row, Site } from '../../engine/types.ts';
import { isObject, text, textOrNull } from '../values.ts';
import { vaError } from './errors.ts';
import { employeeOf, newName, serviceUser } from './identity.ts';

/** Prefix of the names of each DocType whose names we make. */
const PREFIXES: Readonly<Record<string, string>> = {
  'VA Conversation': 'conv',
  'VA Conversation Turn': 'turn',
  'VA Action Log': 'act',
  'VA Audit Log': 'aud',
  'VA Consent Record': 'cons',
  'VA Memory': 'mem',
  'VA Learning Event': 'learn',
  'VA User Preference': 'pref',
  'VA Personality': 'pers',
  'VA Session': 'ses',
  'VA Manager Access Log': 'mal',
};

/** Written by the app alone: no role inserts, changes or deletes such a row through any API. */
const GUARDED = new Set([
  'VA Action Log',
  'VA Audit Log',
  'VA Audit Head',
  'VA Manager Access Log',
  'VA Session',
  'VA User Epoch',
]);

// Whose role rows reach beyond their own records, within their company.
const COMPANY_ROLES = ['HR Manager', 'Compliance Officer'];

/** Registers the base behaviour of every VA DocType; `metas` are the DocTypes as they stand in doctypes/. */
export function addGuards(site: Site, metas: readonly Row[]): void {
  for (const meta of metas) {
    if (meta['istable'] === 1) continue;
    site.addController(text(meta['name']), baseController(meta));
  }
  site.addController('Employee', {
    // Who owns a row follows the login: a changed user_id re-owns what the employee has.
    onUpdate({ ctx, doc, before }) {
      if (before === null || before['user_id'] === doc['user_id']) return;
      const owner = textOrNull(doc['user_id']) ?? 'Administrator';
      for (const meta of metas.filter((candidate) => hasField(candidate, 'employee')))
        reown(ctx, text(meta['name']), doc.name, owner);
    },
  });
}

function reown(ctx: Ctx, doctype: string, employee: string, owner: string): void {
  for (const row of ctx.getAll(doctype, { fields: ['name'], filters: { employee } }))
    ctx.setValue(doctype, text(row['name']), { owner });
}

function baseController(meta: Row): Controller {
  const doctype = text(meta['name']);
  const prefix = PREFIXES[doctype];
  const hasCompany = hasField(meta, 'company');
  const idFields = fieldsOf(meta)
    .filter((field) => text(field['fieldname']).endsWith('_id') && field['unique'] === 1 && field['read_only'] === 1)
    .map((field) => text(field['fieldname']));
  return {
    autoname({ ctx, doc }) {
      if (prefix === undefined) return null;
      const given = textOrNull(doc.name);
      if (given !== null && !isName(given, prefix))
        throw vaError('VALIDATION_ERROR', {}, `A name of ${doctype} starts with ${prefix}_.`);
      return given ?? newName(ctx, prefix);
    },
    owner: ({ ctx, doc }) => ownerOf(ctx, meta, doc),
    beforeInsert(event) {
      guard(event);
      const { ctx, doc } = event;
      for (const field of idFields) doc[field] = doc.name;
      if (hasCompany && hasField(meta, 'employee')) setCompany(ctx, doc);
    },
    beforeValidate(event) {
      if (event.before !== null) guard(event);
      else for (const field of idFields) event.doc[field] = event.doc.name;
    },
    beforeSave(event) {
      guard(event);
      const { doc, before } = event;
      if (before === null) return;
      for (const field of ['employee', 'company', 'user']) {
        const isSet = isFixed(meta, field) && textOrNull(before[field]) !== null;
        if (isSet && doc[field] !== before[field])
          throw new SiteError('CannotChangeConstantError', `${field} cannot be changed`);
      }
    },
    onTrash: guard,
    beforeRename() {
      throw new SiteError('PermissionError', `${doctype} cannot be renamed`);
    },
    permissionQuery(ctx, user) {
      if (seesAll(ctx, user)) return null;
      const company = hasCompany ? companyOfRole(ctx, user) : null;
      const own = `"tab${doctype}"."owner" = ?`;
      if (company === null) return { sql: own, params: [user] };
      return { sql: `(${own} or "tab${doctype}"."company" = ?)`, params: [user, company] };
    },
    hasPermission(ctx, doc, _ptype, user) {
      if (seesAll(ctx, user) || textOrNull(doc['owner']) === null || doc['owner'] === user) return true;
      const company = hasCompany ? companyOfRole(ctx, user) : null;
      return company !== null && doc['company'] === company;
    },
  };
}

function guard({ doc, flags }: DocEvent): void {
  if (GUARDED.has(doc.doctype) && flags['vaEngine'] !== true) {
    throw new SiteError('PermissionError', `${doc.doctype} is written by the assistant alone and cannot be changed`);
  }
}

function ownerOf(ctx: Ctx, meta: Row, doc: Doc): string | null {
  const employee = hasField(meta, 'employee') ? textOrNull(doc['employee']) : null;
  if (employee !== null) {
    // Nobody owns the row of an employee without a login; a login given later re-owns it.
    return ctx.exists('Employee', employee)
      ? (textOrNull(ctx.getValue('Employee', employee, 'user_id')) ?? 'Administrator')
      : null;
  }
  return hasField(meta, 'user') ? textOrNull(doc['user']) : null;
}

function setCompany(ctx: Ctx, doc: Doc): void {
  const employee = textOrNull(doc['employee']);
  if (employee !== null) doc['company'] = ctx.getValue('Employee', employee, 'company');
}

function seesAll(ctx: Ctx, user: string): boolean {
  return (
    user === 'Administrator' || (user !== '' && user === serviceUser(ctx)) || ctx.roles(user).includes('System Manager')
  );
}

function companyOfRole(ctx: Ctx, user: string): string | null {
  const roles = ctx.roles(user);
  if (!COMPANY_ROLES.some((role) => roles.includes(role))) return null;
  const employee = employeeOf(ctx, user);
  return employee?.['status'] === 'Active' ? textOrNull(employee['company']) : null;
}

function hasField(meta: Row, fieldname: string): boolean {
  return fieldsOf(meta).some((field) => field['fieldname'] === fieldname);
}

function isFixed(meta: Row, fieldname: string): boolean {
  return fieldsOf(meta).some((field) => field['fieldname'] === fieldname && field['set_only_once'] === 1);
}

function fieldsOf(meta: Row): Record<string, unknown>[] {
  return Array.isArray(meta['fields']) ? meta['fields'].filter(isObject) : [];
}

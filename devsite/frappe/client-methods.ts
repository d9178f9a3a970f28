import { coerce } from '../engine/field-values.ts';
import { engineCtx } from '../engine/internal.ts';
import { metaOf } from '../engine/metas.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Ctx, Doc, Method, MethodOptions, Ptype, Row, Site } from '../engine/types.ts';
import { isOn, listQuery, parseFilters, parseJson, requiredText } from './arguments.ts';

const ANY: MethodOptions = { verbs: ['GET', 'POST', 'PUT', 'DELETE'] };
const WRITE: MethodOptions = { verbs: ['POST', 'PUT'] };

/** A document as `frappe.client` gives it: readable fields, nulls kept. */
function readDoc(ctx: Ctx, doctype: string, name: string): Doc {
  const doc = ctx.getDoc(doctype, name);
  requireOn(ctx, doctype, 'read', doc);
  return ctx.readable(doc);
}

function requireOn(ctx: Ctx, doctype: string, ptype: Ptype, doc?: Doc): void {
  if (!ctx.hasPermission(doctype, ptype, doc))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doctype}`);
}

function bodyDoc(args: Row, method: string): Row & { doctype: string } {
  const doc = parseJson(args['doc'] ?? requiredText(args, 'doc', method));
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc) || typeof (doc as Row)['doctype'] !== 'string') {
    throw new SiteError('ValidationError', 'doc must be an object with a doctype');
  }
  return doc as Row & { doctype: string };
}

/** frappe.client.insert: a child row with its parent's keys is appended to the parent, which is returned. */
function insertAny(ctx: Ctx, doc: Row & { doctype: string }): Doc {
  const { parent, parenttype, parentfield } = doc;
  if (!metaOf(engineCtx(ctx).engine, doc.doctype).isTable || !parent || !parenttype || !parentfield)
    return ctx.insert(doc);
  const whole = ctx.getDoc(String(parenttype), String(parent));
  const rows = Array.isArray(whole[String(parentfield)]) ? (whole[String(parentfield)] as Row[]) : [];
  whole[String(parentfield)] = [...rows, { ...doc, name: null }];
  return ctx.save(whole);
}

/** Frappe fills what a whole-document save leaves out with null. */
function wholeDoc(ctx: Ctx, sent: Row & { doctype: string }): Doc {
  if (sent['__islocal'] || !sent['name']) return { ...sent, name: String(sent['name'] ?? '') };
  const stored = ctx.getDoc(sent.doctype, String(sent['name']));
  if (sent['modified'] === undefined) sent['modified'] = '';
  return {
    owner: stored['owner'],
    creation: stored['creation'],
    docstatus: stored['docstatus'],
    idx: stored['idx'],
    ...sent,
    name: stored.name,
  };
}

const NEVER_SET = new Set([
  'name',
  'parent',
  'parenttype',
  'parentfield',
  'owner',
  'creation',
  'modified',
  'modified_by',
  'docstatus',
  'idx',
  'doctype',
]);

const setValue: Method = (ctx, args) => {
  const doctype = requiredText(args, 'doctype', 'set_value');
  const name = requiredText(args, 'name', 'set_value');
  const fieldname = parseJson(args['fieldname'] ?? requiredText(args, 'fieldname', 'set_value'));
  // A falsy value with a plain field name stores an empty string: Frappe's own surprise.
  const values =
    typeof fieldname === 'object' && fieldname !== null
      ? (fieldname as Row)
      : { [String(fieldname)]: args['value'] || '' };
  if (Object.keys(values).some((field) => NEVER_SET.has(field)))
    throw new SiteError('ValidationError', 'Cannot edit standard fields');
  const doc = ctx.getDoc(doctype, name);
  if (!metaOf(engineCtx(ctx).engine, doctype).isTable) return ctx.readable(ctx.save({ ...doc, ...values }));
  const parent = ctx.getDoc(String(doc['parenttype']), String(doc['parent']));
  const rows = parent[String(doc['parentfield'])] as Row[];
  parent[String(doc['parentfield'])] = rows.map((row) => (row['name'] === doc.name ? { ...row, ...values } : row));
  return ctx.readable(ctx.save(parent));
};

const getValue: Method = (ctx, args) => {
  const doctype = requiredText(args, 'doctype', 'get_value');
  requireOn(ctx, doctype, 'read');
  const asked = parseJson(args['fieldname'] ?? 'name');
  const fields = Array.isArray(asked) ? asked.map(String) : [String(asked)];
  const meta = metaOf(engineCtx(ctx).engine, doctype);
  if (meta.isSingle) {
    const single = ctx.readable(ctx.getDoc(doctype, doctype));
    return Object.fromEntries(fields.map((field) => [field, single[field] ?? null]));
  }
  const parsed = parseJson(args['filters']);
  const filters =
    parsed === undefined || parsed === null
      ? undefined
      : typeof parsed === 'object'
        ? parseFilters(parsed)
        : { name: parsed };
  const row = ctx.getList(doctype, {
    fields,
    ...(filters ? { filters } : {}),
    limit: 1,
    ...(args['parent'] ? { parent: String(args['parent']) } : {}),
  })[0];
  return row ?? {};
};

function documentMethods(site: Site): void {
  site.addMethod('frappe.client.get', ANY, (ctx, args) => {
    const doctype = requiredText(args, 'doctype', 'get');
    const filters = args['name'] ? null : parseFilters(args['filters']);
    const name = filters
      ? ctx.getValue<string>(doctype, filters, 'name')
      : metaOf(engineCtx(ctx).engine, doctype).isSingle
        ? doctype
        : requiredText(args, 'name', 'get');
    if (name === null) throw new SiteError('DoesNotExistError', `${doctype} not found`);
    return readDoc(ctx, doctype, String(name));
  });
  site.addMethod('frappe.client.insert', WRITE, (ctx, args) => ctx.readable(insertAny(ctx, bodyDoc(args, 'insert'))));
  site.addMethod('frappe.client.insert_many', WRITE, (ctx, args) => {
    const docs = parseJson(args['docs']);
    if (!Array.isArray(docs)) throw new SiteError('ValidationError', 'docs must be a list');
    if (docs.length > 200) throw new SiteError('ValidationError', 'Only 200 inserts allowed in one request');
    return docs.map((doc: unknown) => insertAny(ctx, bodyDoc({ doc }, 'insert_many')).name);
  });
  site.addMethod('frappe.client.save', WRITE, (ctx, args) =>
    ctx.readable(ctx.save(wholeDoc(ctx, bodyDoc(args, 'save')))),
  );
  site.addMethod('frappe.client.submit', WRITE, (ctx, args) => {
    const doc = bodyDoc(args, 'submit');
    return ctx.readable(
      doc['name'] && ctx.exists(doc.doctype, String(doc['name']))
        ? ctx.submit(wholeDoc(ctx, doc))
        : ctx.insert({ ...doc, docstatus: 1 }),
    );
  });
  site.addMethod('frappe.client.cancel', WRITE, (ctx, args) =>
    ctx.readable(ctx.cancel(ctx.getDoc(requiredText(args, 'doctype', 'cancel'), requiredText(args, 'name', 'cancel')))),
  );
  site.addMethod('frappe.client.delete', { verbs: ['POST', 'DELETE'] }, (ctx, args) => {
    ctx.remove(requiredText(args, 'doctype', 'delete'), requiredText(args, 'name', 'delete'));
  });
  site.addMethod('frappe.client.set_value', WRITE, setValue);
  site.addMethod('frappe.client.rename_doc', WRITE, (ctx, args) =>
    ctx.rename(
      requiredText(args, 'doctype', 'rename_doc'),
      requiredText(args, 'old_name', 'rename_doc'),
      requiredText(args, 'new_name', 'rename_doc'),
      { merge: isOn(args['merge']) },
    ),
  );
  site.addMethod('frappe.client.bulk_update', WRITE, (ctx, args) => {
    if (typeof args['docs'] !== 'string')
      throw new SiteError('TypeError', 'the JSON object must be str, bytes or bytearray, not list', { silent: true });
    const failed: Row[] = [];
    for (const item of parseJson(args['docs']) as Row[]) {
      const { doctype, docname, ...values } = item;
      try {
        ctx.savepoint(() => ctx.save({ ...ctx.getDoc(String(doctype), String(docname)), ...values }));
      } catch (error) {
        if (!(error instanceof SiteError)) throw error;
        failed.push({ doc: item, exc: `${error.excType}: ${error.message}` });
      }
    }
    return { failed_docs: failed };
  });
}

function queryMethods(site: Site): void {
  site.addMethod('frappe.client.get_list', ANY, (ctx, args) => {
    const rows = ctx.getList(requiredText(args, 'doctype', 'get_list'), listQuery(args));
    return args['as_dict'] !== undefined && !isOn(args['as_dict']) ? rows.map((row) => Object.values(row)) : rows;
  });
  // Frappe 15 counts without any permission check here.
  site.addMethod('frappe.client.get_count', ANY, (ctx, args) => {
    const filters = parseFilters(args['filters']);
    const rows = ctx.getAll(requiredText(args, 'doctype', 'get_count'), {
      fields: ['count(*) as total'],
      ...(filters ? { filters } : {}),
    });
    return rows[0]?.['total'] ?? 0;
  });
  site.addMethod('frappe.desk.reportview.get_count', ANY, (ctx, args) => {
    const { filters } = listQuery(args);
    return (
      ctx.getList(requiredText(args, 'doctype', 'get_count'), {
        fields: ['count(*) as total'],
        ...(filters ? { filters } : {}),
      })[0]?.['total'] ?? 0
    );
  });
  site.addMethod('frappe.client.get_value', ANY, getValue);
  site.addMethod('frappe.client.get_single_value', ANY, (ctx, args) => {
    const doctype = requiredText(args, 'doctype', 'get_single_value');
    requireOn(ctx, doctype, 'read');
    const field = metaOf(engineCtx(ctx).engine, doctype).byName.get(requiredText(args, 'field', 'get_single_value'));
    return field ? coerce(field, ctx.getValue(doctype, doctype, field.fieldname)) : null;
  });
  site.addMethod('frappe.client.get_password', ANY, (ctx, args) => {
    if (!ctx.roles().includes('System Manager')) throw new SiteError('PermissionError', 'Not permitted');
    const [doctype, name] = [requiredText(args, 'doctype', 'get_password'), requiredText(args, 'name', 'get_password')];
    return ctx.getPassword(doctype, name, requiredText(args, 'fieldname', 'get_password'));
  });
  site.addMethod('frappe.client.has_permission', ANY, (ctx, args) => {
    const doctype = requiredText(args, 'doctype', 'has_permission');
    const name = requiredText(args, 'docname', 'has_permission');
    return { has_permission: ctx.hasPermission(doctype, (args['perm_type'] ?? 'read') as Ptype, name) };
  });
  site.addMethod('frappe.client.get_doc_permissions', ANY, (ctx, args) => {
    const [doctype, name] = [
      requiredText(args, 'doctype', 'get_doc_permissions'),
      requiredText(args, 'docname', 'get_doc_permissions'),
    ];
    const rights: Ptype[] = ['select', 'read', 'write', 'create', 'delete', 'submit', 'cancel', 'amend', 'share'];
    return {
      permissions: Object.fromEntries(rights.map((right) => [right, ctx.hasPermission(doctype, right, name) ? 1 : 0])),
    };
  });
  site.addMethod('frappe.client.validate_link', ANY, (ctx, args) => {
    const [doctype, name] = [
      requiredText(args, 'doctype', 'validate_link'),
      requiredText(args, 'docname', 'validate_link'),
    ];
    requireOn(ctx, doctype, 'select');
    const fields = parseJson(args['fields']);
    const row = ctx.getList(doctype, {
      fields: ['name', ...(Array.isArray(fields) ? fields.map(String) : [])],
      filters: { name },
      limit: 1,
    })[0];
    return row ?? {};
  });
  site.addMethod('frappe.client.get_time_zone', { ...ANY, allowGuest: true }, (ctx) => ({
    time_zone: ctx.getValue('System Settings', 'System Settings', 'time_zone') ?? ctx.site.timeZone,
  }));
  site.addMethod('frappe.client.is_document_amended', ANY, (ctx, args) =>
    ctx.getValue(
      requiredText(args, 'doctype', 'is_document_amended'),
      { amended_from: requiredText(args, 'docname', 'is_document_amended') },
      'name',
    ),
  );
}

/** frappe.client.* and the permission-aware count. */
export function addClientMethods(site: Site): void {
  documentMethods(site);
  queryMethods(site);
}

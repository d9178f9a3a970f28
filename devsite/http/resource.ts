import type { EngineCtx } from '../engine/internal.ts';
import { metaOf } from '../engine/metas.ts';
import { noRight } from '../engine/permissions.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Doc, Row } from '../engine/types.ts';
import { isOn, listQuery, parseJson } from '../frappe/arguments.ts';
import { runDocMethod } from './doc-methods.ts';
import { type Answer, html, success, withoutNulls } from './envelope.ts';

const data = (ctx: EngineCtx, value: unknown, status = 200): Answer => success({ data: value }, ctx.tx, status);
const docAnswer = (ctx: EngineCtx, doc: Doc): Answer => data(ctx, withoutNulls(ctx.readable(doc)));

/** `data` in the parameters is the document itself; else the parameters are. */
function sentDoc(form: Row): Row {
  const wrapped = form['data'];
  const doc = wrapped === undefined || wrapped === null ? form : parseJson(wrapped);
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc))
    throw new SiteError('ValidationError', 'Invalid request arguments');
  const { doctype, flags, cmd, ...values } = doc as Row;
  return values;
}

function list(ctx: EngineCtx, doctype: string, form: Row): Answer {
  // Frappe parses `fields` as JSON text; a real array in a JSON body breaks there.
  if (Array.isArray(form['fields']))
    throw new SiteError('TypeError', 'the JSON object must be str, bytes or bytearray, not list', { silent: true });
  const rows = ctx.getList(doctype, listQuery(form));
  return data(
    ctx,
    form['as_dict'] !== undefined && !isOn(form['as_dict']) ? rows.map((row) => Object.values(row)) : rows,
  );
}

/** A missing document is 404 for who may read the DocType, 403 for others: no oracle. */
function load(ctx: EngineCtx, doctype: string, name: string): Doc {
  if (!ctx.exists(doctype, name) && !ctx.hasPermission(doctype, 'read'))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doctype}`);
  return ctx.getDoc(doctype, name);
}

function read(ctx: EngineCtx, doctype: string, name: string, form: Row): Answer {
  const doc = load(ctx, doctype, name);
  if (form['run_method'] !== undefined) {
    if (!ctx.hasPermission(doctype, 'read', doc))
      throw new SiteError('PermissionError', `Insufficient Permission for ${doctype}`);
    return data(ctx, runDocMethod(ctx, doc, String(form['run_method']), form));
  }
  if (!ctx.hasPermission(doctype, 'read', doc)) throw noRight(ctx.user, 'read', doctype, name, false);
  return docAnswer(ctx, doc);
}

function create(ctx: EngineCtx, doctype: string, form: Row): Answer {
  return docAnswer(ctx, ctx.insert({ ...sentDoc(form), doctype }));
}

function update(ctx: EngineCtx, doctype: string, name: string, form: Row): Answer {
  const doc = load(ctx, doctype, name);
  const values = sentDoc(form);
  delete values['name'];
  const saved = ctx.save({ ...doc, ...values, name: doc.name });
  if (!metaOf(ctx.engine, doctype).isTable || !doc['parenttype']) return docAnswer(ctx, saved);
  // A child row was edited by itself: its parent is saved again.
  ctx.save(ctx.getDoc(String(doc['parenttype']), String(doc['parent'])));
  return docAnswer(ctx, saved);
}

function postMethod(ctx: EngineCtx, doctype: string, name: string, form: Row): Answer {
  const doc = load(ctx, doctype, name);
  if (form['run_method'] === undefined) throw new SiteError('KeyError', "'run_method'", { silent: true });
  const method = String(form['run_method']);
  if (!ctx.hasPermission(doctype, 'write', doc))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doctype} ${name}`);
  return data(ctx, runDocMethod(ctx, doc, method, form));
}

/** `/api/resource/<DocType>[/<name>]`: 200 for all but DELETE's 202; PATCH is HTML 405. */
export function resource(ctx: EngineCtx, verb: string, doctype: string, name: string | null, form: Row): Answer {
  metaOf(ctx.engine, doctype);
  switch (verb) {
    case 'GET':
    case 'HEAD':
      return name === null ? list(ctx, doctype, form) : read(ctx, doctype, name, form);
    case 'POST':
      return name === null ? create(ctx, doctype, form) : postMethod(ctx, doctype, name, form);
    case 'PUT':
      if (name !== null) return update(ctx, doctype, name, form);
      break;
    case 'DELETE':
      if (name === null) break;
      load(ctx, doctype, name);
      ctx.remove(doctype, name);
      return data(ctx, 'ok', 202);
    case 'PATCH':
      // As Frappe 15 routes it: another rule has the path, but no verb of it.
      if (name !== null) throw new SiteError('DoesNotExistError', 'Not Found', { silent: true });
      break;
  }
  return html(405, 'Method Not Allowed', 'The method is not allowed for the requested URL.');
}

import type { EngineCtx } from '../engine/internal.ts';
import { type Meta, STANDARD_LABELS, TABLE_TYPES } from '../engine/meta.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Doc, Row, SiteRequest } from '../engine/types.ts';
import { type Answer, html } from './envelope.ts';
import { escapeHtml } from './html.ts';
import { pageToken } from './login.ts';
import { signedInPage } from './signed-in-page.ts';

const PAGE_ROWS = 50;

const address = (...parts: string[]): string => `/app/${parts.map(encodeURIComponent).join('/')}`;

const show = (ctx: EngineCtx, title: string, body: string): Answer => signedInPage(ctx, { title, body, desk: true });

function readableMetas(ctx: EngineCtx): Meta[] {
  return [...ctx.engine.metas.values()]
    .filter((meta) => !meta.isTable && !meta.isVirtual && ctx.hasPermission(meta.name, 'read'))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function home(ctx: EngineCtx): Answer {
  const modules = new Map<string, Meta[]>();
  for (const meta of readableMetas(ctx)) modules.set(meta.module, [...(modules.get(meta.module) ?? []), meta]);
  const sections = [...modules]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([module, metas]) =>
        `<h2>${escapeHtml(module)}</h2><ul class="cols">${metas.map((meta) => `<li><a href="${address(meta.name, ...(meta.isSingle ? [meta.name] : []))}">${escapeHtml(meta.name)}</a></li>`).join('')}</ul>`,
    );
  return show(
    ctx,
    'Documents',
    `<h1>Documents</h1>${sections.join('') || '<p>There is nothing that you may read.</p>'}`,
  );
}

const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<div class="wide"><table><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;

function listFields(meta: Meta): string[] {
  const listed = meta.stored.filter(
    (field) => field.permlevel === 0 && !field.hidden && field.fieldtype !== 'Password',
  );
  const chosen = [
    ...(meta.titleField ? [meta.titleField] : []),
    ...listed.filter((field) => field.inListView).map((field) => field.fieldname),
  ];
  const names = chosen.length > 1 ? chosen : [...chosen, ...listed.slice(0, 4).map((field) => field.fieldname)];
  return [...new Set(names)].filter((name) => meta.byName.has(name)).slice(0, 6);
}

function filterForm(meta: Meta, query: SiteRequest['query']): string {
  const options = ['name', ...meta.stored.map((field) => field.fieldname)].map(
    (name) => `<option${query['field'] === name ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  const operators = ['=', '!=', 'like', '>', '<', '>=', '<='].map(
    (operator) => `<option${query['op'] === operator ? ' selected' : ''}>${escapeHtml(operator)}</option>`,
  );
  return `<form class="filters" method="get"><select name="field" aria-label="Field">${options.join('')}</select><select name="op" aria-label="Comparison">${operators.join('')}</select><input name="value" aria-label="Value" value="${escapeHtml(query['value'] ?? '')}"><button>Filter</button></form>`;
}

function listPage(ctx: EngineCtx, meta: Meta, query: SiteRequest['query']): Answer {
  const fields = listFields(meta);
  const start = Math.max(0, Math.trunc(Number(query['start'] ?? 0)) || 0);
  const filters =
    query['field'] && query['value']
      ? [[query['field'], query['op'] ?? '=', query['op'] === 'like' ? `%${query['value']}%` : query['value']]]
      : [];
  const rows = ctx.getList(meta.name, {
    fields: ['name', ...fields, 'modified'],
    filters,
    orderBy: 'modified desc, name asc',
    limit: PAGE_ROWS + 1,
    start,
  });
  const lines = rows
    .slice(0, PAGE_ROWS)
    .map(
      (row) =>
        `<tr><td><a href="${address(meta.name, String(row['name']))}">${escapeHtml(row['name'])}</a></td>${[...fields, 'modified'].map((field) => `<td>${escapeHtml(shorten(row[field]))}</td>`).join('')}</tr>`,
    );
  const labels = fields.map((field) => meta.byName.get(field)?.label ?? field);
  const turn = (to: number, text: string): string =>
    `<a href="?${escapeHtml(new URLSearchParams({ ...query, start: String(to) }).toString())}">${text}</a>`;
  const pager = [
    start > 0 ? turn(Math.max(0, start - PAGE_ROWS), 'Previous') : '',
    rows.length > PAGE_ROWS ? turn(start + PAGE_ROWS, 'Next') : '',
  ]
    .filter(Boolean)
    .join(' · ');
  return show(
    ctx,
    meta.name,
    `<h1>${escapeHtml(meta.name)}</h1>${filterForm(meta, query)}${lines.length > 0 ? table(['Name', ...labels, 'Last change'], lines) : '<p>No documents.</p>'}<p>${pager}</p>`,
  );
}

/** Fractions of a second say nothing to a reader. */
function readableTime(text: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/.test(text) ? text.slice(0, 19) : text;
}

function shorten(value: unknown): string {
  const text = readableTime(String(value ?? ''))
    .replace(/<[^>]*>/g, ' ')
    .trim();
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function shown(meta: Meta, fieldname: string, value: unknown, doc: Row): string {
  const field = meta.byName.get(fieldname);
  const text = String(value ?? '');
  const target =
    field?.fieldtype === 'Link'
      ? field.options
      : field?.fieldtype === 'Dynamic Link'
        ? String(doc[field.options] ?? '')
        : '';
  if (target && text) return `<a href="${address(target, text)}">${escapeHtml(text)}</a>`;
  if (field?.fieldtype === 'Check') return value === 1 ? 'Yes' : 'No';
  return text.length > 100 || text.includes('\n') ? `<pre>${escapeHtml(text)}</pre>` : escapeHtml(text);
}

function childTable(ctx: EngineCtx, doctype: string, rows: readonly Row[]): string {
  const child = ctx.engine.metas.get(doctype);
  if (!child) return '';
  const used = child.stored.filter((field) =>
    rows.some(
      (row) =>
        row[field.fieldname] !== null &&
        row[field.fieldname] !== undefined &&
        row[field.fieldname] !== '' &&
        row[field.fieldname] !== 0,
    ),
  );
  return table(
    ['#', ...used.map((field) => field.label)],
    rows.map(
      (row) =>
        `<tr><td>${escapeHtml(row['idx'])}</td>${used.map((field) => `<td>${shown(child, field.fieldname, row[field.fieldname], row)}</td>`).join('')}</tr>`,
    ),
  );
}

function history(ctx: EngineCtx, doc: Doc): string {
  const about = { reference_doctype: doc.doctype, reference_name: doc.name };
  const comments = ctx.getAll('Comment', {
    fields: ['creation', 'comment_email', 'comment_type', 'content'],
    filters: about,
    orderBy: 'creation desc',
    limit: 50,
  });
  const versions = ctx.getAll('Version', {
    fields: ['creation', 'owner', 'data'],
    filters: { ref_doctype: doc.doctype, docname: doc.name },
    orderBy: 'creation desc',
    limit: 50,
  });
  const line = (cells: readonly unknown[]): string =>
    `<tr>${cells.map((cell) => `<td>${escapeHtml(readableTime(String(cell ?? '')))}</td>`).join('')}</tr>`;
  const readable = new Set(Object.keys(doc));
  const changes = versions.map((row) => {
    const data = JSON.parse(String(row['data'] ?? '{}')) as { changed?: [string, unknown, unknown][] };
    const text = (data.changed ?? [])
      .filter(([field]) => readable.has(field))
      .map(([field, from, to]) => `${field}: ${shorten(from)} → ${shorten(to)}`)
      .join('; ');
    return line([row['creation'], row['owner'], text || 'rows of a table']);
  });
  return `${
    comments.length > 0
      ? `<h2>Comments</h2>${table(
          ['When', 'Who', 'Kind', 'Text'],
          comments.map((row) =>
            line([row['creation'], row['comment_email'], row['comment_type'], shorten(row['content'])]),
          ),
        )}`
      : ''
  }${changes.length > 0 ? `<h2>Changes</h2>${table(['When', 'Who', 'What'], changes)}` : ''}`;
}

const pressable = (ctx: EngineCtx, doc: Doc) => ctx.engine.buttons.get(doc.doctype)?.(ctx, doc) ?? [];

function buttons(ctx: EngineCtx, doc: Doc): string {
  const made = pressable(ctx, doc).map(
    ({ label }) => `<button name="press" value="${escapeHtml(label)}">${escapeHtml(label)}</button>`,
  );
  return made.length === 0
    ? ''
    : `<form class="filters" method="post" action="${address(doc.doctype, doc.name)}"><input type="hidden" name="csrf_token" value="${escapeHtml(pageToken(ctx))}">${made.join('')}</form>`;
}

/** Presses a button of a document's page. @throws SiteError as what it does */
export function press(ctx: EngineCtx, doctype: string, name: string, label: unknown): void {
  const meta = metaAt(ctx, doctype);
  const doc = meta && ctx.exists(meta.name, name) ? ctx.getDoc(meta.name, name) : null;
  if (!doc || !ctx.hasPermission(doc.doctype, 'read', doc))
    throw new SiteError('PermissionError', 'You may not read this document, or there is none.');
  pressable(ctx, doc)
    .find((one) => one.label === label)
    ?.press();
}

/** By the name of the DocType, or as Desk writes it in addresses: `/app/va-action-log`. */
function metaAt(ctx: EngineCtx, doctype: string): Meta | undefined {
  const { metas } = ctx.engine;
  return (
    metas.get(doctype) ?? [...metas.values()].find(({ name }) => name.toLowerCase().replaceAll(' ', '-') === doctype)
  );
}

function documentPage(ctx: EngineCtx, meta: Meta, name: string): Answer {
  const stored = ctx.exists(meta.name, name) ? ctx.getDoc(meta.name, name) : null;
  if (!stored || !ctx.hasPermission(meta.name, 'read', stored))
    throw new SiteError('PermissionError', 'You may not read this document, or there is none.');
  const doc = ctx.readable(stored);
  const status = meta.isSubmittable
    ? ` <span class="dim">${['Draft', 'Submitted', 'Cancelled'][Number(doc['docstatus'])] ?? ''}</span>`
    : '';
  const fields = meta.fields.filter(
    (field) =>
      !TABLE_TYPES.has(field.fieldtype) &&
      doc[field.fieldname] !== null &&
      doc[field.fieldname] !== undefined &&
      doc[field.fieldname] !== '',
  );
  const standard = ['owner', 'creation', 'modified', 'modified_by'].map(
    (field) =>
      `<tr><th scope="row" class="dim">${escapeHtml(STANDARD_LABELS[field])}</th><td>${escapeHtml(readableTime(String(doc[field] ?? '')))}</td></tr>`,
  );
  const rows = fields.map(
    (field) =>
      `<tr><th scope="row">${escapeHtml(field.label)}</th><td>${shown(meta, field.fieldname, doc[field.fieldname], doc)}</td></tr>`,
  );
  const tables = meta.tables.filter(
    (field) => Array.isArray(doc[field.fieldname]) && (doc[field.fieldname] as Row[]).length > 0,
  );
  const children = tables.map(
    (field) => `<h2>${escapeHtml(field.label)}</h2>${childTable(ctx, field.options, doc[field.fieldname] as Row[])}`,
  );
  const body = `<p><a href="${address(meta.name)}">${escapeHtml(meta.name)}</a></p><h1>${escapeHtml(doc.name)}${status}</h1>${buttons(ctx, stored)}<div class="wide"><table><tbody>${rows.join('')}${standard.join('')}</tbody></table></div>${children.join('')}${history(ctx, doc)}`;
  return show(ctx, `${meta.name} ${doc.name}`, body);
}

/** A page of the document browser below `/app`. @throws SiteError PermissionError */
export function browse(
  ctx: EngineCtx,
  doctype: string | undefined,
  name: string | null,
  query: SiteRequest['query'],
): Answer {
  if (doctype === undefined) return home(ctx);
  const meta = metaAt(ctx, doctype);
  if (!meta || meta.isTable || meta.isVirtual) return html(404, 'Not Found', 'There is no such kind of document.');
  if (name === null && !meta.isSingle) return listPage(ctx, meta, query);
  return documentPage(ctx, meta, meta.isSingle ? meta.name : String(name));
}

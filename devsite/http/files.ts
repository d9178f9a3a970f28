import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { EngineCtx } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Doc } from '../engine/types.ts';
import { isOn } from '../frappe/arguments.ts';
import { type Answer, html } from './envelope.ts';
import type { Form } from './form.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.webm': 'audio/webm',
};
/** Shown in the browser; everything else is offered for saving. */
const SHOWN = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.pdf', '.txt']);

function folder(ctx: EngineCtx, isPrivate: boolean): string {
  return join(String(ctx.site.config['files_dir']), isPrivate ? 'private' : 'public');
}

function safeName(name: string): string {
  const clean = basename(name.replaceAll('\\', '/'))
    .replace(/[^\p{L}\p{N}._ ()-]/gu, '_')
    .replace(/^\.+/, '')
    .slice(-120);
  return clean || 'file';
}

function store(ctx: EngineCtx, fileName: string, isPrivate: boolean, content: Buffer): string {
  const dir = folder(ctx, isPrivate);
  mkdirSync(dir, { recursive: true });
  let name = safeName(fileName);
  if (existsSync(join(dir, name))) {
    const extension = extname(name);
    name = `${name.slice(0, name.length - extension.length)}${randomBytes(3).toString('hex')}${extension}`;
  }
  writeFileSync(join(dir, name), content, { flag: 'wx', mode: 0o600 });
  return `${isPrivate ? '/private/files/' : '/files/'}${name}`;
}

/** upload_file: multipart content (or a `file_url`) becomes a File. @throws SiteError PermissionError, ValidationError */
export function uploadFile(ctx: EngineCtx, form: Form): Doc {
  if (ctx.verb !== 'POST') throw new SiteError('PermissionError', 'Not permitted');
  if (ctx.user === 'Guest') throw new SiteError('PermissionError', 'Login to access this function');
  const { values } = form;
  const [doctype, docname] = [values['doctype'], values['docname']];
  if (doctype && docname && !ctx.hasPermission(String(doctype), 'write', String(docname)))
    throw new SiteError('PermissionError', `No permission to write ${String(doctype)} ${String(docname)}`);
  const file = form.files.find((part) => part.field === 'file');
  const isPrivate = isOn(values['is_private']);
  const link = values['file_url'] ? String(values['file_url']) : '';
  if (!file && !/^(https?:\/\/|\/files\/|\/private\/files\/)/.test(link))
    throw new SiteError('ValidationError', 'There is no file to upload');
  const fileName = file?.fileName || String(values['file_name'] ?? basename(link));
  return ctx.insert(
    {
      doctype: 'File',
      file_name: safeName(fileName),
      is_private: isPrivate ? 1 : 0,
      folder: String(values['folder'] ?? 'Home'),
      file_url: file ? store(ctx, fileName, isPrivate, file.content) : link,
      file_size: file?.content.length ?? 0,
      content_hash: file ? createHash('md5').update(file.content).digest('hex') : null,
      attached_to_doctype: doctype ? String(doctype) : null,
      attached_to_name: docname ? String(docname) : null,
      attached_to_field: values['fieldname'] ? String(values['fieldname']) : null,
      file_type: extname(fileName).slice(1).toUpperCase() || null,
    },
    { ignorePermissions: true },
  );
}

/** `/files/x` for everybody, `/private/files/x` for whoever may read one of its File rows. */
export function serveFile(ctx: EngineCtx, path: string): Answer {
  const match = /^\/(private\/)?files\/([^/]+)$/.exec(path);
  const name = match?.[2] ?? '';
  if (!match || name !== safeName(name)) return html(404, 'Not Found', 'There is no such file.');
  const isPrivate = match[1] !== undefined;
  if (isPrivate) {
    const rows = ctx.getAll('File', { filters: { file_url: path } });
    if (!rows.some((row) => ctx.hasPermission('File', 'read', String(row['name']))))
      throw new SiteError('PermissionError', "You don't have permission to access this file");
  }
  const stored = join(folder(ctx, isPrivate), name);
  if (!existsSync(stored)) return html(404, 'Not Found', 'There is no such file.');
  const extension = extname(name).toLowerCase();
  const disposition = `${SHOWN.has(extension) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`;
  return {
    status: 200,
    contentType: TYPES[extension] ?? 'application/octet-stream',
    body: readFileSync(stored),
    headers: { 'content-disposition': disposition, 'content-security-policy': "default-src 'none'; sandbox" },
  };
}

export function downloadFile(ctx: EngineCtx, fileUrl: string): Answer {
  if (ctx.user === 'Guest') throw new SiteError('PermissionError', 'Login to access this function');
  return serveFile(ctx, fileUrl);
}

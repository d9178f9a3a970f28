import { extname } from 'node:path';
import type { Ctx, Row } from '../../engine/types.ts';
import { checked, number, text, textOrNull } from '../values.ts';
import { companyFolders, isWithin } from './knowledge-folders.ts';

export const MAX_FILE_BYTES = 5 * 1024 * 1024;
const FORMATS: Readonly<Record<string, string>> = {
  '.txt': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.pdf': 'pdf',
  '.docx': 'docx',
};
/** The Wiki app 2 and 3: DocType, its field "published", and the one that opens a page to everybody, if there is one. */
const WIKIS: Readonly<Record<string, { readonly published: string; readonly guests: string | null }>> = {
  'Wiki Page': { published: 'published', guests: 'allow_guest' },
  'Wiki Document': { published: 'is_published', guests: null },
};
export const WIKI_DOCTYPES = Object.keys(WIKIS);

/** What the index is told of a document. */
export interface SourceFacts extends Row {
  readonly name: string;
  readonly public: boolean;
}

/** Published articles of open categories. */
export function articleSources(ctx: Ctx, name: string | null = null): SourceFacts[] {
  const categories = ctx.getAll('Help Category', { fields: ['name'], filters: { published: 1 } });
  const open = new Set(categories.map((row) => row['name']));
  return ctx
    .getAll('Help Article', {
      fields: ['name', 'title', 'category', 'route', 'modified', 'creation'],
      filters: { published: 1, ...(name === null ? {} : { name }) },
      orderBy: 'name asc',
    })
    .filter((row) => open.has(row['category']))
    .map((row) => facts(row, { title: row['title'], folder: row['category'], route: row['route'], format: 'html' }));
}

/** Published pages where the Wiki app is installed; `everything`: also those that not everybody may read. */
export function wikiSources(ctx: Ctx, doctype: string, everything: boolean, name: string | null = null): SourceFacts[] {
  const wiki = WIKIS[doctype];
  if (wiki === undefined || !ctx.site.hasDocType(doctype)) return [];
  const { published, guests } = wiki;
  const all = everything || ctx.hasPermission(doctype, 'read');
  if (!all && guests === null) return [];
  const open = all || guests === null ? {} : { [guests]: 1 };
  return ctx
    .getAll(doctype, {
      fields: ['name', 'title', 'route', 'modified', 'creation', ...(guests === null ? [] : [guests])],
      filters: { [published]: 1, ...open, ...(name === null ? {} : { name }) },
      orderBy: 'name asc',
    })
    .map((row) => {
      const route = text(row['route']);
      const folder = `Wiki/${route.includes('/') ? route.slice(0, route.lastIndexOf('/')) : route}`;
      const isPublic = guests !== null && checked(row[guests]);
      return facts(row, { title: row['title'], folder, route, format: 'markdown' }, isPublic);
    });
}

/** Files in the folders of the companies (or of one), each with those companies, as far as the service user may read them. */
export function fileSources(ctx: Ctx, company: string | null = null, name: string | null = null): SourceFacts[] {
  const all = companyFolders(ctx);
  const folders = company === null ? all : new Map([[company, all.get(company) ?? []]]);
  if ([...folders.values()].every((names) => names.length === 0)) return [];
  const rows = ctx.getAll('File', {
    fields: ['name', 'file_name', 'file_url', 'folder', 'is_private', 'file_size', 'modified', 'creation'],
    filters: { is_folder: 0, ...(name === null ? {} : { name }) },
    orderBy: 'name asc',
  });
  return rows.flatMap((row) => {
    const fileName = text(row['file_name']);
    const extension = extname(fileName).toLowerCase();
    const format = FORMATS[extension];
    const companies = [...folders].filter(([, names]) => isWithin(text(row['folder']), names)).map(([one]) => one);
    const isPublic = !checked(row['is_private']);
    const isOurs = format !== undefined && companies.length > 0 && number(row['file_size']) <= MAX_FILE_BYTES;
    if (!isOurs || (company === null && !mayReadFile(ctx, text(row['name']), isPublic))) return [];
    const title = fileName
      .slice(0, fileName.length - extension.length)
      .replace(/[_-]/g, ' ')
      .trim();
    const own = { title, folder: row['folder'], route: row['file_url'], format };
    return [{ ...facts(row, own, isPublic), companies, size: number(row['file_size']) }];
  });
}

/** A public file opens for whoever has its address. */
export function mayReadFile(ctx: Ctx, name: string, isPublic: boolean): boolean {
  return isPublic || ctx.hasPermission('File', 'read', name);
}

export function mayReadWiki(ctx: Ctx, doctype: string, page: SourceFacts): boolean {
  return page.public || ctx.hasPermission(doctype, 'read', page.name);
}

function facts(row: Row, own: Row, isPublic = true): SourceFacts {
  const name = text(row['name']);
  return {
    name,
    title: textOrNull(own['title']) ?? name,
    folder: text(own['folder']),
    route: textOrNull(own['route']),
    format: text(own['format']),
    public: isPublic,
    companies: [],
    modified: row['modified'],
    created: row['creation'],
  };
}

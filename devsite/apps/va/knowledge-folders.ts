import type { Ctx, Doc } from '../../engine/types.ts';
import { text } from '../values.ts';

/** The folders of Files that each company names in VA Company Settings, one a line. */
export function companyFolders(ctx: Ctx): ReadonlyMap<string, readonly string[]> {
  const rows = ctx.getAll('VA Company Settings', { fields: ['company', 'knowledge_folders'] });
  return new Map(
    rows.map((row) => [
      text(row['company']),
      text(row['knowledge_folders'])
        .split(/\r?\n/)
        .map((line) => line.trim().replace(/\/+$/, ''))
        .filter((line) => line !== ''),
    ]),
  );
}

export function isWithin(folder: string, listed: readonly string[]): boolean {
  return listed.some((name) => folder === name || folder.startsWith(`${name}/`));
}

/** True for a document whose change the index has to follow. */
export function isSource(ctx: Ctx, doc: Doc, before: Doc | null): boolean {
  if (doc['doctype'] !== 'File') return true;
  const listed = [...companyFolders(ctx).values()].flat();
  return [doc, before].some((one) => one !== null && isWithin(text(one['folder']), listed));
}

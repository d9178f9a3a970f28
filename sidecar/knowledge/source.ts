import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import { VaError } from '../lib/va-error.ts';
import type { ArticleFacts } from './article.ts';

/** DocTypes that the index is made of. What a site does not have is empty there. */
export const SOURCE_DOCTYPES = ['Help Article', 'Wiki Page', 'Wiki Document', 'File'] as const;
export type SourceDocType = (typeof SOURCE_DOCTYPES)[number];

const facts = z.looseObject({
  name: z.string().min(1),
  title: z.string(),
  folder: z.string(),
  route: z.string().nullable(),
  public: z.boolean(),
  modified: z.string(),
});
const source = facts.extend({
  format: z.enum(['html', 'markdown', 'text', 'pdf', 'docx']),
  companies: z.array(z.string()),
  created: z.string(),
});
/** What the site tells of a document that may be indexed; no companies: it belongs to all. */
export type Source = z.infer<typeof source>;
const page = z.looseObject({ documents: z.array(source), more: z.boolean() });
const texts = z.looseObject({
  documents: z.array(source.extend({ content: z.string().optional(), data: z.string().optional() })),
});
/** `content` of articles and pages, `data` (base64) of files. */
export type SourceText = z.infer<typeof texts>['documents'][number];

/** Of a document that somebody may read, as the site checked it for him. */
export const readableFacts = facts.extend({ doctype: z.enum(SOURCE_DOCTYPES) });
export type ReadableFacts = z.infer<typeof readableFacts>;

const MOST_PAGES = 200;

/** All of a DocType that may be indexed. @throws VaError what the site answers; SITE_ERROR for another shape */
export async function listSources(
  site: SiteClient,
  doctype: SourceDocType,
  signal: AbortSignal,
): Promise<readonly Source[]> {
  const found: Source[] = [];
  for (let turn = 0; turn < MOST_PAGES; turn++) {
    const args = { doctype, start: found.length };
    const read = await site.read('dartwing_va.api.knowledge_list', args, { kind: 'service' }, { signal });
    const { documents, more } = shaped(page, read);
    found.push(...documents);
    if (!more || documents.length === 0) break;
  }
  return found;
}

/** What documents say; those that may not be indexed (any more) are left out. */
export async function readSources(
  site: SiteClient,
  doctype: SourceDocType,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly SourceText[]> {
  const args = { doctype, names: JSON.stringify(names) };
  const read = await site.read('dartwing_va.api.knowledge_texts', args, { kind: 'service' }, { signal });
  return shaped(texts, read).documents;
}

/** Name of a document in the index; a file stands there once for each company that shows it. */
export function documentId(doctype: SourceDocType, name: string, company: string): string {
  return JSON.stringify([doctype, name, company]);
}

const idParts = z.tuple([z.enum(SOURCE_DOCTYPES), z.string(), z.string()]);
/** Parts of a `documentId`. */
export function partsOf(id: string): { readonly doctype: SourceDocType; readonly name: string } {
  const [doctype, name] = idParts.parse(JSON.parse(id));
  return { doctype, name };
}

/** How the tools know a document: articles by their name, as ever. */
export function articleFactsOf(one: ReadableFacts): ArticleFacts {
  const isArticle = one.doctype === 'Help Article';
  return {
    id: isArticle ? one.name : `${one.doctype}:${one.name}`,
    title: one.title.trim() || one.name,
    category: one.folder,
    route: one.route || null,
    published: one.public,
    modified: one.modified,
    ...(isArticle || !one.route ? {} : { href: one.route.startsWith('/') ? one.route : `/${one.route}` }),
  };
}

function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new VaError('SITE_ERROR', { cause: parsed.error });
  return parsed.data;
}

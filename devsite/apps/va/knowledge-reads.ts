import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Ctx, Row, Site } from '../../engine/types.ts';
import { checked, number, parsed, text } from '../values.ts';
import { readable, view } from './article-reads.ts';
import { vaError } from './errors.ts';
import { optionalArg, requireService, textArg } from './identity.ts';
import {
  articleSources,
  fileSources,
  MAX_FILE_BYTES,
  mayReadFile,
  mayReadWiki,
  type SourceFacts,
  WIKI_DOCTYPES,
  wikiSources,
} from './knowledge-sources.ts';
import { personReading } from './readers.ts';

const PAGE = 500;
const MAX_TEXTS = 20;
const MAX_NAMES = 50;
const MAX_FILES = 500;
const MAX_OWN = 500;
const MAX_RECENT = 100;
const MOMENT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?$/;
const MAX_CONTENT_CHARS = 100_000;

/** What the sidecar fills its index from, as the service user. */
export function addKnowledgeMethods(site: Site): void {
  site.addMethod('dartwing_va.api.knowledge_list', { verbs: ['GET'] }, (ctx, args) => {
    requireService(ctx);
    const rows = sources(ctx, textArg(args, 'doctype'), null).slice(Math.max(0, number(args['start'])));
    return { documents: rows.slice(0, PAGE), more: rows.length > PAGE };
  });
  site.addMethod('dartwing_va.api.knowledge_texts', { verbs: ['GET'] }, (ctx, args) => {
    requireService(ctx);
    const doctype = textArg(args, 'doctype');
    const names = parsed(args['names']);
    const wanted = Array.isArray(names) ? names.slice(0, MAX_TEXTS).map(String) : [];
    return {
      documents: wanted.flatMap((name) => sources(ctx, doctype, name).map((one) => withText(ctx, doctype, one))),
    };
  });
}

/** Which documents of the index the caller may read, and what he reads beside them. */
export function knowledgeRead(ctx: Ctx, args: Row): Row {
  const company = text(personReading(ctx)['company']);
  const documents = pairsArg(args).flatMap(([doctype, name]) => {
    const found = readableFacts(ctx, doctype, name, company);
    return found === null ? [] : [{ doctype, ...found }];
  });
  const answer: Row = { documents };
  if (checked(args['own'])) {
    const open = new Set(articleSources(ctx).map(({ name }) => name));
    const own = ctx.hasPermission('Help Article', 'read')
      ? readable(ctx)
          .filter((row) => !open.has(text(row['name'])))
          .slice(0, MAX_OWN)
          .map((row) => view(ctx, row, false))
      : [];
    answer['own'] = own;
    answer['anything'] = documents.length > 0 || own.length > 0 || open.size > 0;
  }
  const since = optionalArg(args, 'since', 26);
  if (since !== null) {
    if (!MOMENT.test(since)) throw vaError('INVALID_FORMAT');
    const open = new Set(articleSources(ctx).map(({ name }) => name));
    answer['recent'] = readable(ctx)
      .filter((row) => open.has(text(row['name'])) && text(row['modified']) >= since)
      .slice(0, MAX_RECENT)
      .map((row) => view(ctx, row, false));
  }
  if (checked(args['files'])) {
    const files = fileSources(ctx, company)
      .filter((one) => mayReadFile(ctx, one.name, one.public))
      .map((one) => ({ doctype: 'File', ...one }));
    const pages = WIKI_DOCTYPES.flatMap((doctype) =>
      wikiSources(ctx, doctype, true)
        .filter((one) => mayReadWiki(ctx, doctype, one))
        .map((one) => ({ doctype, ...one })),
    );
    answer['files'] = [...files, ...pages].slice(0, MAX_FILES);
  }
  return answer;
}

function sources(ctx: Ctx, doctype: string, name: string | null): SourceFacts[] {
  if (doctype === 'Help Article') return articleSources(ctx, name);
  if (doctype === 'File') return fileSources(ctx, null, name);
  if (WIKI_DOCTYPES.includes(doctype)) return wikiSources(ctx, doctype, false, name);
  throw vaError('INVALID_FORMAT');
}

function withText(ctx: Ctx, doctype: string, facts: SourceFacts): Row {
  if (doctype === 'File') return { ...facts, data: fileData(ctx, facts).toString('base64') };
  const content = text(ctx.getValue(doctype, facts.name, 'content'));
  return { ...facts, content: content.slice(0, MAX_CONTENT_CHARS) };
}

function fileData(ctx: Ctx, { route }: SourceFacts): Buffer {
  const address = text(route);
  const isPrivate = address.startsWith('/private/files/');
  if (!isPrivate && !address.startsWith('/files/')) return Buffer.alloc(0);
  const path = join(text(ctx.site.config['files_dir']), isPrivate ? 'private' : 'public', basename(address));
  const data = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  return data.length > MAX_FILE_BYTES ? Buffer.alloc(0) : data;
}

/** Null when he may not read it, and when it is not there. */
function readableFacts(ctx: Ctx, doctype: string, name: string, company: string): Row | null {
  if (doctype === 'Help Article') {
    const row = readable(ctx).find((one) => one['name'] === name);
    if (row === undefined) return null;
    const { title, category, route, published, modified } = view(ctx, row, false);
    return { name, title: title ?? name, folder: category ?? '', route, public: published, modified };
  }
  if (doctype === 'File') {
    const [found] = fileSources(ctx, company, name);
    return found !== undefined && mayReadFile(ctx, name, found.public) ? found : null;
  }
  if (!WIKI_DOCTYPES.includes(doctype)) return null;
  const [page] = wikiSources(ctx, doctype, true, name);
  return page !== undefined && mayReadWiki(ctx, doctype, page) ? page : null;
}

function pairsArg(args: Row): readonly (readonly [string, string])[] {
  if (args['documents'] === undefined || args['documents'] === '') return [];
  const pairs = parsed(args['documents']);
  const isText = (part: unknown): part is string => typeof part === 'string' && part !== '' && part.length <= 140;
  if (!Array.isArray(pairs) || pairs.length === 0 || pairs.length > MAX_NAMES) throw vaError('INVALID_FORMAT');
  return pairs.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2 || !isText(pair[0]) || !isText(pair[1])) {
      throw vaError('INVALID_FORMAT');
    }
    return [pair[0], pair[1]] as const;
  });
}

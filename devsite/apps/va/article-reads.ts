import type { Ctx, Doc, Row } from '../../engine/types.ts';
import { checked, parsed, text, textOrNull } from '../values.ts';
import { vaError } from './errors.ts';
import { personReading } from './readers.ts';

const MAX_ARTICLES = 2000;
const MAX_NAMES = 50;
const MAX_CONTENT_CHARS = 100_000;
const FIELDS = ['name', 'title', 'category', 'author', 'level', 'route', 'published', 'modified'];

/** The articles of the knowledge base that the caller may read, newest first; with `names` those alone and their content. */
export function helpArticles(ctx: Ctx, args: Row): Row {
  personReading(ctx);
  const rows = readable(ctx);
  const names = namesArg(args);
  const shown = names === null ? rows : rows.filter((row) => names.has(text(row['name'])));
  return {
    articles: shown.slice(0, MAX_ARTICLES).map((row) => view(ctx, row, names !== null)),
    categories: categories(ctx, rows),
    more: shown.length > MAX_ARTICLES,
  };
}

/**
 * Help Article grants its REST rights to editors and contributors alone; everybody who is signed in reads the published ones on
 * the website. Both ways count.
 */
export function readable(ctx: Ctx): Row[] {
  const page = { fields: FIELDS, orderBy: 'modified desc, name asc', limit: MAX_ARTICLES + 1 };
  const own = ctx.hasPermission('Help Article', 'read') ? ctx.getList('Help Article', page) : [];
  const known = new Set(own.map((row) => row['name']));
  const open = new Set(
    ctx.getAll('Help Category', { fields: ['name'], filters: { published: 1 } }).map((row) => row['name']),
  );
  const published = ctx
    .getAll('Help Article', { ...page, filters: { published: 1 } })
    .filter((row) => !known.has(row['name']) && open.has(row['category']))
    // What User Permissions and hooks keep from somebody stays kept, also where the website would show it.
    .filter((row) => ctx.isUnrestricted({ ...row, doctype: 'Help Article', name: text(row['name']) } as Doc));
  return [...own, ...published].sort(
    (one, other) =>
      text(other['modified']).localeCompare(text(one['modified'])) ||
      text(one['name']).localeCompare(text(other['name'])),
  );
}

export function view(ctx: Ctx, row: Row, withContent: boolean): Row {
  const facts = Object.fromEntries(
    ['title', 'category', 'author', 'level', 'route'].map((field) => [field, textOrNull(row[field])]),
  );
  const name = text(row['name']);
  const content = withContent
    ? { content: text(ctx.getValue('Help Article', name, 'content')).slice(0, MAX_CONTENT_CHARS) }
    : {};
  return { ...facts, name, published: checked(row['published']), modified: row['modified'], ...content };
}

/** Those that hold something for this person, counted over what he may read: the site's own count tells of more. */
function categories(ctx: Ctx, rows: readonly Row[]): Row[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(text(row['category']), (counts.get(text(row['category'])) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, articles]) => ({
      name,
      description: textOrNull(ctx.getValue('Help Category', name, 'category_description')),
      articles,
    }));
}

function namesArg(args: Row): ReadonlySet<string> | null {
  if (args['names'] === undefined || args['names'] === '') return null;
  const names = parsed(args['names']);
  const isList = Array.isArray(names) && names.length > 0 && names.length <= MAX_NAMES;
  if (!isList || !names.every((name) => typeof name === 'string' && name !== '' && name.length <= 140)) {
    throw vaError('INVALID_FORMAT');
  }
  return new Set(names.map(String));
}

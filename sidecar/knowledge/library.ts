import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { VaError } from '../lib/va-error.ts';
import { type Article, type ArticleFacts, articleOf } from './article.ts';

/** The one thing the library needs of a person: reading as him. */
export interface ArticleReads {
  method<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T>;
}

export interface Category {
  readonly name: string;
  readonly description: string | null;
  /** How many of its articles this person may read. */
  readonly articles: number;
}

/** What one person may read. */
export interface Shelf {
  readonly articles: readonly Article[];
  readonly categories: readonly Category[];
}

/**
 * The articles of the site's knowledge base. Which of them a person may read is asked of the site every time, as that person;
 * only what was made of an article's text is kept, by its name and last change, for whoever may read it.
 */
export interface ArticleLibrary {
  /** @throws VaError what the site answers; SITE_ERROR for an answer of another shape */
  shelfOf(reads: ArticleReads): Promise<Shelf>;
}

const METHOD = 'dartwing_va.reads.help_articles';
/** Characters of plain text that are kept, over all articles. */
const KEPT_CHARS = 8_000_000;
/** A web server takes about 4000 characters of address; names are percent-encoded in it. */
const NAMES_CHARS = 2_500;
const MOST_NAMES = 50;
const AT_ONCE = 4;

const row = z.looseObject({
  name: z.string(),
  title: z.string().nullish(),
  category: z.string().nullish(),
  route: z.string().nullish(),
  published: z.boolean(),
  modified: z.string(),
  content: z.string().optional(),
});
const answer = z.looseObject({
  articles: z.array(row),
  categories: z.array(
    z.looseObject({ name: z.string(), description: z.string().nullish(), articles: z.number().int() }),
  ),
});
type Row = z.infer<typeof row>;

export function createArticleLibrary(options: { readonly keptChars?: number } = {}): ArticleLibrary {
  const kept = new LRUCache<string, Article>({
    maxSize: options.keptChars ?? KEPT_CHARS,
    sizeCalculation: (article) => article.size + 1_000,
  });

  async function read(reads: ArticleReads, names: readonly string[] | null): Promise<z.infer<typeof answer>> {
    const args = names === null ? {} : { names: JSON.stringify(names) };
    const parsed = answer.safeParse(await reads.method<unknown>(METHOD, args));
    if (!parsed.success) throw new VaError('SITE_ERROR', { cause: parsed.error });
    return parsed.data;
  }

  return {
    async shelfOf(reads) {
      const listed = await read(reads, null);
      const known = new Map<string, Article>();
      for (const one of listed.articles) {
        const article = kept.get(keyOf(one));
        if (article !== undefined) known.set(one.name, withFacts(article, one));
      }
      const batches = batchesOf(listed.articles.filter((one) => !known.has(one.name)).map((one) => one.name));
      while (batches.length > 0) {
        const answers = await Promise.all(batches.splice(0, AT_ONCE).map((names) => read(reads, names)));
        for (const fresh of answers.flatMap((each) => each.articles)) {
          const article = articleOf(factsOf(fresh), fresh.content ?? '');
          kept.set(keyOf(fresh), article);
          known.set(fresh.name, article);
        }
      }
      return {
        // In the order of the list; what has gone in between is not there.
        articles: listed.articles.flatMap((one) => known.get(one.name) ?? []),
        categories: listed.categories.map(({ name, description, articles }) => ({
          name,
          description: description ?? null,
          articles,
        })),
      };
    },
  };
}

function keyOf(one: Pick<Row, 'name' | 'modified' | 'title' | 'category'>): string {
  // Renaming a category changes its articles without a change of theirs.
  return JSON.stringify([one.name, one.modified, one.title ?? '', one.category ?? '']);
}

function factsOf(one: Row): ArticleFacts {
  return {
    id: one.name,
    title: one.title?.trim() || one.name,
    category: one.category ?? '',
    route: one.route || null,
    published: one.published,
    modified: one.modified,
  };
}

function withFacts(article: Article, one: Row): Article {
  return { ...article, ...factsOf(one) };
}

function batchesOf(names: readonly string[]): (readonly string[])[] {
  const batches: string[][] = [];
  let room = 0;
  for (const name of names) {
    const takes = encodeURIComponent(JSON.stringify(name)).length + 3;
    const last = batches.at(-1);
    if (last !== undefined && room >= takes && last.length < MOST_NAMES) last.push(name);
    else {
      batches.push([name]);
      room = NAMES_CHARS;
    }
    room -= takes;
  }
  return batches;
}

import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { VaError } from '../lib/va-error.ts';
import { type Article, type ArticleFacts, articleOf } from './article.ts';
import type { Surroundings } from './search.ts';

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

/** What somebody looks for. Without one the shelf holds all that it can. */
export interface Wish {
  /** In his own words; several when one question is put in several ways. */
  readonly texts: readonly string[];
  /** Only in folders (categories) that are meant. */
  readonly among?: (folder: string) => boolean;
  readonly company: string;
  /** The words go to no embedder outside of the company: words alone find. */
  readonly keepInside?: true;
  readonly signal?: AbortSignal;
}

/** A passage that is near by meaning and has too few of the words to count as an answer by itself. */
export interface Related {
  readonly article: Article;
  readonly section: string | null;
  readonly passage: string;
}

/** What one person may read of what was wished for, or all that he may read. */
export interface Shelf {
  readonly articles: readonly Article[];
  /** Of all that he may read; empty beside a wish. */
  readonly categories: readonly Category[];
  /** He may read nothing at all, whatever was wished for. */
  readonly isEmpty: boolean;
  /** Of what the articles were chosen from; null when they are all. */
  readonly around: Surroundings | null;
  readonly related: readonly Related[];
  /** Meanings were compared as well as words. */
  readonly byMeaning: boolean;
}

/**
 * The documents that the assistant answers from. Which of them a person may read is asked of the site every time, as that person;
 * only what was made of a text is kept, by its name and last change, for whoever may read it.
 */
export interface ArticleLibrary {
  /** @throws VaError what the site answers; SITE_ERROR for an answer of another shape */
  shelfOf(reads: ArticleReads, wish?: Wish): Promise<Shelf>;
  /** All of an article from a shelf of this library. */
  whole(article: Article): Promise<Article>;
}

const METHOD = 'dartwing_va.reads.help_articles';
/** Characters of plain text that are kept, over all articles. */
const KEPT_CHARS = 8_000_000;
/** A web server takes about 4000 characters of address; names are percent-encoded in it. */
const NAMES_CHARS = 2_500;
export const MOST_NAMES = 50;
const AT_ONCE = 4;

export const articleRow = z.looseObject({
  name: z.string(),
  title: z.string().nullish(),
  category: z.string().nullish(),
  route: z.string().nullish(),
  published: z.boolean(),
  modified: z.string(),
  content: z.string().optional(),
});
const answer = z.looseObject({
  articles: z.array(articleRow),
  categories: z.array(
    z.looseObject({ name: z.string(), description: z.string().nullish(), articles: z.number().int() }),
  ),
});
export type ArticleRow = z.infer<typeof articleRow>;

/** Help Articles as the site lists them to a person, with their texts. */
export interface ArticleTexts {
  list(reads: ArticleReads): Promise<z.infer<typeof answer>>;
  /** In the order of the rows; what has gone in between is not there. */
  of(reads: ArticleReads, rows: readonly ArticleRow[]): Promise<readonly Article[]>;
}

export function createArticleTexts(options: { readonly keptChars?: number } = {}): ArticleTexts {
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
    list: (reads) => read(reads, null),
    async of(reads, rows) {
      const known = new Map<string, Article>();
      for (const one of rows) {
        const article = kept.get(keyOf(one));
        if (article !== undefined) known.set(one.name, { ...article, ...factsOf(one) });
      }
      const missing = rows.filter((one) => !known.has(one.name)).map((one) => one.name);
      const answers = await inBatches(missing, (names) => read(reads, names));
      for (const fresh of answers.flatMap((each) => each.articles)) {
        const article = articleOf(factsOf(fresh), fresh.content ?? '');
        kept.set(keyOf(fresh), article);
        known.set(fresh.name, article);
      }
      return rows.flatMap((one) => known.get(one.name) ?? []);
    },
  };
}

/** The library without an index: all Help Articles that a person may read, each time. */
export function createArticleLibrary(options: { readonly keptChars?: number } = {}): ArticleLibrary {
  const texts = createArticleTexts(options);
  return {
    async shelfOf(reads) {
      const listed = await texts.list(reads);
      const articles = await texts.of(reads, listed.articles);
      const categories = listed.categories.map(({ name, description, articles: count }) => ({
        name,
        description: description ?? null,
        articles: count,
      }));
      return { articles, categories, isEmpty: articles.length === 0, around: null, related: [], byMeaning: false };
    },
    whole: async (article) => article,
  };
}

function keyOf(one: Pick<ArticleRow, 'name' | 'modified' | 'title' | 'category'>): string {
  // Renaming a category changes its articles without a change of theirs.
  return JSON.stringify([one.name, one.modified, one.title ?? '', one.category ?? '']);
}

function factsOf(one: ArticleRow): ArticleFacts {
  return {
    id: one.name,
    title: one.title?.trim() || one.name,
    category: one.category ?? '',
    route: one.route || null,
    published: one.published,
    modified: one.modified,
  };
}

/** Asks for many names in addresses that a web server takes, a few at a time. */
export async function inBatches<Name, Answer>(
  names: readonly Name[],
  ask: (batch: readonly Name[]) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const batches = batchesOf(names);
  const answers: Answer[] = [];
  while (batches.length > 0) answers.push(...(await Promise.all(batches.splice(0, AT_ONCE).map(ask))));
  return answers;
}

function batchesOf<Name>(names: readonly Name[]): (readonly Name[])[] {
  const batches: Name[][] = [];
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

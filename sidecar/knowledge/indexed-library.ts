import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { orAborted, withDeadline } from '../lib/async.ts';
import type { Log } from '../lib/log.ts';
import { isVaError, VaError } from '../lib/va-error.ts';
import type { Embedder } from '../llm/providers/embeddings.ts';
import type { Chunk, ChunkIndex } from '../search/chunk-index.ts';
import { type Article, articleOfBlocks } from './article.ts';
import { blocksOfChunks } from './chunks.ts';
import { type Candidate, companiesOf, findCandidates, vectorOf, wishedTerms } from './index-search.ts';
import {
  type ArticleLibrary,
  type ArticleReads,
  type ArticleRow,
  articleRow,
  createArticleLibrary,
  createArticleTexts,
  inBatches,
  type Related,
  type Shelf,
  type Wish,
} from './library.ts';
import { revisionParts } from './revision.ts';
import { articleFactsOf, partsOf, type ReadableFacts, readableFacts } from './source.ts';

const METHOD = 'dartwing_va.reads.knowledge';
const answer = z.looseObject({
  documents: z.array(readableFacts),
  own: z.array(articleRow).optional(),
  recent: z.array(articleRow).optional(),
  anything: z.boolean().optional(),
  files: z.array(readableFacts).optional(),
});
/** A document of more pieces is looked at where it fits, not as a whole. */
const LARGE_PIECES = 60;
const KEPT_CHARS = 8_000_000;
const MOST_RELATED = 3;
const RELATED_CHARS = 400;

export interface IndexedLibraryDeps {
  readonly index: ChunkIndex;
  /** Whether the index was filled since the start: before, it may lack what is there. */
  readonly isReady: () => boolean;
  /** When the youngest article in the index was changed, as the site writes it: what is younger comes from the site. */
  readonly newest: () => string;
  readonly embedder: Embedder | null;
  /** What a question may wait for its vector, ms; later, words alone find. */
  readonly embedMs: number;
  /** The index has an older text than the site. */
  readonly onStale: (documentId: string) => void;
  readonly log: Log;
}

/**
 * The library over the index: what may answer is found there, and checked with the site as the person who asks, in one read; what he
 * reads beyond the published (drafts, an internal category) is added from the site itself. Without a usable index it is the plain one.
 */
export function createIndexedLibrary(deps: IndexedLibraryDeps): ArticleLibrary {
  const { index, log } = deps;
  const plain = createArticleLibrary();
  const texts = createArticleTexts();
  const kept = new LRUCache<string, Article>({
    maxSize: KEPT_CHARS,
    sizeCalculation: (article) => article.size + 1_000,
  });
  /** Where the articles of large documents came from. */
  const origins = new WeakMap<Article, { readonly documentId: string; readonly facts: ReadableFacts }>();

  /** What of it the person may read, and what he reads beside it, in as few reads as addresses allow. */
  async function checked(reads: ArticleReads, candidates: readonly Candidate[]) {
    const pairs = new Map(candidates.map(({ documentId }) => [pairKey(documentId), partsOf(documentId)]));
    const batches = [...pairs.values()].map(({ doctype, name }) => [doctype, name] as const);
    let own: Readonly<Record<string, unknown>> = { own: 1, since: deps.newest() };
    const ask = (batch: typeof batches) => {
      const args = { ...own, ...(batch.length === 0 ? {} : { documents: JSON.stringify(batch) }) };
      own = {};
      return read(reads, args);
    };
    const answers = batches.length === 0 ? [await ask([])] : await inBatches(batches, (batch) => ask([...batch]));
    const readable = new Map(
      answers.flatMap(({ documents }) => documents).map((one) => [`${one.doctype}:${one.name}`, one]),
    );
    return {
      readable,
      own: answers.flatMap((one) => one.own ?? []),
      recent: answers.flatMap((one) => one.recent ?? []),
      anything: answers.some((one) => one.anything === true),
    };
  }

  async function read(reads: ArticleReads, args: Readonly<Record<string, unknown>>): Promise<z.infer<typeof answer>> {
    const parsed = answer.safeParse(await reads.method<unknown>(METHOD, args));
    if (!parsed.success) throw new VaError('SITE_ERROR', { cause: parsed.error });
    return parsed.data;
  }

  async function vector(wish: Wish): Promise<Float32Array | null> {
    if (wish.keepInside === true && deps.embedder?.isOutside === true) return null;
    using deadline = withDeadline(wish.signal, deps.embedMs);
    try {
      return await orAborted(vectorOf(wish.texts[0] ?? '', deps.embedder, deadline.signal), deadline.signal);
    } catch (error) {
      wish.signal?.throwIfAborted();
      log.warn('a question is searched by its words alone', {}, error);
      return null;
    }
  }

  /** Articles of what the person may read, and what of it the index has in another version. */
  async function articlesOf(
    candidates: readonly Candidate[],
    readable: ReadonlyMap<string, ReadableFacts>,
  ): Promise<{ readonly articles: ReadonlyMap<string, Article>; readonly changed: readonly ArticleRow[] }> {
    const articles = new Map<string, Article>();
    const changed: ArticleRow[] = [];
    const wanted: { candidate: Candidate; facts: ReadableFacts }[] = [];
    for (const candidate of candidates) {
      const facts = readable.get(pairKey(candidate.documentId));
      if (facts === undefined) continue;
      if (revisionParts(candidate.revision).modified !== facts.modified) {
        deps.onStale(candidate.documentId);
        if (facts.doctype === 'Help Article') changed.push(rowOf(facts));
        continue;
      }
      const known = kept.get(keyOf(candidate));
      if (known === undefined) wanted.push({ candidate, facts });
      else articles.set(candidate.documentId, { ...known, ...articleFactsOf(facts) });
    }
    const chunks = await index.chunksOf(
      wanted.map(({ candidate }) => ({
        documentId: candidate.documentId,
        ...(candidate.pieces > LARGE_PIECES ? { places: withNeighbours(candidate.places) } : {}),
      })),
    );
    for (const { candidate, facts } of wanted) {
      const pieces = chunks.get(candidate.documentId);
      if (pieces === undefined) continue;
      const article = articleOfBlocks(articleFactsOf(facts), blocksOfChunks(pieces));
      if (candidate.pieces > LARGE_PIECES) origins.set(article, { documentId: candidate.documentId, facts });
      else kept.set(keyOf(candidate), article);
      articles.set(candidate.documentId, article);
    }
    return { articles, changed };
  }

  async function search(reads: ArticleReads, wish: Wish): Promise<Shelf> {
    const asked = await vector(wish);
    const { candidates, isAll } = await findCandidates(index, wish, asked);
    const { readable, own, recent, anything } = await checked(reads, candidates);
    const { articles, changed } = await articlesOf(candidates, readable);
    const held = new Set([...articles.values(), ...changed.map(({ name }) => ({ id: name }))].map(({ id }) => id));
    const young = recent.filter(({ name }) => !held.has(name));
    const fresh = await texts.of(reads, [...own, ...changed, ...young]);
    const counted = new Set(
      candidates.filter(({ isPublic }) => isPublic).flatMap(({ documentId }) => articles.get(documentId)?.id ?? []),
    );
    const statistics = isAll
      ? null
      : await index.statistics(companiesOf(wish.company), Object.values(wishedTerms(wish.texts)).flat());
    const all = [...articles.values(), ...fresh];
    return {
      articles: all,
      categories: [],
      isEmpty: all.length === 0 && !anything,
      around: statistics === null ? null : { statistics, isCounted: ({ id }) => counted.has(id) },
      related: asked === null ? [] : await relatedOf(candidates, articles),
      byMeaning: asked !== null,
    };
  }

  async function relatedOf(
    candidates: readonly Candidate[],
    articles: ReadonlyMap<string, Article>,
  ): Promise<readonly Related[]> {
    const best = candidates
      .filter(({ documentId, places }) => articles.has(documentId) && places.length > 0)
      .slice(0, MOST_RELATED);
    const chunks = await index.chunksOf(
      best.map(({ documentId, places }) => ({ documentId, places: places.slice(0, 1) })),
    );
    return best.flatMap(({ documentId }) => {
      const [chunk] = chunks.get(documentId) ?? [];
      const article = articles.get(documentId);
      return chunk === undefined || article === undefined ? [] : [{ article, ...passageOf(chunk) }];
    });
  }

  return {
    async shelfOf(reads, wish) {
      if (wish === undefined) {
        const more = deps.isReady() ? read(reads, { files: 1 }) : { files: [] };
        const [shelf, beside] = await Promise.all([plain.shelfOf(reads), more]);
        // Named, not read: a list of what there is needs no texts.
        const files = (beside.files ?? []).map((one) => articleOfBlocks(articleFactsOf(one), []));
        const names = [...new Set(files.map(({ category }) => category))].sort();
        const folders = names.map((name) => ({
          name,
          description: null,
          articles: files.filter(({ category }) => category === name).length,
        }));
        const articles = [...shelf.articles, ...files];
        return { ...shelf, articles, categories: [...shelf.categories, ...folders], isEmpty: articles.length === 0 };
      }
      if (!deps.isReady()) return plain.shelfOf(reads);
      try {
        return await search(reads, wish);
      } catch (error) {
        // The site's own refusals are told; an index that fails is done without.
        if (isVaError(error)) throw error;
        wish.signal?.throwIfAborted();
        log.warn('the index of the knowledge does not answer; articles are searched without it', {}, error);
        return plain.shelfOf(reads);
      }
    },
    async whole(article) {
      const origin = origins.get(article);
      if (origin === undefined) return article;
      const { documentId, facts } = origin;
      const chunks = await index.chunksOf([{ documentId }]);
      return articleOfBlocks(articleFactsOf(facts), blocksOfChunks(chunks.get(documentId) ?? []));
    },
  };
}

function pairKey(documentId: string): string {
  const { doctype, name } = partsOf(documentId);
  return `${doctype}:${name}`;
}

function keyOf({ documentId, revision }: Candidate): string {
  return `${documentId}\0${revision}`;
}

function rowOf(facts: ReadableFacts): ArticleRow {
  const { name, title, folder, route, modified } = facts;
  return { name, title, category: folder, route, published: facts.public, modified };
}

/** A sentence may begin in the piece before; what was only called by its name begins at its beginning. */
function withNeighbours(places: readonly number[]): readonly number[] {
  if (places.length === 0) return [0];
  return [...new Set(places.flatMap((place) => [place - 1, place, place + 1]))];
}

function passageOf(chunk: Chunk): Pick<Related, 'section' | 'passage'> {
  const { section } = chunk.metadata;
  return {
    section: typeof section === 'string' ? section : null,
    passage: chunk.text.slice(0, RELATED_CHARS).toWellFormed(),
  };
}

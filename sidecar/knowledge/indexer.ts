import type { BusEvent, SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Embedder } from '../llm/providers/embeddings.ts';
import type { ChunkIndex } from '../search/chunk-index.ts';
import { indexSource } from './index-source.ts';
import { revisionOf } from './revision.ts';
import {
  documentId,
  listSources,
  partsOf,
  readSources,
  SOURCE_DOCTYPES,
  type Source,
  type SourceDocType,
  type SourceText,
} from './source.ts';

export interface IndexerDeps {
  readonly site: SiteClient;
  readonly index: ChunkIndex;
  readonly embedder: Embedder | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
}

export interface SweepReport {
  readonly indexed: number;
  readonly removed: number;
  /** What has no text that can be read, or lacks its vectors. */
  readonly failed: number;
}

/** Keeps the index as the site is: after each event, and whole in a sweep. One thing at a time. */
export interface Indexer {
  /** True once a sweep went through: the index lacks nothing then. */
  readonly isReady: boolean;
  /** When the youngest article that went in was changed, as the site writes it. */
  readonly newest: string;
  /** Takes note; the work is done behind it. */
  handleBus(event: BusEvent): Promise<void>;
  /** One document again; for what was found to be older than the site has it. */
  refresh(documentId: string): void;
  /** Compares all; rejects with what the site or the index answers. */
  sweep(): Promise<SweepReport>;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Texts in one request; files come one at a time. */
const TEXTS_AT_ONCE = 10;
/** Events of one document within this time are one, ms. */
const SETTLE_MS = 200;
/** After a failure all is compared again, later each time, ms. */
const RETRY = { firstMs: 30_000, longestMs: 3_600_000 } as const;
const SETTINGS = 'VA Company Settings';

export function createIndexer(deps: IndexerDeps): Indexer {
  const { site, index, embedder, clock, log } = deps;
  const outcomes = deps.metrics?.counter('knowledge_documents_total', 'Documents of the knowledge index.', ['outcome']);
  const stopped = new AbortController();
  const { signal } = stopped;
  const waiting = new Map<string, { readonly doctype: SourceDocType; readonly name: string }>();
  let isReady = false;
  let newest = '1970-01-01 00:00:00';
  let needsSweep = false;
  let work: Promise<unknown> = Promise.resolve();
  let isScheduled = false;
  let failures = 0;
  let chosen: Promise<void> | null = null;

  /** The embedder is told to the index before anything else. */
  async function prepare(): Promise<void> {
    chosen ??= index.useEmbedder(embedder).catch((error: unknown) => {
      chosen = null;
      throw error;
    });
    await chosen;
  }

  const queued = <T>(task: () => Promise<T>): Promise<T> => {
    const result = work.then(task);
    work = result.catch(() => undefined);
    return result;
  };

  function schedule(): void {
    if (isScheduled || signal.aborted) return;
    isScheduled = true;
    queued(async () => {
      await clock.sleep(SETTLE_MS, signal).catch(() => undefined);
      isScheduled = false;
      if (signal.aborted) return;
      if (needsSweep) return void (await sweep());
      const changes = [...waiting.values()];
      waiting.clear();
      await prepare();
      for (const doctype of SOURCE_DOCTYPES) {
        const names = changes.filter((one) => one.doctype === doctype).map(({ name }) => name);
        if (names.length > 0) await update(doctype, names);
      }
    }).catch((error: unknown) => {
      if (signal.aborted) return;
      const wait = Math.min(RETRY.longestMs, RETRY.firstMs * 2 ** failures);
      failures += 1;
      log.warn('the knowledge index could not follow the site', { again_in_ms: wait }, error);
      clock.sleep(wait, signal).then(
        () => {
          needsSweep = true;
          schedule();
        },
        () => undefined,
      );
    });
  }

  /** Puts documents in anew; what the site gives no more goes. */
  async function update(doctype: SourceDocType, names: readonly string[]): Promise<SweepReport> {
    const held = await index.revisions();
    const ofName = (name: string) =>
      [...held.keys()].filter((id) => {
        const parts = partsOf(id);
        return parts.doctype === doctype && parts.name === name;
      });
    let indexed = 0;
    let removed = 0;
    let failed = 0;
    const size = doctype === 'File' ? 1 : TEXTS_AT_ONCE;
    for (let start = 0; start < names.length; start += size) {
      signal.throwIfAborted();
      const batch = names.slice(start, start + size);
      const given = await readSources(site, doctype, batch, signal);
      for (const one of given) {
        const isIn = await put(doctype, one);
        if (isIn) indexed += 1;
        else failed += 1;
      }
      if (doctype === 'Help Article') sawArticles(given);
      const kept = new Set(given.flatMap((one) => idsOf(doctype, one)));
      const gone = batch.flatMap(ofName).filter((id) => !kept.has(id));
      if (gone.length > 0) await index.remove(gone);
      removed += gone.length;
    }
    return { indexed, removed, failed };
  }

  function sawArticles(seen: readonly Source[]): void {
    for (const { modified } of seen) if (modified > newest) newest = modified;
  }

  async function put(doctype: SourceDocType, one: SourceText): Promise<boolean> {
    const made = await indexSource({ doctype, source: one, embedder, signal, log });
    for (const { document, chunks } of made.entries) await index.replace(document, chunks);
    outcomes?.inc({ outcome: made.isWhole ? 'indexed' : 'incomplete' });
    return made.isWhole;
  }

  async function sweep(): Promise<SweepReport> {
    needsSweep = false;
    waiting.clear();
    await prepare();
    const held = await index.revisions();
    const total = { indexed: 0, removed: 0, failed: 0 };
    let known: readonly Source[] = [];
    for (const doctype of SOURCE_DOCTYPES) {
      const listed = await listSources(site, doctype, signal);
      const wanted = new Map(
        listed.flatMap((one) =>
          idsOf(doctype, one).map((id) => [id, { name: one.name, revision: revisionOf(one, embedder) }]),
        ),
      );
      const gone = [...held.keys()].filter((id) => partsOf(id).doctype === doctype && !wanted.has(id));
      if (gone.length > 0) await index.remove(gone);
      if (doctype === 'Help Article') known = listed;
      const old = [...wanted].filter(([id, { revision }]) => held.get(id) !== revision);
      const report = await update(doctype, [...new Set(old.map(([, { name }]) => name))]);
      sawArticles(known);
      total.indexed += report.indexed;
      total.removed += gone.length + report.removed;
      total.failed += report.failed;
    }
    isReady = true;
    failures = 0;
    if (total.indexed + total.removed + total.failed > 0) log.info('the knowledge index was brought up to date', total);
    return total;
  }

  return {
    get isReady() {
      return isReady;
    },
    get newest() {
      return newest;
    },
    async handleBus(event) {
      if (event.kind === 'connected') needsSweep = true;
      else if (event.kind === 'changed' && event.doctype === SETTINGS) needsSweep = true;
      else if (event.kind !== 'knowledge') return;
      else {
        const doctype = SOURCE_DOCTYPES.find((one) => one === event.doctype);
        // A category that opens or closes changes what is in it.
        if (doctype === undefined) needsSweep = true;
        else waiting.set(`${doctype}:${event.name}`, { doctype, name: event.name });
      }
      schedule();
    },
    refresh(id) {
      const { doctype, name } = partsOf(id);
      waiting.set(`${doctype}:${name}`, { doctype, name });
      schedule();
    },
    sweep: () => queued(sweep),
    async idle() {
      for (let seen: unknown = null; seen !== work; ) {
        seen = work;
        await work;
      }
    },
    async close() {
      stopped.abort();
      await work;
    },
  };
}

/** A file stands in the index once for each company that shows it. */
function idsOf(doctype: SourceDocType, one: Source): readonly string[] {
  const companies = one.companies.length === 0 ? [''] : one.companies;
  return companies.map((company) => documentId(doctype, one.name, company));
}

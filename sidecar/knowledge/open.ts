import type { BusEvent, SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { SliceValues } from '../lib/settings.ts';
import type { Embedder } from '../llm/providers/embeddings.ts';
import type { ChunkIndex } from '../search/chunk-index.ts';
import { createIndexedLibrary } from './indexed-library.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import type { ArticleLibrary } from './library.ts';
import { everyNight } from './nightly.ts';
import type { knowledgeSettings } from './settings.ts';

export interface KnowledgeDeps {
  readonly settings: SliceValues<typeof knowledgeSettings>;
  readonly index: ChunkIndex;
  readonly site: SiteClient;
  /** Null: words alone are compared. */
  readonly embedder: Embedder | null;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What the assistant answers from, kept as the site has it. */
export interface Knowledge {
  readonly library: ArticleLibrary;
  readonly indexer: Indexer;
  /** Hand every bus event here. */
  handleBus(event: BusEvent): Promise<void>;
  close(): Promise<void>;
}

export function openKnowledge(deps: KnowledgeDeps): Knowledge {
  const { settings, index, embedder, clock, log } = deps;
  const indexer = createIndexer(deps);
  const nights = everyNight({
    at: settings.sweepAt,
    timeZone: deps.timeZone,
    clock,
    log,
    work: () => indexer.sweep(),
  });
  return {
    library: createIndexedLibrary({
      index,
      isReady: () => indexer.isReady,
      newest: () => indexer.newest,
      embedder,
      embedMs: settings.embedMs,
      onStale: (id) => indexer.refresh(id),
      log,
    }),
    indexer,
    handleBus: (event) => indexer.handleBus(event),
    async close() {
      await Promise.all([nights.close(), indexer.close()]);
      await index.close();
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexSource } from '../../sidecar/knowledge/index-source.ts';
import { createIndexedLibrary } from '../../sidecar/knowledge/indexed-library.ts';
import type { ArticleLibrary, ArticleReads } from '../../sidecar/knowledge/library.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import type { Embedder } from '../../sidecar/llm/providers/embeddings.ts';
import type { ChunkIndex } from '../../sidecar/search/chunk-index.ts';
import { openEmbeddedIndex } from '../../sidecar/search/embedded/embedded-index.ts';

/** An embedded index of given articles that everybody may read, without a site: what is measured is ours alone. */
export interface KnowledgeStand {
  readonly index: ChunkIndex;
  readonly library: ArticleLibrary;
  readonly reads: ArticleReads;
  add(article: {
    readonly name: string;
    readonly title: string;
    readonly category: string;
    readonly text: string;
  }): Promise<void>;
  close(): Promise<void>;
}

const MODIFIED = '2026-01-01 00:00:00';

export async function openKnowledgeStand(embedder: Embedder | null): Promise<KnowledgeStand> {
  const dir = mkdtempSync(join(tmpdir(), 'va-bench-know-'));
  const index = openEmbeddedIndex({ dir });
  await index.useEmbedder(embedder);
  const facts = new Map<string, Record<string, unknown>>();
  const signal = new AbortController().signal;
  const reads: ArticleReads = {
    async method<T>(_method: string, args: Readonly<Record<string, unknown>>) {
      const pairs = JSON.parse(String(args['documents'] ?? '[]')) as [string, string][];
      const documents = pairs.flatMap(([, name]) => facts.get(name) ?? []);
      return { documents, own: [], recent: [], anything: true } as T;
    },
  };
  const library = createIndexedLibrary({
    index,
    isReady: () => true,
    newest: () => MODIFIED,
    embedder,
    embedMs: 60_000,
    onStale: () => undefined,
    log: silentLog,
  });
  return {
    index,
    library,
    reads,
    async add({ name, title, category, text }) {
      const known = { name, title, folder: category, route: `kb/${name}`, public: true, modified: MODIFIED };
      facts.set(name, { ...known, doctype: 'Help Article' });
      const source = { ...known, format: 'html' as const, companies: [], created: MODIFIED, content: text };
      const { entries } = await indexSource({ doctype: 'Help Article', source, embedder, signal, log: silentLog });
      for (const { document, chunks } of entries) await index.replace(document, chunks);
    },
    async close() {
      await index.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

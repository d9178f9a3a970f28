import type { ChunkIndex } from './chunk-index.ts';
import { openEmbeddedIndex } from './embedded/embedded-index.ts';

/** The index that the settings ask for. @throws SearchRefused with what to do */
export async function openChunkIndex(options: {
  readonly openSearchUrl: string | null;
  readonly dataDir: string;
  /** Several sites may share an OpenSearch. */
  readonly siteName: string;
}): Promise<ChunkIndex> {
  if (options.openSearchUrl === null) return openEmbeddedIndex({ dir: options.dataDir });
  // Loaded at first use: its client is large.
  const { openOpenSearchIndex } = await import('./opensearch/opensearch-index.ts');
  return openOpenSearchIndex({ url: options.openSearchUrl, siteName: options.siteName });
}

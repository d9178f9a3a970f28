import { expect, test, vi } from 'vitest';
import { createIndexer } from '../../sidecar/knowledge/indexer.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import type { ChunkIndex } from '../../sidecar/search/chunk-index.ts';
import { manualClock } from '../fakes/manual-clock.ts';

/** A site with one article, which can be away, and an index that only remembers. */
function stand() {
  const clock = manualClock();
  const held = new Map<string, string>();
  let away = false;
  const calls: string[] = [];
  const row = {
    name: 'a',
    title: 'A',
    folder: 'FAQ',
    route: 'kb/a',
    format: 'html',
    public: true,
    companies: [],
    modified: '2026-01-01 00:00:00',
    created: '2026-01-01 00:00:00',
  };
  const site = {
    async read(method: string, args: { doctype: string }) {
      calls.push(`${method.split('.').at(-1)} ${args.doctype}`);
      if (away) throw new VaError('SITE_UNAVAILABLE');
      const documents = args.doctype === 'Help Article' ? [{ ...row, content: '<p>Text.</p>' }] : [];
      return { documents, more: false };
    },
  };
  const index = {
    useEmbedder: async () => undefined,
    revisions: async () => new Map(held),
    async replace(document: { documentId: string; revision: string }) {
      held.set(document.documentId, document.revision);
    },
    async remove(ids: readonly string[]) {
      for (const id of ids) held.delete(id);
    },
  };
  const indexer = createIndexer({
    site: site as never,
    index: index as unknown as ChunkIndex,
    embedder: null,
    clock,
    log: silentLog,
  });
  return {
    clock,
    held,
    calls,
    indexer,
    setAway(now: boolean) {
      away = now;
    },
  };
}

test('a site that is away is asked again, later each time, until the index is whole', async () => {
  const { clock, held, indexer, setAway, calls } = stand();
  setAway(true);
  await indexer.handleBus({ kind: 'connected' });
  await clock.advance(1_000);
  expect(indexer.isReady).toBe(false);
  const first = calls.length;
  await clock.advance(29_000);
  expect(calls.length).toBe(first);
  await clock.advance(2_000);
  expect(calls.length).toBeGreaterThan(first);
  setAway(false);
  await clock.advance(61_000);
  await vi.waitFor(() => expect(indexer.isReady).toBe(true));
  expect(held.size).toBe(1);
  await indexer.close();
});

test('many events of one article are one reading of it, and a closed indexer reads nothing', async () => {
  const { clock, indexer, calls } = stand();
  for (let n = 0; n < 5; n += 1) await indexer.handleBus({ kind: 'knowledge', doctype: 'Help Article', name: 'a' });
  await clock.advance(1_000);
  await vi.waitFor(() => expect(calls).toEqual(['knowledge_texts Help Article']));
  await indexer.idle();
  await indexer.close();
  await indexer.handleBus({ kind: 'knowledge', doctype: 'Help Article', name: 'a' });
  await clock.advance(1_000);
  expect(calls).toHaveLength(1);
});

test('what a DocType of the site refuses keeps nothing that is there from staying', async () => {
  const { held, indexer, setAway } = stand();
  await indexer.sweep();
  setAway(true);
  await expect(indexer.sweep()).rejects.toThrow(VaError);
  expect(held.size).toBe(1);
  await indexer.close();
});

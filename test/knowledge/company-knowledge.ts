import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../devsite/engine/types.ts';
import { createKnowledgeAgent } from '../../sidecar/agents/knowledge/knowledge-agent.ts';
import { createIndexedLibrary } from '../../sidecar/knowledge/indexed-library.ts';
import { createIndexer, type Indexer } from '../../sidecar/knowledge/indexer.ts';
import type { ArticleLibrary } from '../../sidecar/knowledge/library.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import type { Embedder } from '../../sidecar/llm/providers/embeddings.ts';
import type { ChunkIndex } from '../../sidecar/search/chunk-index.ts';
import { openEmbeddedIndex } from '../../sidecar/search/embedded/embedded-index.ts';
import { type DemoReads, openDemoReads } from '../fakes/demo-reads.ts';

/** The demo companies with an index over their knowledge, and the tools that ask it. */
export interface CompanyKnowledge {
  readonly demo: DemoReads;
  readonly index: ChunkIndex;
  readonly indexer: Indexer;
  readonly library: ArticleLibrary;
  /** A document as the administrator makes it. */
  insert(values: Row & { doctype: string }): string;
  /** A folder of files, by its path. */
  folder(path: string): void;
  update(doctype: string, name: string, values: Row): void;
  /** Whose a document is. */
  own(doctype: string, name: string, user: string): void;
  remove(doctype: string, name: string): void;
  /** A File with its content. */
  file(name: string, content: Buffer | string, more?: Row): string;
  /** Answers of one of the knowledge tools to a demo user. */
  ask(user: string, tool: string, args: Row): Promise<Row>;
  /** What a site's event would have done, done. */
  follow(doctype: string, name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCompanyKnowledge(embedder: Embedder | null = null): Promise<CompanyKnowledge> {
  const demo = await openDemoReads();
  const { site } = demo;
  const dir = mkdtempSync(join(tmpdir(), 'va-know-'));
  const index = openEmbeddedIndex({ dir });
  const clock = { now: () => site.clock.now, sleep: async () => undefined };
  const indexer = createIndexer({ site: demo.client, index, embedder, clock, log: silentLog });
  const library = createIndexedLibrary({
    index,
    isReady: () => indexer.isReady,
    newest: () => indexer.newest,
    embedder,
    embedMs: 10_000,
    onStale: (id) => indexer.refresh(id),
    log: silentLog,
  });
  const agent = createKnowledgeAgent(library);
  const { site: engine } = site.running;
  return {
    demo,
    index,
    indexer,
    library,
    insert: (values: Row & { doctype: string }) => engine.transaction((ctx) => ctx.insert(values).name),
    update(doctype, name, values) {
      engine.transaction((ctx) => ctx.save({ ...ctx.getDoc(doctype, name), ...values }));
    },
    own(doctype, name, user) {
      engine.transaction((ctx) => ctx.setValue(doctype, name, { owner: user }, { updateModified: false }));
    },
    remove(doctype, name) {
      engine.transaction((ctx) => ctx.remove(doctype, name));
    },
    folder(path) {
      const at = path.lastIndexOf('/');
      const values = { doctype: 'File', is_folder: 1, folder: path.slice(0, at), file_name: path.slice(at + 1) };
      engine.transaction((ctx) => ctx.insert(values));
    },
    file(name, content, more = {}) {
      const isPrivate = more['is_private'] === 1;
      const folder = join(site.dir, 'files', isPrivate ? 'private' : 'public');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), content);
      const address = `${isPrivate ? '/private' : ''}/files/${name}`;
      const values = { doctype: 'File', file_name: name, file_url: address, folder: 'Home/Handbook', is_private: 0 };
      const size = Buffer.byteLength(content);
      return engine.transaction((ctx) => {
        const { name: made } = ctx.insert({ ...values, file_size: size, ...more });
        if (more['owner'] !== undefined) ctx.setValue('File', made, { owner: more['owner'] });
        return made;
      });
    },
    async ask(user, name, args) {
      const tool = agent.tools.find((one) => one.name === name);
      if (tool?.kind !== 'read') throw new Error(`no ${name}`);
      return { ...(await tool.run(tool.schema.parse(args), await demo.context(user))) };
    },
    async follow(doctype, name) {
      await indexer.handleBus({ kind: 'knowledge', doctype, name });
      await indexer.idle();
    },
    async close() {
      await indexer.close();
      await index.close();
      await demo.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { transaction } from '../../lib/sqlite.ts';
import {
  type Chunk,
  type ChunkHit,
  type ChunkIndex,
  type ChunkQuery,
  chunkId,
  type FoundDocument,
  type VectorKind,
} from '../chunk-index.ts';
import { fuseRanks } from '../rank-fusion.ts';
import { openSearchDatabase } from './database.ts';
import { type FullText, openFullText } from './full-text.ts';
import { bytesOf, type Vectors } from './vectors.ts';

/** How many each way of searching contributes for each hit that is wanted. */
const DEPTH = 2;
const KEPT_COUNTS = 5000;

/** The index in one SQLite file of `dir`, for one process. @throws SearchRefused with what to do */
export function openEmbeddedIndex(options: { readonly dir: string }): ChunkIndex {
  return embeddedIndex(openSearchDatabase(options.dir));
}

function embeddedIndex(db: DatabaseSync): ChunkIndex {
  const text: FullText = openFullText(db);
  const rows = statements(db);
  const counts = new LRUCache<string, number>({ max: KEPT_COUNTS });
  let vectors: Vectors | null = null;

  function forget(documentId: string): void {
    const id = rows.documentRow.get(documentId)?.['id'];
    if (id === undefined) return;
    for (const row of rows.chunkRows.all(Number(id))) {
      const chunk = Number(row['id']);
      text.drop(chunk);
      if (row['has_vector'] === 1) vectors?.drop(chunk);
    }
    text.dropDocument(Number(id));
    rows.dropChunks.run(Number(id));
    rows.dropDocument.run(Number(id));
  }

  function hit(id: number, score: number): ChunkHit | null {
    const row = rows.hit.get(id);
    return row === undefined ? null : { ...documentOf(row), chunkIndex: Number(row['chunk_index']), score };
  }

  return {
    async useEmbedder(embedder) {
      const wanted = embedder === null ? '' : kindOf(embedder);
      const kept = String(rows.fact.get('embedder')?.['value'] ?? '');
      if (embedder === null && kept === '') return;
      const { openVectors } = await import('./vectors.ts');
      // The table belongs to the extension, also to drop it.
      if (kept !== '' && kept !== wanted) {
        openVectors(db, 8);
        transaction(db, () => {
          db.exec('DROP TABLE va_knowledge_vectors; UPDATE va_knowledge SET embedding = NULL');
          rows.setFact.run('embedder', '');
        });
      }
      vectors = embedder === null ? null : openVectors(db, embedder.dimensions);
      rows.setFact.run('embedder', wanted);
    },
    async replace(document, chunks) {
      transaction(db, () => {
        forget(document.documentId);
        if (chunks.length === 0) return;
        const { companyId, isPublic } = document;
        const added = rows.addDocument.run(
          document.documentId,
          companyId,
          document.folderPath,
          document.title,
          isPublic ? 1 : 0,
          document.revision,
          document.length,
          chunks.length,
          document.createdAt,
          document.updatedAt,
        );
        text.putDocument(Number(added.lastInsertRowid), chunks, document);
        for (const chunk of chunks) {
          const vector = vectors === null ? null : chunk.embedding;
          const { lastInsertRowid } = rows.addChunk.run(
            Number(added.lastInsertRowid),
            chunkId(document.documentId, chunk.index),
            chunk.text,
            chunk.index,
            chunk.titleTerms.join(' '),
            chunk.terms.join(' '),
            JSON.stringify(chunk.metadata),
            vector === null ? null : bytesOf(vector),
          );
          const id = Number(lastInsertRowid);
          text.put(id, chunk, document);
          if (vector !== null) vectors?.put(id, companyId, isPublic, vector);
        }
      });
      counts.clear();
    },
    async remove(documentIds) {
      transaction(db, () => {
        for (const id of documentIds) forget(id);
      });
      counts.clear();
    },
    async revisions() {
      return new Map(rows.revisions.all().map((row) => [String(row['document_id']), String(row['revision'])]));
    },
    async search(query) {
      const depth = query.limit * DEPTH;
      const byWords = text.search(query, depth);
      const byMeaning =
        vectors === null || query.vector === null
          ? []
          : inFolders(vectors.nearest(query, query.vector, query.limit), query.folders, rows);
      return fuseRanks([byWords, byMeaning])
        .slice(0, query.limit)
        .flatMap(({ key, score }) => hit(key, score) ?? []);
    },
    async documents(companies, { ids, folders, limit }) {
      const who = JSON.stringify(companies);
      const found =
        ids !== undefined
          ? rows.named.all(who, JSON.stringify(ids), limit)
          : folders !== undefined
            ? rows.inFolders.all(who, JSON.stringify(folders), limit)
            : rows.listed.all(who, limit);
      return found.map(documentOf);
    },
    async folders(companies) {
      return rows.folders.all(JSON.stringify(companies)).map((row) => String(row['folder_path']));
    },
    async chunksOf(documents) {
      const found = new Map<string, Chunk[]>();
      const places = new Map(documents.map((one) => [one.documentId, one.places]));
      for (const row of rows.chunks.all(JSON.stringify([...places.keys()]))) {
        const id = String(row['document_id']);
        if (places.get(id)?.includes(Number(row['chunk_index'])) === false) continue;
        const chunks = found.get(id) ?? [];
        chunks.push(chunkOf(row));
        found.set(id, chunks);
      }
      return found;
    },
    async statistics(companies, terms) {
      const listed = JSON.stringify(companies);
      const totals = rows.totals.get(listed);
      const frequency = new Map<string, number>();
      for (const term of terms) {
        const key = `${listed}\0${term}`;
        const known = counts.get(key);
        const count = known ?? text.documentsWith(term, companies);
        if (known === undefined) counts.set(key, count);
        frequency.set(term, count);
      }
      return {
        documents: Number(totals?.['documents'] ?? 0),
        averageLength: Number(totals?.['average'] ?? 0),
        frequency,
      };
    },
    async ping() {
      rows.fact.get('embedder');
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
}

function kindOf({ id, dimensions }: VectorKind): string {
  return `${id} ${dimensions}`;
}

/** Nearness knows no folders: they are looked at afterwards. */
function inFolders(
  chunks: readonly number[],
  folders: ChunkQuery['folders'],
  rows: ReturnType<typeof statements>,
): readonly number[] {
  if (folders === undefined) return chunks;
  return chunks.filter((chunk) => folders.includes(String(rows.folder.get(chunk)?.['folder_path'])));
}

function documentOf(row: Readonly<Record<string, unknown>>): FoundDocument {
  return {
    documentId: String(row['document_id']),
    isPublic: row['is_public'] === 1,
    revision: String(row['revision']),
    pieces: Number(row['pieces']),
  };
}

function chunkOf(row: Readonly<Record<string, unknown>>): Chunk {
  const { embedding } = row;
  return {
    index: Number(row['chunk_index']),
    text: String(row['chunk_text']),
    titleTerms: wordsOf(row['title_terms']),
    terms: wordsOf(row['terms']),
    metadata: JSON.parse(String(row['metadata'])) as Record<string, unknown>,
    // A copy: what SQLite gives need not lie where floats may.
    embedding: embedding instanceof Uint8Array ? new Float32Array(Uint8Array.from(embedding).buffer) : null,
  };
}

function statements(db: DatabaseSync) {
  const joined = 'va_knowledge c JOIN documents d ON d.id = c.document';
  const found = 'd.document_id, d.is_public, d.revision, d.pieces';
  const company = 'd.company_id IN (SELECT value FROM json_each(?))';
  const listed = (more: string) =>
    db.prepare(
      `SELECT ${found} FROM documents d WHERE ${company}${more} ORDER BY d.updated_at DESC, d.document_id LIMIT ?`,
    );
  return {
    fact: db.prepare('SELECT value FROM facts WHERE key = ?'),
    setFact: db.prepare('INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)'),
    documentRow: db.prepare('SELECT id FROM documents WHERE document_id = ?'),
    chunkRows: db.prepare('SELECT id, embedding IS NOT NULL AS has_vector FROM va_knowledge WHERE document = ?'),
    dropChunks: db.prepare('DELETE FROM va_knowledge WHERE document = ?'),
    dropDocument: db.prepare('DELETE FROM documents WHERE id = ?'),
    addDocument: db.prepare(
      `INSERT INTO documents (document_id, company_id, folder_path, document_title, is_public, revision, length, pieces, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addChunk: db.prepare(
      `INSERT INTO va_knowledge (document, chunk_id, chunk_text, chunk_index, title_terms, terms, metadata, embedding)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    revisions: db.prepare('SELECT document_id, revision FROM documents'),
    hit: db.prepare(`SELECT ${found}, c.chunk_index FROM ${joined} WHERE c.id = ?`),
    folder: db.prepare(`SELECT d.folder_path FROM ${joined} WHERE c.id = ?`),
    listed: listed(''),
    named: listed(' AND d.document_id IN (SELECT value FROM json_each(?))'),
    inFolders: listed(' AND d.folder_path IN (SELECT value FROM json_each(?))'),
    folders: db.prepare(`SELECT DISTINCT d.folder_path FROM documents d WHERE ${company} ORDER BY 1`),
    chunks: db.prepare(
      `SELECT d.document_id, c.* FROM ${joined} WHERE d.document_id IN (SELECT value FROM json_each(?)) ORDER BY d.id, c.chunk_index`,
    ),
    totals: db.prepare(
      `SELECT count(*) AS documents, avg(length) AS average FROM documents
       WHERE is_public = 1 AND company_id IN (SELECT value FROM json_each(?))`,
    ),
  };
}

function wordsOf(value: unknown): readonly string[] {
  return value === '' ? [] : String(value).split(' ');
}

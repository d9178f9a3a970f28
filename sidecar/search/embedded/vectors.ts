import type { DatabaseSync } from 'node:sqlite';
import { load } from 'sqlite-vec';
import type { ChunkQuery } from '../chunk-index.ts';

/** Vectors in SQLite. Loaded at first use: the extension is native code that an index without vectors does not need. */
export interface Vectors {
  put(chunk: number, company: string, isPublic: boolean, vector: Float32Array): void;
  drop(chunk: number): void;
  /** Chunks in the order of nearness. */
  nearest(query: Pick<ChunkQuery, 'companies' | 'isPublic'>, vector: Float32Array, limit: number): readonly number[];
}

/**
 * The signs of a vector find candidates among all of a company's (a thirty-second of the bytes to read), the whole vectors put those
 * in order: many candidates for each one that is wanted, so that the coarse look loses none that counts.
 */
const CANDIDATES = 4;
/** At least, so that few wanted ones are not too few looked at. */
const LEAST_CANDIDATES = 160;

/** sqlite-vec gives no more. */
const MOST_CANDIDATES = 4_096;

export function openVectors(db: DatabaseSync, dimensions: number): Vectors {
  load(db);
  // Bits come in bytes.
  const width = Math.ceil(dimensions / 8) * 8;
  db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS va_knowledge_vectors USING vec0 (company_id TEXT PARTITION KEY, is_public BOOLEAN, signs BIT[${width}])`,
  );
  const insert = db.prepare(
    'INSERT INTO va_knowledge_vectors (rowid, company_id, is_public, signs) VALUES (?, ?, ?, vec_bit(?))',
  );
  const remove = db.prepare('DELETE FROM va_knowledge_vectors WHERE rowid = ?');
  const near = db.prepare(
    'SELECT rowid FROM va_knowledge_vectors WHERE signs MATCH vec_bit(?) AND k = ? AND company_id = ? AND is_public = ?',
  );
  const exact = db.prepare(
    `SELECT c.id, vec_distance_cosine(c.embedding, ?) AS distance FROM va_knowledge c
     WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY distance LIMIT ?`,
  );
  return {
    put(chunk, company, isPublic, vector) {
      insert.run(BigInt(chunk), company, isPublic ? 1n : 0n, signsOf(vector, width));
    },
    drop(chunk) {
      remove.run(BigInt(chunk));
    },
    nearest({ companies, isPublic }, vector, limit) {
      const signs = signsOf(vector, width);
      const coarse = BigInt(Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, limit * CANDIDATES)));
      const found = companies.flatMap((company) =>
        near.all(signs, coarse, company, isPublic ? 1n : 0n).map((row) => Number(row['rowid'])),
      );
      return exact.all(bytesOf(vector), JSON.stringify(found), limit).map((row) => Number(row['id']));
    },
  };
}

export function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function signsOf(vector: Float32Array, width: number): Uint8Array {
  const bits = new Uint8Array(width / 8);
  for (let at = 0; at < vector.length; at++) {
    if ((vector[at] ?? 0) > 0) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return bits;
}

import type { DatabaseSync } from 'node:sqlite';
import type { Chunk, ChunkQuery } from '../chunk-index.ts';
import { isNear, slipsAllowed } from '../near-words.ts';

export interface FullText {
  put(chunk: number, text: Pick<Chunk, 'titleTerms' | 'terms'>): void;
  drop(chunk: number): void;
  /** Chunks, best first. */
  search(query: ChunkQuery, limit: number): readonly number[];
  /** Documents that everybody of the companies may read and that have the term. */
  documentsWith(term: string, companies: readonly string[]): number;
}

const TITLE_WEIGHT = 3;
/** Near spellings of one word that are looked for. */
const MOST_SPELLINGS = 8;

/** Full text over stems: what is stored and asked for was made by `termsOf`, so the tokenizer only splits. */
export function openFullText(db: DatabaseSync): FullText {
  const insert = db.prepare('INSERT INTO va_knowledge_text (rowid, title, body) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM va_knowledge_text WHERE rowid = ?');
  const allowed = 'd.is_public = ? AND d.company_id IN (SELECT value FROM json_each(?))';
  const joined =
    'va_knowledge_text JOIN va_knowledge c ON c.id = va_knowledge_text.rowid JOIN documents d ON d.id = c.document';
  const ranked = (more: string) =>
    db.prepare(
      `SELECT c.id FROM ${joined} WHERE va_knowledge_text MATCH ? AND ${allowed}${more}
       ORDER BY bm25(va_knowledge_text, ${TITLE_WEIGHT}, 1.0), c.id LIMIT ?`,
    );
  const everywhere = ranked('');
  const within = ranked(' AND d.folder_path IN (SELECT value FROM json_each(?))');
  const count = db.prepare(
    `SELECT count(DISTINCT c.document) AS n FROM ${joined} WHERE va_knowledge_text MATCH ? AND ${allowed}`,
  );
  const known = db.prepare('SELECT 1 FROM va_knowledge_words WHERE term = ?');
  const alike = db.prepare('SELECT term FROM va_knowledge_words WHERE term >= ? AND term < ? ORDER BY doc DESC');

  /** Nobody mistypes the first letter. */
  function spellings(term: string): readonly string[] {
    const most = slipsAllowed(term.length);
    if (most === 0 || known.get(term) !== undefined) return [term];
    const first = term.slice(0, 1);
    const after = String.fromCodePoint((first.codePointAt(0) ?? 0) + 1);
    const near = alike
      .all(first, after)
      .map((row) => String(row['term']))
      .filter((word) => isNear(term, word, most));
    return near.slice(0, MOST_SPELLINGS);
  }

  return {
    put(chunk, { titleTerms, terms }) {
      insert.run(chunk, titleTerms.join(' '), terms.join(' '));
    },
    drop(chunk) {
      remove.run(chunk);
    },
    search({ terms, also = [], companies, isPublic, folders }, limit) {
      const words = [...new Set([...terms.flatMap(spellings), ...also])];
      if (words.length === 0) return [];
      const match = words.map(quoted).join(' OR ');
      const who = [match, isPublic ? 1 : 0, JSON.stringify(companies)] as const;
      const rows =
        folders === undefined ? everywhere.all(...who, limit) : within.all(...who, JSON.stringify(folders), limit);
      return rows.map((row) => Number(row['id']));
    },
    documentsWith: (term, companies) => Number(count.get(quoted(term), 1, JSON.stringify(companies))?.['n'] ?? 0),
  };
}

/** A word as FTS5 takes it, whatever stands in it. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '')}"`;
}

import type { DatabaseSync } from 'node:sqlite';
import type { Chunk, ChunkQuery, IndexedDocument } from '../chunk-index.ts';
import { isNear, slipsAllowed } from '../near-words.ts';

type Whose = Pick<IndexedDocument, 'companyId' | 'isPublic'>;

export interface FullText {
  put(chunk: number, text: Pick<Chunk, 'titleTerms' | 'terms'>, whose: Whose): void;
  drop(chunk: number): void;
  /** All terms of a document, for counting. */
  putDocument(document: number, chunks: readonly Pick<Chunk, 'titleTerms' | 'terms'>[], whose: Whose): void;
  dropDocument(document: number): void;
  /** Chunks, best first. */
  search(query: ChunkQuery, limit: number): readonly number[];
  /** Documents that everybody of the companies may read and that have the term. */
  documentsWith(term: string, companies: readonly string[]): number;
}

const TITLE_WEIGHT = 3;
/** Near spellings of one word that are looked for. */
const MOST_SPELLINGS = 8;
/**
 * Pieces that are ranked for one question. Words that stand nearly everywhere tell nothing apart and cost most: the rarest go first, and
 * those that would go beyond this are left out, but never the rarest.
 */
const MOST_ROWS = 5_000;
const LEAST_WORDS = 2;

/** Full text over stems: what is stored and asked for was made by `termsOf`, so the tokenizer only splits. */
export function openFullText(db: DatabaseSync): FullText {
  const insert = db.prepare('INSERT INTO va_knowledge_text (rowid, title, body, scope) VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM va_knowledge_text WHERE rowid = ?');
  const insertCounts = db.prepare('INSERT INTO va_knowledge_counts (rowid, terms, scope) VALUES (?, ?, ?)');
  const removeCounts = db.prepare('DELETE FROM va_knowledge_counts WHERE rowid = ?');
  const weights = `rank MATCH 'bm25(${TITLE_WEIGHT}.0, 1.0, 0.0)'`;
  const everywhere = db.prepare(
    `SELECT rowid AS id FROM va_knowledge_text WHERE va_knowledge_text MATCH ? AND ${weights} ORDER BY rank LIMIT ?`,
  );
  const within = db.prepare(
    `SELECT va_knowledge_text.rowid AS id FROM va_knowledge_text JOIN va_knowledge c ON c.id = va_knowledge_text.rowid
     JOIN documents d ON d.id = c.document
     WHERE va_knowledge_text MATCH ? AND ${weights} AND d.folder_path IN (SELECT value FROM json_each(?)) ORDER BY rank LIMIT ?`,
  );
  const count = db.prepare('SELECT count(*) AS n FROM va_knowledge_counts WHERE va_knowledge_counts MATCH ?');
  const known = db.prepare('SELECT doc FROM va_knowledge_words WHERE term = ?');
  const alike = db.prepare('SELECT term, doc FROM va_knowledge_words WHERE term >= ? AND term < ? ORDER BY doc DESC');

  /** Spellings with the pieces that have them. Nobody mistypes the first letter. */
  function spellings(term: string): readonly (readonly [word: string, pieces: number])[] {
    const pieces = known.get(term)?.['doc'];
    if (pieces !== undefined) return [[term, Number(pieces)]];
    const most = slipsAllowed(term.length);
    if (most === 0) return [];
    const first = term.slice(0, 1);
    const after = String.fromCodePoint((first.codePointAt(0) ?? 0) + 1);
    return alike
      .all(first, after)
      .map((row) => [String(row['term']), Number(row['doc'])] as const)
      .filter(([word]) => isNear(term, word, most))
      .slice(0, MOST_SPELLINGS);
  }

  /** The words to look for, the rarest first. */
  function wordsOf({ terms, also = [] }: ChunkQuery): readonly string[] {
    const found = new Map(terms.flatMap(spellings));
    for (const term of also) {
      const pieces = known.get(term)?.['doc'];
      if (pieces !== undefined) found.set(term, Number(pieces));
    }
    let room = MOST_ROWS;
    return [...found]
      .sort((one, other) => one[1] - other[1])
      .filter(([, pieces], at) => {
        room -= pieces;
        return room >= 0 || at < LEAST_WORDS;
      })
      .map(([word]) => word);
  }

  return {
    put(chunk, { titleTerms, terms }, whose) {
      insert.run(chunk, titleTerms.join(' '), terms.join(' '), scopeOf(whose));
    },
    drop(chunk) {
      remove.run(chunk);
    },
    putDocument(document, chunks, whose) {
      const terms = new Set(chunks.flatMap((chunk) => [...chunk.titleTerms, ...chunk.terms]));
      insertCounts.run(document, [...terms].join(' '), scopeOf(whose));
    },
    dropDocument(document) {
      removeCounts.run(document);
    },
    search(query, limit) {
      const { companies, isPublic, folders } = query;
      const words = wordsOf(query);
      if (words.length === 0) return [];
      const match = `{title body} : (${words.map(quoted).join(' OR ')}) AND ${scopesOf(companies, isPublic)}`;
      const rows =
        folders === undefined ? everywhere.all(match, limit) : within.all(match, JSON.stringify(folders), limit);
      return rows.map((row) => Number(row['id']));
    },
    documentsWith: (term, companies) =>
      Number(count.get(`terms : ${quoted(term)} AND ${scopesOf(companies, true)}`)?.['n'] ?? 0),
  };
}

/** Whose a row is, as a word that the full text finds it by. */
function scopeOf({ companyId, isPublic }: Whose): string {
  return `${isPublic ? 'p' : 'r'}${Buffer.from(companyId).toString('hex')}x`;
}

function scopesOf(companies: readonly string[], isPublic: boolean): string {
  return `scope : (${companies.map((companyId) => quoted(scopeOf({ companyId, isPublic }))).join(' OR ')})`;
}

/** A word as FTS5 takes it, whatever stands in it. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '')}"`;
}

import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../lib/sqlite.ts';
import { SearchRefused } from '../search-refused.ts';

const MIGRATIONS: readonly string[] = [
  `CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE documents (id INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, company_id TEXT NOT NULL, folder_path TEXT NOT NULL,
     document_title TEXT NOT NULL, is_public INTEGER NOT NULL, revision TEXT NOT NULL, length INTEGER NOT NULL, pieces INTEGER NOT NULL,
     created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
   CREATE INDEX documents_by_company ON documents (company_id, is_public);
   CREATE TABLE va_knowledge (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (id), chunk_id TEXT NOT NULL UNIQUE,
     chunk_text TEXT NOT NULL, chunk_index INTEGER NOT NULL, title_terms TEXT NOT NULL, terms TEXT NOT NULL, metadata TEXT NOT NULL,
     embedding BLOB);
   CREATE INDEX va_knowledge_by_document ON va_knowledge (document, chunk_index);
   CREATE VIRTUAL TABLE va_knowledge_text USING fts5 (title, body, scope, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
   CREATE VIRTUAL TABLE va_knowledge_counts USING fts5 (terms, scope, content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 0');
   CREATE VIRTUAL TABLE va_knowledge_words USING fts5vocab (va_knowledge_text, 'row');`,
];

/** Opens and migrates `<dir>/search.db`. @throws SearchRefused when it was written by a newer version or cannot be opened */
export function openSearchDatabase(dir: string): DatabaseSync {
  const path = join(dir, 'search.db');
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(path, { timeout: 5000, allowExtension: true });
    try {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000');
      chmodSync(path, 0o600);
      migrate(
        db,
        path,
        MIGRATIONS,
        (words) =>
          new SearchRefused(
            `${words} Start the newer version again, or delete the file: it is filled again from the site.`,
          ),
      );
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof SearchRefused) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SearchRefused(
      `The index ${path} cannot be opened (${reason}). See that this user may write there; a damaged index may be deleted, it is filled again from the site.`,
    );
  }
}

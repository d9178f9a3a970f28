import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { openEmbeddedIndex } from '../../sidecar/search/embedded/embedded-index.ts';
import { SearchRefused } from '../../sidecar/search/search-refused.ts';
import { chunkIndexSuite } from './chunk-index-suite.ts';

const dirs: string[] = [];
const newDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'va-search-'));
  dirs.push(dir);
  return dir;
};
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

chunkIndexSuite('the embedded index', async () => {
  const dir = newDir();
  const index = openEmbeddedIndex({ dir });
  return {
    index,
    async reopen() {
      await index.close();
      return openEmbeddedIndex({ dir });
    },
    close: () => index.close(),
  };
});

test('the file is for its owner alone', async () => {
  const dir = newDir();
  await openEmbeddedIndex({ dir }).close();
  expect(statSync(join(dir, 'search.db')).mode & 0o077).toBe(0);
});

test('an index of a newer version is refused with what to do, and left as it is', async () => {
  const dir = newDir();
  await openEmbeddedIndex({ dir }).close();
  const db = new DatabaseSync(join(dir, 'search.db'));
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => openEmbeddedIndex({ dir })).toThrow(SearchRefused);
  expect(() => openEmbeddedIndex({ dir })).toThrow(/newer version.*delete the file/u);
});

test('a file that is no index is refused with what to do', async () => {
  const dir = newDir();
  const db = new DatabaseSync(join(dir, 'search.db'));
  db.exec('CREATE TABLE documents (x)');
  db.close();
  expect(() => openEmbeddedIndex({ dir })).toThrow(/may be deleted/u);
});

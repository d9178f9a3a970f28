import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every key of site_config.json that the app's Python names. */
function keysIn(text: string): string[] {
  return [...text.matchAll(/"(dartwing_va_[a-z_]+)"/g)].map((match) => match[1] ?? '');
}

const sources = ['hooks', 'dartwing_va'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => join(folder, file)),
);
// Names of realtime events look the same.
const used = [
  ...new Set(sources.filter((file) => !file.endsWith('events.py')).flatMap((file) => keysIn(read(file)))),
].sort();

it('documents every key of site_config that the app reads', () => {
  expect(used.length).toBeGreaterThan(5);
  const page = read('docs/security.md');
  expect(used.filter((key) => !page.includes(`| \`${key}\` |`))).toEqual([]);
});

it('takes every one of them away when it is uninstalled', () => {
  const install = read('hooks/install.py');
  const list = /CONFIG_KEYS = \(([^)]*)\)/.exec(install)?.[1] ?? '';
  const named = (file: string) =>
    [...read(file).matchAll(/^([A-Z_]+) = "(dartwing_va_[a-z_]+)"/gm)]
      .filter(([, constant]) => list.includes(constant ?? '?'))
      .map((match) => match[2] ?? '');
  const gone = new Set([...keysIn(list), ...named('hooks/install.py'), ...named('hooks/site_keys.py')]);
  expect(used.filter((key) => !gone.has(key))).toEqual([]);
});

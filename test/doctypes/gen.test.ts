import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readDocTypes, render } from '../../scripts/gen/doctypes.ts';
import { type Generator, loadGenerators, staleFiles } from '../../scripts/gen/run.ts';
import { DOCTYPES } from '../../sidecar/frappe/doctypes.gen.ts';
import { docTypes, ROOT } from './files.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'va-gen-'));
  folders.push(folder);
  return folder;
}

function generator(name: string, files: Record<string, string>): Generator {
  return { name, generate: async () => new Map(Object.entries(files)) };
}

describe('npm run gen', () => {
  test('nothing generated from the DocTypes is stale', async () => {
    const generators = (await loadGenerators(join(ROOT, 'scripts/gen'))).filter((each) => each.name === 'doctypes');
    expect(generators).toHaveLength(1);
    expect(await staleFiles(generators, ROOT, false)).toEqual([]);
    expect([...DOCTYPES].sort()).toEqual([...docTypes().keys()].sort());
  });

  test('a check names what is stale or missing and writes nothing', async () => {
    const root = temporary();
    writeFileSync(join(root, 'old.txt'), 'old');
    const generators = [generator('a', { 'old.txt': 'new', 'folder/missing.txt': 'new', 'same.txt': 'same' })];
    writeFileSync(join(root, 'same.txt'), 'same');
    expect(await staleFiles(generators, root, false)).toEqual(['old.txt', 'folder/missing.txt']);
    expect(readFileSync(join(root, 'old.txt'), 'utf8')).toBe('old');
    expect(existsSync(join(root, 'folder'))).toBe(false);
  });

  test('a run writes what is stale, and a second run finds nothing', async () => {
    const root = temporary();
    const generators = [generator('a', { 'folder/a.txt': 'text' })];
    expect(await staleFiles(generators, root, true)).toEqual(['folder/a.txt']);
    expect(readFileSync(join(root, 'folder/a.txt'), 'utf8')).toBe('text');
    expect(await staleFiles(generators, root, true)).toEqual([]);
  });

  test('two generators may not write one file, and none may leave the repository', async () => {
    const root = temporary();
    await expect(staleFiles([generator('a', { x: '1' }), generator('b', { x: '2' })], root, true)).rejects.toThrow(
      'b and a',
    );
    await expect(staleFiles([generator('a', { '../x': '1' })], root, true)).rejects.toThrow('outside');
  });

  test('a file that is no generator is refused by its name', async () => {
    const folder = temporary();
    writeFileSync(join(folder, 'broken.ts'), 'export const name = 1;\n');
    await expect(loadGenerators(folder)).rejects.toThrow('broken.ts');
  });

  test('types follow the fields: options, blanks, numbers, checks, child rows', async () => {
    const text = render(await readDocTypes());
    expect(text).toContain("  readonly role: 'User' | 'Assistant' | 'System';");
    expect(text).toContain("  readonly input_modality: '' | 'Text' | 'Voice' | null;");
    expect(text).toContain('  readonly tool_policies: readonly VAToolPolicy[];');
    expect(text).toContain('export interface VAToolPolicy extends ChildRow {');
    expect(text).toContain('  readonly no_confirm: 0 | 1;');
    expect(text).toContain('  readonly epoch: number;');
    expect(text).not.toContain('section_');
  });
});

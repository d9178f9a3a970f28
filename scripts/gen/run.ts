import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * `npm run gen` writes every generated file; `npm run gen -- --check` writes nothing and exits 1 when one is stale. A
 * generator is a file beside this one that exports `name` and `generate()`: path in the repository -> content.
 */
export interface Generator {
  readonly name: string;
  generate(): Promise<ReadonlyMap<string, string>>;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function isGenerator(module: unknown): module is Generator {
  if (typeof module !== 'object' || module === null) return false;
  return (
    'name' in module && typeof module.name === 'string' && 'generate' in module && typeof module.generate === 'function'
  );
}

/** The generators of a folder, in order of file name; helpers start with `_`. */
export async function loadGenerators(folder: string): Promise<Generator[]> {
  const files = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.startsWith('_'))
    .sort();
  const generators: Generator[] = [];
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    if (!isGenerator(module)) throw new Error(`${file} must export name and generate()`);
    generators.push(module);
  }
  return generators;
}

/** Paths, relative to `root`, whose content on disk is not what the generators make. With `write` they are written. */
export async function staleFiles(generators: readonly Generator[], root: string, write: boolean): Promise<string[]> {
  const stale: string[] = [];
  const made = new Map<string, string>();
  for (const generator of generators) {
    for (const [path, content] of await generator.generate()) {
      const target = join(root, path);
      if (relative(root, target).startsWith('..'))
        throw new Error(`${generator.name} writes outside the repository: ${path}`);
      const other = made.get(path);
      if (other) throw new Error(`${generator.name} and ${other} both write ${path}`);
      made.set(path, generator.name);
      if ((await contentOf(target)) === content) continue;
      stale.push(path);
      if (!write) continue;
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  }
  return stale;
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale = await staleFiles(await loadGenerators(import.meta.dirname), ROOT, !check);
  for (const path of stale) console.log(check ? `stale: ${path}` : `wrote ${path}`);
  if (check && stale.length > 0) {
    console.error('Run `npm run gen` and commit the result.');
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();

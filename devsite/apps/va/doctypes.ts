import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../engine/types.ts';
import { isObject } from '../values.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Every DocType of the app, from `doctypes/<folder>/<folder>.json`: the same files that a bench installs. */
export function vaDocTypes(): readonly Row[] {
  const folder = join(ROOT, 'doctypes');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name, `${entry.name}.json`))
    .filter((path) => existsSync(path))
    .sort()
    .map((path) => readObject(path));
}

/** Defaults that a site gets once, from `hooks/seeds/<name>.json`; undefined when there is no such file. */
export function seedFile(name: string): unknown {
  const path = join(ROOT, 'hooks', 'seeds', `${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function readObject(path: string): Row {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(value)) throw new Error(`${path} holds no DocType`);
  return value;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseUtterances, type Utterance } from '../../sidecar/language/nlu/corpus.ts';

const FOLDER = fileURLToPath(new URL('../../sidecar/language/nlu/utterances/', import.meta.url));

/** All utterances of the repository, file by file in the order of their names. @throws when one has no group. */
export async function readCorpus(): Promise<readonly Utterance[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.jsonl')).sort();
  const all: Utterance[] = [];
  for (const file of files) {
    for (const utterance of parseUtterances(await readFile(join(FOLDER, file), 'utf8'), file)) {
      if (utterance.group === null) throw new TypeError(`${file}: "${utterance.text}" needs a group`);
      all.push(utterance);
    }
  }
  return all;
}

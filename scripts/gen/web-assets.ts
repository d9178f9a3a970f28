import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const name = 'web assets';

/** What is built from web/, by mode: the page with its style, the widget that loads it, and what runs in its audio thread. */
const MODES = ['production', 'widget', 'audio'] as const;

/** dartwing_va/public: scripts and styles, built from web/ and committed, because a bench must not need to build. */
export async function generate(): Promise<Map<string, string>> {
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  const files = new Map<string, string>();
  const built = [];
  for (const mode of MODES) built.push(await build({ configFile, mode, logLevel: 'error', build: { write: false } }));
  for (const bundle of built.flat()) {
    if (!('output' in bundle)) throw new Error('the build of web/ must not be a watcher');
    for (const file of bundle.output) {
      const content = file.type === 'chunk' ? file.code : file.source;
      files.set(
        `dartwing_va/public/${file.fileName}`,
        typeof content === 'string' ? content : Buffer.from(content).toString('utf8'),
      );
    }
  }
  return files;
}

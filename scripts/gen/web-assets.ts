import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const name = 'web assets';

/** What is built from web/: the page with its style, and what runs in its audio thread. */
const CONFIGS = ['vite.config.ts', 'vite.audio.config.ts'] as const;

/** dartwing_va/public: the page's scripts and style, built from web/ and committed, because a bench must not need to build. */
export async function generate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const built = [];
  for (const config of CONFIGS) {
    const configFile = fileURLToPath(new URL(`../../web/${config}`, import.meta.url));
    built.push(await build({ configFile, logLevel: 'error', build: { write: false } }));
  }
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

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const name = 'web assets';

/** dartwing_va/public: the page's script and style, built from web/ and committed, because a bench must not need to build. */
export async function generate(): Promise<Map<string, string>> {
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  const files = new Map<string, string>();
  for (const bundle of Array.isArray(built) ? built : [built]) {
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

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Soon after the start, before there is much to do, ms. */
const AFTER_MS = 4000;

/**
 * Gives back what only the start needed: reading and compiling the modules leaves some 30 MB of garbage in grown spaces,
 * which V8 would keep for as long as the service is idle. Done once; it takes some 50 ms.
 */
export function releaseStartMemory(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}

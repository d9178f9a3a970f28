import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../test/chaos/stack.ts';
import { freePort } from '../../test/fakes/redis-server.ts';
import { atMost, type Bench, type Figure, quantile } from './bench.ts';

const AGAIN = 3;

/** How long `bash scripts/demo` takes until it says that it is ready. */
export const startBench: Bench = {
  name: 'start',
  about: 'bash scripts/demo until `ready`, with new data and with data that is there',
  async run({ tell, freshClone }) {
    const dir = mkdtempSync(join(tmpdir(), 'va-bench-start-'));
    try {
      tell('first start, with new data');
      const first = await untilReady(ROOT, join(dir, 'data'));
      const again: number[] = [];
      for (let n = 0; n < AGAIN; n += 1) {
        tell('start with the data there');
        again.push(await untilReady(ROOT, join(dir, 'data')));
      }
      const figures: Figure[] = [
        {
          name: 'start.new-data',
          value: first,
          unit: 's',
          budget: atMost(5),
          note: 'prepared clone, companies seeded',
        },
        { name: 'start.again', value: quantile(again, 0.5), unit: 's', budget: atMost(5), note: 'prepared clone' },
      ];
      if (freshClone) {
        tell('a fresh clone, which installs every package');
        const clone = join(dir, 'clone');
        execFileSync('git', ['clone', '--quiet', ROOT, clone]);
        figures.push({ name: 'start.fresh-clone', value: await untilReady(clone, join(dir, 'data2')), unit: 's' });
      }
      return figures;
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

/** Seconds. */
async function untilReady(root: string, data: string): Promise<number> {
  const env = {
    ...process.env,
    VA_DATA_DIR: data,
    VA_PORT: String(await freePort()),
    SITE_PORT: String(await freePort()),
    SITE_SOCKETIO_PORT: String(await freePort()),
  };
  const start = performance.now();
  const demo = spawn('bash', ['scripts/demo'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(demo, 'exit');
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: demo.stdout }).on('line', (line) => {
        if (line.startsWith('ready http')) resolve();
      });
      demo.once('exit', (code) => reject(new Error(`scripts/demo ended with ${code}`)));
    });
    return (performance.now() - start) / 1000;
  } finally {
    demo.kill('SIGTERM');
    await ended;
  }
}

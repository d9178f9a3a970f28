import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { freePort } from '../fakes/redis-server.ts';

const DEMO = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url));

it('the demo starts on other ports with settings of one’s own, says who answers, and ends cleanly', {
  timeout: 60_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'va-demo-'));
  const [port, site, socketio] = [await freePort(), await freePort(), await freePort()].map(String);
  const own = { VA_PORT: port, SITE_PORT: site, SITE_SOCKETIO_PORT: socketio, VA_DATA_DIR: dir, VA_LOG_LEVEL: 'error' };
  const demo = spawn(process.execPath, [DEMO], { env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  try {
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: demo.stdout }).on('line', (line) => {
        said.push(line);
        if (line === `ready http://127.0.0.1:${port}`) resolve();
      });
      createInterface({ input: demo.stderr }).on('line', (line) => said.push(line));
      demo.once('exit', () => reject(new Error(said.join('\n'))));
    });
    await ready;
    expect(said.join('\n')).toContain('Answers come from       rules');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    demo.removeAllListeners('exit');
    demo.kill('SIGTERM');
    expect(await once(demo, 'exit')).toEqual([0, null]);
  } finally {
    demo.kill('SIGTERM');
    rmSync(dir, { recursive: true, force: true });
  }
});

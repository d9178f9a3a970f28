import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = '/usr/bin/redis-server';

/** Why the Redis suites cannot run here, or null when they can. Printed, so that a skip is never silent. */
export const redisMissing: string | null = existsSync(BINARY)
  ? null
  : `skipped: ${BINARY} is not installed (Debian package redis-server)`;

export interface RedisServer {
  readonly url: string;
  /** SIGKILL, as a crash of the machine's process would be. */
  kill(): Promise<void>;
  /** Starts again on the same port with the data that is on disk. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

// `everysec`, the default, may answer before it wrote while a sync is under way, so a killed server forgets a moment.
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'] as const;

/** A real redis-server on a free port of the loopback, with its data in a folder of its own. */
export async function redisServer(settings: readonly string[] = DURABLE): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'va-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(
      BINARY,
      ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir, '--save', '', ...settings],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      started.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Ready to accept connections')) resolve();
      });
    });
  }
  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

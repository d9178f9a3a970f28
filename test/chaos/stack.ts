import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { freePort } from '../fakes/redis-server.ts';
import { type Part, type PartEnded, part } from './part.ts';

export type Backend = 'embedded' | 'redis';

/** The product as processes of its own: the embedded site, the sidecar and, for that backend, a real Redis. */
export interface Stack {
  readonly dir: string;
  readonly siteUrl: string;
  readonly sidecarUrl: string;
  /** `Authorization` of the service user. */
  readonly service: string;
  readonly site: Part;
  readonly sidecar: Part;
  readonly redis: Part | null;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Its data; must exist. */
  readonly dir: string;
  readonly backend: Backend;
  /** More settings of the sidecar. */
  readonly sidecarEnv?: Readonly<Record<string, string>>;
  /** More arguments of Node for the sidecar, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
  readonly onFall?: (error: PartEnded) => void;
  /** Runs in its place: the command that starts it. */
  readonly sidecarCommand?: readonly [string, ...string[]];
  /** The sidecar is left for the caller to start. */
  readonly siteOnly?: boolean;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SITE_NAME = 'va.localhost';

/** Starts everything and resolves when it is ready. Ports are free ones and stay the same over restarts. */
export async function openStack(options: StackOptions): Promise<Stack> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const [sitePort, socketioPort, port, redisPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const siteUrl = `http://127.0.0.1:${sitePort}`;
  const base = { cwd: ROOT, ...(options.onFall ? { onFall: options.onFall } : {}) };
  const env = environment();
  const ready = (line: string) => line.startsWith('ready ');

  const { publicKey } = await openDelegations({
    path: join(dir, 'delegation-key.json'),
    siteName: SITE_NAME,
    clock: systemClock,
  });
  writeFileSync(join(dir, 'sidecar-key.pub.json'), JSON.stringify(publicKey));
  const site = part({
    ...base,
    name: 'site',
    command: [process.execPath, join(ROOT, 'devsite/main.ts')],
    env: {
      ...env,
      VA_DATA_DIR: dir,
      SITE_PORT: String(sitePort),
      SITE_SOCKETIO_PORT: String(socketioPort),
      SITE_NAME,
      SITE_TIME_ZONE: 'America/Chicago',
    },
    ready,
    logFile: join(dir, 'site.log'),
  });
  const redis =
    options.backend === 'redis'
      ? part({
          ...base,
          name: 'Redis',
          command: [
            '/usr/bin/redis-server',
            '--bind',
            '127.0.0.1',
            '--port',
            String(redisPort),
            '--dir',
            dir,
            ...DURABLE,
          ],
          env,
          ready: (line) => line.includes('Ready to accept connections'),
          logFile: join(dir, 'redis.log'),
        })
      : null;
  await redis?.start();
  await site.start();
  const paired = JSON.parse(readFileSync(join(dir, 'sidecar.json'), 'utf8')) as Record<string, string>;
  const sidecar = part({
    ...base,
    name: 'sidecar',
    command: options.sidecarCommand ?? [process.execPath, ...(options.nodeArgs ?? []), join(ROOT, 'sidecar/main.ts')],
    env: {
      ...env,
      VA_SITE_URL: siteUrl,
      VA_SITE_NAME: SITE_NAME,
      VA_SITE_SOCKETIO_URL: paired['socketio_url'] ?? '',
      VA_SITE_API_KEY: paired['api_key'] ?? '',
      VA_SITE_API_SECRET: paired['api_secret'] ?? '',
      VA_DATA_DIR: dir,
      VA_PORT: String(port),
      VA_PASSWORD_GRANT: '1',
      VA_LOG_LEVEL: 'warn',
      ...(redis ? { REDIS_URL: `redis://127.0.0.1:${redisPort}` } : {}),
      ...options.sidecarEnv,
    },
    ready,
    logFile: join(dir, 'sidecar.log'),
  });
  if (!options.siteOnly) await sidecar.start();

  return {
    dir,
    siteUrl,
    sidecarUrl: `http://127.0.0.1:${port}`,
    service: `token ${paired['api_key']}:${paired['api_secret']}`,
    site,
    sidecar,
    redis,
    async stop() {
      await sidecar.stop();
      await site.stop();
      await redis?.stop();
    },
  };
}

/** Every answer of Redis is on the disk before it is given. */
const DURABLE = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];

/** Ours without the settings that somebody has for his own sidecar. */
function environment(): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(VA_|SITE_|REDIS_URL$|(OPENAI|ANTHROPIC|GOOGLE)_)/.test(name) ? [] : [[name, value]],
    ),
  );
  // As scripts/demo.ts starts them.
  return { NODE_COMPILE_CACHE: join(ROOT, '.cache/compile'), MALLOC_ARENA_MAX: '2', ...own };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDelegations } from '../sidecar/frappe/delegation.ts';
import { systemClock } from '../sidecar/lib/clock.ts';
import { loadSettings } from '../sidecar/lib/settings.ts';
import { providerSetups } from '../sidecar/llm/registry-setups.ts';
import { llmSettings } from '../sidecar/llm/settings.ts';
import { demoSpeech } from './demo-speech.ts';

/**
 * Runs the embedded site and the sidecar together, in the foreground. The sidecar is the same program as in production;
 * only its settings come from here.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dir = resolve(root, process.env['VA_DATA_DIR'] ?? '.data');
const port = process.env['VA_PORT'] ?? '8090';
const sitePort = process.env['SITE_PORT'] ?? '8000';
const socketioPort = process.env['SITE_SOCKETIO_PORT'] ?? '9000';
const siteName = 'va.localhost';
const children: { readonly name: string; readonly process: ChildProcess }[] = [];
let stopping = false;

/** Starts one part and resolves when it says that it is ready. Its later output goes to ours; an early end is the demo's end. */
async function start(name: string, file: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [resolve(root, file), ...args], {
    cwd: root,
    // Compiled once, read afterwards: less time and less memory at every later start. Two arenas: Node's helper threads
    // allocate little, and each would keep one of its own.
    env: { NODE_COMPILE_CACHE: resolve(root, '.cache/compile'), MALLOC_ARENA_MAX: '2', ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push({ name, process: child });
  child.once('exit', (code, signal) => {
    if (stopping) return;
    console.error(`The ${name} ended by itself (${signal ?? `code ${code}`}).`);
    void stop(1);
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  await new Promise<void>((ready) => {
    lines.on('line', (line) => {
      if (line.startsWith('ready ')) ready();
      else console.log(line);
    });
  });
}

/** Sidecar first, so that it can still write to the site; SIGKILL for what does not go within its time. */
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const patience = AbortSignal.timeout(4500);
  for (const { process: child } of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), once(patience, 'abort')]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// What was started must not outlive a start that fails.
process.on('uncaughtException', (error) => {
  console.error(error);
  void stop(1);
});

const [unknown] = process.argv.slice(2).filter((one) => one !== '--fresh');
if (unknown !== undefined) {
  console.error(`${unknown} is no option: bash scripts/demo [--fresh]`);
  process.exit(2);
}
if (process.argv.includes('--fresh')) rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true, mode: 0o700 });
const { publicKey } = await openDelegations({
  path: resolve(dir, 'delegation-key.json'),
  siteName,
  clock: systemClock,
});
writeFileSync(resolve(dir, 'sidecar-key.pub.json'), JSON.stringify(publicKey));

await start('site', 'devsite/main.ts', [], {
  VA_DATA_DIR: dir,
  SITE_PORT: sitePort,
  SITE_SOCKETIO_PORT: socketioPort,
  SITE_NAME: siteName,
  SITE_TIME_ZONE: 'America/Chicago',
  SITE_SIDECAR_URL: `http://127.0.0.1:${port}`,
});
const site = JSON.parse(readFileSync(resolve(dir, 'sidecar.json'), 'utf8')) as {
  url: string;
  socketio_url: string;
  api_key: string;
  api_secret: string;
};
const speech = await demoSpeech(process.env);
await start('sidecar', 'sidecar/main.ts', [], {
  ...speech.settings,
  VA_SITE_URL: site.url,
  VA_SITE_NAME: siteName,
  VA_SITE_SOCKETIO_URL: site.socketio_url,
  VA_SITE_API_KEY: site.api_key,
  VA_SITE_API_SECRET: site.api_secret,
  VA_DATA_DIR: dir,
  VA_PORT: port,
  VA_PASSWORD_GRANT: '1',
  VA_LOG_LEVEL: process.env['VA_LOG_LEVEL'] ?? 'warn',
});

// Other settings are the service's, which has read them by now.
const { llm } = loadSettings({ llm: llmSettings }, process.env, Object.keys(process.env));
const models = llm.model === 'offline' ? [] : providerSetups(llm).map(({ name }) => name);

console.log(`
  Talk to the assistant   http://127.0.0.1:${port}
  Look at the company     http://127.0.0.1:${sitePort}
  Sign in as priya@acme.test, marcus@acme.test, hr@acme.test, ... with the password demo.
  Answers come from       ${models.length === 0 ? 'rules; a language model: docs/models.md' : `${models.join(', ')}; rules stand in`}
  Voice works with        ${speech.told}
`);
console.log(`ready http://127.0.0.1:${port}`);

import { mkdirSync } from 'node:fs';
import { seedDemo } from './apps/demo/seed.ts';
import { registerApps } from './apps/register.ts';
import { openSite } from './open-site.ts';
import { portProblem, readSettings } from './settings.ts';

// The embedded site as a process: SITE_NAME, SITE_PORT, SITE_SOCKETIO_PORT, SITE_TIME_ZONE, SITE_HOST, SITE_SIDECAR_URL, VA_DATA_DIR, --fresh.

const settings = orSay(() => readSettings(process.env, process.argv.slice(2)));
mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
const running = await openSite({
  dir: settings.dir,
  name: settings.name,
  timeZone: settings.timeZone,
  host: settings.host,
  fresh: settings.fresh,
  ports: { web: settings.webPort, socketio: settings.socketioPort },
  apps: [{ name: 'dartwing_va', register: registerApps }],
}).catch((error: unknown) => giveUp(portProblem(error, settings) ?? error));
if (settings.sidecarUrl !== null) running.site.config['dartwing_va_sidecar_url'] = settings.sidecarUrl;
seedDemo(running.site, settings.dataDir);

function orSay<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : error);
  }
}

/** A sentence for what a person can mend; the whole error for what he cannot. */
function giveUp(reason: unknown): never {
  console.error('The site cannot start:', reason);
  process.exit(1);
}

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  await running.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void close());

console.log(`ready ${running.url} site ${settings.name} socketio ${running.socketUrl}`);

import { createServer } from 'node:http';
import { openApp } from '../../../sidecar/app.ts';
import { loadConfig } from '../../../sidecar/config.ts';
import { systemClock } from '../../../sidecar/lib/clock.ts';
import { createLog } from '../../../sidecar/lib/log.ts';
import { histogram } from './histogram.ts';
import { nullSpeech } from './null-speech.ts';
import { stretchProfiles } from './profile.ts';

/** The sidecar with providers that take no time; `GET /` at STATS_PORT tells how it fares since it was asked last. */
const frames = histogram();
const profileDir = process.env['PROFILE_DIR'];
const profiles = profileDir ? await stretchProfiles(profileDir) : null;
const config = loadConfig(process.env);
const app = await openApp({
  config,
  clock: systemClock,
  log: createLog({ level: config.process.logLevel }),
  version: 'bench',
  speech: nullSpeech((ms) => frames.add(ms)),
});
let cpu = process.cpuUsage();
let since = performance.now();

const stats = createServer((_request, response) => {
  report().then(
    (body) => response.end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
async function report(): Promise<string> {
  const used = process.cpuUsage(cpu);
  const { rss, heapUsed } = process.memoryUsage();
  const body = {
    frames: frames.count,
    p50: frames.quantile(0.5),
    p95: frames.quantile(0.95),
    p99: frames.quantile(0.99),
    cpu: (used.user + used.system) / 1e3 / (performance.now() - since),
    rss,
    heapUsed,
  };
  await profiles?.next();
  frames.clear();
  cpu = process.cpuUsage();
  since = performance.now();
  return JSON.stringify(body);
}
stats.listen(Number(process.env['STATS_PORT']), '127.0.0.1');
process.on('SIGTERM', () => {
  app.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
console.log(`ready ${app.url}`);

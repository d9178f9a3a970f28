import { createServer } from 'node:http';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
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
const pauses: number[] = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) pauses.push(duration);
}).observe({ entryTypes: ['gc'] });
const loop = monitorEventLoopDelay({ resolution: 2 });
loop.enable();
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
  // Where it may be asked for (a soak), garbage is no part of what is used.
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const body = {
    frames: frames.count,
    p50: frames.quantile(0.5),
    p95: frames.quantile(0.95),
    p99: frames.quantile(0.99),
    cpu: (used.user + used.system) / 1e3 / (performance.now() - since),
    rss,
    gcMs: pauses.reduce((sum, one) => sum + one, 0),
    gcMaxMs: Math.max(0, ...pauses),
    loopP95: loop.percentile(95) / 1e6,
    loopMax: loop.max / 1e6,
    heapUsed,
    resources: Object.fromEntries(
      Object.entries(Object.groupBy(process.getActiveResourcesInfo(), (one) => one)).map(([name, all]) => [
        name,
        all?.length ?? 0,
      ]),
    ),
  };
  await profiles?.next();
  frames.clear();
  pauses.length = 0;
  loop.reset();
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

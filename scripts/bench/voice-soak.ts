import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStack, ROOT } from '../../test/chaos/stack.ts';
import { freePort } from '../../test/fakes/redis-server.ts';
import { seededRandom } from '../../test/fakes/seeded-random.ts';
import { NO_LIMITS } from './bench-stack.ts';
import { createHttp, enter, hireStaff } from './staff.ts';
import { soakCaller, type Tally } from './voice-load/soak-caller.ts';

/**
 * Many calls over both transports with turns, interruptions, dropped connections and resumes, for `--minutes` (30 for a real one). Prints
 * memory and what keeps the process alive at the start and at the end, and how memory grew in between; fails when it did.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    callers: { type: 'string', default: '12' },
    seed: { type: 'string', default: '7' },
  },
});
const MINUTE_MS = 60_000;
/** Caches fill and code is compiled in this part of the time. */
const WARM_UP = 0.3;
const LOOK_MS = 10_000;
/** What the heap may grow in half an hour, MB. */
const ALLOWED_MB = 10;
/** A token lasts 15 minutes. */
const TOKEN_MS = 10 * MINUTE_MS;
/** Until sessions that were just dropped are given up, ms. */
const SETTLE_MS = 8000;

interface Look {
  readonly at: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly resources: Readonly<Record<string, number>>;
}
const minutes = Number(values.minutes);
const dir = mkdtempSync(join(tmpdir(), 'va-soak-'));
const statsPort = await freePort();
const stack = await openStack({
  dir,
  backend: 'embedded',
  sidecarEnv: {
    ...NO_LIMITS,
    STATS_PORT: String(statsPort),
    VA_LIMIT_VOICE: '1000000',
    VA_VOICE_MINUTES_PER_USER: '1000000',
    VA_VOICE_RESUME_MS: '3000',
  },
  sidecarCommand: [process.execPath, '--expose-gc', join(ROOT, 'scripts/bench/voice-load/server.ts')],
});
const started = Date.now();
async function look(): Promise<Look> {
  const { rss, heapUsed, resources } = (await (await fetch(`http://127.0.0.1:${statsPort}/`)).json()) as Look;
  return { at: (Date.now() - started) / MINUTE_MS, rss, heapUsed, resources };
}

try {
  const staff = await hireStaff(stack, Number(values.callers), (line) => console.error(line));
  const tally: Tally = { calls: 0, turns: 0, interruptions: 0, resumes: 0, returns: 0, stuck: [] };
  const run = (ms: number, seed: number) => {
    const end = Date.now() + ms;
    return Promise.all(
      staff.map(({ user, token, credentials }, index) => {
        let fresh = { token, until: started + TOKEN_MS };
        return soakCaller({
          url: stack.sidecarUrl,
          random: seededRandom(seed + index),
          isOver: () => Date.now() > end,
          tally,
          async token() {
            if (Date.now() > fresh.until) {
              const http = createHttp(stack.sidecarUrl, 1);
              fresh = { token: (await enter(http, user, credentials)).token, until: Date.now() + TOKEN_MS };
              http.close();
            }
            return fresh.token;
          },
        });
      }),
    );
  };
  await run(minutes * WARM_UP * MINUTE_MS, Number(values.seed));
  await delay(SETTLE_MS);
  const before = await look();
  tell('start', before);
  const looks: Look[] = [];
  const talking = run(minutes * (1 - WARM_UP) * MINUTE_MS, Number(values.seed) + 1000);
  let isOver = false;
  const over = talking.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await Promise.race([delay(LOOK_MS), over]);
    looks.push(await look());
  }
  await over;
  await delay(SETTLE_MS);
  const after = await look();
  tell('end', after);
  const heap = slope(looks, (one) => one.heapUsed);
  const grown = (heap * 30) / 2 ** 20;
  console.log(
    `${tally.calls} calls, ${tally.turns} turns, ${tally.interruptions} interruptions, ${tally.resumes} resumes, ${tally.returns} gone without a word, in ${minutes} minutes`,
  );
  console.log(
    `heap ${(heap / 1024).toFixed(1)} kB a minute, RSS ${(slope(looks, (one) => one.rss) / 1024).toFixed(1)} kB a minute`,
  );
  const more = Object.entries(after.resources).filter(([name, count]) => count > (before.resources[name] ?? 0) + 2);
  for (const [name, count] of more) console.log(`${name}: ${before.resources[name] ?? 0} before, ${count} after`);
  for (const why of tally.stuck.slice(0, 5)) console.log(`a call went wrong: ${why}`);
  const errors = readFileSync(join(dir, 'sidecar.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
  for (const line of errors.slice(0, 5)) console.log(`the sidecar met an error: ${line}`);
  const isGood = grown <= ALLOWED_MB && more.length === 0 && tally.stuck.length + errors.length === 0;
  console.log(
    `${grown.toFixed(1)} MB of heap in half an hour (at most ${ALLOWED_MB}), ${more.length} kinds of handles grew, ${tally.stuck.length} calls went wrong, ${errors.length} errors: ${isGood ? 'ok' : 'MISSED'}`,
  );
  process.exitCode = isGood ? 0 : 1;
} finally {
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
}

function tell(name: string, { at, rss, heapUsed, resources }: Look): void {
  const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const kinds = Object.entries(resources).map(([kind, count]) => `${kind} ${count}`);
  console.log(`${name}, minute ${at.toFixed(1)}: RSS ${mb(rss)} MB, heap ${mb(heapUsed)} MB; ${kinds.join(', ')}`);
}

/** Least squares, a minute. */
function slope(looks: readonly Look[], of: (one: Look) => number): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const at = mean(looks.map((one) => one.at));
  const value = mean(looks.map(of));
  const spread = looks.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  return looks.reduce((sum, one) => sum + (one.at - at) * (of(one) - value), 0) / spread;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openStack, ROOT, type Stack } from '../../test/chaos/stack.ts';
import { freePort } from '../../test/fakes/redis-server.ts';
import { atLeast, type Bench, type Figure } from './bench.ts';
import { NO_LIMITS } from './bench-stack.ts';
import { hireStaff } from './staff.ts';
import type { LoadOrder, LoadReport } from './voice-load/load.ts';

const WARM_UP_MS = 6000;
const MEASURE_MS = 15_000;
const BUDGET_MS = 20;
/** Each rung is measured with so many calls; the next one only when this one holds. */
const RUNGS = { ws: [300, 500, 600, 700, 800], 'socket.io': [100, 200, 300, 400, 500] } as const;
const PROMISED = { ws: 500, 'socket.io': 300 } as const;
type Wire = keyof typeof RUNGS;

interface ServerStats {
  readonly frames: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly cpu: number;
  readonly rss: number;
  /** Pauses for garbage: all of them together, and the longest. */
  readonly gcMs: number;
  readonly gcMaxMs: number;
  readonly loopP95: number;
  readonly loopMax: number;
  readonly heapUsed: number;
}

/** Calls on one core: the sidecar is pinned to one, the callers and the site to the other. `VA_BENCH_CALLS` limits how many are tried. */
function benchOf(name: string, wire: Wire, over: string): Bench {
  return {
    name,
    about: `how many calls one core carries over ${over}`,
    run: ({ tell, profileDir }) => rungs(wire, Number(process.env['VA_BENCH_CALLS'] ?? 800), profileDir, tell),
  };
}
export const voiceSessionsBench = benchOf('voice-sessions', 'ws', 'plain WebSocket');
export const voiceSessionsIoBench = benchOf('voice-sessions-io', 'socket.io', 'socket.io');

async function rungs(
  wire: Wire,
  most: number,
  profileDir: string | null,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'va-bench-'));
  const statsPort = await freePort();
  const stack = await openStack({
    dir,
    backend: 'embedded',
    sidecarEnv: {
      ...NO_LIMITS,
      STATS_PORT: String(statsPort),
      ...(profileDir ? { PROFILE_DIR: profileDir } : {}),
      VA_LIMIT_VOICE: '1000000',
      // What a trained ear costs is `voice-cost`.
      VA_VOICE_VAD: 'energy',
      VA_VOICE_SESSIONS_PER_COMPANY: '1000000',
      VA_VOICE_MINUTES_PER_COMPANY: '1000000',
    },
    sidecarCommand: ['taskset', ...['-c', '0', process.execPath, join(ROOT, 'scripts/bench/voice-load/server.ts')]],
  });
  const load = openLoad(stack);
  const stats = async () => (await (await fetch(`http://127.0.0.1:${statsPort}/`)).json()) as ServerStats;
  try {
    const steps = RUNGS[wire].filter((rung) => rung <= most);
    const staff = await hireStaff(stack, Math.max(...steps), tell);
    const tokens = staff.map(({ token }) => token);
    await delay(3000);
    const before = await stats();
    await load.order({ do: 'add', tokens: tokens.slice(0, 1), wire });
    await delay(2000);
    const loaded = await stats();
    tell(`memory: ${mb(before.rss)} MB before a call, ${mb(loaded.rss)} MB with voice loaded`);
    const figures: Figure[] = [
      { name: `voice.sessions.${wire}.loaded`, value: mb(loaded.rss), unit: 'MB', note: 'resident, one idle call' },
    ];
    let open = 1;
    let highest = 0;
    let best: Figure[] = [];
    for (const rung of steps) {
      const idle = await stats();
      await load.order({ do: 'add', tokens: tokens.slice(open, rung), wire });
      await delay(3000);
      const filled = await stats();
      if (rung === steps[0])
        figures.push({
          name: `voice.sessions.${wire}.memory`,
          value: (filled.rss - idle.rss) / 1024 / (rung - open),
          unit: 'kB a call',
          note: `resident, ${rung - open} silent calls`,
        });
      open = rung;
      await load.talk(WARM_UP_MS);
      await stats();
      const heard = await load.talk(MEASURE_MS);
      const served = await stats();
      tell(lineOf(wire, heard, served));
      const problem = heard.failed[0];
      if (problem !== undefined) tell(`  ${heard.failed.length} failed: ${problem}`);
      const holds = served.p95 < BUDGET_MS && heard.echoP95 < BUDGET_MS && heard.failed.length === 0;
      if (holds) highest = rung;
      if (holds || rung <= PROMISED[wire]) best = rungFigures(wire, rung, heard, served);
      if (!holds && rung >= PROMISED[wire]) break;
    }
    return [
      { name: `voice.sessions.${wire}`, value: highest, unit: 'calls', budget: atLeast(PROMISED[wire]) },
      ...best,
      ...figures,
    ];
  } finally {
    load.close();
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function rungFigures(wire: Wire, rung: number, heard: LoadReport, served: ServerStats): Figure[] {
  const name = (part: string) => `voice.sessions.${wire}.${part}`;
  const note = `at ${rung} calls, ${Math.round(heard.inTurn * 100)} % in a turn`;
  return [
    { name: name('in.p50'), value: served.p50, unit: 'ms', note: `frame sent to recogniser, ${note}` },
    { name: name('in.p95'), value: served.p95, unit: 'ms' },
    { name: name('round.p50'), value: heard.echoP50, unit: 'ms', note: 'a frame there and back as speech' },
    { name: name('round.p95'), value: heard.echoP95, unit: 'ms' },
    { name: name('late'), value: (100 * heard.late) / Math.max(1, heard.speech), unit: '% of speech frames' },
    { name: name('cpu'), value: served.cpu * 100, unit: '% of the core' },
    { name: name('rss'), value: mb(served.rss), unit: 'MB' },
  ];
}

function lineOf(wire: Wire, heard: LoadReport, served: ServerStats): string {
  const ms = (value: number) => value.toFixed(1);
  return [
    `${wire} ${heard.callers} calls, ${Math.round(heard.rate)} frames/s sent (own p95 ${ms(heard.ownP95)} ms)`,
    `${(heard.inTurn * 100).toFixed(0)} % in a turn`,
    `in p50 ${ms(served.p50)} p95 ${ms(served.p95)} p99 ${ms(served.p99)} ms of ${served.frames}`,
    `round p50 ${ms(heard.echoP50)} p95 ${ms(heard.echoP95)} ms of ${heard.echoes}`,
    `${heard.late} of ${heard.speech} speech frames late`,
    `cpu ${(served.cpu * 100).toFixed(0)} %, ${mb(served.rss)} MB`,
    `garbage ${ms(served.gcMs)} ms, longest ${ms(served.gcMaxMs)}; loop p95 ${ms(served.loopP95)} max ${ms(served.loopMax)} ms`,
  ].join('; ');
}

const mb = (bytes: number) => Math.round(bytes / 2 ** 20);

interface Load {
  order(order: LoadOrder): Promise<LoadReport | null>;
  talk(ms: number): Promise<LoadReport>;
  close(): void;
}
function openLoad(stack: Stack): Load {
  const child: ChildProcess = spawn(
    'taskset',
    ['-c', '1', process.execPath, join(ROOT, 'scripts/bench/voice-load/load.ts'), stack.sidecarUrl],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const load: Load = {
    order: (order) =>
      new Promise((resolve, reject) => {
        child.once('exit', () => reject(new Error('the callers are gone')));
        child.once('message', (answer: { report?: LoadReport | null; error?: string }) => {
          child.removeAllListeners('exit');
          if (answer.error === undefined) resolve(answer.report ?? null);
          else reject(new Error(JSON.stringify(answer)));
        });
        child.send(order);
      }),
    async talk(ms) {
      const report = await load.order({ do: 'talk', ms });
      if (report === null) throw new Error('no report');
      return report;
    },
    close: () => void child.kill(),
  };
  return load;
}

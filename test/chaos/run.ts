import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { redisMissing } from '../fakes/redis-server.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { createKiller } from './killer.ts';
import { type Backend, openStack, type Stack } from './stack.ts';
import { openWorld } from './world.ts';

/**
 * Kills the sidecar, the site and Redis at random moments while employees work through the demo's script, and checks at
 * the site that every promise was kept. `--kills N [--seed S] [--backend embedded|redis]`; `--ci`: 20 kills on each.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    backend: { type: 'string' },
    ci: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills ?? 20);
const firstSeed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(firstSeed)) {
  console.error('--kills and --seed must be whole numbers.');
  process.exit(2);
}
if (values.backend !== undefined && values.backend !== 'embedded' && values.backend !== 'redis') {
  console.error('--backend must be embedded or redis.');
  process.exit(2);
}
/** Everything comes to rest and is checked after so many kills, so that what broke is near. */
const ROUND = 20;

async function run(backend: Backend, seed: number): Promise<boolean> {
  const replay = `npm run test:chaos -- --backend ${backend} --kills ${kills} --seed ${seed}`;
  if (backend === 'redis' && redisMissing !== null) {
    console.log(`chaos redis: ${redisMissing}`);
    return true;
  }
  const dir = mkdtempSync(join(tmpdir(), `va-chaos-${backend}-`));
  const random = seededRandom(seed);
  const started = Date.now();
  const history: string[] = [];
  let stack: Stack | null = null;
  let wake: () => void = () => undefined;
  let asked = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const traffic = () => {
    wake();
    asked = new Promise((resolve) => {
      wake = resolve;
    });
  };
  const fallen: Error[] = [];
  const problems: string[] = [];
  try {
    stack = await openStack({ dir, backend, sidecarEnv: SETTINGS, onFall: (error) => fallen.push(error) });
    let ids = 0;
    const world = await openWorld({ stack, random, newId: () => `chaos-${seed}-${++ids}`, traffic });
    const killer = createKiller({
      stack,
      random,
      nextRequest: () => asked,
      progress: () => world.ledger.progress,
      whileSidecarDown: world.writeAtSite,
      tell(line) {
        history.push(line);
        if (values.verbose) console.log(`  ${line}`);
      },
    });
    for (let done = 0; done < kills && problems.length === 0; done += ROUND) {
      const stop = new AbortController();
      const over = () => stop.abort();
      const killing = killer.run(Math.min(ROUND, kills - done), stop.signal).finally(over);
      const outcomes = await Promise.allSettled([killing, world.play(stop.signal).finally(over)]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      problems.push(...fallen.map((error) => error.message), ...(await world.verify()));
    }
    const { ledger } = world;
    const summary = Object.entries(killer.kills).map(([name, times]) => `${name} ${times}`);
    const accepted = [...ledger.messages.values()].filter((message) => message.turn !== null).length;
    const deeds = [...ledger.deeds.values()];
    console.log(
      `chaos ${backend}: seed ${seed}, ${summary.join(', ')}; ${ledger.cycles} runs of the script, ${accepted} messages accepted, ` +
        `${deeds.filter((deed) => deed.confirmed).length} requests confirmed, ${deeds.filter((deed) => deed.undone).length} undone, ` +
        `${ledger.repeats} requests repeated, ${Math.round((Date.now() - started) / 1000)} s`,
    );
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    problems.push(...fallen.map((one) => one.message));
  } finally {
    await stack?.stop();
  }
  if (problems.length === 0) {
    console.log(`chaos ${backend}: every promise kept`);
    rmSync(dir, { recursive: true, force: true });
    return true;
  }
  console.error(`chaos ${backend}: FAILED with seed ${seed} (again: ${replay})`);
  for (const problem of problems.slice(0, 40)) console.error(`  seed ${seed}: ${problem}`);
  console.error(`  last kills: ${history.slice(-6).join('; ')}\n  data and logs: ${dir}`);
  return false;
}

/** Employees of this test are quicker than people, and sign in again whenever a refresh was lost. */
const SETTINGS = {
  VA_LIMIT_CONVERSATIONS: '100000',
  VA_LIMIT_ACTIONS: '100000',
  VA_LIMIT_OTHER: '100000',
  VA_LIMIT_COMPANY: '1000000',
  VA_LIMIT_SIGN_INS: '100000',
  // Kills come every few seconds here: what a dead process held is free again before the next one.
  VA_OUTBOX_LEASE_MS: '3000',
  VA_TURN_LEASE_MS: '3000',
};

const backends: Backend[] = values.backend ? [values.backend] : ['embedded', 'redis'];
let ok = true;
for (const [index, backend] of backends.entries()) ok = (await run(backend, firstSeed + index)) && ok;
process.exit(ok ? 0 : 1);

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fakeTable } from '../fakes/fake-batch.ts';
import { fakeSite, message } from '../fakes/fake-site.ts';
import { seededRandom } from '../fakes/seeded-random.ts';

const SEED = 4711;
const KILLS = 8;
/** Nine processes start one after the other, also on a busy machine. */
const PATIENCE_MS = 120_000;

it(`a sidecar killed around a request loses no record and doubles none (seed ${SEED}, ${KILLS} kills)`, {
  timeout: PATIENCE_MS,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'va-kill-'));
  const random = seededRandom(SEED);
  const table = fakeTable();
  const site = await fakeSite(table.answer);
  onTestFinished(async () => {
    await site.close();
    await rm(dir, { recursive: true, force: true });
  });
  let acknowledged = 0;
  const start = (mode: string) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'drainer.ts'), dir, site.url, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      acknowledged = Math.max(acknowledged, Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1)));
    });
    return { child, ended: new Promise((resolve) => child.once('close', resolve)) };
  };

  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, ended } = start('run');
    const fatal = 1 + Math.floor(random() * 6);
    const moment = random();
    let count = 0;
    site.otherwise(async (seen, response) => {
      count += 1;
      if (count < fatal) return table.answer(seen, response);
      if (count > fatal) return;
      // Before the work, after it without an answer, or with the answer on its way to somebody who is dying.
      if (moment < 0.3) return void child.kill('SIGKILL');
      const results = table.take(seen.body);
      child.kill('SIGKILL');
      if (moment > 0.7) await message({ results })(seen, response);
    });
    await ended;
  }
  site.otherwise(table.answer);
  const { child, ended } = start('finish');
  await ended;
  expect(child.exitCode).toBe(0);

  const numbers = table.order.map((name) => Number(name.slice(5)));
  expect(numbers.length).toBeGreaterThanOrEqual(acknowledged);
  expect(acknowledged).toBeGreaterThan(KILLS);
  // Once each, in the order of committing, whatever was killed when.
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => n + 1));
  for (const record of table.rows.values()) expect(record.values['status']).toBe('Answered');
});

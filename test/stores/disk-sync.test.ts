import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../sidecar/stores/embedded/database.ts';
import { diskSync } from '../../sidecar/stores/embedded/disk-sync.ts';
import { embeddedJournal } from '../../sidecar/stores/embedded/journal.ts';
import { manualClock } from '../fakes/manual-clock.ts';

// Commits wait for the disk; the process does not.
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'va-sync-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('a commit resolves when the disk has it, in order; what it wrote is read before', async () => {
  const database = openDatabase({ dir });
  const rounds: PromiseWithResolvers<void>[] = [];
  const journal = embeddedJournal(
    {
      ...database,
      synced() {
        const round = Promise.withResolvers<void>();
        rounds.push(round);
        return round.promise;
      },
    },
    manualClock(),
  );
  const resolved: string[] = [];
  for (const body of ['first', 'second']) {
    journal.commit({ append: [{ stream: 'turns', body }] }).then(
      () => resolved.push(body),
      () => resolved.push(`${body} refused`),
    );
    journal.flush();
  }
  expect((await journal.read('turns', 10)).map((entry) => entry.body)).toEqual(['first', 'second']);
  await new Promise(setImmediate);
  expect([rounds.length, resolved]).toEqual([2, []]);
  rounds[0]?.resolve();
  await new Promise(setImmediate);
  expect(resolved).toEqual(['first']);
  rounds[1]?.reject(new Error('EIO'));
  await new Promise(setImmediate);
  expect(resolved).toEqual(['first', 'second refused']);
  // What only leaves the journal would be sent again and be the same record: it waits for nobody.
  const [entry] = await journal.read('turns', 1);
  await journal.commit({ remove: [{ stream: 'turns', ids: [entry?.id ?? ''] }] });
  expect(rounds).toHaveLength(2);
  database.close();
});

it('a disk that fails refuses the commit', async () => {
  const database = openDatabase({ dir });
  const journal = embeddedJournal({ ...database, synced: () => Promise.reject(new Error('EIO')) }, manualClock());
  await expect(journal.commit({ append: [{ stream: 'turns', body: 'x' }] })).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  });
  database.close();
});

it('who comes during a round waits for the next, and closing leaves nobody waiting', async () => {
  const database = openDatabase({ dir });
  database.db.exec("INSERT INTO kv (key, value) VALUES ('k', 'v')");
  const disk = diskSync(join(dir, 'sidecar.db-wal'));
  const order: number[] = [];
  const waiting = [0, 1, 2].map((n) => disk.sync().then(() => order.push(n)));
  disk.close();
  await Promise.all(waiting);
  expect(order).toEqual([0, 1, 2]);
  await disk.sync();
  database.close();
});

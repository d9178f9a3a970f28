import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outboxCommand } from '../../scripts/outbox.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { deadLetterBody } from '../../sidecar/records/entry.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';

let dir: string;
let running: Stores;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'va-command-'));
  // The sidecar has the folder open while the operator works.
  running = openEmbeddedStores({ dir, clock: systemClock, log: silentLog });
  for (const n of [1, 2]) {
    const body = deadLetterBody({
      record: { op: 'insert', doctype: 'VA Conversation', name: `conv_${n}`, values: { employee: 'wrong', note: 'x' } },
      reason: { type: 'LinkValidationError', message: 'Could not find Employee: wrong' },
      at: Date.UTC(2026, 10, 23),
    });
    await running.journal.commit({ append: [{ stream: 'dead', body }] });
  }
});
afterEach(async () => {
  await running.close();
  await rm(dir, { recursive: true, force: true });
});

async function command(...args: readonly string[]): Promise<{ code: number; out: string[] }> {
  const out: string[] = [];
  const env = { VA_DATA_DIR: dir, VA_PORT: '8090' };
  const code = await outboxCommand(args, env, (line) => out.push(line));
  return { code, out };
}
const idOf = async (name: string) => {
  const { out } = await command('list');
  return out.find((line) => line.includes(name))?.split(' ')[0] ?? '';
};

it('lists dead letters with their reason', async () => {
  const { code, out } = await command('list');
  expect(code).toBe(0);
  expect(out).toHaveLength(3);
  expect(out[0]).toMatch(
    /^\d+ {2}2026-11-23T00:00:00.000Z {2}insert {2}VA Conversation {2}conv_1 {2}LinkValidationError: /,
  );
  expect(out[2]).toBe('2 dead letters');
});

it('mends one, then replays it: it waits in the outbox with its new values', async () => {
  expect(
    (await command('mend', await idOf('conv_1'), '--set', 'employee=HR-EMP-1', '--set', 'n=3', '--unset', 'note')).code,
  ).toBe(0);
  expect((await command('show', await idOf('conv_1'))).out.join()).toContain('HR-EMP-1');
  expect((await command('replay', await idOf('conv_1'))).out).toEqual(['replayed 1']);
  const [entry] = await running.journal.read('records', 10);
  expect(JSON.parse(entry?.body ?? '')).toMatchObject({ name: 'conv_1', values: { employee: 'HR-EMP-1', n: 3 } });
  expect(entry?.body).not.toContain('note');
  expect(await running.journal.length('dead')).toBe(1);
});

it('replays all', async () => {
  expect((await command('replay', '--all')).out).toEqual(['replayed 2']);
  expect(await running.journal.length('records')).toBe(2);
});

it('changes nothing when it is used wrongly, and says how it is used', async () => {
  for (const args of [
    [],
    ['replay'],
    ['mend', await idOf('conv_1')],
    ['burn'],
    ['list', '--every'],
    ['replay', '--all', '--set', 'x'],
  ]) {
    const { code, out } = await command(...args);
    expect(code).toBe(2);
    expect(out.join()).toContain('node scripts/outbox.ts list');
  }
  expect(await command('replay', '9999999')).toEqual({ code: 1, out: ['There is no dead letter 9999999.'] });
  expect(await running.journal.length('dead')).toBe(2);
});

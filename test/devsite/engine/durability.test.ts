import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { openSite } from '../../../devsite/open-site.ts';
import { readSettings } from '../../../devsite/settings.ts';
import { client, openTestSite } from './harness.ts';

const dirs: string[] = [];
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'va-site-'));
  dirs.push(dir);
  return dir;
};
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const CHILD = `
import { openTestSite } from ${JSON.stringify(join(import.meta.dirname, 'harness.ts'))};
const site = await openTestSite({ dir: process.argv[1] });
const keys = site.site.transaction((ctx) => ctx.generateKeys('ana@example.test'));
process.stdout.write(JSON.stringify({ url: site.url, key: keys.api_key + ':' + keys.api_secret }) + '\\n');
`;

describe('the site on disk', () => {
  it('keeps every answered write when the process is killed', async () => {
    const dir = folder();
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', CHILD, dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, key } = JSON.parse(line.toString()) as { url: string; key: string };
    const ana = client(url, { authorization: `token ${key}` });
    const answered: unknown[] = [];
    for (let count = 0; count < 30; count++)
      answered.push(
        ((await ana.call('POST', '/api/resource/Counter Row', { label: `row ${count}` })).body.data as Row)['name'],
      );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = await openTestSite({ dir });
    expect(again.site.transaction((ctx) => ctx.getAll('Counter Row').map((row) => row['name']))).toEqual(answered);
    await again.close();
  });

  it('keeps sessions, keys, series and data over a restart, without installing twice', async () => {
    const dir = folder();
    const first = await openTestSite({ dir });
    const keys = first.site.transaction((ctx) => ctx.generateKeys('ana@example.test'));
    const headers = { authorization: `token ${keys.api_key}:${keys.api_secret}` };
    const made = (await client(first.url, headers).call('POST', '/api/resource/Work Item', { subject: 'a' })).body
      .data as Row;
    await first.close();
    const second = await openTestSite({ dir });
    const next = (await client(second.url, headers).call('POST', '/api/resource/Work Item', { subject: 'b' })).body
      .data as Row;
    expect([made['name'], next['name']]).toEqual(['WORK-2026-0001', 'WORK-2026-0002']);
    await second.close();
  });

  it('adds columns when a DocType grows and keeps its rows', async () => {
    const dir = folder();
    const meta = (fields: string[]): Row => ({
      name: 'Grown',
      autoname: 'prompt',
      fields: fields.map((fieldname) => ({ fieldname, fieldtype: 'Data' })),
    });
    const run = async (fields: string[], work: (site: Awaited<ReturnType<typeof openSite>>) => void) => {
      const site = await openSite({ dir, apps: [{ name: 'grow', register: (to) => to.addDocType(meta(fields)) }] });
      work(site);
      await site.close();
    };
    await run(['a'], ({ site }) => site.transaction((ctx) => ctx.insert({ doctype: 'Grown', name: 'one', a: '1' })));
    await run(['a', 'b'], ({ site }) => {
      site.transaction((ctx) => ctx.insert({ doctype: 'Grown', name: 'two', b: '2' }));
      expect(site.transaction((ctx) => ctx.getAll('Grown', { fields: ['name', 'a', 'b'] }))).toEqual([
        { name: 'one', a: '1', b: null },
        { name: 'two', a: null, b: '2' },
      ]);
    });
  });

  it('refuses data of a newer program', async () => {
    const dir = folder();
    await (await openSite({ dir })).close();
    const db = new DatabaseSync(join(dir, 'site.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(openSite({ dir })).rejects.toThrow(/schema version 99/);
  });

  it('answers the port conflict instead of running half', async () => {
    const one = await openSite({ dir: folder() });
    const port = Number(new URL(one.url).port);
    await expect(openSite({ dir: folder(), ports: { web: port } })).rejects.toThrow(/EADDRINUSE/);
    await one.close();
  });
});

describe('settings', () => {
  it('have defaults and say what is wrong', () => {
    expect(readSettings({}, [])).toMatchObject({
      name: 'va.localhost',
      timeZone: 'America/Chicago',
      webPort: 8000,
      socketioPort: 9000,
      dir: '.data/sites/va.localhost',
      fresh: false,
    });
    expect(() => readSettings({ SITE_PORT: 'x' }, [])).toThrow(/SITE_PORT/);
    expect(() => readSettings({ SITE_TIME_ZONE: 'Mars/Olympus' }, [])).toThrow(/SITE_TIME_ZONE/);
    expect(() => readSettings({ SITE_NAME: '../x' }, [])).toThrow(/SITE_NAME/);
    expect(() => readSettings({}, ['--frsh'])).toThrow(/--frsh/);
  });
});

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kidOf } from '../devsite/core/tokens.ts';
import { TOPICS } from '../test/contract/cases.ts';
import { type EmbeddedSite, openEmbedded } from '../test/contract/embedded.ts';
import { QUESTIONS, type Recorded, recorded } from '../test/contract/golden.ts';
import { prepareSite } from '../test/contract/prepare.ts';
import { lacks, runCase } from '../test/contract/run.ts';
import type { SiteUnderTest } from '../test/contract/site.ts';
import { readOptions } from './command-line.ts';

const USAGE = `npm run test:contract -- [--site URL --site-name NAME] [options]
  without --site the embedded site is driven
  --site URL              web address, such as http://127.0.0.1:8100
  --site-name NAME        name of the site, which is its realtime namespace
  --socketio URL          realtime server; default: the web address
  --admin-user USER       default Administrator
  --admin-password WORD   default admin
  --sidecar-key FILE      JSON {kid, x, d} of the sidecar's pair, made when missing; the site must hold its x:
                          bench --site NAME execute dartwing_va.hooks.install.pair --kwargs '{"public_key": "<x>"}'
  --migrate COMMAND       shell command that migrates the site
  --only TEXT             only cases whose id holds the text (may be given several times)
  --record                writes test/contract/golden/*.json from the site's answers`;

const { values: given } = readOptions(
  {
    options: {
      site: { type: 'string' },
      'site-name': { type: 'string' },
      socketio: { type: 'string' },
      'admin-user': { type: 'string', default: 'Administrator' },
      'admin-password': { type: 'string', default: 'admin' },
      'sidecar-key': { type: 'string', default: '.cache/contract-sidecar-key.json' },
      migrate: { type: 'string' },
      only: { type: 'string', multiple: true },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  },
  USAGE,
);

interface Pair {
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

function sidecarPair(path: string): Pair {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Pair;
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const pair = { kid: kidOf(x), x, d };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(pair)}\n`, { mode: 0o600 });
  console.log(`A new key of the sidecar is in ${path}. Register it: public_key ${x}`);
  return pair;
}

async function open(): Promise<{ site: SiteUnderTest; close(): Promise<void> }> {
  if (given.site === undefined) {
    const embedded: EmbeddedSite = await openEmbedded();
    return { site: embedded.under, close: embedded.close };
  }
  const name = given['site-name'];
  if (name === undefined) throw new Error('--site needs --site-name');
  const { migrate } = given;
  const site = await prepareSite({
    url: given.site.replace(/\/$/, ''),
    name,
    socketUrl: (given.socketio ?? given.site).replace(/\/$/, ''),
    embedded: false,
    admin: { user: given['admin-user'], password: given['admin-password'] },
    sidecar: sidecarPair(given['sidecar-key']),
    ...(migrate === undefined ? {} : { migrate: () => execFileSync('sh', ['-c', migrate], { stdio: 'pipe' }) }),
  });
  return { site, close: async () => undefined };
}

async function runAll(site: SiteUnderTest): Promise<number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const each of Object.values(TOPICS).flat()) {
    if (given.only !== undefined && !given.only.some((text) => each.id.includes(text))) continue;
    const lacking = lacks(site, each.needs);
    if (lacking !== null) {
      counts.skipped += 1;
      console.log(`skip ${each.id}: ${lacking}`);
      continue;
    }
    try {
      await runCase(site, each);
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      const text = error instanceof Error ? error.message : String(error);
      console.log(`FAIL ${each.id}: ${each.title}\n     ${text.split('\n').slice(0, 14).join('\n     ')}`);
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed;
}

/** Writes the site's answers, with the versions of its apps. */
async function record(site: SiteUnderTest): Promise<void> {
  const versions = (await site.admin.ask('frappe.utils.change_log.get_versions')).ok().row();
  const named = Object.entries(versions).map(([app, info]) => [app, String((info as { version?: unknown }).version)]);
  for (const [topic, questions] of Object.entries(QUESTIONS)) {
    const answers: Record<string, Recorded> = {};
    for (const [name, ask] of Object.entries(questions)) {
      answers[name] = recorded(await ask(site));
      await site.clean();
    }
    const content = { versions: Object.fromEntries(named), answers };
    const path = join(import.meta.dirname, '..', 'test', 'contract', 'golden', `${topic}.json`);
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
    console.log(`recorded ${Object.keys(answers).length} answers in ${path}`);
  }
}

if (given.help) console.log(USAGE);
else {
  const { site, close } = await open();
  try {
    if (given.record) await record(site);
    else process.exitCode = (await runAll(site)) > 0 ? 1 : 0;
  } finally {
    await site.clean();
    await close();
  }
}

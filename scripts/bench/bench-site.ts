import { parseArgs } from 'node:util';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import type { SiteRecord } from '../../sidecar/records/record.ts';

/**
 * Records to a real Frappe: in batches of 200 as the outbox sends them, against one request a record; and what a read under a
 * delegation takes. Reads VA_SITE_URL, VA_SITE_NAME, VA_SITE_API_KEY, VA_SITE_API_SECRET and VA_DELEGATION_KEY_FILE. Leaves one
 * ended conversation of `--user` with its turns behind: for a site where that does not matter.
 */
const { values } = parseArgs({
  options: {
    user: { type: 'string', default: 'priya@acme.test' },
    records: { type: 'string', default: '2000' },
    single: { type: 'string', default: '200' },
  },
});
const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
};
const SERVICE = { kind: 'service' } as const;
const BATCH = 200;
const ids = sortableIds(systemClock);
const siteName = env('VA_SITE_NAME');
const site = openSiteClient({
  url: env('VA_SITE_URL'),
  siteName,
  apiKey: env('VA_SITE_API_KEY'),
  apiSecret: env('VA_SITE_API_SECRET'),
  timeoutMs: 60_000,
  breaker: { failures: 8, halfOpenAfterMs: 2000 },
  delegations: await openDelegations({ path: env('VA_DELEGATION_KEY_FILE'), siteName, clock: systemClock }),
  clock: systemClock,
  random: Math.random,
  log: silentLog,
});

interface Profile {
  readonly employee: { readonly name: string } | null;
  readonly instance: { readonly name: string } | null;
}

async function send(operations: readonly SiteRecord[]): Promise<void> {
  const answer = await site.post<{ results: { ok: boolean }[] }>('dartwing_va.api.batch', { operations }, SERVICE);
  const refused = answer.results.find((result) => !result.ok);
  if (refused) throw new Error(`the site refused a record: ${JSON.stringify(refused)}`);
}

/** Records a second in requests of `size`. */
async function rate(records: readonly SiteRecord[], size: number): Promise<number> {
  const start = performance.now();
  for (let at = 0; at < records.length; at += size) await send(records.slice(at, at + size));
  return (records.length / (performance.now() - start)) * 1000;
}

async function quantiles(count: number, work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

try {
  const { employee, instance } = await site.post<Profile>('dartwing_va.api.profile', { user: values.user }, SERVICE);
  if (!employee || !instance) throw new Error(`${values.user} has no assistant.`);
  const conversation = ids.make('conv');
  const started = '2026-01-01 00:00:00.000000';
  const common = { employee: employee.name };
  const head = { status: 'Ended', started_at: started, mode: 'text', platform: 'Web', privacy_mode: 'normal' };
  const row = { ...common, ...head, conversation_id: conversation, va_instance: instance.name };
  await send([{ op: 'insert', doctype: 'VA Conversation', name: conversation, values: row }]);
  let number = 0;
  const turns = (count: number): SiteRecord[] =>
    Array.from({ length: count }, () => {
      number += 1;
      const name = ids.make('turn');
      const turn = { conversation, turn_number: number, role: 'User', status: 'Answered', timestamp: started };
      const content = 'How much annual leave do I have left, and when did I last take some?';
      const more = { origin: 'Api', client_message_id: name, content, input_modality: 'Text' };
      return { op: 'insert', doctype: 'VA Conversation Turn', name, values: { ...common, ...turn, ...more } };
    });
  await rate(turns(50), 1);
  await rate(turns(BATCH), BATCH);
  const single = await rate(turns(Number(values.single)), 1);
  const batched = await rate(turns(Number(values.records)), BATCH);
  const again = await rate(turns(Number(values.single)), 1);
  const one = (single + again) / 2;
  const who = { kind: 'employee', user: values.user, turnId: ids.make('turn'), doctypes: [] } as const;
  const ping = await quantiles(50, () => site.readAnonymous('ping'));
  const read = await quantiles(50, () => site.read('dartwing_va.reads.leave_details', {}, who));
  const ms = ({ p50, p95 }: { p50: number; p95: number }) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  console.log(`one request a record   ${one.toFixed(0)} records/s`);
  console.log(`batches of ${BATCH}         ${batched.toFixed(0)} records/s`);
  console.log(`ratio                  ${(batched / one).toFixed(1)}`);
  console.log(`ping                   ${ms(ping)}`);
  console.log(`leave balance, read    ${ms(read)}`);
} finally {
  site.close();
}

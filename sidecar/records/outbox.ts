import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { JournalChange, JournalEntry, Lease, Stores } from '../stores/stores.ts';
import { type Batch, type Outcome, sendBatch, takeBatch } from './batch.ts';
import { deadLetters } from './dead-letters.ts';
import { deadLetterBody, recordBody } from './entry.ts';
import { pace } from './pace.ts';
import type { Outbox, SiteRecord } from './record.ts';
import type { RecordsSettings } from './settings.ts';

export interface OutboxOptions {
  readonly stores: Pick<Stores, 'journal' | 'leases'>;
  readonly site: SiteClient;
  readonly settings: RecordsSettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** How long a reader waits before he looks by himself; an append wakes him at once. */
const LOOK_MS = 5000;
/** How often `drained` looks. */
const DRAINED_LOOK_MS = 10;
/** How long records are gathered for the next request after one that was not full. */
const GATHER_MS = 15;
/** Pause between two tries while somebody waits. */
const HURRY_MS = 300;

/**
 * Brings the journal's records to the site in order. One replica at a time does it. A record leaves the journal after
 * the site took it, so a crash in between sends it again, and its name makes the second time the same record.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { stores, site, settings, clock, log, metrics } = options;
  const { journal } = stores;
  const letters = deadLetters(journal);
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  /** Those who wait in `drained`. */
  let hurried = 0;

  metrics.gauge('outbox_pending', 'Records that are not at the site yet.', () => journal.length('records'));
  metrics.gauge('outbox_dead', 'Records that the site refused for good.', () => journal.length('dead'));
  const drained = metrics.counter('outbox_records_total', 'Records that left the outbox.', ['outcome']);
  const failed = metrics.counter('outbox_failures_total', 'Requests with records that failed as a whole.', ['code']);

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const lease = await stores.leases.acquire(`${site.siteName}:outbox`, {
          ttlMs: settings.leaseMs,
          waitMs: settings.leaseMs,
          signal: stopping.signal,
        });
        if (lease) await drainUnder(lease);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error('the outbox stumbled and starts again', {}, error);
        await clock.sleep(1000, stopping.signal).catch(() => undefined);
      }
    }
  }

  async function drainUnder(lease: Lease): Promise<void> {
    const lost = new AbortController();
    const done = new AbortController();
    const keeping = keep(lease, lost, done.signal);
    try {
      await drain(AbortSignal.any([stopping.signal, lost.signal]));
    } catch (error) {
      // A lost lease is no fault: another replica goes on where the journal stands.
      if (!lost.signal.aborted && !stopping.signal.aborted) throw error;
    } finally {
      done.abort();
      await keeping;
      await lease.release().catch((error: unknown) => log.warn('a lease was not given back', {}, error));
    }
  }

  async function keep(lease: Lease, lost: AbortController, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await clock.sleep(settings.leaseMs / 3, done).catch(() => undefined);
      if (done.aborted) return;
      const held = await lease.renew().catch(() => false);
      if (!held) return lost.abort(new Error('the lease of the outbox was lost'));
    }
  }

  async function drain(signal: AbortSignal): Promise<void> {
    const speed = pace({ maxRecords: settings.batchRecords, retryMaxMs: settings.retryMaxMs, random: options.random });
    while (!signal.aborted) {
      const entries = await journal.read('records', speed.limit);
      if (entries.length === 0) {
        await journal.waitForAppend('records', LOOK_MS, signal);
        continue;
      }
      const batch = takeBatch(entries, speed.limit);
      try {
        const outcomes =
          batch.records.length === 0
            ? []
            : await sendBatch(site, batch.records, { signal, timeoutMs: settings.batchTimeoutMs });
        await settle(batch, outcomes);
        speed.succeeded();
        // A request for each record as it comes would cost the site more than the records.
        if (batch.records.length < speed.limit && hurried === 0) await clock.sleep(GATHER_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        const code = codeOf(error);
        failed.inc({ code });
        const verdict = speed.failed(error, batch.records.length);
        log.warn('records wait for the site', { code, records: batch.records.length, next: verdict.kind }, error);
        if (verdict.kind === 'dead') await settle(batch, [verdict]);
        else await pause(verdict.ms, signal);
      }
    }
  }

  /** Shorter when somebody waits for his records: he pressed a button and the site may just have come back. */
  async function pause(ms: number, signal: AbortSignal): Promise<void> {
    for (let left = ms; left > 0; left -= HURRY_MS) {
      await clock.sleep(Math.min(left, HURRY_MS), signal);
      if (hurried > 0) return;
    }
  }

  /** Out of the outbox, and into the dead letters what was refused, in one step. */
  async function settle(batch: Batch, outcomes: readonly Outcome[]): Promise<void> {
    const refused: { entry: JournalEntry; record: SiteRecord; reason: { type: string; message: string } }[] = [
      ...batch.unsendable,
    ];
    batch.entries.forEach((entry, index) => {
      const outcome = outcomes[index];
      const record = batch.records[index];
      if (outcome?.kind !== 'dead' || !record) return;
      refused.push({ entry, record, reason: { type: outcome.type, message: outcome.message } });
    });
    refused.sort((left, right) => (left.entry.id < right.entry.id ? -1 : 1));
    const ids = [...batch.entries, ...batch.unsendable.map((one) => one.entry)].map((entry) => entry.id);
    const change: JournalChange = {
      append: refused.map(({ record, reason }) => ({
        stream: 'dead',
        body: deadLetterBody({ record, reason, at: clock.now() }),
      })),
      remove: [{ stream: 'records', ids }],
    };
    await journal.commit(change);
    for (const { record, reason } of refused) {
      log.error('the site refused a record for good', {
        doctype: record.doctype,
        name: record.name,
        type: reason.type,
      });
    }
    for (const kind of ['stored', 'repeated'] as const) {
      drained.inc({ outcome: kind }, outcomes.filter((one) => one.kind === kind).length);
    }
    drained.inc({ outcome: 'dead' }, refused.length);
  }

  /** Id of the newest record; null when there is none. */
  async function newest(): Promise<string | null> {
    for (let last: string | null = null; ; ) {
      const part = await journal.read('records', 1000, last ?? undefined);
      const next = part.at(-1)?.id;
      if (next === undefined) return last;
      last = next;
    }
  }

  return {
    toEntry: (record) => ({ stream: 'records', body: recordBody(record) }),
    start() {
      if (!stopping.signal.aborted) running ??= run();
    },
    async drained(signal) {
      const last = await newest();
      if (last === null) return;
      hurried += 1;
      try {
        for (;;) {
          const [oldest] = await journal.read('records', 1);
          if (!oldest || oldest.id > last) return;
          await clock.sleep(DRAINED_LOOK_MS, signal);
        }
      } finally {
        hurried -= 1;
      }
    },
    pending: () => journal.length('records'),
    deadLetters: letters.list,
    replay: letters.replay,
    async close() {
      stopping.abort(new Error('the outbox is closing'));
      await running;
    },
  };
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'fault';
}

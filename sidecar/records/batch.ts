import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import { SiteFailure } from '../frappe/site-failure.ts';
import type { JournalEntry } from '../stores/stores.ts';
import { readRecord, unreadable } from './entry.ts';
import type { SiteRecord } from './record.ts';

/** Body of one request: under the site's 2 MB with room for what surrounds the records. */
const MAX_BYTES = 2_000_000 - 10_000;

/** What became of one record. */
export type Outcome =
  | { readonly kind: 'stored' | 'repeated' }
  | { readonly kind: 'dead'; readonly type: string; readonly message: string };

export interface Batch {
  readonly entries: readonly JournalEntry[];
  readonly records: readonly SiteRecord[];
  /** Entries that can never be sent, with the reason; they stood among the others and leave with them. */
  readonly unsendable: readonly {
    readonly entry: JournalEntry;
    readonly record: SiteRecord;
    readonly reason: { readonly type: string; readonly message: string };
  }[];
}

/** The longest beginning of `entries` that fits into one request. Looks at each entry once. */
export function takeBatch(entries: readonly JournalEntry[], maxRecords: number): Batch {
  const taken: JournalEntry[] = [];
  const records: SiteRecord[] = [];
  const unsendable: Batch['unsendable'][number][] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (records.length === maxRecords) break;
    const record = readRecord(entry.body);
    if (record === null) {
      const reason = { type: 'Unreadable', message: 'The stored text is not a record.' };
      unsendable.push({ entry, record: unreadable(entry.body), reason });
      continue;
    }
    const size = Buffer.byteLength(entry.body) + 1;
    if (size > MAX_BYTES) {
      const reason = { type: 'PayloadTooLarge', message: 'The record is larger than one request may be.' };
      unsendable.push({ entry, record, reason });
      continue;
    }
    if (bytes + size > MAX_BYTES) break;
    bytes += size;
    taken.push(entry);
    records.push(record);
  }
  return { entries: taken, records, unsendable };
}

const answer = z.object({
  results: z.array(
    z.union([
      z.object({ ok: z.literal(true), name: z.string(), repeated: z.boolean().optional() }),
      z.object({ ok: z.literal(false), error: z.object({ type: z.string(), message: z.string() }) }),
    ]),
  ),
});

/** Sends records in order; one outcome each. @throws SiteFailure when the request as a whole failed: nothing is stored. */
export async function sendBatch(
  site: SiteClient,
  records: readonly SiteRecord[],
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Outcome[]> {
  // Names are ours and a repeated insert is no second one, so the request may be sent again.
  const reply = await site.post<unknown>(
    'dartwing_va.api.batch',
    { operations: records },
    { kind: 'service' },
    { ...options, idempotent: true },
  );
  const parsed = answer.safeParse(reply);
  if (!parsed.success || parsed.data.results.length !== records.length) {
    throw new SiteFailure('SITE_ERROR', { httpStatus: 200, transport: 'other_form' });
  }
  return parsed.data.results.map((result) =>
    result.ok
      ? { kind: result.repeated ? 'repeated' : 'stored' }
      : { kind: 'dead', type: result.error.type, message: result.error.message },
  );
}

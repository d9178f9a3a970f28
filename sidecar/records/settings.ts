import { integer, type SliceValues, setting } from '../lib/settings.ts';

/** How records travel to the site. */
export const recordsSettings = {
  batchRecords: setting({
    env: 'VA_OUTBOX_BATCH',
    // The site takes no more in one request (docs/site-api.md, batch).
    schema: integer({ min: 1, max: 200 }),
    default: 200,
    description: 'Records of one request to the site.',
  }),
  batchTimeoutMs: setting({
    env: 'VA_OUTBOX_TIMEOUT_MS',
    schema: integer({ min: 1000, max: 300_000 }),
    unit: 'ms',
    default: 30_000,
    description: 'Longest wait for the answer to one such request.',
  }),
  retryMaxMs: setting({
    env: 'VA_OUTBOX_RETRY_MAX_MS',
    schema: integer({ min: 100, max: 600_000 }),
    unit: 'ms',
    default: 15_000,
    description: 'Longest pause before a request that failed for now is sent again.',
  }),
  leaseMs: setting({
    env: 'VA_OUTBOX_LEASE_MS',
    schema: integer({ min: 1000, max: 300_000 }),
    unit: 'ms',
    default: 15_000,
    description: 'After the death of the replica that sends records, another one takes over within this time.',
  }),
};
export type RecordsSettings = SliceValues<typeof recordsSettings>;

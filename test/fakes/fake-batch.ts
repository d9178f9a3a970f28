import { z } from 'zod';
import type { SiteRecord } from '../../sidecar/records/record.ts';
import { type Answer, message } from './fake-site.ts';

const request = z.object({
  operations: z
    .array(
      z.object({
        op: z.enum(['insert', 'update']),
        doctype: z.string(),
        name: z.string(),
        values: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(200),
});

/** The site's method `batch` with a table of its own: an insert of a name that exists is `repeated` (docs/site-api.md). */
export interface FakeTable {
  readonly answer: Answer;
  /** Does the work of a request and gives the results, without answering. */
  take(body: unknown): unknown[];
  readonly rows: Map<string, SiteRecord>;
  /** Names in the order of their first arrival. */
  readonly order: string[];
  /** Every update that arrived, repeated ones too. */
  readonly updates: SiteRecord[];
  /** How many operations each request held. */
  readonly sizes: number[];
  /** Records that are refused for good, with a reason. */
  refuse(test: (record: SiteRecord) => string | null): void;
}

export function fakeTable(): FakeTable {
  const rows = new Map<string, SiteRecord>();
  const order: string[] = [];
  const updates: SiteRecord[] = [];
  const sizes: number[] = [];
  let refusal: (record: SiteRecord) => string | null = () => null;

  function apply(record: SiteRecord): unknown {
    const reason = refusal(record);
    if (reason !== null) return { ok: false, error: { type: 'ValidationError', message: reason, retryable: false } };
    const present = rows.get(record.name);
    if (record.op === 'insert') {
      if (present) return { ok: true, name: record.name, repeated: true };
      rows.set(record.name, record);
      order.push(record.name);
      return { ok: true, name: record.name };
    }
    updates.push(record);
    if (!present) return { ok: false, error: { type: 'DoesNotExistError', message: 'Not found', retryable: false } };
    rows.set(record.name, { ...present, values: { ...present.values, ...record.values } });
    return { ok: true, name: record.name };
  }

  function take(body: unknown): unknown[] {
    const { operations } = request.parse(body);
    sizes.push(operations.length);
    return operations.map(apply);
  }

  return {
    rows,
    order,
    updates,
    sizes,
    take,
    answer: (seen, response) => message({ results: take(seen.body) })(seen, response),
    refuse(test) {
      refusal = test;
    },
  };
}

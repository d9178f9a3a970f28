import { z } from 'zod';
import type { DeadLetter, SiteRecord } from './record.ts';

const siteRecord = z.object({
  op: z.enum(['insert', 'update']),
  doctype: z.string(),
  name: z.string(),
  values: z.record(z.string(), z.unknown()),
});
const deadBody = z.object({
  record: siteRecord,
  reason: z.object({ type: z.string(), message: z.string() }),
  at: z.number(),
});

/** The text of a record in the stream `records`. */
export function recordBody({ op, doctype, name, values }: SiteRecord): string {
  return JSON.stringify({ op, doctype, name, values });
}

/** Null when the text is no record: nobody of us wrote it. */
export function readRecord(body: string): SiteRecord | null {
  return siteRecord.safeParse(jsonOrNull(body)).data ?? null;
}

/** The text of a dead letter in the stream `dead`. */
export function deadLetterBody(letter: Omit<DeadLetter, 'id'>): string {
  return JSON.stringify({ record: letter.record, reason: letter.reason, at: letter.at });
}

export function readDeadLetter(id: string, body: string): DeadLetter | null {
  const parsed = deadBody.safeParse(jsonOrNull(body));
  return parsed.success ? { id, ...parsed.data } : null;
}

/** A text that is no record, kept so that an operator can look at it. */
export function unreadable(body: string): SiteRecord {
  return { op: 'update', doctype: '', name: '', values: { unreadable: body } };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../lib/clock.ts';
import { transaction } from '../../lib/sqlite.ts';
import { EVENTS_KEPT, EVENTS_TTL_MS, NUMBERING_TTL_MS } from '../limits.ts';
import type { Listeners } from '../listeners.ts';
import type { EventLog } from '../stores.ts';
import { writeFailure } from './database.ts';
import { tickBatch } from './tick-batch.ts';

interface Append {
  readonly conversation: string;
  readonly bodies: readonly string[];
  readonly resolve: (first: number) => void;
  readonly reject: (error: unknown) => void;
}
export interface EmbeddedEventLog extends EventLog {
  flush(): void;
  /** Removes what is no longer kept. */
  sweep(): void;
}

export function embeddedEventLog(db: DatabaseSync, clock: Clock, listeners: Listeners): EmbeddedEventLog {
  const head = db.prepare('SELECT last_seq, touched_at FROM event_heads WHERE conversation = ?');
  const setHead = db.prepare(
    'INSERT INTO event_heads (conversation, last_seq, touched_at) VALUES (?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET last_seq = excluded.last_seq, touched_at = excluded.touched_at',
  );
  const insert = db.prepare('INSERT INTO events (conversation, seq, body) VALUES (?, ?, ?)');
  const trim = db.prepare('DELETE FROM events WHERE conversation = ? AND seq <= ?');
  const since = db.prepare('SELECT seq, body FROM events WHERE conversation = ? AND seq > ? ORDER BY seq');
  const expire = db.prepare(
    'DELETE FROM events WHERE conversation IN (SELECT conversation FROM event_heads WHERE touched_at <= ?)',
  );
  const forget = db.prepare('DELETE FROM event_heads WHERE touched_at <= ?');

  function lastOf(conversation: string): { readonly seq: number; readonly fresh: boolean } {
    const row = head.get(conversation);
    if (!row) return { seq: 0, fresh: false };
    return { seq: Number(row['last_seq']), fresh: Number(row['touched_at']) > clock.now() - EVENTS_TTL_MS };
  }

  function store(appends: readonly Append[]): number[] {
    const last = new Map<string, number>();
    const firsts = appends.map(({ conversation, bodies }) => {
      let seq = last.get(conversation) ?? lastOf(conversation).seq;
      const first = seq + 1;
      for (const body of bodies) {
        seq += 1;
        insert.run(conversation, seq, body);
      }
      last.set(conversation, seq);
      return first;
    });
    for (const [conversation, seq] of last) {
      setHead.run(conversation, seq, clock.now());
      if (seq > EVENTS_KEPT) trim.run(conversation, seq - EVENTS_KEPT);
    }
    return firsts;
  }

  function write(appends: readonly Append[]): void {
    let firsts: number[];
    try {
      firsts = transaction(db, () => store(appends));
    } catch (error) {
      for (const append of appends) append.reject(writeFailure(error));
      return;
    }
    appends.forEach(({ conversation, bodies, resolve }, index) => {
      const first = firsts[index] ?? 0;
      listeners.tell(conversation, first, bodies);
      resolve(first);
    });
  }

  const batch = tickBatch(write);
  return {
    append: (conversation, bodies) =>
      new Promise((resolve, reject) => batch.add({ conversation, bodies, resolve, reject })),
    async since(conversation, afterSeq) {
      const last = lastOf(conversation);
      if (afterSeq === last.seq) return [];
      if (afterSeq > last.seq || !last.fresh || afterSeq < last.seq - EVENTS_KEPT) return null;
      return since.all(conversation, afterSeq).map((row) => ({ seq: Number(row['seq']), body: String(row['body']) }));
    },
    lastSeq: async (conversation) => lastOf(conversation).seq,
    subscribe: (conversation, listener) => listeners.add(conversation, listener),
    flush: batch.flush,
    sweep() {
      transaction(db, () => {
        expire.run(clock.now() - EVENTS_TTL_MS);
        forget.run(clock.now() - NUMBERING_TTL_MS);
      });
    },
  };
}

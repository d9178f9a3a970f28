/**
 * What the rest of the sidecar knows of storage. Two backends answer it alike: `embedded/` (one SQLite file) and
 * `redis/`. Every key is already prefixed with the site by the caller's `siteKey`. All times in ms.
 */
export interface Stores {
  readonly kv: KeyValue;
  readonly leases: Leases;
  readonly counters: Counters;
  readonly journal: Journal;
  readonly events: EventLog;
  /** A write and its answer; rejects when the backend takes none, full ones included. For `/health/ready` and the doctor. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface KeyValue {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: { readonly ttlMs?: number; readonly ifAbsent?: boolean }): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** One holder at a time, or so many, across replicas. A lease that is not renewed lapses after its ttl. */
export interface Leases {
  /** Waits in order of arrival up to `waitMs` (default: not at all); null when somebody else holds it. */
  acquire(
    key: string,
    options: { readonly ttlMs: number; readonly waitMs?: number; readonly signal?: AbortSignal },
  ): Promise<Lease | null>;
  /** One of so many places under a key, which all have the same ttl; null when all are taken. */
  share(key: string, options: { readonly ttlMs: number; readonly places: number }): Promise<Lease | null>;
}
export interface Lease {
  /** False when it was lost. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Counters {
  /** Counts one hit (or `by` at once) in a fixed window that starts with the first hit. */
  hit(key: string, windowMs: number, by?: number): Promise<{ readonly count: number; readonly resetAt: number }>;
  peek(key: string): Promise<number>;
}

/**
 * The durable, ordered journal. `turns` holds accepted messages until their outcome is committed; `records` is the
 * outbox towards the site. A commit is atomic: outcome in, accepted message out, state set, or nothing of it.
 */
export interface Journal {
  /** @throws VaError STORAGE_FULL when the disk or Redis refuses; nothing was stored then. */
  commit(change: JournalChange): Promise<void>;
  /** Oldest first, at most `max`, not removed by reading. `afterId` continues a scan. */
  read(stream: StreamName, max: number, afterId?: string): Promise<JournalEntry[]>;
  length(stream: StreamName): Promise<number>;
  /** Resolves when something may have been appended to the stream since the last call, or after `timeoutMs`. */
  waitForAppend(stream: StreamName, timeoutMs: number, signal: AbortSignal): Promise<void>;
}
export type StreamName = 'turns' | 'records' | 'dead';
export interface JournalChange {
  readonly append?: readonly { readonly stream: StreamName; readonly body: string }[];
  readonly remove?: readonly { readonly stream: StreamName; readonly ids: readonly string[] }[];
  readonly set?: readonly { readonly key: string; readonly value: string; readonly ttlMs?: number }[];
}
export interface JournalEntry {
  /** Sorts in order of appending. */
  readonly id: string;
  readonly body: string;
  readonly appendedAt: number;
}

/** Events of a conversation for streaming and resume: gapless numbers from 1, the last 500 kept for an hour. */
export interface EventLog {
  /** Numbers and keeps the events, and tells subscribers of every replica. Returns the first number. */
  append(conversation: string, bodies: readonly string[]): Promise<number>;
  /** Events after `afterSeq`, or null when that far back is no longer kept. */
  since(
    conversation: string,
    afterSeq: number,
  ): Promise<readonly { readonly seq: number; readonly body: string }[] | null>;
  lastSeq(conversation: string): Promise<number>;
  /** Calls `listener` in order for every event appended from now on, by any replica. */
  subscribe(conversation: string, listener: (seq: number, body: string) => void): () => void;
}

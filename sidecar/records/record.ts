/** One write towards the site through `batch`; the same name twice is the same record (docs/site-api.md). */
export interface SiteRecord {
  readonly op: 'insert' | 'update';
  readonly doctype: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What can be looked at and replayed by an operator: why the site refused it for good. */
export interface DeadLetter {
  readonly id: string;
  readonly record: SiteRecord;
  readonly reason: { readonly type: string; readonly message: string };
  readonly at: number;
}

/** The outbox: `toEntry` goes into a Journal commit, the drain brings it to the site in order. */
export interface Outbox {
  toEntry(record: SiteRecord): { readonly stream: 'records'; readonly body: string };
  start(): void;
  /** Resolves when everything appended before the call is at the site or a dead letter; for tests, benches and shutdown. */
  drained(signal: AbortSignal): Promise<void>;
  pending(): Promise<number>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Puts dead letters back at the end of the outbox, optionally with mended values. */
  replay(ids: readonly string[], mend?: (record: SiteRecord) => SiteRecord): Promise<number>;
  close(): Promise<void>;
}

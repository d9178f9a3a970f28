/** What went wrong with a model, whoever provides it. */
export type ModelFailure =
  /** No connection, or it broke before the first word. */
  | 'unreachable'
  | 'timeout'
  /** 5xx and "overloaded". */
  | 'overloaded'
  | 'rate-limited'
  /** The account has no credit left. */
  | 'quota'
  | 'key'
  | 'no-such-model'
  | 'context-too-long'
  /** The provider will not answer this. */
  | 'refused'
  /** The stream ended before its end. */
  | 'cut'
  /** An answer that makes no sense: broken JSON, unknown events, a call without arguments. */
  | 'garbled'
  /** The request itself was wrong (4xx): a defect of ours or of a setting. */
  | 'bad-request';

/** Another provider may do better with the same request: all but what would fail everywhere. */
const EVERYWHERE: ReadonlySet<ModelFailure> = new Set(['refused']);

/** A provider's failure in our words; the SDK's error is the cause, for the log alone. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  /** Such as `openai:<name>`. */
  readonly model: string;
  /** When it may be asked again, ms; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    failure: ModelFailure,
    model: string,
    options: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(`${model}: ${failure}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ModelError';
    this.failure = failure;
    this.model = model;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get othersMayAnswer(): boolean {
    return !EVERYWHERE.has(this.failure);
  }
}

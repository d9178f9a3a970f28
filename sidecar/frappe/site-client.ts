/** Who a request to the site speaks for. Writes never go as an employee: they are actions. */
export type Caller =
  | { readonly kind: 'service' }
  /** The employee's own API key, for signing in with it. Held for the one call, never kept. */
  | { readonly kind: 'own_key'; readonly key: string; readonly secret: string }
  /** A signed delegation for one turn, good for the named DocTypes and the read methods, GET only. */
  | {
      readonly kind: 'employee';
      readonly user: string;
      readonly turnId: string;
      readonly doctypes: readonly string[];
      /** Methods of other apps, which the company must have listed for its own agents. */
      readonly methods?: readonly string[];
    };

export type FilterRow =
  | readonly [field: string, op: string, value: unknown]
  /** Of a row in a table of the document. */
  | readonly [childDocType: string, field: string, op: string, value: unknown];

export interface ListRequest {
  readonly fields: readonly string[];
  readonly filters?: readonly FilterRow[];
  readonly orFilters?: readonly FilterRow[];
  /** Frappe sorts by nothing unless told (pitfall 6), so it is required. */
  readonly orderBy: string;
  readonly limit: number;
  readonly start?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Default: the setting `siteTimeoutMs`. */
  readonly timeoutMs?: number;
  /** True when the call may be repeated after a transport failure (GETs are; batch and execute are idempotent by name). */
  readonly idempotent?: boolean;
}

export type SiteRow = Readonly<Record<string, unknown>>;

/**
 * One Frappe site over REST. Errors are SiteFailure (a VaError with `site` facts): SITE_UNAVAILABLE (no answer, 502-504, 503, breaker
 * open), TIMEOUT, SITE_ERROR (HTML or nonsense), RATE_LIMITED, or the site's own `va_error`, else FORBIDDEN, NOT_FOUND, CONFLICT,
 * UNPROCESSABLE_ENTITY with the site's decoded sentence.
 */
export interface SiteClient {
  readonly siteName: string;
  /** POST /api/method/<method>. */
  post<T>(method: string, args: Readonly<Record<string, unknown>>, caller: Caller, options?: CallOptions): Promise<T>;
  /** GET /api/method/<method>. */
  read<T>(method: string, args: Readonly<Record<string, unknown>>, caller: Caller, options?: CallOptions): Promise<T>;
  list<T extends SiteRow = SiteRow>(
    doctype: string,
    request: ListRequest,
    caller: Caller,
    options?: CallOptions,
  ): Promise<T[]>;
  get<T extends SiteRow = SiteRow>(doctype: string, name: string, caller: Caller, options?: CallOptions): Promise<T>;
  /** Unauthenticated or with the given headers; for jwks, refresh, revoke. */
  postAnonymous<T>(method: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<T>;
  readAnonymous<T>(method: string, options?: CallOptions): Promise<T>;
}

/** What the bus tells (docs/site-api.md, The bus). */
export type BusEvent =
  | {
      readonly kind: 'turn';
      readonly turn: string;
      readonly conversation: string;
      readonly employee: string;
      readonly user: string;
    }
  | {
      readonly kind: 'action';
      readonly action: string;
      readonly status: string;
      readonly user: string;
      readonly conversation: string | null;
    }
  | { readonly kind: 'changed'; readonly doctype: string; readonly name: string }
  /** Something that the knowledge index is made of was written or went away. */
  | { readonly kind: 'knowledge'; readonly doctype: string; readonly name: string }
  /** With `session` that one sign-in is over; without, all with a lower epoch. */
  | { readonly kind: 'session'; readonly user: string; readonly epoch: number; readonly session: string | null }
  /** Connected again: at-most-once events may be missing, so reconcile by REST. */
  | { readonly kind: 'connected' };

export interface SiteBus {
  readonly connected: boolean;
  /** Handlers run in order of arrival; a rejection is logged, never lost silently. */
  onEvent(listener: (event: BusEvent) => Promise<void>): () => void;
  start(): void;
  close(): Promise<void>;
}

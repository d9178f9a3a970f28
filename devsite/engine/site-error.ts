/** Status of each Frappe exception (frappe/exceptions.py as read in Frappe 15). */
const STATUS: Readonly<Record<string, number>> = {
  CSRFTokenError: 400,
  InvalidAuthorizationHeader: 400,
  InvalidAuthorizationToken: 400,
  AuthenticationError: 401,
  SessionExpired: 401,
  PermissionError: 403,
  DoesNotExistError: 404,
  DuplicateEntryError: 409,
  NameError: 409,
  LinkExpired: 410,
  UnsupportedMediaType: 415,
  TooManyRequestsError: 429,
  RateLimitExceededError: 429,
  QueryDeadlockError: 500,
  QueryTimeoutError: 500,
  SecurityException: 500,
  InternalError: 500,
  TypeError: 500,
  KeyError: 500,
  OperationalError: 500,
  OutgoingEmailError: 501,
  InReadOnlyMode: 503,
};

/** An exception as Frappe would raise it: `excType` is the class name, status follows from it (417 if unlisted). */
export class SiteError extends Error {
  readonly excType: string;
  readonly status: number;
  /** Extra key of the answer: the assistant's own code. */
  readonly va: {
    readonly code: string;
    readonly message: string;
    readonly meta: Readonly<Record<string, unknown>>;
  } | null;

  /** Frappe raised it without `frappe.throw`: no `_server_messages` item of its own. */
  readonly silent: boolean;

  /** What Frappe says beside an exception that it raised without words: its remarks, and `_error_message`. */
  readonly shown: { readonly messages: readonly string[]; readonly errorMessage?: string } | null;

  constructor(
    excType: string,
    message: string,
    options: {
      status?: number;
      silent?: boolean;
      shown?: { messages: readonly string[]; errorMessage?: string };
      va?: { code: string; message?: string; meta?: Record<string, unknown> };
    } = {},
  ) {
    super(message);
    this.silent = options.silent ?? options.shown !== undefined;
    this.shown = options.shown ?? null;
    this.name = excType;
    this.excType = excType;
    this.status = options.status ?? STATUS[excType] ?? 417;
    this.va = options.va
      ? { code: options.va.code, message: options.va.message ?? message, meta: options.va.meta ?? {} }
      : null;
  }
}

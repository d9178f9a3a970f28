/**
 * What the rest of the embedded site builds on. The engine (`devsite/engine`, `devsite/http`, `devsite/realtime`) knows
 * DocTypes, permissions, sessions and transactions; the apps (`devsite/apps/*`) register controllers, methods and seeds.
 *
 * SQLite is synchronous, so one request is one synchronous transaction: nothing here returns a promise.
 */

/** Values of one document. Child tables are arrays of rows. Datetimes are naive site time, as Frappe has them. */
export type Row = Record<string, unknown>;
export type Doc = Row & { doctype: string; name: string };

export type Ptype =
  | 'select'
  | 'read'
  | 'write'
  | 'create'
  | 'delete'
  | 'submit'
  | 'cancel'
  | 'amend'
  | 'share'
  | 'report'
  | 'export';

/** `[field, op, value]`, `[doctype, field, op, value]`, or an object `{field: value | [op, value]}`. */
export type Filters = readonly (readonly unknown[])[] | Readonly<Record<string, unknown>>;

export interface ListQuery {
  readonly fields?: readonly string[];
  readonly filters?: Filters;
  readonly orFilters?: Filters;
  readonly orderBy?: string;
  readonly limit?: number;
  readonly start?: number;
}

export interface WriteOptions {
  /** Skips role and user permissions; validation still runs. */
  readonly ignorePermissions?: boolean;
  /** Free flags for controllers of the same call, such as `vaAppend`. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** A document under way through insert or save, as controllers see it. */
export interface DocEvent {
  readonly ctx: Ctx;
  readonly doc: Doc;
  /** The stored row before this save; null on insert. */
  readonly before: Doc | null;
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Hooks of one DocType, in Frappe's order. Any of them may throw a SiteError. */
export interface Controller {
  /** Makes the name when none was sent (autoname prompt) or the DocType names by script. */
  autoname?(event: DocEvent): string | null;
  beforeInsert?(event: DocEvent): void;
  validate?(event: DocEvent): void;
  beforeSave?(event: DocEvent): void;
  afterInsert?(event: DocEvent): void;
  onUpdate?(event: DocEvent): void;
  beforeSubmit?(event: DocEvent): void;
  onSubmit?(event: DocEvent): void;
  onCancel?(event: DocEvent): void;
  onUpdateAfterSubmit?(event: DocEvent): void;
  onTrash?(event: DocEvent): void;
  beforeRename?(event: DocEvent): void;
  /** SQL condition AND-ed to lists of this user (parameters bound in order), null = no restriction. */
  permissionQuery?(
    ctx: Ctx,
    user: string,
  ): { readonly sql: string; readonly params: readonly (string | number)[] } | null;
  /** Can only deny. */
  hasPermission?(ctx: Ctx, doc: Doc, ptype: Ptype, user: string): boolean;
  /** Overrides the owner of a new document (Frappe: the session user). */
  owner?(event: DocEvent): string | null;
}

export interface MethodOptions {
  readonly verbs: readonly ('GET' | 'POST' | 'PUT' | 'DELETE')[];
  readonly allowGuest?: boolean;
}
/** A whitelisted method; `args` are strings from a query or form, JSON values from a JSON body. Result goes to `message`. */
export type Method = (ctx: Ctx, args: Row) => unknown;

/** How the caller was recognised; service checks need `api_key`, delegated reads are `delegation`. */
export type AuthKind = 'guest' | 'cookie' | 'api_key' | 'delegation';

/** One request (or one start-up task) inside one transaction. */
export interface Ctx {
  readonly site: Site;
  /** Session user; `Guest` when nobody signed in. */
  readonly user: string;
  readonly auth: AuthKind;
  /** Session id of the cookie login, else null. */
  readonly sid: string | null;
  readonly ip: string;
  /** Verb of the request, `POST` for start-up tasks. */
  readonly verb: string;
  /** Epoch ms from the site's clock. */
  now(): number;
  /** Naive site time `YYYY-MM-DD HH:MM:SS.ffffff` of `now()` (or of the given epoch ms). */
  nowText(epochMs?: number): string;
  /** `YYYY-MM-DD` in the site's zone. */
  today(): string;
  roles(user?: string): readonly string[];
  hasPermission(doctype: string, ptype: Ptype, doc?: Doc | string, user?: string): boolean;
  /** No permission check, as frappe.get_doc. Throws DoesNotExistError. */
  getDoc(doctype: string, name: string): Doc;
  exists(doctype: string, name: string): boolean;
  /** First match without permission check, null if none. */
  getValue<T = unknown>(doctype: string, filters: string | Filters, field: string): T | null;
  /** Without permission check, all rows unless limited. */
  getAll(doctype: string, query?: ListQuery): Row[];
  /** With permission check, as the REST list. */
  getList(doctype: string, query?: ListQuery): Row[];
  insert(doc: Row & { doctype: string }, options?: WriteOptions): Doc;
  save(doc: Doc, options?: WriteOptions): Doc;
  submit(doc: Doc, options?: WriteOptions): Doc;
  cancel(doc: Doc, options?: WriteOptions): Doc;
  remove(doctype: string, name: string, options?: WriteOptions): void;
  /** Like frappe.db.set_value: no hooks, no permission, `modified` untouched unless asked. */
  setValue(doctype: string, name: string, values: Row, options?: { readonly updateModified?: boolean }): void;
  /** Removes fields above the permlevel of the current user from a copy. */
  readable(doc: Doc): Doc;
  /** Runs `work` as another user and always comes back. */
  as<T>(user: string, work: (ctx: Ctx) => T): T;
  /** Runs `work` in a savepoint; rolled back when it throws. */
  savepoint<T>(work: () => T): T;
  /** Socket event, sent after commit, dropped on rollback. */
  publish(event: string, message: unknown, room: string): void;
  /** Adds to `_server_messages` of the answer. */
  message(text: string): void;
  /** Adds a top-level key to the answer, also to an error's (used for `va_error`). */
  respond(key: string, value: unknown): void;
}

/** What an app registers with; see `devsite/main.ts` for the order. */
export interface Site {
  readonly name: string;
  readonly timeZone: string;
  /** Public URL, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** The site's own settings (`site_config.json`), such as `dartwing_va_user`, `dartwing_va_sidecar_keys`. */
  readonly config: Row;
  addDocType(meta: Row): void;
  addController(doctype: string, controller: Controller): void;
  addMethod(path: string, options: MethodOptions, method: Method): void;
  /** Whether another app's DocType is there. */
  hasDocType(doctype: string): boolean;
  /** Runs `work` in a transaction of its own as `user` (default Administrator). */
  transaction<T>(work: (ctx: Ctx) => T, user?: string): T;
  /** A door tried after cookie, before Guest: decides by the request, returns the user or throws a SiteError. */
  addAuthHook(hook: AuthHook): void;
  /** Called on login, logout and on changes of the user that end sessions. */
  onSessionEvent(listener: (ctx: Ctx, event: 'login' | 'logout', user: string, sid: string) => void): void;
  /** Private state beside the documents (keys), kept in the site's database. */
  secret(key: string): string | null;
  setSecret(key: string, value: string): void;
}

export interface SiteRequest {
  readonly verb: string;
  /** Decoded path segments, such as ['api', 'resource', 'Leave Application', 'HR-LAP-2026-00001']. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly hasBody: boolean;
  readonly hasCookie: boolean;
  readonly ip: string;
}
/** null = not my header. `readOnly` makes the database refuse every write of the request. */
export type AuthHook = (
  site: Site,
  request: SiteRequest,
) => { readonly user: string; readonly kind: AuthKind; readonly readOnly: boolean } | null;

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
  | 'email'
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
  readonly groupBy?: string;
  /** Needed with `getList` of a child table: permission is taken from this DocType. */
  readonly parent?: string;
}

export interface WriteOptions {
  /** Skips role and user permissions; validation still runs. */
  readonly ignorePermissions?: boolean;
  /** Free flags for controllers of the same call, such as `vaAppend`. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Keeps the sent `name` whatever the naming rule (Frappe: `insert(set_name=...)`). */
  readonly setName?: boolean;
  /** Skips the look-up of Link targets (Frappe: `flags.ignore_links`). */
  readonly ignoreLinks?: boolean;
  /** Delete only: no check of back-links, no Deleted Document row. */
  readonly force?: boolean;
  readonly deletePermanently?: boolean;
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
  beforeValidate?(event: DocEvent): void;
  validate?(event: DocEvent): void;
  beforeSave?(event: DocEvent): void;
  afterInsert?(event: DocEvent): void;
  onUpdate?(event: DocEvent): void;
  beforeSubmit?(event: DocEvent): void;
  onSubmit?(event: DocEvent): void;
  beforeCancel?(event: DocEvent): void;
  onCancel?(event: DocEvent): void;
  beforeUpdateAfterSubmit?(event: DocEvent): void;
  onUpdateAfterSubmit?(event: DocEvent): void;
  /** After every insert, save, submit and cancel. */
  onChange?(event: DocEvent): void;
  onTrash?(event: DocEvent): void;
  afterDelete?(event: DocEvent): void;
  /** `flags.oldName`, `flags.newName` and `flags.merge` say what is under way. */
  beforeRename?(event: DocEvent): void;
  afterRename?(event: DocEvent): void;
  /** SQL condition AND-ed to lists of this user (parameters bound in order), null = no restriction. */
  permissionQuery?(
    ctx: Ctx,
    user: string,
  ): { readonly sql: string; readonly params: readonly (string | number)[] } | null;
  /** Can only deny. */
  hasPermission?(ctx: Ctx, doc: Doc, ptype: Ptype, user: string): boolean;
  /** Overrides the owner of a new document (Frappe: the session user). */
  owner?(event: DocEvent): string | null;
  /** Whitelisted document methods (`run_method`, `run_doc_method`); the result goes to `message`/`data`. */
  readonly methods?: Readonly<Record<string, (event: DocEvent, args: Row) => unknown>>;
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
  /** Whether neither User Permissions nor a controller keep the document from the user, whatever the roles say. */
  isUnrestricted(doc: Doc): boolean;
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
  /** Commits what was done so far and goes on in a new transaction (Frappe: `frappe.db.commit()`); not inside a savepoint. */
  commit(): void;
  /** Throws away what was done since the last commit, events included, and goes on in a new transaction. */
  rollback(): void;
  /** Rows of a read-only SQL statement; tables are named `"tab<DocType>"`. No permission check. */
  sql(text: string, params?: readonly (string | number | null)[]): Row[];
  /** Runs `work` once after the commit; dropped on rollback. */
  afterCommit(work: () => void): void;
  rename(
    doctype: string,
    oldName: string,
    newName: string,
    options?: WriteOptions & { readonly merge?: boolean },
  ): string;
  /** Login check: the name of the enabled user whose password this is; throws AuthenticationError otherwise. */
  checkLogin(usr: string, pwd: string): string;
  setPassword(user: string, password: string): void;
  /** New API secret (and a key, if the user has none); the secret is shown only here. */
  generateKeys(user: string): { readonly api_key: string; readonly api_secret: string };
  /** Opens a cookie session and returns its sid. */
  openSession(user: string): string;
  /** Ends all sessions of the user but `except`. */
  endSessions(user: string, except?: string): void;
  /** A stored Password field in clear, null if empty. */
  getPassword(doctype: string, name: string, fieldname: string): string | null;
  /** Default for new documents of one user, or of all (`__default`): a Link field of this name starts with it. */
  setDefault(key: string, value: string, user?: string): void;
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
  /** An index over several columns (`frappe.db.add_index`), kept in step like those of single fields. */
  addIndex(doctype: string, fields: readonly string[]): void;
  addController(doctype: string, controller: Controller): void;
  addMethod(path: string, options: MethodOptions, method: Method): void;
  /** How a whitelisted method may be called; empty when there is none of that name. */
  verbsOf(path: string): MethodOptions['verbs'];
  /** Whether another app's DocType is there. */
  hasDocType(doctype: string): boolean;
  /** A page of an app, such as `/va`. What it returns is sent as it is; null sends the visitor to the login page. */
  addPage(path: string, page: SitePage): void;
  /** Buttons on the page of a document, as a form script gives them in Frappe; none for `null`. */
  addButtons(doctype: string, buttons: FormButtons): void;
  /** Serves the files of `folder` (no folders below) to everybody under `/assets/<app>/`. */
  addAssets(app: string, folder: string): void;
  /** A script for every page of a signed-in user: of the document browser, as in Desk, and of the website. */
  addScript(script: PageScript): void;
  /** DocTypes whose links never stand in the way of a deletion (hook `ignore_links_on_delete`). */
  ignoreLinksOnDelete(doctypes: readonly string[]): void;
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
/** `policy` replaces the site's Content-Security-Policy. `csrfToken` is that of the session, blank without one. */
export type SitePage = (ctx: Ctx, csrfToken: string) => { readonly html: string; readonly policy?: string } | null;

/** As the hooks `app_include_js`, `web_include_js` and `extend_bootinfo` have it together. */
export interface PageScript {
  readonly src: string;
  /** What `frappe.boot` tells the script, in Desk alone. */
  boot(ctx: Ctx): Row;
  /** Other sources that the pages may use for its sake, by directive of the content policy. */
  policy(): Readonly<Record<string, readonly string[]>>;
}

/** What a press does runs in the request of who pressed; the page is shown anew then. */
export type FormButtons = (ctx: Ctx, doc: Doc) => readonly { readonly label: string; readonly press: () => void }[];

/** A part of the site beside the framework: registers first, seeds once the tables are there. */
export interface SiteApp {
  readonly name: string;
  /** DocTypes, controllers, methods, hooks. Runs at every start, before the tables are synced; no transaction is open. */
  register(site: Site): void;
  /** Once in the life of the site's data, after the tables exist, in one transaction as Administrator. */
  install?(ctx: Ctx): void;
  /** At every start after `install`, as Administrator. */
  start?(ctx: Ctx): void;
}

/** null = not my header. `readOnly` makes the database refuse every write of the request. */
export type AuthHook = (
  site: Site,
  request: SiteRequest,
) => { readonly user: string; readonly kind: AuthKind; readonly readOnly: boolean } | null;

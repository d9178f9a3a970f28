import type { Database } from './database.ts';
import type { Meta } from './meta.ts';
import type { SiteTime } from './site-time.ts';
import type {
  AuthHook,
  Controller,
  Ctx,
  FormButtons,
  Method,
  MethodOptions,
  PageScript,
  Row,
  Site,
  SitePage,
} from './types.ts';
import type { UserFacts } from './user-facts.ts';

export interface SiteEvent {
  readonly event: string;
  readonly message: unknown;
  /** null = every socket of the site's desk users (room `all`). */
  readonly room: string;
}

/** What one request gathers until its end. */
export interface Transaction {
  readonly mode: 'read' | 'write' | 'readOnly';
  /** Items of `_server_messages`. */
  readonly messages: Row[];
  readonly extra: Map<string, unknown>;
  /** Keyed by content, so equal events leave once. */
  readonly events: Map<string, SiteEvent>;
  readonly afterCommit: (() => void)[];
  /** A write touched users, roles or permissions: caches are dropped when it ends. */
  touchedAccess: boolean;
}

export interface RegisteredMethod {
  readonly options: MethodOptions;
  readonly run: Method;
}

/** The state of a running site that the engine's functions share. */
export interface Engine {
  readonly site: Site;
  readonly db: Database;
  readonly time: SiteTime;
  readonly metas: Map<string, Meta>;
  readonly controllers: Map<string, Controller[]>;
  readonly methods: Map<string, RegisteredMethod>;
  readonly authHooks: AuthHook[];
  readonly sessionListeners: ((ctx: Ctx, event: 'login' | 'logout', user: string, sid: string) => void)[];
  readonly ignoreLinks: Set<string>;
  readonly pages: Map<string, SitePage>;
  readonly buttons: Map<string, FormButtons>;
  readonly assets: Map<string, string>;
  readonly scripts: PageScript[];
  readonly users: Map<string, UserFacts>;
  readonly clock: () => number;
  readonly stamp: () => { ms: number; micros: number };
  readonly randomId: () => string;
  readonly encryptionKey: Buffer;
  /** Where committed events go; the realtime server sets it. */
  emit: (event: SiteEvent) => void;
}

export interface EngineCtx extends Ctx {
  readonly engine: Engine;
  readonly tx: Transaction;
  as<T>(user: string, work: (ctx: EngineCtx) => T): T;
}

/** Contexts are made by the engine alone, so every Ctx is an EngineCtx. */
export function engineCtx(ctx: Ctx): EngineCtx {
  if (!('engine' in ctx)) throw new TypeError('This context was not made by the engine.');
  return ctx as EngineCtx;
}

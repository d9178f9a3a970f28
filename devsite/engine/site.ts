import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Context, discard, flush } from './context.ts';
import { Database } from './database.ts';
import type { Engine, Transaction } from './internal.ts';
import { type Meta, parseMeta } from './meta.ts';
import { forgetBackLinks } from './metas.ts';
import { syncSchema } from './schema.ts';
import { siteTime, stampSource } from './site-time.ts';
import type { Ctx, Row, Site, SiteApp } from './types.ts';

export interface SiteOptions {
  /** Folder of the site's data: `site.db`, `site_config.json`. Made when missing. */
  readonly dir: string;
  readonly name: string;
  /** IANA zone of naive datetimes. */
  readonly timeZone: string;
  readonly url: string;
  readonly clock: () => number;
  /** Random part of hash names, ten characters. */
  readonly ids: () => string;
  /** Laid over `site_config.json`. */
  readonly config: Row;
}

/** 10 characters of the digits base32hex uses, lower case. */
export function randomName(): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv';
  let text = '';
  for (const byte of randomBytes(10)) text += alphabet[byte % 32] ?? '0';
  return text;
}

/** Reads `site_config.json`, making it (with a fresh `encryption_key`, readable by the owner alone) at first. */
function readConfig(dir: string): Row {
  const path = join(dir, 'site_config.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Row;
  const config = { encryption_key: randomBytes(32).toString('base64') };
  writeFileSync(path, `${JSON.stringify(config, null, 1)}\n`, { mode: 0o600 });
  return config;
}

export interface EngineSite extends Site {
  readonly engine: Engine;
  /** Creates tables, then lets each app install once and start. */
  start(apps: readonly SiteApp[]): void;
  /** The public address, once the port is known. */
  setUrl(url: string): void;
  close(): void;
}

/** Opens the site's database and gives the registry that apps fill; `start` makes it usable. */
export function createSite(options: SiteOptions): EngineSite {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const stored = readConfig(options.dir);
  const config: Row = { ...stored, ...options.config };
  const path = join(options.dir, 'site.db');
  const db = new Database(path);
  chmodSync(path, 0o600);
  const sources = new Map<string, string>();
  const indexes = new Map<string, (readonly string[])[]>();
  let url = options.url;

  const transaction = <T>(work: (ctx: Ctx) => T, user = 'Administrator'): T =>
    runTransaction(engine, 'write', (tx) =>
      work(new Context(engine, tx, { user, auth: 'cookie', sid: null, ip: '127.0.0.1', verb: 'POST' })),
    );

  const site: EngineSite = {
    name: options.name,
    timeZone: options.timeZone,
    get url() {
      return url;
    },
    config,
    get engine() {
      return engine;
    },
    setUrl: (address) => {
      url = address;
    },
    addDocType: (raw) => {
      const meta: Meta = parseMeta(raw);
      engine.metas.set(meta.name, meta);
      sources.set(meta.name, JSON.stringify(raw));
      forgetBackLinks(engine);
    },
    addIndex: (doctype, fields) => {
      indexes.set(doctype, [...(indexes.get(doctype) ?? []), fields]);
    },
    addController: (doctype, controller) => {
      engine.controllers.set(doctype, [...(engine.controllers.get(doctype) ?? []), controller]);
    },
    addMethod: (name, methodOptions, run) => {
      engine.methods.set(name, { options: methodOptions, run });
    },
    verbsOf: (name) => engine.methods.get(name)?.options.verbs ?? [],
    hasDocType: (doctype) => engine.metas.has(doctype),
    addPage: (at, made) => {
      engine.pages.set(at, made);
    },
    addButtons: (doctype, buttons) => {
      engine.buttons.set(doctype, buttons);
    },
    addAssets: (app, folder) => {
      engine.assets.set(app, folder);
    },
    addScript: (script) => {
      engine.scripts.push(script);
    },
    ignoreLinksOnDelete: (doctypes) => {
      for (const doctype of doctypes) engine.ignoreLinks.add(doctype);
    },
    transaction,
    addAuthHook: (hook) => {
      engine.authHooks.push(hook);
    },
    onSessionEvent: (listener) => {
      engine.sessionListeners.push(listener);
    },
    secret: (key) => {
      const row = db.get('SELECT value FROM __secrets WHERE key = ?', [key]);
      return row ? String(row['value']) : null;
    },
    setSecret: (key, value) => {
      db.run(
        'INSERT INTO __secrets (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        [key, value],
      );
    },
    start: (apps) => {
      for (const app of apps) app.register(site);
      transaction(() => syncSchema(db, engine.metas.values(), sources, indexes));
      for (const app of apps) {
        const mark = `installed:${app.name}`;
        if (app.install && site.secret(mark) === null) {
          const install = app.install.bind(app);
          transaction((ctx) => {
            install(ctx);
            site.setSecret(mark, ctx.nowText());
          });
        }
      }
      for (const app of apps) if (app.start) transaction(app.start.bind(app));
    },
    close: () => db.close(),
  };

  const engine: Engine = {
    site,
    db,
    time: siteTime(options.timeZone),
    metas: new Map(),
    controllers: new Map(),
    methods: new Map(),
    authHooks: [],
    sessionListeners: [],
    ignoreLinks: new Set(),
    pages: new Map(),
    buttons: new Map(),
    assets: new Map(),
    scripts: [],
    users: new Map(),
    clock: options.clock,
    stamp: stampSource(options.clock),
    randomId: options.ids,
    encryptionKey: Buffer.from(String(config['encryption_key'] ?? ''), 'base64'),
    emit: () => {},
  };
  if (engine.encryptionKey.length !== 32)
    throw new Error(`encryption_key in ${join(options.dir, 'site_config.json')} must be 32 bytes in base64.`);
  return site;
}

/**
 * One transaction around `work`: committed when it returns (unless `keep` is false, as for a GET), rolled back when it throws.
 * @throws Error when one is open
 */
export function runTransaction<T>(
  engine: Engine,
  mode: Transaction['mode'],
  work: (tx: Transaction) => T,
  keep = true,
): T {
  if (engine.db.inTransaction)
    throw new Error('A transaction is already open; use ctx.savepoint, or ctx.commit and ctx.rollback.');
  const tx: Transaction = {
    mode,
    messages: [],
    extra: new Map(),
    events: new Map(),
    afterCommit: [],
    touchedAccess: false,
  };
  engine.db.begin(mode);
  try {
    const result = work(tx);
    if (keep) {
      engine.db.commit();
      flush(engine, tx);
    } else {
      engine.db.rollback();
      discard(engine, tx);
    }
    return result;
  } catch (error) {
    engine.db.rollback();
    discard(engine, tx);
    throw error;
  } finally {
    if (mode === 'readOnly') engine.db.endReadOnly();
  }
}

import * as accounts from './accounts.ts';
import { deleteDocument } from './delete.ts';
import { insertDocument, saveDocument } from './documents.ts';
import type { Engine, EngineCtx, Transaction } from './internal.ts';
import { runList } from './list-query.ts';
import { metaOf } from './metas.ts';
import { readSecretField } from './passwords.ts';
import { hasPermission, isUnrestricted } from './permissions.ts';
import { readableCopy } from './permlevels.ts';
import { renameDocument } from './rename.ts';
import { tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { loadDoc, storedName, updateRow, writeSingle } from './storage.ts';
import type { AuthKind, Doc, Filters, ListQuery, Ptype, Row, Site, WriteOptions } from './types.ts';
import { userFacts } from './user-facts.ts';

export interface Caller {
  readonly user: string;
  readonly auth: AuthKind;
  readonly sid: string | null;
  readonly ip: string;
  readonly verb: string;
}

const DATABASE = { checked: false, nullIsUnset: true } as const;
const REST = { checked: true, nullIsUnset: false } as const;

/** One request (or one start-up task) inside one transaction. */
export class Context implements EngineCtx {
  readonly engine: Engine;
  readonly tx: Transaction;
  readonly user: string;
  readonly auth: AuthKind;
  readonly sid: string | null;
  readonly ip: string;
  readonly verb: string;

  constructor(engine: Engine, tx: Transaction, caller: Caller) {
    this.engine = engine;
    this.tx = tx;
    this.user = caller.user;
    this.auth = caller.auth;
    this.sid = caller.sid;
    this.ip = caller.ip;
    this.verb = caller.verb;
  }

  get site(): Site {
    return this.engine.site;
  }

  now(): number {
    return this.engine.clock();
  }

  nowText(epochMs?: number): string {
    if (epochMs !== undefined) return this.engine.time.format(epochMs);
    const { ms, micros } = this.engine.stamp();
    const text = this.engine.time.format(ms, micros);
    return text.endsWith('.000000') ? text.slice(0, 19) : text;
  }

  today(): string {
    return this.engine.time.date(this.engine.clock());
  }

  roles(user?: string): readonly string[] {
    return userFacts(this.engine, user ?? this.user).roles;
  }

  hasPermission(doctype: string, ptype: Ptype, doc?: Doc | string, user?: string): boolean {
    return hasPermission(this, doctype, ptype, doc, user ?? this.user);
  }

  isUnrestricted(doc: Doc): boolean {
    return isUnrestricted(this, doc, this.user);
  }

  getDoc(doctype: string, name: string): Doc {
    const doc = loadDoc(this.engine, doctype, String(name));
    if (!doc) throw new SiteError('DoesNotExistError', `${doctype} ${String(name)} not found`);
    return doc;
  }

  exists(doctype: string, name: string): boolean {
    return storedName(this.engine, doctype, String(name)) !== null;
  }

  getValue<T = unknown>(doctype: string, filters: string | Filters, field: string): T | null {
    const meta = metaOf(this.engine, doctype);
    if (meta.isSingle) return (loadDoc(this.engine, doctype, doctype)?.[field] ?? null) as T | null;
    const where: Filters = typeof filters === 'string' || typeof filters === 'number' ? { name: filters } : filters;
    const row = runList(this, doctype, { fields: [field], filters: where, limit: 1 }, DATABASE)[0];
    return row ? ((Object.values(row)[0] ?? null) as T | null) : null;
  }

  getAll(doctype: string, query: ListQuery = {}): Row[] {
    return runList(this, doctype, query, DATABASE);
  }

  getList(doctype: string, query: ListQuery = {}): Row[] {
    return runList(this, doctype, query, REST);
  }

  insert(doc: Row & { doctype: string }, options: WriteOptions = {}): Doc {
    return insertDocument(this, doc, options);
  }

  save(doc: Doc, options: WriteOptions = {}): Doc {
    return saveDocument(this, doc, options);
  }

  submit(doc: Doc, options: WriteOptions = {}): Doc {
    return saveDocument(this, { ...doc, docstatus: 1 }, options);
  }

  cancel(doc: Doc, options: WriteOptions = {}): Doc {
    return saveDocument(this, { ...doc, docstatus: 2 }, options);
  }

  remove(doctype: string, name: string, options: WriteOptions = {}): void {
    deleteDocument(this, doctype, String(name), options);
  }

  rename(
    doctype: string,
    oldName: string,
    newName: string,
    options: WriteOptions & { readonly merge?: boolean } = {},
  ): string {
    return renameDocument(this, doctype, oldName, newName, options);
  }

  setValue(doctype: string, name: string, values: Row, options: { readonly updateModified?: boolean } = {}): void {
    const meta = metaOf(this.engine, doctype);
    for (const field of Object.keys(values)) {
      if (!meta.columns.includes(field))
        throw new SiteError('OperationalError', `(1054, "Unknown column '${field}' in 'field list'")`);
    }
    const all = options.updateModified ? { ...values, modified: this.nowText(), modified_by: this.user } : values;
    if (meta.isSingle) writeSingle(this, meta, all);
    else updateRow(this, meta, String(name), all);
  }

  readable(doc: Doc): Doc {
    return readableCopy(this, doc);
  }

  as<T>(user: string, work: (ctx: Context) => T): T {
    const facts = userFacts(this.engine, user);
    return work(
      new Context(this.engine, this.tx, {
        user: facts.name,
        auth: this.auth,
        sid: this.sid,
        ip: this.ip,
        verb: this.verb,
      }),
    );
  }

  savepoint<T>(work: () => T): T {
    try {
      return this.engine.db.savepoint(work);
    } catch (error) {
      this.engine.users.clear();
      throw error;
    }
  }

  publish(event: string, message: unknown, room: string): void {
    const key = JSON.stringify([event, room, message]);
    if (!this.tx.events.has(key)) this.tx.events.set(key, { event, message, room });
  }

  afterCommit(work: () => void): void {
    this.tx.afterCommit.push(work);
  }

  message(text: string): void {
    this.tx.messages.push({ message: text, title: 'Message', indicator: 'blue' });
  }

  respond(key: string, value: unknown): void {
    this.tx.extra.set(key, value);
  }

  commit(): void {
    if (this.engine.db.inSavepoint) throw new SiteError('ImplicitCommitError', 'No commit inside a savepoint');
    this.engine.db.commit();
    flush(this.engine, this.tx);
    this.engine.db.begin(this.tx.mode);
  }

  rollback(): void {
    if (this.engine.db.inSavepoint)
      throw new SiteError('ImplicitCommitError', 'No rollback of the transaction inside a savepoint');
    this.engine.db.rollback();
    discard(this.engine, this.tx);
    this.engine.db.begin(this.tx.mode);
  }

  sql(text: string, params: readonly (string | number | null)[] = []): Row[] {
    if (!/^\s*(select|with)\b/i.test(text)) throw new TypeError('Only SELECT statements.');
    return this.engine.db.all(text, params);
  }

  checkLogin(usr: string, pwd: string): string {
    return accounts.checkLogin(this, usr, pwd);
  }

  setPassword(user: string, password: string): void {
    accounts.setPassword(this, user, password);
  }

  generateKeys(user: string): { readonly api_key: string; readonly api_secret: string } {
    return accounts.generateKeys(this, user);
  }

  openSession(user: string): string {
    return accounts.openSession(this, userFacts(this.engine, user).name);
  }

  endSessions(user: string, except?: string): void {
    accounts.endSessions(this, user, except);
  }

  getPassword(doctype: string, name: string, fieldname: string): string | null {
    return readSecretField(this.engine, doctype, name, fieldname);
  }

  setDefault(key: string, value: string, user = '__default'): void {
    this.engine.db.run(`DELETE FROM ${tableName('DefaultValue')} WHERE parent = ? AND defkey = ?`, [user, key]);
    const now = this.nowText();
    this.engine.db.run(
      `INSERT INTO ${tableName('DefaultValue')} (name, owner, creation, modified, modified_by, parent, parenttype, parentfield, defkey, defvalue) VALUES (?, ?, ?, ?, ?, ?, ?, 'system_defaults', ?, ?)`,
      [
        this.engine.randomId(),
        this.user,
        now,
        now,
        this.user,
        user,
        user === '__default' ? '__default' : 'User',
        key,
        value,
      ],
    );
  }
}

/** After a commit: work and events that waited for it. */
export function flush(engine: Engine, tx: Transaction): void {
  const [work, events] = [[...tx.afterCommit], [...tx.events.values()]];
  tx.afterCommit.length = 0;
  tx.events.clear();
  tx.touchedAccess = false;
  for (const task of work) task();
  for (const event of events) engine.emit(event);
}

/** After a rollback: nothing leaves, and what was cached from undone writes goes. */
export function discard(engine: Engine, tx: Transaction): void {
  tx.afterCommit.length = 0;
  tx.events.clear();
  if (tx.touchedAccess) engine.users.clear();
  tx.touchedAccess = false;
}

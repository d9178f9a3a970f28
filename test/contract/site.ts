import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { actionDigest } from '../../devsite/core/digest.ts';
import { makeName } from '../../devsite/core/names.ts';
import { signToken } from '../../devsite/core/tokens.ts';
import { type Answer, at, type Row } from './answer.ts';
import { Caller } from './caller.ts';

export interface Person {
  readonly user: string;
  readonly employee: string;
  readonly caller: Caller;
}

export const ROLES = ['ada', 'bea', 'cyd', 'dan', 'hal', 'sys', 'nob', 'kay', 'eve'] as const;
export type Who = (typeof ROLES)[number];

export interface SiteOptions {
  readonly url: string;
  readonly name: string;
  readonly socketUrl: string;
  readonly embedded: boolean;
  readonly admin: { readonly user: string; readonly password: string };
  readonly sidecar: { readonly kid: string; readonly d: string };
  /** The site's own clock, for a site in this process. */
  readonly clock?: () => number;
  /** Moves the clock of a site in this process. */
  readonly advance?: (ms: number) => void;
  /** Runs `bench migrate` (or the like) on the site. */
  readonly migrate?: () => void;
}

export interface Proposal {
  readonly action: string;
  readonly digest: string;
}

/** The company of the suite; nothing else on the site is touched. */
export const COMPANY = 'Contract Works';
export const ABROAD = 'Contract Abroad';
export const LEAVE = 'Contract Unpaid Leave';
export const PASSWORD = 'Correct-Horse-9431';

/** A Frappe site, in this process or anywhere, as the cases see it. */
export class SiteUnderTest {
  readonly options: SiteOptions;
  readonly guest: Caller;
  readonly admin: Caller;
  readonly service: Caller;
  readonly serviceUser: string;
  readonly timeZone: string;
  readonly hasHrms: boolean;
  readonly people: ReadonlyMap<Who, Person>;
  readonly #cleaning: (() => Promise<unknown>)[] = [];
  #days = 30 + (randomBytes(2).readUInt16BE() % 2500);

  constructor(
    options: SiteOptions,
    found: {
      readonly admin: Caller;
      readonly service: Caller;
      readonly serviceUser: string;
      readonly timeZone: string;
      readonly hasHrms: boolean;
      readonly people: ReadonlyMap<Who, Person>;
    },
  ) {
    this.options = options;
    this.guest = new Caller(options.url);
    this.admin = found.admin;
    this.service = found.service;
    this.serviceUser = found.serviceUser;
    this.timeZone = found.timeZone;
    this.hasHrms = found.hasHrms;
    this.people = found.people;
  }

  person(who: Who): Person {
    const person = this.people.get(who);
    assert.ok(person, `nobody is called ${who}`);
    return person;
  }

  as(who: Who): Caller {
    return this.person(who).caller;
  }

  now(): number {
    return this.options.clock?.() ?? Date.now();
  }

  /** Naive site time of an epoch in ms. */
  stamp(ms = this.now()): string {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: this.timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(ms);
    return `${parts}.${String(Math.floor(ms) % 1000).padStart(3, '0')}000`;
  }

  /** The site's date, `days` from today. */
  day(days = 0): string {
    const today = Date.parse(`${this.stamp().slice(0, 10)}T00:00:00Z`);
    return new Date(today + days * 86_400_000).toISOString().slice(0, 10);
  }

  /** A day that no other case of this run uses. */
  freeDay(): string {
    this.#days += 3;
    return this.day(this.#days);
  }

  /** A sortable name that nobody has used. */
  id(prefix: string): string {
    return makeName(prefix, Date.now(), randomBytes(10));
  }

  word(): string {
    return randomBytes(6).toString('hex');
  }

  /** Runs at the end of the case, last first; a failure there is not the case's. */
  later(work: () => Promise<unknown>): void {
    this.#cleaning.unshift(work);
  }

  async clean(): Promise<void> {
    for (const work of this.#cleaning.splice(0)) await work().catch(() => undefined);
  }

  /** Inserts as `caller` and removes at the end as Administrator. */
  async make(doctype: string, values: Row, caller: Caller = this.admin): Promise<Row> {
    const row = (await caller.insert(doctype, values)).ok().row();
    this.later(() => this.admin.remove(doctype, String(row['name'])));
    return row;
  }

  /** Rows as Administrator. */
  async rows(doctype: string, filters: readonly unknown[], fields: readonly string[] = ['name']): Promise<Row[]> {
    return (await this.admin.list(doctype, { filters, fields, limit_page_length: '0' })).ok().rows();
  }

  async signIn(user: string, password = PASSWORD): Promise<{ caller: Caller; answer: Answer; sid: string }> {
    const answer = await this.guest.send('POST', '/api/method/login', { form: { usr: user, pwd: password } });
    const pairs = answer.cookies.map((line) => line.split(';')[0] ?? '');
    const sid = pairs.find((pair) => pair.startsWith('sid='))?.slice(4) ?? '';
    return { caller: this.guest.with({ cookie: `sid=${sid}` }), answer, sid };
  }

  /** A delegation of the sidecar; `claims` replace or (undefined) drop parts of it. */
  delegation(user: string, dts: readonly string[] = [], claims: Row = {}, signer = this.options.sidecar): string {
    const iat = Math.floor(this.now() / 1000);
    const all = {
      iss: 'dartwing-va',
      aud: this.options.name,
      typ: 'va-read',
      sub: user,
      dts,
      turn: 'turn_contract',
      iat,
      exp: iat + 60,
      jti: this.word(),
      ...claims,
    };
    return signToken(all, signer.d, signer.kid);
  }

  /** The sidecar reading as a person. */
  reading(who: Who, dts: readonly string[] = [], claims: Row = {}): Caller {
    const token = this.delegation(this.person(who).user, dts, claims);
    return this.guest.with({ authorization: `Dartwing ${token}` });
  }

  /** A fresh sign-in of a person to the assistant. */
  async token(who: Who): Promise<{ readonly access: string; readonly refresh: string; readonly session: string }> {
    const row = (await this.as(who).call('dartwing_va.api.token')).ok().row();
    const access = String(row['access_token']);
    return { access, refresh: String(row['refresh_token']), session: String(claimsOf(access)['sid']) };
  }

  /** Writes a pending action through batch, as the sidecar does. */
  async propose(who: Who, operations: readonly Row[], values: Row = {}): Promise<Proposal> {
    const action = String(values['name'] ?? this.id('act'));
    const { user, employee } = this.person(who);
    const tool = String(values['action_type'] ?? 'operations.update_task');
    const expires_at = Number(values['expires_at_ms'] ?? Math.floor(this.now()) + 900_000);
    const facts = { site: this.options.name, action, employee, user, tool, operations, expires_at };
    const digest = String(values['digest'] ?? actionDigest(facts));
    const { name, ...more } = values;
    const stored = {
      employee,
      status: 'pending',
      title: 'Contract',
      timestamp: this.stamp(),
      action_type: tool,
      turn_id: this.id('turn'),
      expires_at: this.stamp(expires_at),
      operations,
      ...more,
      expires_at_ms: expires_at,
      digest,
    };
    const [result] = await this.batch([{ op: 'insert', doctype: 'VA Action Log', name: action, values: stored }]);
    assert.equal(at(result, 'ok'), true, JSON.stringify(result));
    return { action, digest };
  }

  /** Results of a batch that came through as a whole. */
  async batch(operations: readonly Row[]): Promise<unknown[]> {
    const results = at((await this.service.call('dartwing_va.api.batch', { operations })).ok().data, 'results');
    assert.ok(Array.isArray(results));
    return results;
  }

  execute(proposal: Proposal, token: string, more: Row = {}): Promise<Answer> {
    return this.service.call('dartwing_va.api.execute_action', {
      ...proposal,
      proof: { kind: 'session', token },
      ...more,
    });
  }

  async statusOf(action: string): Promise<unknown> {
    return (await this.admin.read('VA Action Log', action)).ok().row()['status'];
  }

  /** A socket of a site's realtime server; resolves with the error text when the server refuses it. */
  async socket(headers: Readonly<Record<string, string>>, namespace = this.options.name): Promise<Socket | string> {
    const socket = io(`${this.options.socketUrl}/${namespace}`, {
      extraHeaders: { origin: this.options.url, ...headers },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: 10_000,
    });
    this.later(async () => socket.close());
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', (error) => resolve(error.message));
    });
  }

  /** A connected socket of the service user, by his key, as the sidecar has one. */
  async listening(): Promise<Socket> {
    const socket = await this.socket({ ...this.service.headers, cookie: 'x=1' });
    assert.ok(typeof socket !== 'string', `refused: ${String(socket)}`);
    return socket;
  }

  /** A connected socket of a person, by a fresh login. */
  async connected(who: Who): Promise<Socket> {
    const session = await this.signIn(this.person(who).user);
    const socket = await this.socket({ cookie: `sid=${session.sid}` });
    assert.ok(typeof socket !== 'string', `refused: ${String(socket)}`);
    return socket;
  }
}

export function claimsOf(token: string): Row {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Row;
}

/** The payload of the next event, or undefined when none came within `ms`. */
export function nextEvent(
  socket: Socket,
  event: string,
  matches: (payload: unknown) => boolean = () => true,
  ms = 4_000,
): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(undefined), ms);
    const heard = (payload: unknown): void => {
      if (matches(payload)) done(payload);
    };
    const done = (payload: unknown): void => {
      clearTimeout(timer);
      socket.off(event, heard);
      resolve(payload);
    };
    socket.on(event, heard);
  });
}

import { type CryptoKey, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { Caller, ListRequest, SiteClient, SiteRow } from '../../sidecar/frappe/site-client.ts';
import { canonicalDigest } from '../../sidecar/lib/canonical.ts';
import type { Clock } from '../../sidecar/lib/clock.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import type { SiteTime } from '../../sidecar/people/site-time.ts';

type Row = Record<string, unknown>;
type Args = Readonly<Record<string, unknown>>;
interface Step {
  readonly op: string;
  readonly doctype?: string;
  readonly values?: Row;
  readonly args?: Row;
}

/** The site's side of docs/site-api.md, in process: as much as a conversation needs. */
export interface CompanySite extends SiteClient {
  /** While true every request fails as an unreachable site does. */
  down: boolean;
  /** Answers of the next calls of a method, instead of the real work. */
  readonly fail: Map<string, VaError[]>;
  readonly calls: { readonly method: string; readonly args: Args; readonly caller: Caller | null }[];
  rows(doctype: string): Row[];
  row(doctype: string, name: string): Row | undefined;
  put(doctype: string, row: Row): void;
  /** A `va-user` token of a live session. */
  token(user: string, claims?: Row, options?: { readonly kid?: string; readonly header?: Row }): Promise<string>;
  readonly profiles: Map<string, Row>;
  readonly epochs: Map<string, number>;
  readonly endedSessions: Set<string>;
  /** Documents that a person approved meanwhile: undoing them moves on. */
  approve(doctype: string, name: string): void;
  /** What the method of a tool's reads answers. */
  readonly reads: Map<string, (args: Args, user: string) => unknown>;
}

export async function companySite(clock: Clock, time: SiteTime): Promise<CompanySite> {
  const keys = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(keys.publicKey);
  const tables = new Map<string, Map<string, Row>>();
  let made = 0;
  const table = (doctype: string) => {
    const rows = tables.get(doctype) ?? new Map<string, Row>();
    tables.set(doctype, rows);
    return rows;
  };

  const site: CompanySite = {
    siteName: 'acme.test',
    down: false,
    fail: new Map(),
    calls: [],
    profiles: new Map(),
    epochs: new Map(),
    endedSessions: new Set(),
    reads: new Map(),
    rows: (doctype) => [...table(doctype).values()],
    row: (doctype, name) => table(doctype).get(name),
    put: (doctype, row) => void table(doctype).set(String(row['name']), row),
    async token(user, claims = {}, options = {}) {
      const now = Math.floor(clock.now() / 1000);
      return await new SignJWT({
        typ: 'va-user',
        sid: `ses_${user}`,
        epoch: site.epochs.get(user) ?? 1,
        scope: 'va:read va:write',
        jti: `jti_${made++}`,
        iss: 'acme.test',
        aud: 'dartwing-va',
        sub: user,
        iat: now,
        exp: now + 900,
        ...claims,
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: options.kid ?? 'k1', ...options.header })
        .sign(keys.privateKey);
    },
    approve(doctype, name) {
      const row = table(doctype).get(name);
      if (row) Object.assign(row, { status: 'Approved', docstatus: 1 });
    },
    async post<T>(method: string, args: Args, caller: Caller) {
      return (await call(method, args, caller)) as T;
    },
    async read<T>(method: string, args: Args, caller: Caller) {
      return (await call(method, args, caller)) as T;
    },
    async list<T extends SiteRow>(doctype: string, request: ListRequest, caller: Caller) {
      note(`list ${doctype}`, { ...request }, caller);
      return select(table(doctype), request) as T[];
    },
    async get<T extends SiteRow>(doctype: string, name: string, caller: Caller) {
      note(`get ${doctype}`, { name }, caller);
      const row = table(doctype).get(name);
      if (!row) throw new VaError('NOT_FOUND');
      return row as T;
    },
    async postAnonymous<T>(method: string, args: Args) {
      return (await call(method, args, null)) as T;
    },
    async readAnonymous<T>(method: string) {
      return (await call(method, {}, null)) as T;
    },
  };

  function note(method: string, args: Args, caller: Caller | null): void {
    site.calls.push({ method, args, caller });
    if (site.down) throw new VaError('SITE_UNAVAILABLE');
    const next = site.fail.get(method)?.shift();
    if (next) throw next;
  }

  async function call(method: string, args: Args, caller: Caller | null): Promise<unknown> {
    const short = method.replace(/^dartwing_va\.(api|reads)\./, '');
    note(short, args, caller);
    const work = methods[short];
    if (work) return await work(args);
    const read = site.reads.get(short);
    if (read && caller?.kind === 'employee') return read(args, caller.user);
    throw new VaError('NOT_FOUND');
  }

  const methods: Record<string, (args: Args) => unknown> = {
    jwks: () => ({ keys: [{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid: 'k1', alg: 'EdDSA', use: 'sig' }] }),
    profile: ({ user }) => {
      const profile = site.profiles.get(String(user));
      if (!profile) throw new VaError('NOT_FOUND');
      return { ...profile, epoch: site.epochs.get(String(user)) ?? 1 };
    },
    session_state: ({ sessions, users }) => ({
      sessions: Object.fromEntries(
        (sessions as string[]).map((name) => [name, { active: !site.endedSessions.has(name), epoch: 1 }]),
      ),
      users: Object.fromEntries(
        (users as string[]).map((user) => [user, { enabled: true, epoch: site.epochs.get(user) ?? 1 }]),
      ),
    }),
    batch: ({ operations }) => ({ results: (operations as Row[]).map(store) }),
    execute_action: async (args) => await execute(args),
    reverse_action: async (args) => await reverse(args),
  };

  function store(operation: Row): Row {
    const { op, doctype, name, values } = operation as { op: string; doctype: string; name: string; values: Row };
    const rows = table(doctype);
    const present = rows.get(name);
    if (op === 'insert') {
      if (present) return { ok: true, name, repeated: true };
      rows.set(name, { name, ...values, owner: ownerOf(values), modified: time.toSite(clock.now()) });
      return { ok: true, name };
    }
    if (!present) return refusal('DoesNotExistError', 'Not found');
    const over =
      doctype === 'VA Action Log' && present['status'] !== 'pending' && present['status'] !== values['status'];
    if (over) return refusal('PermissionError', 'the action is not pending any more');
    Object.assign(present, values, { modified: time.toSite(clock.now()) });
    return { ok: true, name };
  }
  const refusal = (type: string, message: string) => ({ ok: false, error: { type, message, retryable: false } });

  function ownerOf(values: Row): unknown {
    for (const [user, profile] of site.profiles) {
      if ((profile['employee'] as Row | null)?.['name'] === values['employee']) return user;
    }
    return 'service@acme.test';
  }

  /** docs/site-api.md, Actions: stored data alone decides. */
  async function execute({ action, digest, proof }: Args): Promise<Row> {
    const row = await proven(String(action), proof as Row);
    if (row['status'] === 'completed') return { ...(row['answer'] as Row), repeated: true };
    if (row['status'] === 'expired' || clock.now() >= Number(row['expires_at_ms'])) throw new VaError('ACTION_EXPIRED');
    if (row['status'] === 'cancelled') throw new VaError(row['replaced_by'] ? 'ACTION_SUPERSEDED' : 'ACTION_CANCELLED');
    if (row['status'] !== 'pending') throw new VaError('ACTION_FAILED');
    const operations = JSON.parse(String(row['operations'])) as Step[];
    const computed = canonicalDigest({
      v: 1,
      site: 'acme.test',
      action,
      employee: row['employee'],
      user: row['owner'],
      tool: row['action_type'],
      operations,
      expires_at: row['expires_at_ms'],
    });
    if (computed !== row['digest'] || digest !== row['digest']) throw new VaError('ACTION_CHANGED');
    const documents = operations.map((step) => perform(step, String(row['owner'])));
    const answer = {
      action,
      status: 'completed',
      repeated: false,
      proof: 'session',
      executed_at: time.toSite(clock.now()),
      result: { documents },
    };
    Object.assign(row, {
      status: 'completed',
      executed_at: answer.executed_at,
      proof: 'session',
      answer,
      result: JSON.stringify(answer.result),
    });
    return answer;
  }

  function perform(step: Step, owner: string): Row {
    const doctype = step.op === 'method' ? 'Notification Log' : String(step.doctype);
    const name = `${doctype.replace(/[a-z ]/g, '')}-${++made}`;
    table(doctype).set(name, { name, ...step.values, ...step.args, name_: name, owner, docstatus: 0, status: 'Open' });
    return { doctype, name, op: step.op };
  }

  async function reverse({ action, reversal, proof }: Args): Promise<Row> {
    const row = await proven(String(action), proof as Row);
    if (row['status'] === 'reversed') throw new VaError('ACTION_ALREADY_REVERSED');
    if (row['status'] !== 'completed') throw new VaError('ACTION_NOT_REVERSIBLE');
    const { documents } = JSON.parse(String(row['result'])) as { documents: { doctype: string; name: string }[] };
    for (const { doctype, name } of documents) {
      if (table(doctype).get(name)?.['docstatus'] !== 0) {
        const meta = { reason: 'submitted', offer: 'request_cancellation', approver: 'marcus@acme.test' };
        throw new VaError('ACTION_MOVED_ON', { message: 'It has been approved since.', meta });
      }
      table(doctype).delete(name);
    }
    Object.assign(row, { status: 'reversed', reversal });
    table('VA Action Log').set(String(reversal), { ...row, name: reversal, status: 'completed', reversal_of: action });
    return { action, status: 'reversed', reversal, repeated: false, result: { documents } };
  }

  async function proven(action: string, proof: Row): Promise<Row> {
    const row = table('VA Action Log').get(action);
    try {
      const { payload } = await jwtVerify(String(proof['token']), keys.publicKey as CryptoKey, {
        issuer: 'acme.test',
        audience: 'dartwing-va',
        currentDate: new Date(clock.now()),
      });
      if (!row || row['owner'] !== payload.sub) throw new VaError('ACTION_NOT_FOUND');
      if (payload['epoch'] !== (site.epochs.get(String(payload.sub)) ?? 1)) throw new VaError('PROOF_REQUIRED');
    } catch (error) {
      throw error instanceof VaError ? error : new VaError('PROOF_REQUIRED', { cause: error });
    }
    return row;
  }

  return site;
}

function select(rows: ReadonlyMap<string, Row>, request: ListRequest): Row[] {
  const wanted = [...rows.values()].filter((row) =>
    (request.filters ?? []).every(([field, op, value]) => matches(row[field], op, value)),
  );
  const keys = request.orderBy.split(',').map((part) => part.trim().split(' '));
  wanted.sort((a, b) => {
    for (const [field = '', direction] of keys) {
      const order = String(a[field] ?? '').localeCompare(String(b[field] ?? ''), 'en', { numeric: true });
      if (order !== 0) return direction === 'desc' ? -order : order;
    }
    return 0;
  });
  const start = request.start ?? 0;
  return wanted
    .slice(start, start + request.limit)
    .map((row) => Object.fromEntries(request.fields.map((field) => [field, row[field] ?? null])));
}

function matches(value: unknown, op: string, wanted: unknown): boolean {
  if (op === '=') return value === wanted;
  if (op === 'is') return (value !== undefined && value !== null && value !== '') === (wanted === 'set');
  if (op === 'like') return String(value ?? '').startsWith(String(wanted).replace(/%$/, ''));
  if (op === '<') return String(value) < String(wanted);
  if (op === '>=') return String(value) >= String(wanted);
  if (op === '<=') return String(value) <= String(wanted);
  throw new Error(`a filter that this site does not know: ${op}`);
}

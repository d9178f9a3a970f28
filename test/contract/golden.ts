import { type Answer, isRow, type Row } from './answer.ts';
import type { SiteUnderTest } from './site.ts';

/** What is kept of an answer: no value that differs from run to run or from machine to machine. */
export interface Recorded {
  readonly status: number;
  readonly content: string;
  readonly exc_type?: unknown;
  readonly keys: readonly string[];
  readonly messages?: readonly string[];
  readonly va_error?: unknown;
  readonly body?: unknown;
}

type Question = (site: SiteUnderTest) => Promise<Answer>;

const API = 'dartwing_va.api';

async function aTask(site: SiteUnderTest): Promise<string> {
  const row = await site.make('Task', { subject: 'Contract recorded', priority: 'Low' }, site.as('ada'));
  return String(row['name']);
}

const insertTask = (): Row => ({ op: 'insert', doctype: 'Task', values: { subject: 'Contract recorded' } });

async function completed(site: SiteUnderTest): Promise<{ action: string; answer: Answer }> {
  const { action } = await site.propose('ada', [insertTask()]);
  const answer = await site.as('ada').call(`${API}.confirm_action`, { action });
  const [document] = (answer.row()['result'] as { documents: Row[] }).documents;
  site.later(() => site.admin.remove('Task', String(document?.['name'])));
  return { action, answer };
}

/** The recorded requests, by topic. Their names are the keys of the golden files. */
export const QUESTIONS: Readonly<Record<string, Readonly<Record<string, Question>>>> = {
  http: {
    ping: (site) => site.guest.ask('ping'),
    'logged user': (site) => site.as('ada').ask('frappe.auth.get_logged_user'),
    'logged user, guest': (site) => site.guest.ask('frappe.auth.get_logged_user'),
    'unknown method': (site) => site.as('ada').ask('no.such.method'),
    'unknown route': (site) => site.as('ada').send('GET', '/api/nothing'),
    'wrong verb': (site) => site.as('ada').ask('frappe.client.insert', { doc: '{}' }),
    'bad key': (site) => site.guest.with({ authorization: 'token a:b' }).ask('ping'),
    'wrong password': async (site) => (await site.signIn(site.person('kay').user, 'wrong')).answer,
    login: async (site) => (await site.signIn(site.person('cyd').user)).answer,
    'PUT of a list': (site) => site.as('ada').send('PUT', '/api/resource/Task', { json: {} }),
    'PATCH of a document': (site) => site.as('ada').send('PATCH', '/api/resource/Task/x', { json: {} }),
    'no run_method': async (site) =>
      site.as('ada').send('POST', `/api/resource/Task/${await aTask(site)}`, { json: {} }),
    'missing argument': (site) => site.as('ada').call('frappe.client.delete', {}),
  },
  documents: {
    'list by name': async (site) =>
      site.as('ada').list('Task', {
        filters: [['name', '=', await aTask(site)]],
        fields: ['name', 'subject', 'priority', 'exp_end_date'],
      }),
    'not there': (site) => site.as('ada').read('Task', 'TASK-none'),
    'a ToDo': async (site) => {
      const made = await site.make('ToDo', {
        description: 'Contract recorded',
        allocated_to: site.person('ada').user,
        date: '2031-01-01',
      });
      return site.as('ada').read('ToDo', String(made['name']));
    },
    'an Event': async (site) => {
      const values = {
        subject: 'Contract recorded',
        event_type: 'Private',
        starts_on: '2031-01-01 10:00:00',
        ends_on: '2031-01-01 11:00:00',
      };
      const made = await site.make('Event', values, site.as('ada'));
      return site.as('ada').read('Event', String(made['name']));
    },
    'create a Designation': async (site) => {
      const answer = await site.admin.insert('Designation', { designation_name: `Contract ${site.word()}` });
      site.later(() => site.admin.remove('Designation', answer.name));
      return answer;
    },
    'delete a Designation': async (site) => {
      const answer = await site.admin.insert('Designation', { designation_name: `Contract ${site.word()}` });
      return site.admin.remove('Designation', answer.name);
    },
    mandatory: (site) => site.as('ada').insert('Task', {}),
    'missing link': (site) => site.as('ada').insert('Task', { subject: 'x', completed_by: 'none@contract.test' }),
    'too long': (site) => site.as('ada').insert('Task', { subject: 'x'.repeat(141) }),
    'duplicate name': (site) => site.admin.insert('Designation', { designation_name: 'Contract Tester' }),
    'no create right': (site) => site.as('nob').insert('Task', { subject: 'x' }),
    'no list right': (site) => site.as('nob').list('Task'),
    'no read right': async (site) => site.as('nob').read('Task', await aTask(site)),
    'no write right': async (site) => site.as('nob').update('Task', await aTask(site), { priority: 'High' }),
    'no delete right': async (site) => site.as('nob').remove('Task', await aTask(site)),
    'old modified': async (site) =>
      site.as('ada').update('Task', await aTask(site), { modified: '2020-01-01 00:00:00.000000' }),
    'unknown DocType': (site) => site.admin.list('No Such Kind'),
    'a value': async (site) =>
      site
        .as('ada')
        .ask('frappe.client.get_value', { doctype: 'Task', filters: await aTask(site), fieldname: 'priority' }),
    'a count': async (site) =>
      site.as('ada').ask('frappe.client.get_count', {
        doctype: 'Task',
        filters: JSON.stringify([['name', '=', await aTask(site)]]),
      }),
  },
  assistant: {
    jwks: (site) => site.guest.ask(`${API}.jwks`),
    token: (site) => site.as('ada').call(`${API}.token`),
    'token, guest': (site) => site.guest.call(`${API}.token`),
    'token by GET': (site) => site.as('ada').ask(`${API}.token`),
    'token, service user': (site) => site.service.call(`${API}.token`),
    'unknown refresh token': (site) => site.guest.call(`${API}.refresh`, { refresh_token: 'x'.repeat(43) }),
    'revoke nothing': (site) => site.guest.call(`${API}.revoke`, { token: 'nothing' }),
    whoami: (site) => site.as('ada').ask(`${API}.whoami`),
    profile: (site) => site.service.call(`${API}.profile`, { user: site.person('hal').user }),
    'profile, not the service': (site) => site.as('ada').call(`${API}.profile`, { user: site.person('ada').user }),
    'profile, no Employee': (site) => site.service.call(`${API}.profile`, { user: site.person('nob').user }),
    'profile, nobody': (site) => site.service.call(`${API}.profile`, { user: 'nobody@contract.test' }),
    'batch refusal': (site) =>
      site.service.call(`${API}.batch`, {
        operations: [{ op: 'insert', doctype: 'User', name: site.id('user'), values: {} }],
      }),
    'batch of nothing': (site) => site.service.call(`${API}.batch`, { operations: [] }),
    'say nothing': (site) => site.as('ada').call(`${API}.say`, { text: '', client_message_id: 'x' }),
    'say into nothing': async (site) => {
      for (const consent_type of ['terms_of_service', 'conversation_logging']) {
        (await site.as('ada').call(`${API}.consent`, { consent_type, granted: true, version: '1' })).ok();
      }
      return site.as('ada').call(`${API}.say`, { text: 'x', client_message_id: 'x', conversation: 'conv_none' });
    },
    confirm: async (site) => (await completed(site)).answer,
    undo: async (site) => site.as('ada').call(`${API}.undo_action`, { action: (await completed(site)).action }),
    card: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      return site.as('ada').ask(`${API}.card`, { action });
    },
    'card of a completed action': async (site) =>
      site.as('ada').ask(`${API}.card`, { action: (await completed(site)).action }),
    'no such action': (site) => site.as('ada').call(`${API}.confirm_action`, { action: 'act_none' }),
    'expired action': async (site) => {
      const { action } = await site.propose('ada', [insertTask()], { expires_at_ms: Math.floor(site.now()) - 1_000 });
      return site.as('ada').call(`${API}.confirm_action`, { action });
    },
    'cancelled action': async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      (await site.as('ada').call(`${API}.cancel_action`, { action })).ok();
      return site.as('ada').call(`${API}.confirm_action`, { action });
    },
    'changed digest': async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      return site.as('ada').call(`${API}.confirm_action`, { action, digest: '0'.repeat(64) });
    },
    'changed document': async (site) => {
      const name = await aTask(site);
      const operation = {
        op: 'update',
        doctype: 'Task',
        name,
        values: { priority: 'High' },
        from: { priority: 'Urgent', docstatus: 0 },
      };
      const { action } = await site.propose('ada', [operation]);
      return site.as('ada').call(`${API}.confirm_action`, { action });
    },
    'no proof': async (site) => site.execute(await site.propose('ada', [insertTask()]), 'x'),
    'delegation, other DocType': (site) => site.reading('ada', ['Task']).list('Project'),
    'delegation, expired': (site) => {
      const iat = Math.floor(site.now() / 1000) - 100;
      return site.reading('ada', ['Task'], { iat, exp: iat + 60 }).list('Task');
    },
    'read of nobody': (site) => site.reading('cyd').ask('dartwing_va.reads.leave_details', { employee: 'HR-EMP-none' }),
    directory: (site) => site.reading('cyd').ask('dartwing_va.reads.directory', { query: 'bea', include_contact: '1' }),
  },
};

const EXACT: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/, '<datetime>'],
  [/^\d{4}-\d\d-\d\d$/, '<date>'],
  [/^[0-9a-f]{64}$/, '<sha256>'],
  [/^[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}$/, '<jwt>'],
  [/^[\w-]{43}$/, '<43 characters>'],
  [/^[a-z0-9]{10}$/, '<hash>'],
];
const INSIDE: readonly (readonly [RegExp, string])[] = [
  [/<[^<>]+>/g, ''],
  [/TASK-\d{4}-\d{5}/g, '(task)'],
  [/HR-EMP-\d+/g, '(employee)'],
  [/EV\d{5}/g, '(event)'],
  [/\b(act|conv|turn|aud|va|user)_[0-9a-z]{26}\b/g, '$1_(id)'],
  [/Contract [0-9a-f]{12}/g, 'Contract (word)'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?/g, '(datetime)'],
  [/'[\w ]+', IntegrityError\(.*$/g, '(database)'],
];
/** Volatile, or of one machine. */
const NUMBERS = new Set(['audit_sequence', 'epoch', 'idx', 'total_actions', 'total_conversations']);
const VOLATILE = new Set(['kid', 'date_format', 'language']);
/** What the site's version, its other apps and the fields of a stand-in decide. */
const LEFT_OUT = new Set(['exc', 'exception', '_exc_source', 'home_page', '_debug_messages']);

function plain(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (isRow(value)) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([inner, item]) => [inner, plain(item, inner)]));
  }
  if (typeof value === 'number' && NUMBERS.has(key)) return '<number>';
  if (typeof value !== 'string') return value;
  if (VOLATILE.has(key)) return `<${key}>`;
  const exact = EXACT.find(([pattern]) => pattern.test(value));
  if (exact !== undefined) return exact[1];
  return INSIDE.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
}

/** An answer without what may differ: times, names, hashes, tokens, traces. */
export function recorded(answer: Answer): Recorded {
  const { _server_messages: _said, va_error, exc_type, ...rest } = answer.body;
  const kept = Object.fromEntries(Object.entries(rest).filter(([key]) => !LEFT_OUT.has(key)));
  const messages = answer.isJson ? answer.messages.map((text) => String(plain(text))) : [];
  return {
    status: answer.status,
    content: String(answer.headers['content-type'] ?? '').split(';')[0] ?? '',
    ...(exc_type === undefined ? {} : { exc_type }),
    keys: Object.keys(answer.body)
      .filter((key) => !key.startsWith('_exc'))
      .sort(),
    ...(messages.length === 0 ? {} : { messages }),
    ...(va_error === undefined ? {} : { va_error: plain(va_error) }),
    ...(Object.keys(kept).length === 0 ? {} : { body: plain(kept) }),
  };
}

/** The fields that both sites have: a stand-in has fewer than the app it stands for. */
export function common(real: unknown, other: unknown): readonly [unknown, unknown] {
  if (!isRow(real) || !isRow(other) || real['doctype'] === undefined) return [real, other];
  const shared = Object.keys(other).filter((key) => key in real);
  const pick = (row: Row): Row => Object.fromEntries(shared.map((key) => [key, row[key]]));
  return [pick(real), pick(other)];
}

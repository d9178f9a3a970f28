import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Ledger, PATIENCE_MS } from './ledger.ts';
import type { Row, SiteUser } from './site-client.ts';

export interface Truth {
  readonly admin: SiteUser;
  readonly service: SiteUser;
  readonly sidecarUrl: string;
  /** Leave Applications that stood there before anything was said. */
  readonly seeded: ReadonlySet<string>;
}

/** Everything that is wrong at the site, as sentences; none when every promise was kept. */
export async function verify(truth: Truth, ledger: Ledger): Promise<string[]> {
  const wrong: string[] = [];
  const drained = await outboxDrained(truth.sidecarUrl);
  if (drained !== null) wrong.push(drained);
  await siteTurnsTaken(truth.admin);
  const turns = await truth.admin.list('VA Conversation Turn', [
    'name',
    'conversation',
    'role',
    'status',
    'in_reply_to',
    'client_message_id',
    'origin',
  ]);
  const actions = await truth.admin.list('VA Action Log', [
    'name',
    'employee',
    'status',
    'action_type',
    'turn_id',
    'ordinal',
    'reversal_of',
    'replaced_by',
    'result',
    'error_message',
  ]);
  const audits = await truth.admin.list('VA Audit Log', ['name', 'action_log', 'event_subtype', 'outcome']);
  const leaves = await truth.admin.list('Leave Application', ['name', 'employee', 'from_date', 'owner', 'status']);
  wrong.push(...wrongTurns(turns, ledger));
  wrong.push(...wrongActions(actions, audits, ledger));
  wrong.push(...wrongLeaves(actions, leaves, truth.seeded));
  const chain = z.object({ ok: z.boolean(), checked: z.number() }).loose();
  const report = chain.parse(await truth.service.method('dartwing_va.api.verify_audit', {}));
  if (!report.ok) wrong.push(`the audit chain is broken: ${JSON.stringify(report)}`);
  if (report.checked < audits.length) {
    wrong.push(`the audit chain holds ${report.checked} rows, the table ${audits.length}`);
  }
  return wrong;
}

/**
 * Waits until nothing written at the site itself is still to be answered. The outbox is empty before a message is even taken
 * in: after a kill the service first has to hear of the site again. What is pending after that is told with the rest.
 */
async function siteTurnsTaken(admin: SiteUser): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const turns = await admin.list('VA Conversation Turn', ['status']);
    if (!turns.some((turn) => turn['status'] === 'Pending')) return;
    await delay(200);
  }
}

/** Null once nothing waits and nothing was refused. */
async function outboxDrained(url: string): Promise<string | null> {
  const until = Date.now() + PATIENCE_MS;
  let last = 'no metrics';
  while (Date.now() < until) {
    const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.text(),
      () => '',
    );
    const [pending, dead] = ['va_outbox_pending', 'va_outbox_dead'].map((name) => metric(text, name));
    if (dead !== undefined && dead > 0) return `${dead} records are dead letters`;
    if (pending === 0) return null;
    if (pending !== undefined) last = `${pending} records wait`;
    await delay(100);
  }
  return `the outbox is not empty after ${PATIENCE_MS / 1000} s: ${last}`;
}

export function metric(text: string, name: string): number | undefined {
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

function wrongTurns(turns: readonly Row[], ledger: Ledger): string[] {
  const wrong: string[] = [];
  const byName = new Map(turns.map((turn) => [turn['name'], turn]));
  const answers = count(
    turns.filter((turn) => turn['role'] === 'Assistant').map((turn) => String(turn['in_reply_to'])),
  );
  for (const [id, message] of ledger.messages) {
    if (message.turn === null) continue;
    const row = byName.get(message.turn);
    const name = `turn ${message.turn} ("${message.text}" of ${message.user}, ${id})`;
    if (!row) wrong.push(`${name} was accepted and is not at the site`);
    else if (row['status'] !== 'Answered' && row['status'] !== 'Failed') wrong.push(`${name} is ${row['status']}`);
    else if (answers.get(message.turn) !== 1) wrong.push(`${name} has ${answers.get(message.turn) ?? 0} answers`);
  }
  for (const turn of turns) {
    if (turn['status'] === 'Pending') wrong.push(`turn ${turn['name']} (${turn['origin']}) is still pending`);
  }
  for (const [turn, times] of answers) if (times > 1) wrong.push(`turn ${turn} was answered ${times} times`);
  const sent = count(
    turns.flatMap((turn) =>
      turn['role'] === 'User' && turn['client_message_id']
        ? [`${turn['conversation']} ${turn['client_message_id']}`]
        : [],
    ),
  );
  for (const [message, times] of sent) if (times > 1) wrong.push(`message ${message} stands there ${times} times`);
  return wrong;
}

function wrongActions(actions: readonly Row[], audits: readonly Row[], ledger: Ledger): string[] {
  const wrong: string[] = [];
  const done = (subtypes: readonly string[]) =>
    count(
      audits.flatMap((row) => (subtypes.includes(String(row['event_subtype'])) ? [String(row['action_log'])] : [])),
    );
  const executed = done(['action_executed']);
  const undone = done(['action_reversed', 'undo_own_insert']);
  const proposals = actions.filter((action) => !action['reversal_of']);
  for (const action of proposals) {
    const name = String(action['name']);
    const status = String(action['status']);
    const ran = status === 'completed' || status === 'reversed';
    const deed = ledger.deeds.get(name);
    const rows = executed.get(name) ?? 0;
    if (rows !== (ran ? 1 : 0)) wrong.push(`action ${name} is ${status} and the trail has ${rows} executions of it`);
    if (ran && !deed?.confirmAsked) wrong.push(`action ${name} ran although nobody said yes to it`);
    if (status === 'reversed' && !deed?.undoAsked) wrong.push(`action ${name} was undone although nobody asked`);
    if (status === 'executing') wrong.push(`action ${name} hangs in execution`);
    const reversals = actions.filter((one) => one['reversal_of'] === name);
    const undos = reversals.reduce((sum, one) => sum + (undone.get(String(one['name'])) ?? 0), undone.get(name) ?? 0);
    if (status === 'reversed' && (reversals.length !== 1 || undos < 1)) {
      wrong.push(`action ${name} is reversed with ${reversals.length} reversals and ${undos} rows in the trail`);
    }
    if (status !== 'reversed' && reversals.length > 0) wrong.push(`action ${name} is ${status} and has a reversal`);
  }
  const byName = new Map(proposals.map((action) => [String(action['name']), String(action['status'])]));
  for (const [name, deed] of ledger.deeds) {
    const status = byName.get(name) ?? 'not there';
    const expected = deed.undone
      ? ['reversed']
      : deed.confirmed
        ? ['completed', ...(deed.undoAsked ? ['reversed'] : [])]
        : null;
    if (expected && !expected.includes(status)) {
      wrong.push(`${deed.user} was told that ${name} is ${expected[0]}, and it is ${status}`);
    }
    if (deed.cancelled && status !== 'cancelled' && status !== 'rejected') {
      wrong.push(`${deed.user} was told that ${name} is cancelled, and it is ${status}`);
    }
  }
  const places = count(proposals.flatMap((one) => (one['turn_id'] ? [`${one['turn_id']}/${one['ordinal']}`] : [])));
  for (const [place, times] of places) if (times > 1) wrong.push(`${place} was proposed ${times} times`);
  return wrong;
}

/** Each completed action has exactly its one document, each other action none, and there is no further document. */
function wrongLeaves(actions: readonly Row[], leaves: readonly Row[], seeded: ReadonlySet<string>): string[] {
  const wrong: string[] = [];
  const expected = new Map<string, string>();
  for (const action of actions) {
    if (action['reversal_of'] || action['action_type'] !== 'hr.submit_leave_request') continue;
    if (action['status'] !== 'completed') continue;
    const documents = documentsOf(action['result']);
    if (documents.length !== 1) wrong.push(`action ${action['name']} is completed with ${documents.length} documents`);
    for (const document of documents) {
      if (expected.has(document)) wrong.push(`${document} is the document of two actions`);
      expected.set(document, String(action['name']));
    }
  }
  const there = leaves.filter((leave) => !seeded.has(String(leave['name'])));
  const names = new Set(there.map((leave) => String(leave['name'])));
  for (const [document, action] of expected) if (!names.has(document)) wrong.push(`${document} of ${action} is lost`);
  for (const leave of there) {
    if (!expected.has(String(leave['name']))) {
      wrong.push(`${leave['name']} (${leave['owner']}, ${leave['from_date']}) belongs to no completed action`);
    }
  }
  const days = count(there.map((leave) => `${leave['employee']} ${leave['from_date']}`));
  for (const [day, times] of days) if (times > 1) wrong.push(`${day} has ${times} leave applications`);
  return wrong;
}

function documentsOf(result: unknown): string[] {
  const value: unknown = typeof result === 'string' && result !== '' ? JSON.parse(result) : result;
  const parsed = z
    .object({ documents: z.array(z.object({ name: z.string() }).loose()) })
    .loose()
    .safeParse(value);
  return parsed.success ? parsed.data.documents.map((document) => document.name) : [];
}

function count(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

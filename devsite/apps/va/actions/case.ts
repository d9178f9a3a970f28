import { operationsAmount } from '../../../core/amounts.ts';
import type { Counts, ExecuteCase, ReverseCase, ToolPolicy } from '../../../core/policy.ts';
import { TokenError, verifyUserToken } from '../../../core/tokens.ts';
import type { Ctx, Row } from '../../../engine/types.ts';
import { checked, isObject, number, parsed, rowsOf, text, textOrNull } from '../../values.ts';
import { vaError } from '../errors.ts';
import { employeeOf } from '../identity.ts';
import { siteKeySet } from '../keys.ts';
import { zoneOf } from '../people.ts';
import { instanceOf, settingsOf } from '../provisioning.ts';
import { isActive, isEnabled } from '../sessions.ts';
import { computedDigest, operationsOf, type StoredAction } from './stored.ts';

export type Proof = ReverseCase['proof'];

/** Proof that the sidecar hands over: the Frappe-signed token of a live session. A token that is none proves nothing. */
export function sessionProof(ctx: Ctx, given: unknown): Proof {
  const proof = parsed(given);
  if (!isObject(proof) || proof['kind'] !== 'session') throw vaError('PROOF_REQUIRED');
  try {
    const claims = verifyUserToken(proof['token'], {
      keys: siteKeySet(ctx),
      site: ctx.site.name,
      now: ctx.now() / 1000,
    });
    const user = text(claims['sub']);
    const name = text(claims['sid']);
    const session = ctx.exists('VA Session', name) ? ctx.getDoc('VA Session', name) : null;
    const active = session !== null && number(session['epoch']) === claims['epoch'] && isActive(ctx, session, user);
    return { kind: 'session', user, active };
  } catch (error) {
    if (error instanceof TokenError) throw vaError('PROOF_REQUIRED', { reason: error.reason });
    throw error;
  }
}

/** What the rules need to know about an action and its person, all from stored data. */
export function reverseCase(ctx: Ctx, action: StoredAction, proof: Proof): ReverseCase {
  const employee = action.user === '' ? null : employeeOf(ctx, action.user);
  const instance = employee === null ? null : instanceOf(ctx, employee.name);
  const settings = settingsOf(ctx, text(action.doc['company']));
  const isSwitchedOff = !checked(settings['enabled'] ?? 1);
  return {
    action: {
      status: text(action.doc['status']),
      user: action.user,
      tool: action.tool,
      replaced_by: textOrNull(action.doc['replaced_by']),
    },
    proof,
    person: {
      enabled: isEnabled(ctx, action.user),
      employee_status: employee === null ? null : text(employee['status']),
      instance_status: isSwitchedOff ? null : textOrNull(instance?.['status']),
    },
    policies: rowsOf(settings['tool_policies']).map(policyOf),
    counts: countsOf(ctx, action),
    limits: {
      turn: number(settings['max_actions_per_turn']) || 10,
      minute: number(settings['max_actions_per_minute']) || 30,
      day: number(instance?.['daily_action_limit']) || 200,
    },
  };
}

/** As reverseCase, with what executing needs beyond it. */
export function executeCase(ctx: Ctx, action: StoredAction, proof: Proof, given: string | null): ExecuteCase {
  const base = reverseCase(ctx, action, proof);
  const operations = operationsOf(action);
  const settings = settingsOf(ctx, text(action.doc['company']));
  const instance = instanceOf(ctx, action.employee);
  // What one makes counts against the one limit, what one decides on against the other; blank or 0 is no limit.
  const makes = operations.every((operation) => operation['op'] === 'insert');
  const held = number(instance?.[makes ? 'expense_limit' : 'approval_limit']);
  const below = number(settings['sensitive_amount_limit']);
  return {
    ...base,
    now: ctx.now(),
    action: { ...base.action, expires_at: action.expiresAt, digest: action.digest },
    operations: action.operations,
    computed: computedDigest(ctx, action),
    given,
    amount: operationsAmount(operations, documentsOf(ctx, operations)),
    caps: {
      session_amount: held > 0 ? held : null,
      session_below: below > 0 ? below : null,
    },
  };
}

function policyOf(row: Row): ToolPolicy {
  return {
    tool: text(row['tool']),
    enabled: checked(row['enabled'] ?? 1),
    session: checked(row['session_proof'] ?? 1),
    session_max_amount: number(row['session_limit']),
  };
}

function documentsOf(ctx: Ctx, operations: readonly Row[]): Record<string, Row> {
  const documents: Record<string, Row> = {};
  for (const operation of operations) {
    const doctype = text(operation['doctype']);
    const name = textOrNull(operation['name']);
    if (name !== null && ctx.site.hasDocType(doctype) && ctx.exists(doctype, name))
      documents[`${doctype}/${name}`] = ctx.getDoc(doctype, name);
  }
  return documents;
}

/** Actions of the employee that ran: in the same turn, in the last minute, and since his midnight. */
function countsOf(ctx: Ctx, action: StoredAction): Counts {
  const zone = zoneOf(ctx, action.user, employeeOf(ctx, action.user));
  const turn = textOrNull(action.doc['turn_id']);
  const sameTurn = turn === null ? ['name', '=', action.name] : ['turn_id', '=', turn];
  return {
    turn: count(ctx, action, [sameTurn, ['reversal_of', 'is', 'not set']]),
    minute: count(ctx, action, [['executed_at', '>', ctx.nowText(ctx.now() - 60_000)]]),
    day: count(ctx, action, [['executed_at', '>=', ctx.nowText(dayStart(ctx.now(), zone))]]),
  };
}

function count(ctx: Ctx, action: StoredAction, more: readonly (readonly unknown[])[]): number {
  const ran = [
    ['employee', '=', action.employee],
    ['status', 'in', ['completed', 'reversed']],
  ];
  return ctx.getAll('VA Action Log', { fields: ['name'], filters: [...ran, ...more] }).length;
}

// Midnight of the zone, found from the wall clock there; a day with a time change may be an hour off, a limit bears that.
function dayStart(now: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
    .formatToParts(now)
    .map((part) => Number(part.value))
    .filter((value) => !Number.isNaN(value));
  const [hours = 0, minutes = 0, seconds = 0] = parts;
  return now - (hours * 3600 + minutes * 60 + seconds) * 1000 - (now % 1000);
}

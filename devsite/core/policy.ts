import { blockedIn, type Operation, shapeFault } from './operations.ts';

// What a status other than pending answers to an execution.
const CLOSED: Readonly<Record<string, string>> = {
  executing: 'CONFLICT',
  failed: 'ACTION_FAILED',
  cancelled: 'ACTION_CANCELLED',
  rejected: 'ACTION_CANCELLED',
  expired: 'ACTION_EXPIRED',
  superseded: 'ACTION_SUPERSEDED',
  reversed: 'ACTION_ALREADY_REVERSED',
};
export const LIMITS = ['turn', 'minute', 'day'] as const;

export interface ToolPolicy {
  /** Exact tool, `agent.*` or `*`. */
  readonly tool: string;
  readonly enabled: boolean;
  /** Whether a typed or spoken yes is enough. */
  readonly session: boolean;
  readonly session_max_amount: number | null;
}

export type Counts = Readonly<Record<(typeof LIMITS)[number], number>>;

/** All that is needed to undo an action; everything is stored data. */
export interface ReverseCase {
  readonly action: {
    readonly status: string;
    readonly user: string;
    readonly tool: string;
    readonly replaced_by?: string | null;
  };
  /** `active` = the session lives and its epoch is the user's. */
  readonly proof: { readonly kind: 'session' | 'user'; readonly user: string; readonly active: boolean };
  /** `employee_status` is null without Employee. */
  readonly person: {
    readonly enabled: boolean;
    readonly employee_status: string | null;
    readonly instance_status: string | null;
  };
  readonly policies: readonly ToolPolicy[];
  readonly counts: Counts;
  readonly limits: Counts;
}

export interface ExecuteCase extends ReverseCase {
  /** Epoch ms. */
  readonly now: number;
  readonly action: ReverseCase['action'] & { readonly expires_at: number; readonly digest: string };
  readonly operations: unknown;
  /** The digest over what is stored now. */
  readonly computed: string;
  /** The digest that the caller confirms; null only with proof `user`. */
  readonly given: string | null;
  /** `total` is null when it cannot be told. */
  readonly amount: { readonly moves: boolean; readonly total: number | null };
  /** What a `session` proof may move for this person at most, and the amount from which on it may not; null: no such cap. */
  readonly caps: { readonly session_amount: number | null; readonly session_below?: number | null };
}

export interface Refusal {
  readonly allowed: false;
  readonly code: string;
  readonly meta: Readonly<Record<string, unknown>>;
}
/** `repeat`: answer the first result. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly repeat: true } | Refusal;

/** May this action run now? Decided over stored data alone (design.md 4, Writing as the employee). */
export function mayExecute(asked: ExecuteCase): Verdict {
  return (
    identity(asked) ??
    statusVerdict(asked) ??
    person(asked) ??
    freshness(asked) ??
    content(asked) ??
    proof(asked) ??
    proofAmount(asked) ??
    limits(asked) ?? { allowed: true }
  );
}

/** As mayExecute, for undoing a completed action. */
export function mayReverse(asked: ReverseCase): Verdict {
  return (
    identity(asked) ?? reversibleStatus(asked) ?? person(asked) ?? proof(asked) ?? limits(asked) ?? { allowed: true }
  );
}

/** The policy of a tool: its own row, else that of its agent (`hr.*`), else `*`, else null. */
export function policyFor(tool: string, policies: readonly ToolPolicy[]): ToolPolicy | null {
  for (const key of [tool, `${tool.split('.')[0] ?? ''}.*`, '*']) {
    const row = policies.findLast((policy) => policy.tool === key);
    if (row !== undefined) return row;
  }
  return null;
}

function identity(asked: ReverseCase): Refusal | null {
  // Somebody else's action and no action look the same from outside.
  return asked.proof.user === asked.action.user ? null : refused('ACTION_NOT_FOUND');
}

function statusVerdict(asked: ReverseCase): Verdict | null {
  const { status } = asked.action;
  if (status === 'pending') return null;
  if (status === 'completed') return { allowed: false, repeat: true };
  if (status === 'cancelled' && asked.action.replaced_by) return refused('ACTION_SUPERSEDED');
  return refused(CLOSED[status] ?? 'ACTION_FAILED');
}

function reversibleStatus(asked: ReverseCase): Refusal | null {
  const { status } = asked.action;
  if (status === 'completed') return null;
  if (status === 'reversed') return refused('ACTION_ALREADY_REVERSED');
  return refused(status === 'executing' ? 'CONFLICT' : 'ACTION_NOT_REVERSIBLE', { reason: 'not_executed' });
}

function person(asked: ReverseCase): Refusal | null {
  const { enabled, employee_status, instance_status } = asked.person;
  if (!enabled) return refused('USER_DISABLED');
  if (employee_status === null) return refused('NO_EMPLOYEE');
  if (employee_status !== 'Active') return refused('EMPLOYEE_LEFT');
  if (instance_status === 'Paused') return refused('ASSISTANT_PAUSED');
  return instance_status === 'Active' ? null : refused('ASSISTANT_OFF');
}

function freshness(asked: ExecuteCase): Refusal | null {
  const { action, given } = asked;
  if (asked.now >= action.expires_at) return refused('ACTION_EXPIRED');
  if (action.digest !== asked.computed) return refused('ACTION_CHANGED');
  if (given === null) return asked.proof.kind === 'user' ? null : refused('ACTION_CHANGED');
  return given === action.digest ? null : refused('ACTION_CHANGED');
}

function content(asked: ExecuteCase): Refusal | null {
  const fault = shapeFault(asked.operations);
  if (fault !== null || !Array.isArray(asked.operations)) return refused('VALIDATION_ERROR', { reason: fault });
  const operations: readonly Operation[] = asked.operations;
  const blocked = blockedIn(operations);
  return blocked === null ? null : refused('FORBIDDEN', { blocked });
}

function proof(asked: ReverseCase): Refusal | null {
  const policy = policyFor(asked.action.tool, asked.policies);
  if (policy !== null && !policy.enabled) return refused('FORBIDDEN', { tool: asked.action.tool });
  if (asked.proof.kind === 'user') return null;
  if (asked.proof.kind !== 'session' || !asked.proof.active) return refused('PROOF_REQUIRED', { reason: 'session' });
  // A tool that nobody wrote a policy for needs the person's own request.
  return policy?.session ? null : refused('PROOF_REQUIRED', { reason: 'policy' });
}

function proofAmount(asked: ExecuteCase): Refusal | null {
  if (asked.proof.kind === 'user' || !asked.amount.moves) return null;
  const { amount, caps } = asked;
  const policy = policyFor(asked.action.tool, asked.policies);
  const most = [policy?.session_max_amount, caps.session_amount].filter((cap) => typeof cap === 'number');
  const below = caps.session_below ?? null;
  const fits =
    amount.total !== null &&
    most.length > 0 &&
    amount.total <= Math.min(...most) &&
    (below === null || amount.total < below);
  return fits ? null : refused('PROOF_REQUIRED', { reason: 'amount' });
}

function limits(asked: ReverseCase): Refusal | null {
  const limit = LIMITS.find((name) => asked.counts[name] >= asked.limits[name]);
  return limit === undefined ? null : refused('RATE_LIMITED', { limit });
}

function refused(code: string, meta: Readonly<Record<string, unknown>> = {}): Refusal {
  return { allowed: false, code, meta };
}

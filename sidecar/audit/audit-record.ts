import type { Ids } from '../lib/ids.ts';
import type { SiteRecord } from '../records/record.ts';

/** The eight groups of VA Audit Log (2.4.2). */
export type AuditGroup =
  | 'Authentication'
  | 'Authorization'
  | 'Data Access'
  | 'Data Modification'
  | 'Admin Action'
  | 'Security Event'
  | 'Consent Change'
  | 'Privacy Mode Change';

/** What happened (8.6, extended); each belongs to one group. */
const GROUP_OF = {
  tool_read: 'Data Access',
  tool_refused: 'Data Access',
  tool_failed: 'Data Access',
  tool_denied: 'Authorization',
  limit_reached: 'Authorization',
  va_action_proposed: 'Data Modification',
  va_action_confirmed: 'Data Modification',
  va_action_rejected: 'Data Modification',
  va_action_cancelled: 'Data Modification',
  va_action_expired: 'Data Modification',
  va_action_superseded: 'Data Modification',
  va_action_failed: 'Data Modification',
  va_action_undo_failed: 'Data Modification',
  digest_mismatch: 'Security Event',
  consent_granted: 'Consent Change',
  consent_revoked: 'Consent Change',
  privacy_mode_change: 'Privacy Mode Change',
  turn_failed: 'Data Access',
  model_fallback: 'Data Access',
} as const satisfies Record<string, AuditGroup>;
export type AuditEvent = keyof typeof GROUP_OF;

export interface AuditFacts {
  readonly event: AuditEvent;
  readonly outcome: 'Success' | 'Failure' | 'Denied';
  /** Epoch ms at which it happened here. */
  readonly at: number;
  /** The person it is about; null for what the service did by itself. */
  readonly person: { readonly user: string; readonly employee: { readonly id: string } } | null;
  /** Who acted: the person himself, the assistant for him, or the service. */
  readonly actor: 'User' | 'VA Agent' | 'System';
  /** Dotted agent.tool or a verb of ours, such as `hr.get_leave_balance`. */
  readonly action: string;
  readonly target?: { readonly doctype: string; readonly name: string | null } | undefined;
  readonly actionId?: string;
  readonly conversationId?: string | null;
  readonly turnId?: string | null;
  readonly sessionId?: string | null;
  readonly durationMs?: number;
  /** Ids, codes and counts alone: never what somebody said, never a value of a document. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * One row of VA Audit Log, ready for the outbox. The payload is what the site hashes and chains; it derives the
 * columns from it (decisions.md 8).
 */
export function auditRecord(ids: Ids, facts: AuditFacts): SiteRecord {
  const payload: Record<string, unknown> = {
    event_type: GROUP_OF[facts.event],
    event_subtype: facts.event,
    actor_type: facts.actor,
    action: facts.action,
    outcome: facts.outcome,
    timestamp: Math.round(facts.at),
    compliance_category: 'General',
    data_classification: 'Internal',
  };
  if (facts.person) {
    payload['actor_user'] = facts.person.user;
    payload['actor_employee'] = facts.person.employee.id;
  }
  if (facts.target) {
    payload['target_doctype'] = facts.target.doctype;
    if (facts.target.name !== null) payload['target_document'] = facts.target.name;
  }
  if (facts.conversationId) payload['conversation_id'] = facts.conversationId;
  if (facts.sessionId) payload['session_id'] = facts.sessionId;
  if (facts.durationMs !== undefined) payload['duration_ms'] = Math.round(facts.durationMs);
  if (facts.actionId) payload['action_log'] = facts.actionId;
  if (facts.turnId) payload['turn_id'] = facts.turnId;
  if (facts.details && Object.keys(facts.details).length > 0) payload['details'] = facts.details;
  return { op: 'insert', doctype: 'VA Audit Log', name: ids.make('aud'), values: { payload } };
}

/** Rows for consents given and taken back; handed to the room `consent` by the wiring. */
export function consentAudit(ids: Ids) {
  return (
    person: NonNullable<AuditFacts['person']>,
    decision: { readonly consent_type: string; readonly granted: boolean; readonly version: string },
    at: number,
  ): SiteRecord =>
    auditRecord(ids, {
      event: decision.granted ? 'consent_granted' : 'consent_revoked',
      outcome: 'Success',
      at,
      person,
      actor: 'User',
      action: decision.consent_type,
      details: { version: decision.version },
    });
}

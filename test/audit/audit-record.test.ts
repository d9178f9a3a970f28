import { describe, expect, it } from 'vitest';
import { auditRecord } from '../../sidecar/audit/audit-record.ts';
import { canonicalJson } from '../../sidecar/lib/canonical.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const ids = sortableIds(manualClock());
const person = { user: 'priya@acme.test', employee: { id: 'HR-EMP-1' } };

describe('an audit row', () => {
  it('is an insert whose payload says who did what to which record, under one of the eight groups', () => {
    const row = auditRecord(ids, {
      event: 'va_action_confirmed',
      outcome: 'Success',
      at: 1000.4,
      person,
      actor: 'User',
      action: 'hr.book',
      target: { doctype: 'Leave Application', name: 'LAP-1' },
      actionId: 'act_1',
      conversationId: 'conv_1',
      turnId: 'turn_1',
      sessionId: 'ses_1',
      details: { digest: 'abc' },
    });
    expect(row).toMatchObject({ op: 'insert', doctype: 'VA Audit Log', name: expect.stringMatching(/^aud_/) });
    expect(row.values['payload']).toEqual({
      event_type: 'Data Modification',
      event_subtype: 'va_action_confirmed',
      actor_type: 'User',
      actor_user: 'priya@acme.test',
      actor_employee: 'HR-EMP-1',
      action: 'hr.book',
      outcome: 'Success',
      timestamp: 1000,
      target_doctype: 'Leave Application',
      target_document: 'LAP-1',
      action_log: 'act_1',
      conversation_id: 'conv_1',
      turn_id: 'turn_1',
      session_id: 'ses_1',
      compliance_category: 'General',
      data_classification: 'Internal',
      details: { digest: 'abc' },
    });
  });

  it('names no member that the site sets, and can be hashed', () => {
    const row = auditRecord(ids, {
      event: 'tool_denied',
      outcome: 'Denied',
      at: 1,
      person: null,
      actor: 'System',
      action: 'x',
      durationMs: 1.6,
    });
    const payload = row.values['payload'] as object;
    for (const taken of ['v', 'id', 'site', 'sequence', 'source']) expect(payload).not.toHaveProperty(taken);
    expect(canonicalJson(payload)).toContain('"duration_ms":2');
  });
});

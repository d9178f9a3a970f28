import type { Site } from '../../engine/types.ts';

/** Indexes over several columns, as the controllers of the Frappe app ask for them (`on_doctype_update`). */
const INDEXES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'VA Action Log': [
    ['target_doctype', 'target_document'],
    ['employee', 'status'],
    ['employee', 'executed_at'],
    ['conversation', 'status'],
    ['status', 'expires_at'],
  ],
  'VA Consent Record': [['employee', 'consent_type', 'status']],
  'VA Conversation': [
    ['employee', 'status'],
    ['employee', 'started_at'],
  ],
  'VA Conversation Turn': [
    ['conversation', 'client_message_id'],
    ['conversation', 'turn_number', 'role'],
    ['status', 'timestamp'],
  ],
  'VA Manager Access Log': [['employee_viewed', 'timestamp']],
  'VA Memory': [['employee', 'is_active', 'memory_type']],
  'VA Session': [['user', 'status']],
  'VA User Preference': [['employee', 'category', 'preference_key']],
};

export function addIndexes(site: Site): void {
  for (const [doctype, all] of Object.entries(INDEXES)) for (const fields of all) site.addIndex(doctype, fields);
}

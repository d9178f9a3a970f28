import type { DocTypes } from '../frappe/doctypes.gen.ts';
import type { SiteRecord } from './record.ts';

/** What the site sets itself and refuses to be told (docs/site-api.md, batch). */
type SetBySite = 'name' | 'owner' | 'creation' | 'modified' | 'modified_by' | 'docstatus' | 'idx' | 'company';

/** Fields that `batch` updates; the table of docs/site-api.md. */
interface Updatable {
  'VA Conversation':
    | 'status'
    | 'ended_at'
    | 'end_reason'
    | 'turn_count'
    | 'actions_taken'
    | 'summary'
    | 'topics'
    | 'actions_summary'
    | 'voice_duration_seconds'
    | 'feedback_rating'
    | 'feedback_comment';
  'VA Conversation Turn':
    | 'status'
    | 'latency_ms'
    | 'token_count'
    | 'tools_called'
    | 'sub_agent'
    | 'model_used'
    | 'feedback'
    | 'feedback_comment'
    | 'was_interrupted'
    | 'content';
  'VA Action Log': 'status' | 'cancelled_at' | 'cancel_reason' | 'replaced_by';
  'VA Instance': 'total_conversations' | 'total_actions' | 'voice_minutes_used' | 'last_interaction';
}
type Insertable = 'VA Conversation' | 'VA Conversation Turn' | 'VA Action Log' | 'VA Consent Record';
type Written<D extends keyof DocTypes, F extends keyof DocTypes[D]> = {
  readonly [K in F]?: Exclude<DocTypes[D][K], ''> | undefined;
};

/** An insert whose fields and choices the compiler checks against the DocType. Dates in naive site time. */
export function insertRow<D extends Insertable>(
  doctype: D,
  name: string,
  values: Written<D, Exclude<keyof DocTypes[D], SetBySite>>,
): SiteRecord {
  return { op: 'insert', doctype, name, values: withoutAbsent(values) };
}

/** An update of fields that the site lets the service change; anything else does not compile. */
export function updateRow<D extends keyof Updatable & keyof DocTypes>(
  doctype: D,
  name: string,
  values: Written<D, Extract<Updatable[D], keyof DocTypes[D]>>,
): SiteRecord {
  return { op: 'update', doctype, name, values: withoutAbsent(values) };
}

/** `undefined` means not given; null means emptied. */
function withoutAbsent(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

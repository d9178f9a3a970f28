/**
 * Where the DocTypes differ from the customer's data model (`spec.json`): type, options and default, each with the row of
 * the list of contradictions that asked for it. docs/doctypes.md tells the same to people; a test compares the two.
 */
export interface FieldChange {
  readonly doctype: string;
  readonly field: string;
  readonly row: string;
  readonly to: {
    readonly fieldtype?: string;
    readonly options?: string | null;
    /** Null: none. */
    readonly default?: string | null;
    readonly unique?: 0;
  };
}

const MODES = '\nnormal\nprivate\nsensitive\nincognito';

export const CHANGES: readonly FieldChange[] = [
  { doctype: 'VA Instance', field: 'voice_id', row: 'C170', to: { default: null } },
  { doctype: 'VA Instance', field: 'default_privacy_mode', row: 'C007', to: { options: MODES, default: 'normal' } },
  { doctype: 'VA Template', field: 'default_privacy_mode', row: 'C007', to: { options: MODES, default: 'normal' } },
  { doctype: 'VA Conversation', field: 'privacy_mode', row: 'C007', to: { options: MODES } },
  { doctype: 'VA Conversation', field: 'status', row: 'C009', to: { options: '\nActive\nEnded\nArchived\nAbandoned' } },
  {
    doctype: 'VA Memory',
    field: 'memory_type',
    row: 'C010',
    to: { options: '\nworking\nepisodic\nsemantic\nprocedural\nrelational\ncorrection' },
  },
  {
    doctype: 'VA Memory',
    field: 'source_type',
    row: 'C013',
    to: { options: '\nexplicit\ninferred\nobserved\nimported\ncorrected' },
  },
  { doctype: 'VA Action Log', field: 'action_type', row: 'C024', to: { fieldtype: 'Data', options: null } },
  {
    doctype: 'VA Action Log',
    field: 'status',
    row: 'C024',
    to: {
      options: 'pending\nexecuting\ncompleted\nfailed\ncancelled\nrejected\nexpired\nsuperseded\nreversed',
      default: 'pending',
    },
  },
  {
    doctype: 'VA Audit Log',
    field: 'actor_type',
    row: 'C032',
    to: { options: '\nUser\nVA Agent\nSystem\nAdmin\nEmployee\nManager' },
  },
  { doctype: 'VA Audit Log', field: 'outcome', row: 'C032', to: { options: '\nSuccess\nFailure\nDenied\nPartial' } },
  {
    doctype: 'VA Audit Log',
    field: 'compliance_category',
    row: 'C032',
    to: { options: '\nGeneral\nHIPAA\nGDPR\nSOC2\nCCPA\nInternal' },
  },
  {
    doctype: 'VA Manager Access Log',
    field: 'access_type',
    row: 'C033',
    to: { options: '\nActions\nTranscripts\nPreferences\nMemories\nSummary\nAnalytics' },
  },
  {
    doctype: 'VA Consent Record',
    field: 'consent_type',
    row: 'C034',
    to: {
      options:
        '\nterms_of_service\nvoice_recording\nconversation_logging\nmemory_creation\nproactive_suggestions\nmanager_visibility\nanalytics\nai_training',
    },
  },
  { doctype: 'VA Custom Agent', field: 'agent_id', row: 'C060', to: { unique: 0 } },
  { doctype: 'VA Action Log', field: 'target_doctype', row: 'C045', to: { fieldtype: 'Link', options: 'DocType' } },
  { doctype: 'VA Conversation Turn', field: 'audio_url', row: 'C046', to: { fieldtype: 'Long Text' } },
  { doctype: 'VA Memory', field: 'content', row: 'C046', to: { fieldtype: 'Long Text' } },
];

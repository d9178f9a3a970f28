/** What an utterance can want: a label, and the intent, tool and agent that stand behind it. */

const INTENTS = [
  'hr.leave',
  'hr.benefits',
  'hr.employee_info',
  'hr.policy',
  'hr.payroll',
  'hr.org_chart',
  'crm.customer',
  'crm.opportunity',
  'crm.contact',
  'crm.activity',
  'ops.task',
  'ops.project',
  'ops.approval',
  'ops.workflow',
  'kb.search',
  'kb.faq',
  'kb.document',
  'kb.procedure',
  'cal.schedule',
  'cal.meeting',
  'cal.availability',
  'cal.reminder',
  'fin.expense',
  'fin.budget',
  'fin.invoice',
  'fin.report',
  'general.greeting',
  'general.smalltalk',
  'general.help',
  'general.feedback',
  'general.settings',
  'meta.undo',
  'meta.confirm',
  'meta.cancel',
  'meta.clarify',
] as const;

/** The intents of the coordinator. */
export type CoordinatorIntent = (typeof INTENTS)[number];

export type AgentId = 'hr' | 'operations' | 'calendar' | 'knowledge' | 'finance' | 'crm' | 'communication';

export interface LabelInfo {
  /** `other` is what no intent covers: out of scope. */
  readonly intent: CoordinatorIntent | 'other';
  /** The tool of the same name, or null: talk, replies and what nobody here can do. */
  readonly tool: string | null;
  readonly agent: AgentId | null;
}

const toolsOf = <Name extends string>(
  agent: AgentId,
  tools: Readonly<Record<Name, CoordinatorIntent>>,
): Readonly<Record<Name, LabelInfo>> => {
  const entries = Object.entries<CoordinatorIntent>(tools).map(([tool, intent]) => [tool, { intent, tool, agent }]);
  return Object.fromEntries(entries) as Record<Name, LabelInfo>;
};
const talk = (intent: CoordinatorIntent): LabelInfo => ({ intent, tool: null, agent: null });

export const LABELS = {
  ...toolsOf('hr', {
    check_leave_balance: 'hr.leave',
    submit_leave_request: 'hr.leave',
    cancel_leave_request: 'hr.leave',
    get_leave_requests: 'hr.leave',
    get_holidays: 'hr.leave',
    search_employee_directory: 'hr.employee_info',
    get_reporting_manager: 'hr.org_chart',
    get_direct_reports: 'hr.org_chart',
    get_benefits_info: 'hr.benefits',
    lookup_hr_policy: 'hr.policy',
    get_payroll_info: 'hr.payroll',
  }),
  ...toolsOf('operations', {
    get_my_tasks: 'ops.task',
    create_task: 'ops.task',
    update_task_status: 'ops.task',
    get_pending_approvals: 'ops.approval',
    approve_request: 'ops.approval',
    reject_request: 'ops.approval',
    get_project_status: 'ops.project',
    get_my_projects: 'ops.project',
  }),
  ...toolsOf('calendar', {
    get_calendar_events: 'cal.schedule',
    check_availability: 'cal.availability',
    schedule_meeting: 'cal.meeting',
    reschedule_meeting: 'cal.meeting',
    cancel_meeting: 'cal.meeting',
    find_meeting_time: 'cal.availability',
    set_reminder: 'cal.reminder',
    get_todays_schedule: 'cal.schedule',
  }),
  ...toolsOf('knowledge', {
    search_knowledge_base: 'kb.search',
    get_document: 'kb.document',
    search_faq: 'kb.faq',
    get_policy: 'kb.document',
    get_procedure: 'kb.procedure',
    summarize_document: 'kb.document',
    list_knowledge_categories: 'kb.search',
  }),
  ...toolsOf('finance', {
    submit_expense: 'fin.expense',
    get_expense_status: 'fin.expense',
    get_budget_status: 'fin.budget',
    get_pending_reimbursements: 'fin.expense',
    generate_expense_report: 'fin.report',
    approve_expense: 'fin.expense',
  }),
  ...toolsOf('crm', {
    search_contacts: 'crm.contact',
    get_contact: 'crm.contact',
    get_account: 'crm.customer',
    get_opportunities: 'crm.opportunity',
    update_opportunity: 'crm.opportunity',
    log_activity: 'crm.activity',
    get_pipeline_summary: 'crm.opportunity',
    create_lead: 'crm.customer',
  }),
  // The coordinator has no intent for messages; of its 35, the one of work that goes from person to person is nearest.
  ...toolsOf('communication', { send_email: 'ops.workflow', notify_colleague: 'ops.workflow' }),
  /** About leave, and nothing that we can do: other people's absences. */
  'leave.beyond': { intent: 'other', tool: null, agent: null },
  /** About leave, and nothing said of what. */
  'leave.topic': { intent: 'hr.leave', tool: null, agent: 'hr' },
  'talk.greeting': talk('general.greeting'),
  'talk.thanks': talk('general.smalltalk'),
  'talk.goodbye': talk('general.smalltalk'),
  'talk.how-are-you': talk('general.smalltalk'),
  'talk.who-are-you': talk('general.smalltalk'),
  'talk.help': talk('general.help'),
  'talk.praise': talk('general.feedback'),
  'talk.complaint': talk('general.feedback'),
  'talk.settings': talk('general.settings'),
  /** Replies; without something to reply to they want nothing. */
  'meta.undo': talk('meta.undo'),
  'meta.confirm': talk('meta.confirm'),
  'meta.cancel': talk('meta.cancel'),
  'meta.clarify': talk('meta.clarify'),
  other: { intent: 'other', tool: null, agent: null },
} as const satisfies Readonly<Record<string, LabelInfo>>;

export type Label = keyof typeof LABELS;

export interface LabelScore {
  readonly label: Label;
  /** 0 to 1; what is below 0.5 is a guess. */
  readonly score: number;
  /** A tool that a company made itself, for which no label stands. */
  readonly own?: { readonly tool: string; readonly agent: string };
}

/** In a fixed order: the model's columns. */
export const LABEL_NAMES = Object.keys(LABELS) as readonly Label[];

const intents: ReadonlySet<string> = new Set(INTENTS);

export function isLabel(name: string): name is Label {
  return Object.hasOwn(LABELS, name);
}

export function isIntent(name: string): name is CoordinatorIntent {
  return intents.has(name);
}

export function infoOf(label: Label): LabelInfo {
  return LABELS[label];
}

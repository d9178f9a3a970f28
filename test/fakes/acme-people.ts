/** Answer of `profile` for a person of Acme, everything granted; what a test needs different goes into `over`. */
export function profileOf(first: string, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const user = `${first.toLowerCase()}@acme.test`;
  return {
    user,
    full_name: first,
    enabled: 1,
    epoch: 1,
    roles: ['Employee'],
    language: 'en',
    time_zone: 'America/Chicago',
    date_format: 'mm-dd-yyyy',
    employee: {
      name: `HR-EMP-${first}`,
      employee_name: `${first} Test`,
      company: 'Acme',
      department: 'Engineering',
      designation: 'Engineer',
      reports_to: 'HR-EMP-Marcus',
      reports_to_user: 'marcus@acme.test',
      status: 'Active',
      holiday_list: null,
    },
    instance: {
      name: `VA-${first}`,
      va_name: 'Wing',
      status: 'Active',
      template: null,
      enabled_sub_agents: ['hr'],
      expense_limit: null,
      approval_limit: null,
      daily_action_limit: 200,
      modified: '2026-11-01 10:00:00.000000',
    },
    company: { name: 'Acme', currency: 'USD', country: 'United States' },
    settings: {
      confirmation_expiry_s: 900,
      terms_version: '3',
      terms_text: 'The terms.',
      allowed_privacy_modes: ['normal'],
      auto_provision: 1,
      max_actions_per_turn: 10,
      max_actions_per_minute: 30,
      approvable_doctypes: [],
    },
    no_confirm_tools: [],
    consents: {
      terms_of_service: { granted: 1, version: '3' },
      conversation_logging: { granted: 1, version: '1' },
    },
    refusal: null,
    ...over,
  };
}

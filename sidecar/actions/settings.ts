import { integer, loadSettings, type SliceValues, setting } from '../lib/settings.ts';

/** Settings of the room `actions`; composed in config.ts. Defaults: decisions.md, Budgets. */
export const actionSettings = {
  toolTimeoutMs: setting({
    env: 'VA_TOOL_TIMEOUT_MS',
    schema: integer({ min: 100, max: 120_000 }),
    unit: 'ms',
    default: 5000,
    description: 'How long one tool may take.',
  }),
  agentCallsPerMinute: setting({
    env: 'VA_AGENT_CALLS_PER_MINUTE',
    schema: integer({ min: 0, max: 100_000 }),
    default: 0,
    description:
      "Calls of one agent's tools that an employee may cause in a minute, whatever Desk says; 0: as VA Sub-Agent Config says, else 60, knowledge and finance 30.",
  }),
  drainTimeoutMs: setting({
    env: 'VA_CONFIRM_DRAIN_MS',
    schema: integer({ min: 100, max: 60_000 }),
    unit: 'ms',
    default: 5000,
    description: 'How long a yes waits for its proposal to reach the site.',
  }),
  executeTimeoutMs: setting({
    env: 'VA_EXECUTE_TIMEOUT_MS',
    schema: integer({ min: 1000, max: 120_000 }),
    unit: 'ms',
    default: 20_000,
    description: 'How long the site may take to execute or undo an action.',
  }),
  keepMs: setting({
    env: 'VA_ACTIONS_KEEP_MS',
    schema: integer({ min: 60_000, max: 86_400_000 }),
    unit: 'ms',
    default: 3_600_000,
    description: 'How long the actions of a conversation stay at hand after the last change.',
  }),
  keepPerConversation: setting({
    env: 'VA_ACTIONS_KEEP',
    schema: integer({ min: 10, max: 500 }),
    default: 50,
    description: 'Actions of a conversation kept at hand; older ones are read from the site.',
  }),
};
export type ActionSettings = SliceValues<typeof actionSettings>;
export const defaultActionSettings: ActionSettings = loadSettings({ actions: actionSettings }, {}).actions;

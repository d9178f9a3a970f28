import { integer, loadSettings, oneOf, type SliceValues, setting } from '../lib/settings.ts';

/** Settings of the room `turn`; composed in config.ts. Defaults: decisions.md, Budgets and decision 18. */
export const turnSettings = {
  recallBudgetMs: setting({
    env: 'VA_RECALL_BUDGET_MS',
    schema: integer({ min: 1, max: 10_000 }),
    unit: 'ms',
    default: 200,
    description: 'What recall may take before the turn goes on without it.',
  }),
  silenceMs: setting({
    env: 'VA_TURN_SILENCE_MS',
    schema: integer({ min: 500, max: 120_000 }),
    unit: 'ms',
    default: 10_000,
    description: 'Silence after which a turn says that it is still working.',
  }),
  agentTimeoutMs: setting({
    env: 'VA_AGENT_TIMEOUT_MS',
    schema: integer({ min: 1000, max: 600_000 }),
    unit: 'ms',
    default: 30_000,
    description: 'What an agent may take altogether.',
  }),
  knowledgeTimeoutMs: setting({
    env: 'VA_KNOWLEDGE_TIMEOUT_MS',
    schema: integer({ min: 1000, max: 600_000 }),
    unit: 'ms',
    default: 45_000,
    description: 'What an answer out of documents may take altogether.',
  }),
  synthesisMs: setting({
    env: 'VA_SYNTHESIS_MS',
    schema: integer({ min: 1, max: 60_000 }),
    unit: 'ms',
    default: 1000,
    description: 'What a model may take to put the answers of several agents into one; then they are joined.',
  }),
  agentsOffered: setting({
    env: 'VA_AGENTS_OFFERED',
    schema: oneOf('chosen', 'all'),
    default: 'chosen',
    description:
      'Which agents a model gets with a message: `chosen`, those that the words may be for; `all`, whatever the person has (longer prompts, always the same).',
  }),
  routeMs: setting({
    env: 'VA_ROUTE_MS',
    schema: integer({ min: 1, max: 60_000 }),
    unit: 'ms',
    default: 3000,
    description: 'What a model may take to say whom unclear words are for; then all agents of the person get them.',
  }),
  summaryMs: setting({
    env: 'VA_SUMMARY_MS',
    schema: integer({ min: 1, max: 120_000 }),
    unit: 'ms',
    default: 15_000,
    description:
      'What a model may take to sum a long conversation up, between two turns; then extracts of it have to do.',
  }),
  leaseMs: setting({
    env: 'VA_TURN_LEASE_MS',
    schema: integer({ min: 1000, max: 120_000 }),
    unit: 'ms',
    default: 15_000,
    description: 'After this without a sign of life another replica may take a conversation over.',
  }),
  voiceSilenceMs: setting({
    env: 'VA_TURN_VOICE_SILENCE_MS',
    schema: integer({ min: 500, max: 60_000 }),
    unit: 'ms',
    default: 5000,
    description: 'As VA_TURN_SILENCE_MS, for somebody who is spoken to.',
  }),
  stateMs: setting({
    env: 'VA_CONVERSATION_STATE_MS',
    schema: integer({ min: 60_000, max: 86_400_000 }),
    unit: 'ms',
    default: 3_600_000,
    description: 'How long a conversation stays at hand after its last turn; then it is read from the site.',
  }),
  historyTurns: setting({
    env: 'VA_HISTORY_TURNS',
    schema: integer({ min: 0, max: 50 }),
    default: 10,
    description: 'Earlier exchanges that a model gets to see.',
  }),
  contextTokens: setting({
    env: 'VA_CONTEXT_TOKENS',
    schema: integer({ min: 1000, max: 1_000_000 }),
    unit: 'tokens',
    default: 4000,
    description: 'What a model gets to read besides its tools; half of it is for what was said before.',
  }),
  waitingTurns: setting({
    env: 'VA_WAITING_TURNS',
    schema: integer({ min: 1, max: 1000 }),
    default: 20,
    description: 'Unanswered messages that one conversation may have.',
  }),
  expiryIntervalMs: setting({
    env: 'VA_EXPIRY_INTERVAL_MS',
    schema: integer({ min: 1000, max: 600_000 }),
    unit: 'ms',
    default: 15_000,
    description: 'How often proposals are looked at for having expired.',
  }),
  sweepIntervalMs: setting({
    env: 'VA_TURN_SWEEP_MS',
    schema: integer({ min: 1000, max: 600_000 }),
    unit: 'ms',
    default: 30_000,
    description: 'How often turns of a replica that is gone are looked for.',
  }),
  attempts: setting({
    env: 'VA_TURN_ATTEMPTS',
    schema: integer({ min: 1, max: 20 }),
    default: 3,
    description: 'Runs that an accepted message gets when the process keeps dying under it.',
  }),
};
export type TurnSettings = SliceValues<typeof turnSettings>;
export const defaultTurnSettings: TurnSettings = loadSettings({ turn: turnSettings }, {}).turn;

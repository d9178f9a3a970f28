import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { Consents } from '../../sidecar/consent/consent.ts';
import type { GatewayDeps } from '../../sidecar/gateway/deps.ts';
import type { Clock } from '../../sidecar/lib/clock.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { type Identity, NO_PERSONALITY, type People, type Person } from '../../sidecar/people/person.ts';
import type { ActionDetails, ConversationView, TurnEngine, TurnOutcome } from '../../sidecar/turn/turn-engine.ts';

/** A conversation engine that remembers what the gateway asked of it and answers with what the test gave it. */
export const priya: Person = {
  user: 'priya@acme.test',
  fullName: 'Priya Nair',
  epoch: 1,
  roles: ['Employee'],
  outOfSight: [],
  language: 'en-US',
  timeZone: 'America/Chicago',
  siteTimeZone: 'America/Chicago',
  dateFormat: null,
  employee: {
    id: 'HR-EMP-00001',
    name: 'Priya Nair',
    department: null,
    designation: null,
    reportsTo: null,
    reportsToUser: null,
    holidayList: null,
  },
  company: { name: 'Acme', currency: 'USD', country: null },
  instance: {
    name: 'VA-1',
    vaName: 'Ada',
    template: null,
    subAgents: ['hr', 'operations'],
    expenseLimit: null,
    approvalLimit: null,
    dailyActionLimit: 200,
    monthlyVoiceMinutes: null,
    defaultPrivacyMode: null,
    voice: { id: null, speed: 1, offered: [] },
  },
  settings: {
    confirmationExpiryMs: 900_000,
    termsVersion: '1',
    termsText: 'Terms',
    maxActionsPerTurn: 10,
    maxActionsPerMinute: 30,
    allowedPrivacyModes: ['normal'],
    approvableDoctypes: [],
  },
  noConfirmTools: [],
  personality: NO_PERSONALITY,
  consents: {},
};

export const card: ActionCard = {
  action_id: 'act_1_0',
  conversation_id: 'conv_1',
  turn_id: 'turn_1',
  type: 'hr.submit_leave_request',
  status: 'pending',
  title: 'Request leave',
  lines: [{ label: 'From', to: 'Friday' }],
  warnings: [],
  reversible: true,
  reversible_note: 'You can undo this.',
  created_at: '2026-03-02T10:00:00.000Z',
  expires_at: '2026-03-02T10:15:00.000Z',
  digest: 'd'.repeat(64),
  parameters: {},
};
export const details = (status: ActionCard['status'] = 'pending'): ActionDetails => ({
  card: { ...card, status },
  createdAt: 1000,
  confirmedAt: status === 'completed' ? 2000 : null,
  executedAt: status === 'completed' ? 3000 : null,
  cancelledAt: status === 'cancelled' || status === 'rejected' ? 2000 : null,
  reversedAt: null,
  proof: null,
});
const view: ConversationView = {
  conversationId: 'conv_1',
  employeeId: priya.employee.id,
  status: 'active',
  mode: 'text',
  privacyMode: 'normal',
  createdAt: 1000,
  updatedAt: 2000,
  endedAt: null,
  summary: null,
  title: null,
  topics: [],
  turnCount: 1,
  turns: [
    {
      turnId: 'turn_1',
      userContent: 'hello',
      assistantContent: 'Hello!',
      status: 'answered',
      at: 1000,
      visuals: [],
      citations: [],
    },
  ],
  actions: [card],
  lastSeq: 4,
};

export interface FakeGateway {
  readonly deps: GatewayDeps;
  readonly calls: string[];
  /** What the next message is answered with; `never` leaves the turn open. */
  outcome: TurnOutcome | 'never';
  /** Ends the turns that were left open, with an answer. */
  finish(): void;
  readonly listeners: Set<(event: TurnEvent) => void>;
  identity: Identity;
  revoke(user: string, epoch: number): void;
  requiredConsents: { consent_type: string; version: string; text: string }[];
  readonly replay: { value: readonly TurnEvent[] | null };
}

export function fakeGateway(clock: Clock, options: Partial<GatewayDeps['settings']> = {}): FakeGateway {
  const calls: string[] = [];
  const hits = new Map<string, number>();
  const revoked = new Set<(user: string, epoch: number, session: string | null) => void>();
  const unfinished = new Set<(outcome: TurnOutcome) => void>();
  const answered: TurnOutcome = {
    turnId: 'turn_1',
    text: 'You have 14 days left.',
    suggestions: ['Book a day'],
    visuals: [],
    citations: [],
    actions: [],
    error: null,
  };
  const fake: FakeGateway = {
    calls,
    finish: () => {
      for (const settle of unfinished) settle(answered);
    },
    listeners: new Set(),
    replay: { value: [] },
    requiredConsents: [],
    outcome: answered,
    identity: { user: priya.user, sessionId: 's1', epoch: 1, expiresAt: clock.now() + 900_000, accessToken: 'good' },
    revoke: (user, epoch) => {
      for (const listener of revoked) listener(user, epoch, null);
    },
    deps: undefined as never,
  };
  const people: People = {
    async identify(token) {
      if (token === 'expired') throw new VaError('TOKEN_EXPIRED');
      if (token !== 'good' && token !== 'renewed') throw new VaError('UNAUTHORIZED');
      return { ...fake.identity, accessToken: token };
    },
    async person() {
      return priya;
    },
    forget: () => undefined,
    revoke: () => undefined,
    onRevoked: (listener) => {
      revoked.add(listener);
      return () => revoked.delete(listener);
    },
  };
  const consents: Consents = {
    required: () => fake.requiredConsents,
    async demand() {
      if (fake.requiredConsents.length > 0)
        throw new VaError('CONSENT_REQUIRED', { meta: { required: fake.requiredConsents } });
    },
    current: () => [],
    async record(_person, decisions) {
      calls.push(`consent ${decisions.map((one) => one.consent_type).join(',')}`);
      fake.requiredConsents = [];
    },
  };
  const turns: TurnEngine = {
    async start() {
      calls.push('start');
      return { conversationId: 'conv_1', createdAt: 1000, privacyMode: 'normal' };
    },
    async accept(request) {
      calls.push(`accept ${request.conversationId} ${request.clientMessageId ?? '-'} ${request.text}`);
      if (request.conversationId !== 'conv_1') throw new VaError('CONVERSATION_NOT_FOUND');
      return { conversationId: 'conv_1', turnId: 'turn_1', repeated: false };
    },
    foresee: async () => undefined,
    outcome: (_conversation, _turn, signal) =>
      fake.outcome === 'never'
        ? new Promise((resolve, reject) => {
            unfinished.add(resolve);
            signal.addEventListener('abort', () => reject(signal.reason));
          })
        : Promise.resolve(fake.outcome),
    async cancelTurn() {
      calls.push('cancelTurn');
      return true;
    },
    async view() {
      return view;
    },
    async list(_person, query) {
      calls.push(`list ${JSON.stringify(query)}`);
      return { conversations: [view], total: 3 };
    },
    async end(_person, _id, given) {
      calls.push(`end ${given.reason} ${given.rating}`);
      return { ...view, status: 'ended', endedAt: 601_000, summary: 'Talked about leave.' };
    },
    async subscribe(_person, _conversation, _after, listener) {
      fake.listeners.add(listener);
      return { replay: fake.replay.value, unsubscribe: () => fake.listeners.delete(listener), privacyMode: 'normal' };
    },
    async heard() {
      calls.push('heard');
    },
    actions: {
      async get() {
        return details();
      },
      async list(_person, query) {
        calls.push(`actions ${query.status}`);
        return { actions: [details()], total: 1 };
      },
      async confirm(_person, _identity, id, given) {
        calls.push(`confirm ${id} ${given.digest}`);
        if (id === 'act_expired') throw new VaError('ACTION_EXPIRED');
        if (given.modifications) return { kind: 'superseded', action: details('superseded'), replacement: details() };
        const repeated = id === 'act_done';
        return { kind: 'executed', action: details('completed'), repeated, message: 'Done.' };
      },
      async cancel(_person, id, reason, as) {
        calls.push(`cancel ${id} ${reason} ${as}`);
        return details(as);
      },
      async reverse(_person, _identity, id) {
        calls.push(`reverse ${id}`);
        return { action: details('reversed'), reversalId: 'act_2', result: {}, message: 'Undone.' };
      },
    },
  };
  const deps: GatewayDeps = {
    clock,
    ids: sortableIds(clock),
    log: silentLog,
    metrics: createMetrics(),
    siteName: 'va.test',
    stores: {
      counters: {
        async hit(key) {
          hits.set(key, (hits.get(key) ?? 0) + 1);
          return { count: hits.get(key) ?? 0, resetAt: clock.now() + 60_000 };
        },
        peek: async (key) => hits.get(key) ?? 0,
      },
    },
    people,
    consents,
    turns,
    voice: {
      open: () => Promise.reject(new VaError('SERVICE_UNAVAILABLE')),
      opened: null,
      close: async () => undefined,
    },
    agentsOf: (person) => person.instance.subAgents.filter((agent) => agent === 'hr'),
    signIn: {
      async password(user, password, ip) {
        calls.push(`password ${user} ${ip}`);
        if (password !== 'demo') throw new VaError('UNAUTHORIZED');
        return {
          access_token: 'good',
          token_type: 'Bearer',
          expires_in: 900,
          refresh_token: 'r1',
          scope: 'va:read va:write',
        };
      },
      async apiKey() {
        throw new VaError('INVALID_API_KEY');
      },
      async refresh() {
        return {
          access_token: 'good',
          token_type: 'Bearer',
          expires_in: 900,
          refresh_token: 'r2',
          scope: 'va:read va:write',
        };
      },
      async revoke(token) {
        calls.push(`revoke ${token}`);
      },
      async accessTokenForApiKey(pair) {
        if (pair !== 'key:secret') throw new VaError('INVALID_API_KEY');
        return 'good';
      },
    },
    health: [],
    settings: {
      version: '0.0.0',
      publicUrl: 'http://127.0.0.1:8090',
      siteUrl: 'http://127.0.0.1:8000',
      allowedOrigins: ['http://127.0.0.1:8000'],
      assetsDir: new URL('../../dartwing_va/public', import.meta.url).pathname,
      passwordGrant: true,
      trustProxy: false,
      limits: { auth: 5, conversations: 100, actions: 200, default: 100 },
      companyPerMinute: 1000,
      messageWaitMs: 10_000,
      ...options,
    },
  };
  return Object.assign(fake, { deps });
}

import { z } from 'zod';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { citationSchema, visualSchema } from './visuals.ts';

/**
 * Bodies, queries and answers of the public API `/api/v1` (architecture.md section 11 with decisions.md 2). The OpenAPI
 * document, the page, the SDK and the gateway all come from here.
 */

// From a file of its own, so that the page gets the number without the schemas.
export { MAX_MESSAGE_LENGTH };

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_]{1,120}$`), `must be a name that starts with ${prefix}_`);
export const conversationId = id('conv');
export const actionIdSchema = id('act');
export const turnIdSchema = id('turn');
/** Moments as the API gives them: ISO 8601 in UTC. */
/** Values of a caller's own choice, in bounds: they are stored. */
const MAX_RECORD_CHARS = 8000;
const smallRecord = () =>
  z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= MAX_RECORD_CHARS, `up to ${MAX_RECORD_CHARS} characters`);
const moment = z.string().meta({ format: 'date-time' });
const queryMoment = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isFinite(at) && /^\d{4}-\d{2}-\d{2}/.test(text)) return at;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 date or datetime' });
  return z.NEVER;
});
/** `limit`, `offset` of every list. */
const paging = (defaultLimit: number) => ({
  limit: z.coerce.number().int().min(1).max(100).default(defaultLimit),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
const pagination = z.object({
  total: z.number().int(),
  limit: z.number().int(),
  offset: z.number().int(),
  has_more: z.boolean(),
});

export const cardSchema = z.object({
  action_id: z.string(),
  conversation_id: z.string(),
  turn_id: z.string().nullable(),
  type: z.string(),
  status: z.string(),
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), from: z.string().optional(), to: z.string() })),
  warnings: z.array(z.string()),
  reversible: z.boolean(),
  reversible_note: z.string(),
  created_at: moment,
  expires_at: moment,
  digest: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  reversal_of: z.string().optional(),
  replaced_by: z.string().optional(),
  depends_on: z.array(z.string()).optional(),
});

// Authentication -----------------------------------------------------------------------------------------------------

export const tokenRequest = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('password'),
    username: z.string().min(1).max(140),
    password: z.string().min(1).max(256),
    scope: z.string().max(200).optional(),
  }),
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: z.string().min(1).max(200) }),
  z.object({
    grant_type: z.literal('api_key'),
    api_key: z.string().min(1).max(140),
    api_secret: z.string().min(1).max(256),
  }),
]);
export const refreshRequest = z.object({
  grant_type: z.literal('refresh_token').default('refresh_token'),
  refresh_token: z.string().min(1).max(200),
});
export const tokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
  refresh_token: z.string(),
  scope: z.string(),
});
export const revokeRequest = z.object({
  token: z.string().min(1).max(4096),
  token_type_hint: z.enum(['access_token', 'refresh_token']).optional(),
});
export const revokeResponse = z.object({ revoked: z.boolean() });

export const meResponse = z.object({
  user: z.string(),
  full_name: z.string(),
  employee_id: z.string(),
  company: z.string(),
  time_zone: z.string(),
  assistant_name: z.string(),
  agents: z.array(z.string()),
  consents_required: z.array(z.object({ consent_type: z.string(), version: z.string(), text: z.string() })),
});

// Consents -----------------------------------------------------------------------------------------------------------

export const CONSENT_TYPES = [
  'terms_of_service',
  'conversation_logging',
  'voice_recording',
  'memory_creation',
  'proactive_suggestions',
  'manager_visibility',
  'analytics',
  'ai_training',
] as const;
export const consentRequest = z.object({
  consents: z
    .array(z.object({ consent_type: z.enum(CONSENT_TYPES), granted: z.boolean(), version: z.string().min(1).max(40) }))
    .min(1)
    .max(CONSENT_TYPES.length),
});
export const consentsResponse = z.object({
  consents: z.array(z.object({ consent_type: z.string(), granted: z.boolean(), version: z.string().nullable() })),
  required: z.array(z.object({ consent_type: z.string(), version: z.string(), text: z.string() })),
});

// Conversations ------------------------------------------------------------------------------------------------------

const attachment = z.strictObject({
  type: z.literal('file'),
  file_id: z.string().min(1).max(140),
  filename: z.string().max(255).optional(),
});
// The engine refuses what is longer, in words for a person; the limit is told here.
const messageText = z.string().meta({ maxLength: MAX_MESSAGE_LENGTH });
/** Where the words of a conversation go (8.3); without one the person's own default counts. */
export const privacyMode = z.enum(['normal', 'private', 'sensitive', 'incognito']);
export type PrivacyMode = z.infer<typeof privacyMode>;
export const startRequest = z.strictObject({
  mode: z.enum(['text', 'voice']).default('text'),
  privacy_mode: privacyMode.optional(),
  context: smallRecord().default({}),
  initial_message: messageText.optional(),
  attachments: z.array(attachment).max(10).optional(),
});
const clientMessageId = z.string().min(1).max(140);
/** The id of a repeatable message belongs into `metadata` (11.3.2); beside it is taken as well, lost it never is. */
export const messageRequest = z
  .strictObject({
    content: messageText,
    attachments: z.array(attachment).max(10).optional(),
    metadata: z.looseObject({ client_message_id: clientMessageId.optional() }).default({}),
    client_message_id: clientMessageId.optional(),
  })
  .refine(
    ({ client_message_id: beside, metadata: { client_message_id: within } }) =>
      beside === undefined || within === undefined || beside === within,
    { path: ['client_message_id'], message: 'must be the same as in metadata' },
  );
const errorBody = z.object({
  code: z.string(),
  reference: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  details: z.array(z.object({ field: z.string(), message: z.string() })),
  meta: z.record(z.string(), z.unknown()),
  request_id: z.string(),
});
export const errorResponse = z.object({ error: errorBody });
/** What stands beside the words of an answer. */
const shown = { visuals: z.array(visualSchema).optional(), citations: z.array(citationSchema).optional() };
export const assistantResponse = z.object({
  content: z.string(),
  timestamp: moment,
  actions: z.array(cardSchema),
  suggestions: z.array(z.string()),
  ...shown,
  /** Why a message could not be answered; `content` says it in words. */
  error: errorBody.optional(),
});
export const messageResponse = z.object({
  turn_id: z.string(),
  /** `processing`: still at work (decisions.md 18); the answer arrives as an event and in GET /conversations/{id}. */
  status: z.enum(['answered', 'processing', 'failed']),
  user_message: z.object({ content: z.string(), timestamp: moment }),
  assistant_response: assistantResponse,
  requires_confirmation: z.boolean(),
  confirmation_prompt: z.string().nullable(),
});
export const startResponse = z.object({
  conversation_id: z.string(),
  created_at: moment,
  mode: z.string(),
  privacy_mode: z.string(),
  status: z.string(),
  initial_response: assistantResponse.extend({ turn_id: z.string() }).optional(),
});
export const conversationQuery = z.object({
  include_turns: z.stringbool().default(true),
  turns_limit: z.coerce.number().int().min(1).max(200).default(50),
  include_actions: z.stringbool().default(true),
});
const conversationSummary = z.object({
  conversation_id: z.string(),
  created_at: moment,
  updated_at: moment,
  status: z.string(),
  mode: z.string(),
  privacy_mode: z.string(),
  summary: z.string().nullable(),
  /** The first words said in it; null when nothing was said yet or, of one conversation alone, when it is long. */
  title: z.string().nullable(),
  topics: z.array(z.string()),
  turn_count: z.number().int(),
});
export const conversationResponse = conversationSummary.extend({
  employee_id: z.string(),
  last_seq: z.number().int(),
  turns: z
    .array(
      z.object({
        turn_id: z.string(),
        user_content: z.string(),
        assistant_content: z.string().nullable(),
        status: z.string(),
        timestamp: moment,
        ...shown,
      }),
    )
    .optional(),
  actions: z.array(cardSchema).optional(),
});
export const conversationsQuery = z.object({
  status: z.enum(['active', 'ended', 'archived']).optional(),
  start_date: queryMoment.optional(),
  end_date: queryMoment.optional(),
  ...paging(20),
  sort: z.enum(['created_at', '-created_at']).default('-created_at'),
});
export const conversationsResponse = z.object({ conversations: z.array(conversationSummary), pagination });
export const endRequest = z.strictObject({
  reason: z.string().max(140).default('completed'),
  feedback: z
    .strictObject({ rating: z.number().int().min(1).max(5).optional(), comment: z.string().max(1000).optional() })
    .optional(),
});
export const endResponse = z.object({
  conversation_id: z.string(),
  status: z.string(),
  ended_at: moment,
  summary: z.string().nullable(),
  actions_completed: z.number().int(),
  duration_seconds: z.number(),
});

// Actions ------------------------------------------------------------------------------------------------------------

export const confirmRequest = z.strictObject({
  confirmed: z.boolean().default(true),
  modifications: smallRecord().optional(),
  /** Why not, with `confirmed: false`; kept with the action. */
  reason: z.string().max(500).optional(),
  /** The digest of the card the person saw; optional, refused with 409 when it is not the stored one. */
  digest: z.string().max(64).optional(),
});
export const confirmResponse = z.object({
  action_id: z.string(),
  status: z.string(),
  result: z.record(z.string(), z.unknown()).optional(),
  assistant_message: z.string(),
  replaced_by: cardSchema.optional(),
});
/** `error.meta` of ACTION_ALREADY_CONFIRMED: what the first confirm came to, for a client that did not get its answer. */
export const alreadyConfirmed = z.object({
  status: z.string(),
  result: z.record(z.string(), z.unknown()),
  assistant_message: z.string(),
});
export const batchConfirmRequest = z.strictObject({
  action_ids: z.array(actionIdSchema).min(1).max(20),
  confirmed: z.boolean().default(true),
});
export const batchConfirmResponse = z.object({
  results: z.array(
    z.object({
      action_id: z.string(),
      status: z.string(),
      success: z.boolean(),
      error: z.string().optional(),
      code: z.string().optional(),
    }),
  ),
  summary: z.object({ total: z.number().int(), succeeded: z.number().int(), failed: z.number().int() }),
});
export const reasonRequest = z.strictObject({ reason: z.string().max(500).optional() });
export const cancelResponse = z.object({ action_id: z.string(), status: z.string(), cancelled_at: moment });
export const reverseResponse = z.object({
  action_id: z.string(),
  reversal_action_id: z.string(),
  status: z.string(),
  reversed_at: moment,
  reversal_details: z.object({ type: z.string(), result: z.record(z.string(), z.unknown()) }),
  assistant_message: z.string(),
});
export const actionsQuery = z.object({
  status: z
    .enum(['pending', 'completed', 'cancelled', 'failed', 'rejected', 'expired', 'superseded', 'reversed'])
    .optional(),
  type: z.string().max(140).optional(),
  conversation_id: conversationId.optional(),
  start_date: queryMoment.optional(),
  end_date: queryMoment.optional(),
  ...paging(50),
});
export const pendingQuery = z.object({
  conversation_id: conversationId.optional(),
  action_type: z.string().max(140).optional(),
});
const actionItem = cardSchema.extend({ description: z.string(), confirmation_options: z.array(z.string()) });
export const pendingResponse = z.object({ actions: z.array(actionItem) });
export const actionsResponse = z.object({ actions: z.array(actionItem), pagination });
export const actionResponse = actionItem.extend({
  confirmed_at: moment.nullable(),
  executed_at: moment.nullable(),
  cancelled_at: moment.nullable(),
  reversed_at: moment.nullable(),
  proof: z.string().nullable(),
  audit_trail: z.array(z.object({ timestamp: moment, event: z.string() })),
});

/** GET /preferences/voices (11.7.3): what the assistant can be heard with. */
export const voicesResponse = z.object({
  voices: z.array(
    z.object({
      /** `provider:voice`, as it is saved. */
      voice_id: z.string(),
      name: z.string(),
      provider: z.string(),
      language: z.string(),
      gender: z.enum(['female', 'male', 'neutral']).nullable(),
      accent: z.string().nullable(),
      style: z.string().nullable(),
      preview_url: z.string().nullable(),
    }),
  ),
});

/**
 * The one catalogue of errors: both code schemes of the public API, the HTTP status, whether a retry can help and the
 * sentence a person reads or hears. Source: architecture.md 11.11.2 and C.1 with conflicts.md C214-C216.
 */
export interface ErrorEntry {
  /** Reference code of appendix C.1, or our own continuation of its series. */
  readonly reference: string;
  readonly status: number;
  readonly retryable: boolean;
  /** What a person reads. Must make sense spoken aloud and hold nothing technical. */
  readonly sentence: string;
}

export const ERRORS = {
  VALIDATION_ERROR: {
    reference: 'VAL_001',
    status: 400,
    retryable: false,
    sentence: 'Something in that request is not right.',
  },
  MISSING_FIELD: {
    reference: 'VAL_002',
    status: 400,
    retryable: false,
    sentence: 'Something required is missing from that request.',
  },
  INVALID_FORMAT: {
    reference: 'VAL_003',
    status: 400,
    retryable: false,
    sentence: 'Something in that request has the wrong form.',
  },
  OUT_OF_RANGE: {
    reference: 'VAL_004',
    status: 400,
    retryable: false,
    sentence: 'A value in that request is out of range.',
  },
  INVALID_JSON: { reference: 'VAL_001', status: 400, retryable: false, sentence: 'That request is not valid JSON.' },
  PAYLOAD_TOO_LARGE: { reference: 'VAL_004', status: 413, retryable: false, sentence: 'That message is too long.' },
  URI_TOO_LONG: { reference: 'VAL_004', status: 414, retryable: false, sentence: 'That address is too long.' },
  HEADERS_TOO_LARGE: {
    reference: 'VAL_004',
    status: 431,
    retryable: false,
    sentence: 'The headers of that request are too long.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    reference: 'VAL_003',
    status: 415,
    retryable: false,
    sentence: 'I can only read JSON here.',
  },
  UNAUTHORIZED: { reference: 'AUTH_001', status: 401, retryable: false, sentence: 'Please sign in.' },
  TOKEN_EXPIRED: {
    reference: 'AUTH_002',
    status: 401,
    retryable: false,
    sentence: 'Your sign-in has run out. Please sign in again.',
  },
  TOKEN_REUSED: {
    reference: 'AUTH_002',
    status: 401,
    retryable: false,
    sentence: 'That sign-in was already used. Please sign in again.',
  },
  INVALID_API_KEY: { reference: 'AUTH_003', status: 401, retryable: false, sentence: 'That API key is not valid.' },
  FORBIDDEN: {
    reference: 'AUTH_004',
    status: 403,
    retryable: false,
    sentence: 'You do not have permission to do that.',
  },
  ORIGIN_NOT_ALLOWED: {
    reference: 'AUTH_004',
    status: 403,
    retryable: false,
    sentence: 'This page may not talk to the assistant.',
  },
  CONSENT_REQUIRED: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Before we start I need your consent.',
  },
  PRIVACY_MODE_NOT_AVAILABLE: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'That privacy mode is not available yet. I only accept a mode that I can keep.',
  },
  PRIVACY_MODE_NOT_ALLOWED: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Your company does not allow that privacy mode.',
  },
  PRIVACY_MODE_NOT_HERE: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence:
      'What is said in a private conversation cannot go this way, where it would be stored. Please try again when the assistant is back.',
  },
  PRIVACY_MODE_FIXED: {
    reference: 'CONV_002',
    status: 409,
    retryable: false,
    sentence: 'A conversation keeps the privacy mode that it began with. Start a new one for another mode.',
  },
  NO_EMPLOYEE: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'I could not find an employee record for you. Ask HR to link your login to your employee record.',
  },
  EMPLOYEE_LEFT: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Your employee record is no longer active.',
  },
  USER_DISABLED: { reference: 'AUTH_005', status: 403, retryable: false, sentence: 'Your login is switched off.' },
  ASSISTANT_OFF: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Ask HR to switch on your assistant.',
  },
  ASSISTANT_PAUSED: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Your assistant is paused. HR can switch it on again.',
  },
  PROOF_REQUIRED: {
    reference: 'AUTH_005',
    status: 403,
    retryable: false,
    sentence: 'Please confirm that on the page yourself.',
  },
  NOT_FOUND: { reference: 'VAL_003', status: 404, retryable: false, sentence: 'I could not find that.' },
  CONVERSATION_NOT_FOUND: {
    reference: 'CONV_001',
    status: 404,
    retryable: false,
    sentence: 'I could not find that conversation.',
  },
  CONVERSATION_ENDED: {
    reference: 'CONV_002',
    status: 409,
    retryable: false,
    sentence: 'That conversation has ended. Please start a new one.',
  },
  INVALID_MODE: { reference: 'CONV_003', status: 400, retryable: false, sentence: 'That is not a way I can talk.' },
  TOO_MANY_CONVERSATIONS: {
    reference: 'CONV_004',
    status: 429,
    retryable: true,
    sentence: 'You have too many open conversations. Please end one first.',
  },
  ACTION_NOT_FOUND: { reference: 'ACT_001', status: 404, retryable: false, sentence: 'I could not find that action.' },
  ACTION_ALREADY_CONFIRMED: {
    reference: 'ACT_002',
    status: 409,
    retryable: false,
    sentence: 'That was already confirmed.',
  },
  ACTION_CANCELLED: {
    reference: 'ACT_003',
    status: 409,
    retryable: false,
    sentence: 'That was cancelled, so nothing was done.',
  },
  ACTION_SUPERSEDED: {
    reference: 'ACT_003',
    status: 409,
    retryable: false,
    sentence: 'That was replaced by a newer proposal.',
  },
  ACTION_NOT_REVERSIBLE: { reference: 'ACT_004', status: 409, retryable: false, sentence: 'That cannot be undone.' },
  ACTION_ALREADY_REVERSED: {
    reference: 'ACT_004',
    status: 409,
    retryable: false,
    sentence: 'That was already undone.',
  },
  ACTION_MOVED_ON: {
    reference: 'ACT_004',
    status: 409,
    retryable: false,
    sentence: 'That cannot be undone any more, because it has changed since.',
  },
  ACTION_EXPIRED: {
    reference: 'ACT_005',
    status: 409,
    retryable: false,
    sentence: 'That proposal has expired, so nothing was done. Just ask me again.',
  },
  ACTION_FAILED: {
    reference: 'ACT_003',
    status: 409,
    retryable: false,
    sentence: 'That did not work, and nothing was changed.',
  },
  ACTION_CHANGED: {
    reference: 'ACT_003',
    status: 409,
    retryable: false,
    sentence: 'That proposal is not the one you saw, so nothing was done.',
  },
  DOCUMENT_CHANGED: {
    reference: 'ACT_003',
    status: 409,
    retryable: false,
    sentence: 'The document has changed since, so nothing was done.',
  },
  CONFLICT: {
    reference: 'SYS_002',
    status: 409,
    retryable: true,
    sentence: 'Somebody else is working on that. Please try again.',
  },
  UNPROCESSABLE_ENTITY: {
    reference: 'VAL_004',
    status: 422,
    retryable: false,
    sentence: 'I understood, but that cannot be done.',
  },
  AUDIO_UNREADABLE: {
    reference: 'VOICE_001',
    status: 400,
    retryable: true,
    sentence: 'I could not make out that sound.',
  },
  STT_UNAVAILABLE: {
    reference: 'VOICE_002',
    status: 503,
    retryable: true,
    sentence: 'I cannot hear you right now. Please type instead.',
  },
  TTS_UNAVAILABLE: {
    reference: 'VOICE_003',
    status: 503,
    retryable: true,
    sentence: 'I cannot speak right now, so I write instead.',
  },
  VOICE_SESSION_LIMIT: {
    reference: 'VOICE_004',
    status: 429,
    retryable: true,
    sentence: 'You are already talking to me somewhere else. Please end that first.',
  },
  // C.1 ends with 004; these go on with its series (decisions.md 3).
  VOICE_FORMAT: {
    reference: 'VOICE_005',
    status: 400,
    retryable: false,
    sentence: 'I cannot work with that kind of sound or language.',
  },
  VOICE_MINUTES_USED: {
    reference: 'VOICE_006',
    status: 429,
    retryable: false,
    sentence: 'The voice minutes for today are used up. You can go on by typing.',
  },
  VOICE_PROTOCOL: {
    reference: 'VOICE_007',
    status: 400,
    retryable: false,
    sentence: 'That came at the wrong moment of a voice session.',
  },
  VOICE_FRAME_TOO_LARGE: {
    reference: 'VOICE_008',
    status: 413,
    retryable: false,
    sentence: 'That piece of sound is too long.',
  },
  // C.1 has a limit for the model alone (LLM_002); this one continues its System series.
  RATE_LIMITED: {
    reference: 'SYS_004',
    status: 429,
    retryable: true,
    sentence: 'That was a lot at once. Please wait a moment.',
  },
  INTERNAL_ERROR: { reference: 'SYS_001', status: 500, retryable: false, sentence: 'Something went wrong on my side.' },
  LLM_ERROR: {
    reference: 'LLM_001',
    status: 502,
    retryable: true,
    sentence: 'I could not think that through just now. Please try again.',
  },
  LLM_UNAVAILABLE: {
    reference: 'LLM_001',
    status: 503,
    retryable: true,
    sentence: 'My language model cannot be reached right now. Please try again in a moment.',
  },
  LLM_RATE_LIMITED: {
    reference: 'LLM_002',
    status: 429,
    retryable: true,
    sentence: 'My language model is very busy right now. Please try again in a minute.',
  },
  LLM_TIMEOUT: {
    reference: 'LLM_003',
    status: 504,
    retryable: true,
    sentence: 'My language model took too long to answer. Please try again.',
  },
  LLM_GARBLED: {
    reference: 'LLM_004',
    status: 502,
    retryable: true,
    sentence: 'My language model gave an answer that made no sense, so I did nothing with it. Please try again.',
  },
  // C.1 ends its series at LLM_004; these continue it.
  LLM_NOT_CONFIGURED: {
    reference: 'LLM_005',
    status: 503,
    retryable: false,
    sentence: 'No language model is set up for me. Your administrator can do that.',
  },
  LLM_KEY_REFUSED: {
    reference: 'LLM_006',
    status: 503,
    retryable: false,
    sentence: 'My language model does not let me in, so I cannot answer that. Please tell your administrator.',
  },
  LLM_QUOTA: {
    reference: 'LLM_007',
    status: 503,
    retryable: false,
    sentence: "Your company's account for my language model is used up. Please tell your administrator.",
  },
  LLM_BUDGET: {
    reference: 'LLM_008',
    status: 429,
    retryable: true,
    sentence: 'That is all the thinking I may do for you for now. Please try again later.',
  },
  LLM_REFUSED: {
    reference: 'LLM_009',
    status: 422,
    retryable: false,
    sentence: 'My language model will not answer that. Please put it another way.',
  },
  LLM_CONTEXT: {
    reference: 'LLM_010',
    status: 422,
    retryable: false,
    sentence: 'That was too much for me to read at once. Please ask for less, or start a new conversation.',
  },
  LLM_CUT: {
    reference: 'LLM_011',
    status: 502,
    retryable: true,
    sentence: 'My answer broke off before its end. Please ask me again.',
  },
  SITE_ERROR: {
    reference: 'INT_004',
    status: 502,
    retryable: true,
    sentence: 'Your company system gave an answer I could not use. Please try again.',
  },
  SITE_UNAVAILABLE: {
    reference: 'INT_004',
    status: 503,
    retryable: true,
    sentence: 'I cannot reach your company system right now. Please try again in a moment.',
  },
  SERVICE_UNAVAILABLE: {
    reference: 'SYS_002',
    status: 503,
    retryable: true,
    sentence: 'I am not available right now. Please try again in a moment.',
  },
  STORAGE_FULL: {
    reference: 'SYS_002',
    status: 503,
    retryable: true,
    sentence: 'I cannot keep messages safely right now, so I did not take yours. Please try again later.',
  },
  TIMEOUT: { reference: 'SYS_003', status: 504, retryable: true, sentence: 'That took too long. Please try again.' },
  CANCELLED: { reference: 'SYS_003', status: 499, retryable: true, sentence: 'Stopped.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** True when `code` is one of the catalogue; narrows a string that came over a wire. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** One wrong field of a request. */
export interface ErrorDetail {
  readonly field: string;
  readonly message: string;
}

/** `error` of every failed REST answer and of the `error` turn event (decisions.md 2). */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly reference: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details: readonly ErrorDetail[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly request_id: string;
}

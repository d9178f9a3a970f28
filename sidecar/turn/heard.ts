import { ERRORS, type ErrorCode } from '@dartwing-va/contract/errors.ts';
import { say } from './sentences.ts';

/** The eight kinds of trouble of architecture.md 3.9. */
export type Trouble =
  | 'input'
  | 'permission'
  | 'resource'
  | 'validation'
  | 'external'
  | 'timeout'
  | 'rate_limit'
  | 'internal';

const KINDS: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  INVALID_FORMAT: 'input',
  INVALID_JSON: 'input',
  PAYLOAD_TOO_LARGE: 'input',
  FORBIDDEN: 'permission',
  ASSISTANT_OFF: 'permission',
  PROOF_REQUIRED: 'permission',
  NOT_FOUND: 'resource',
  ACTION_NOT_FOUND: 'resource',
  CONVERSATION_NOT_FOUND: 'resource',
  VALIDATION_ERROR: 'validation',
  MISSING_FIELD: 'validation',
  OUT_OF_RANGE: 'validation',
  UNPROCESSABLE_ENTITY: 'validation',
  SITE_ERROR: 'external',
  SITE_UNAVAILABLE: 'external',
  SERVICE_UNAVAILABLE: 'external',
  LLM_ERROR: 'external',
  LLM_UNAVAILABLE: 'external',
  LLM_GARBLED: 'external',
  LLM_NOT_CONFIGURED: 'external',
  LLM_KEY_REFUSED: 'external',
  LLM_QUOTA: 'external',
  LLM_CUT: 'external',
  LLM_REFUSED: 'permission',
  LLM_CONTEXT: 'input',
  LLM_RATE_LIMITED: 'rate_limit',
  LLM_BUDGET: 'rate_limit',
  LLM_TIMEOUT: 'timeout',
  TIMEOUT: 'timeout',
  RATE_LIMITED: 'rate_limit',
};

const SENTENCES: Readonly<Record<Trouble, string>> = {
  input: say('heardInput'),
  permission: say('heardPermission'),
  resource: say('heardResource'),
  validation: say('heardValidation'),
  external: say('heardExternal'),
  timeout: say('heardTimeout'),
  rate_limit: say('heardRateLimit'),
  internal: say('heardInternal'),
};

/** What kind of trouble an error is; one that nobody knows is ours. */
export function troubleOf(code: string): Trouble {
  return (KINDS as Readonly<Record<string, Trouble>>)[code] ?? 'internal';
}

/**
 * A failure in words for the person. A sentence made for the case wins; the catalogue's general one, which API clients
 * read, gives way to that of its kind, which says what to do. Never an internal detail.
 */
export function heard(error: { readonly code: string; readonly message: string }): string {
  const { code, message } = error;
  const known = code in ERRORS ? ERRORS[code as ErrorCode].sentence : null;
  // What is wrong with a model is no trouble with the company's system, which the sentences of the kinds speak of.
  if (known !== null && code.startsWith('LLM_')) return message === '' ? known : message;
  const special = message !== '' && message !== known && code !== 'INTERNAL_ERROR';
  return special || (code in ERRORS && troubleOf(code) === 'internal' && code !== 'INTERNAL_ERROR')
    ? message
    : SENTENCES[troubleOf(code)];
}

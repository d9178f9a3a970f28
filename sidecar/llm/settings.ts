import {
  flag,
  httpUrl,
  integer,
  list,
  loadSettings,
  oneOf,
  optionalText,
  type SliceValues,
  setting,
  text,
} from '../lib/settings.ts';

const key = (env: string, whose: string) =>
  setting({ env, schema: optionalText(), default: null, secret: true, description: `Key for ${whose}.` });
const address = (env: string, description: string) =>
  setting<string | null>({ env, schema: httpUrl(), default: null, description });
const model = (env: string, whose: string) =>
  setting({
    env,
    schema: optionalText(),
    default: null,
    description: `Model of ${whose} where none is named; unset: chosen from the list of models that it offers.`,
  });
const order = (env: string, what: string) =>
  setting({
    env,
    schema: list(),
    default: [],
    description: `Providers in order for ${what}, each "provider" or "provider:model"; empty: as VA_LLM_ORDER.`,
  });
const most = (env: string, unit: string, fallback: number, description: string) =>
  setting({
    env,
    schema: integer({ min: 0 }),
    ...(unit === '' ? {} : { unit }),
    default: fallback,
    description: `${description} 0: no limit.`,
  });
const wait = (env: string, fallback: number, description: string, min = 1) =>
  setting({ env, schema: integer({ min, max: 600_000 }), unit: 'ms', default: fallback, description });

/** Which models answer, in which order, and what they may cost (docs/models.md). */
export const llmSettings = {
  model: setting({
    env: 'VA_MODEL',
    schema: text(),
    default: 'auto',
    description:
      '"auto": the providers that are set up, else the offline model; "offline": rules alone, no key and no network; "provider" or "provider:model": that one before all others.',
  }),
  openaiKey: key('OPENAI_API_KEY', 'OpenAI'),
  openaiUrl: address('OPENAI_BASE_URL', 'Address of OpenAI, or of any server that speaks its API, with its /v1.'),
  openaiModel: model('VA_OPENAI_MODEL', 'OpenAI'),
  anthropicKey: key('ANTHROPIC_API_KEY', 'Anthropic'),
  anthropicUrl: address('ANTHROPIC_BASE_URL', 'Address of Anthropic, or of a server that speaks its API, without /v1.'),
  anthropicModel: model('VA_ANTHROPIC_MODEL', 'Anthropic'),
  googleKey: key('GOOGLE_API_KEY', 'Google Gemini'),
  googleUrl: address(
    'GOOGLE_BASE_URL',
    'Address of Google Gemini, or of a server that speaks its API, without /v1beta.',
  ),
  googleModel: model('VA_GOOGLE_MODEL', 'Google'),
  localUrl: address(
    'VA_LOCAL_LLM_URL',
    'Address of a server of your own that speaks the API of OpenAI (Ollama, vLLM, llama.cpp), with its /v1.',
  ),
  localKey: key('VA_LOCAL_LLM_KEY', 'the server of your own, where it wants one'),
  localModel: model('VA_LOCAL_LLM_MODEL', 'the server of your own'),
  order: setting({
    env: 'VA_LLM_ORDER',
    schema: list(),
    default: ['openai', 'anthropic', 'google', 'local'],
    description: 'Providers in order, each "provider" or "provider:model"; those that are not set up are left out.',
  }),
  classify: order('VA_LLM_CLASSIFY', 'telling wishes apart'),
  plan: order('VA_LLM_PLAN', 'planning'),
  agent: order('VA_LLM_AGENT', 'answering'),
  synthesis: order('VA_LLM_SYNTHESIS', 'putting several answers into one'),
  summarise: order('VA_LLM_SUMMARISE', 'summaries'),
  embeddings: setting({
    env: 'VA_EMBEDDINGS',
    schema: optionalText(),
    default: null,
    description:
      'Who makes vectors of the company\'s texts: "openai:model" or "local:model"; unset: nobody, and texts are found by their words alone.',
  }),
  embeddingSize: setting({
    env: 'VA_EMBEDDING_SIZE',
    schema: integer({ min: 0, max: 8192 }),
    default: 0,
    description: 'Numbers in a vector, where the model leaves that open; 0: asked for once.',
  }),
  embedTimeoutMs: wait('VA_EMBED_TIMEOUT_MS', 20_000, 'For one request for vectors.'),
  standIn: setting({
    env: 'VA_LLM_STAND_IN',
    schema: flag(),
    default: true,
    description: 'When no model answers the offline one does; 0: the turn fails with a sentence that says why.',
  }),
  firstTokenMs: wait('VA_LLM_FIRST_TOKEN_MS', 3000, 'A provider that has said nothing by then gives way to the next.'),
  localFirstTokenMs: wait(
    'VA_LLM_LOCAL_FIRST_TOKEN_MS',
    15_000,
    'The same for a server of your own: `local`, or an address on this machine.',
  ),
  stallMs: wait('VA_LLM_STALL_MS', 15_000, 'Silence in the midst of an answer after which it counts as broken off.'),
  retryMs: wait(
    'VA_LLM_RETRY_MS',
    2000,
    'When nobody else is there, the first provider is tried once more if it may be asked again within this time.',
    0,
  ),
  hedgeMs: wait(
    'VA_LLM_HEDGE_MS',
    0,
    'In spoken turns the second provider is asked too after so long without a word, and the first to speak answers; both cost. 0: never.',
    0,
  ),
  breakerFailures: setting({
    env: 'VA_LLM_BREAKER_FAILURES',
    schema: integer({ min: 1, max: 1000 }),
    default: 3,
    description: 'After so many failures in a row a model is left alone for a while.',
  }),
  breakerPauseMs: wait(
    'VA_LLM_BREAKER_PAUSE_MS',
    30_000,
    'How long, the first time; doubled up to ten minutes while it stays down.',
  ),
  callsPerTurn: most('VA_LLM_CALLS_PER_TURN', '', 30, 'Requests to models that one turn may make.'),
  tokensPerTurn: most('VA_LLM_TOKENS_PER_TURN', 'tokens', 200_000, 'What one turn may use.'),
  employeeRequestsPerMinute: most(
    'VA_LLM_EMPLOYEE_REQUESTS_MINUTE',
    '',
    60,
    'Requests to models for one employee in a minute.',
  ),
  employeeTokensPerMinute: most(
    'VA_LLM_EMPLOYEE_TOKENS_MINUTE',
    'tokens',
    200_000,
    'What one employee may use in a minute.',
  ),
  employeeRequestsPerDay: most(
    'VA_LLM_EMPLOYEE_REQUESTS_DAY',
    '',
    2000,
    'Requests to models for one employee in a day.',
  ),
  employeeTokensPerDay: most('VA_LLM_EMPLOYEE_TOKENS_DAY', 'tokens', 3_000_000, 'What one employee may use in a day.'),
  companyRequestsPerMinute: most(
    'VA_LLM_COMPANY_REQUESTS_MINUTE',
    '',
    0,
    'Requests to models for one company in a minute.',
  ),
  companyTokensPerMinute: most('VA_LLM_COMPANY_TOKENS_MINUTE', 'tokens', 0, 'What one company may use in a minute.'),
  companyRequestsPerDay: most('VA_LLM_COMPANY_REQUESTS_DAY', '', 0, 'Requests to models for one company in a day.'),
  companyTokensPerDay: most('VA_LLM_COMPANY_TOKENS_DAY', 'tokens', 0, 'What one company may use in a day.'),
  whenSpent: setting({
    env: 'VA_LLM_WHEN_SPENT',
    schema: oneOf('offline', 'error'),
    default: 'offline',
    description:
      'When such a limit is reached: the offline model answers and says so, or the turn fails with a sentence.',
  }),
  pricesFile: setting({
    env: 'VA_LLM_PRICES',
    schema: optionalText(),
    default: null,
    description: 'JSON file with prices by model (docs/models.md); unset: the table that comes with the product.',
  }),
};
export type LlmSettings = SliceValues<typeof llmSettings>;
export const defaultLlmSettings: LlmSettings = loadSettings({ llm: llmSettings }, {}).llm;

/** Which real model plays the scenarios, from the environment that `run.ts` sets; null: the offline one. */
export interface PlayedBy {
  readonly provider: string;
  readonly model: string | null;
  /** What the sidecar is started with. */
  readonly env: Readonly<Record<string, string>>;
}

/** The offline model in the place of a real one: with everything that stands around those, and no key. */
export const RULES = 'rules';

/** What a provider needs before it can be asked: any one of these variables. */
export const NEEDS: Readonly<
  Record<string, { readonly any: readonly string[]; readonly model: string; readonly keep: readonly string[] }>
> = {
  openai: {
    any: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    model: 'VA_OPENAI_MODEL',
    keep: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  },
  anthropic: {
    any: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
    model: 'VA_ANTHROPIC_MODEL',
    keep: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
  },
  google: {
    any: ['GOOGLE_API_KEY', 'GOOGLE_BASE_URL'],
    model: 'VA_GOOGLE_MODEL',
    keep: ['GOOGLE_API_KEY', 'GOOGLE_BASE_URL'],
  },
  local: {
    any: ['VA_LOCAL_LLM_URL'],
    model: 'VA_LOCAL_LLM_MODEL',
    keep: ['VA_LOCAL_LLM_URL', 'VA_LOCAL_LLM_KEY'],
  },
};

const ALSO_KEPT = ['VA_LLM_MASKING', 'VA_AGENTS_OFFERED', 'VA_ROUTE_MS', 'VA_LLM_PRICES'];

/** A sentence that says what is missing; null: it can be asked. */
export function missing(provider: string, env: Readonly<Record<string, string | undefined>>): string | null {
  if (provider === RULES) return null;
  const needs = NEEDS[provider];
  if (needs === undefined)
    return `There is no provider "${provider}". Name one of: ${[...Object.keys(NEEDS), RULES].join(', ')}.`;
  if (needs.any.some((name) => env[name])) return null;
  const address = needs.any.length > 1 ? `, or ${needs.any[1]} of a server that speaks its API` : '';
  return `${provider} needs ${needs.any[0]}${address}. Set it and start again; ${needs.model} or --model names the model.`;
}

/** Read from the environment of a test. */
export function playedBy(env: Readonly<Record<string, string | undefined>>): PlayedBy | null {
  const provider = env['VA_AI_PROVIDER'];
  if (!provider) return null;
  if (provider === RULES) return { provider, model: null, env: {} };
  const needs = NEEDS[provider];
  const problem = missing(provider, env);
  if (needs === undefined || problem !== null) throw new Error(problem ?? provider);
  const model = env['VA_AI_MODEL'] || env[needs.model] || null;
  const kept = [...needs.keep, ...ALSO_KEPT].flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return {
    provider,
    model,
    env: {
      ...Object.fromEntries(kept),
      ...(model === null ? {} : { [needs.model]: model }),
      VA_MODEL: provider,
      // Its failures shall be seen as such, and nobody else shall answer.
      VA_LLM_STAND_IN: '0',
      VA_LLM_ORDER: provider,
      VA_LLM_EMPLOYEE_REQUESTS_MINUTE: '0',
      VA_LLM_EMPLOYEE_TOKENS_MINUTE: '0',
      VA_LLM_EMPLOYEE_REQUESTS_DAY: '0',
      VA_LLM_EMPLOYEE_TOKENS_DAY: '0',
      VA_LLM_COMPANY_REQUESTS_MINUTE: '0',
      VA_LLM_COMPANY_TOKENS_MINUTE: '0',
      VA_LLM_COMPANY_TOKENS_DAY: '0',
    },
  };
}

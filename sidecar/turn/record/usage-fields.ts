import type { ModelCall } from '../../llm/usage.ts';

/** What models took for an answer, as fields of its row; none when none was asked. */
export function usageFields(calls: readonly ModelCall[]) {
  const [first] = calls;
  if (first === undefined) return {};
  const sum = (of: (call: ModelCall) => number) => calls.reduce((total, call) => total + of(call), 0);
  const input = sum(({ usage }) => usage.inputTokens);
  const output = sum(({ usage }) => usage.outputTokens);
  return {
    token_count: input + output,
    input_tokens: input,
    output_tokens: output,
    cached_tokens: sum(({ usage }) => usage.cachedTokens ?? 0),
    cost: sum(({ cost }) => cost ?? 0),
    cost_currency: first.currency,
    cost_incomplete: calls.some(({ cost }) => cost === null) ? (1 as const) : (0 as const),
    model_calls: JSON.stringify(calls.map(callOf)),
  };
}

function callOf({ task, model, outcome, usage, estimated, cost, ms, firstMs }: ModelCall) {
  return {
    task,
    model,
    outcome,
    input: usage.inputTokens,
    output: usage.outputTokens,
    cached: usage.cachedTokens ?? 0,
    ...(estimated ? { estimated } : {}),
    cost,
    ms: Math.round(ms),
    ...(firstMs === null ? {} : { first_ms: Math.round(firstMs) }),
  };
}

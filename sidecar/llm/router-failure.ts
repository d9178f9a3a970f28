import type { ErrorCode } from '@dartwing-va/contract/errors.ts';
import { VaError } from '../lib/va-error.ts';
import type { Spent } from './budget.ts';
import { ModelError, type ModelFailure } from './model-error.ts';
import { say } from './sentences.ts';

const CODES: Readonly<Record<ModelFailure, ErrorCode>> = {
  unreachable: 'LLM_UNAVAILABLE',
  overloaded: 'LLM_UNAVAILABLE',
  timeout: 'LLM_TIMEOUT',
  'rate-limited': 'LLM_RATE_LIMITED',
  quota: 'LLM_QUOTA',
  key: 'LLM_KEY_REFUSED',
  'no-such-model': 'LLM_NOT_CONFIGURED',
  'context-too-long': 'LLM_CONTEXT',
  refused: 'LLM_REFUSED',
  cut: 'LLM_CUT',
  garbled: 'LLM_GARBLED',
  'bad-request': 'LLM_ERROR',
};

/** Nobody answered, as a person hears it: the first provider's trouble, unless it merely lacks the model that was named. */
export function modelTrouble(failures: readonly ModelError[]): VaError {
  const telling = failures.find(({ failure }) => failure !== 'no-such-model') ?? failures[0];
  if (telling === undefined) return new VaError('LLM_NOT_CONFIGURED');
  const { retryAfterMs } = telling;
  return new VaError(CODES[telling.failure], {
    cause: telling,
    ...(retryAfterMs === null ? {} : { meta: { retry_after_s: Math.ceil(retryAfterMs / 1000) } }),
  });
}

/** The words may not leave the company, and it has no model of its own. */
export function nobodyInside(): VaError {
  return new VaError('LLM_NOT_CONFIGURED', { message: say('nobodyInside') });
}

/** Something was said already, and nobody could go on with it. */
export function brokenOff(failures: readonly ModelError[]): VaError {
  return new VaError('LLM_CUT', { cause: failures.at(-1) });
}

export function spentTrouble({ who, window }: Spent): VaError {
  const meta = { limit: `${who}_${window}` };
  if (who === 'turn' || window === 'turn') return new VaError('LLM_BUDGET', { message: say('circles'), meta });
  const key = `budget${who === 'employee' ? 'Employee' : 'Company'}${window === 'day' ? 'Day' : 'Minute'}` as const;
  return new VaError('LLM_BUDGET', { message: say(key), meta });
}

/** Said before the offline model's answer. */
export function spentSentence({ who, window }: Spent): string {
  return say(`spent${who === 'employee' ? 'Employee' : 'Company'}${window === 'day' ? 'Day' : 'Minute'}` as const);
}

/** Whatever a model threw as a ModelError; what nobody foresaw is an answer that makes no sense. */
export function asModelError(error: unknown, model: string): ModelError {
  return error instanceof ModelError ? error : new ModelError('garbled', model, { cause: error });
}

import type { ErrorCode } from '@dartwing-va/contract/errors.ts';
import { VaError } from '../lib/va-error.ts';
import { say } from './sentences.ts';
import type { StoredAction } from './stored-action.ts';

const CODES: Partial<Record<StoredAction['status'], ErrorCode>> = {
  completed: 'ACTION_ALREADY_CONFIRMED',
  reversed: 'ACTION_ALREADY_REVERSED',
  cancelled: 'ACTION_CANCELLED',
  rejected: 'ACTION_CANCELLED',
  superseded: 'ACTION_SUPERSEDED',
  expired: 'ACTION_EXPIRED',
  failed: 'ACTION_FAILED',
};

/** Why an action that is not pending takes no yes, no or change. */
export function closedError(action: StoredAction): VaError {
  if (action.status === 'executing') return new VaError('CONFLICT', { message: say('stillRunning') });
  const code = CODES[action.status] ?? 'CONFLICT';
  return new VaError(code, {
    ...(action.status === 'failed' && action.error !== null ? { message: action.error } : {}),
    meta: {
      status: action.status,
      ...(action.replacedBy === null ? {} : { replaced_by: action.replacedBy }),
    },
  });
}

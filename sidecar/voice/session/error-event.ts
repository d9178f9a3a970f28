import { ERRORS, type ErrorCode } from '@dartwing-va/contract/errors.ts';
import type { VoiceEventBody } from '@dartwing-va/contract/voice.ts';

/** An error of the catalogue as an event; `message` replaces its sentence. */
export function errorEvent(code: ErrorCode, recoverable: boolean, message?: string): VoiceEventBody {
  const { reference, sentence } = ERRORS[code];
  return { type: 'error', code, reference, message: message ?? sentence, recoverable };
}

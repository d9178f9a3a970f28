import { brokeOff, failureOf, plainCause, type Report } from '../../llm/providers/failure.ts';
import { SilenceError } from '../../llm/providers/watch.ts';
import { SpeechError, type SpeechFailure } from '../speech-to-text.ts';

/** Makes the errors of one provider: the cause keeps what is needed to understand it and nothing secret. */
export type FailSpeech = (failure: SpeechFailure, cause?: unknown) => SpeechError;

export function failSpeech(provider: string, secrets: readonly (string | null)[]): FailSpeech {
  const known = secrets.filter((secret): secret is string => secret !== null && secret.length >= 4);
  return (failure, cause) =>
    new SpeechError(failure, provider, cause === undefined ? {} : { cause: plainCause(cause, known) });
}

/** The voice or model that was asked for is not there, in the words of several providers. */
const NO_SUCH_VOICE =
  /voice_not_found|voice_does_not_exist|(?:voice|model)\b.{0,80}(?:not found|does not exist|not exist|invalid|not supported|unsupported|no such)|(?:invalid|unknown|unsupported|no such)\b.{0,40}\b(?:voice|model)|input should be .{0,200}alloy/isu;

/** What a status and the words beside it mean; a voice that is not there is `unsupported`. */
export function toldFailure(report: Report): SpeechFailure {
  const { status } = report;
  const words = [...report.codes, report.message].join(' ');
  // Set up wrongly: the log says how, and the others speak meanwhile.
  if (report.codes.includes('model_not_found')) return 'unreachable';
  const isOfRequest = status === 400 || status === 404 || status === 422;
  if (isOfRequest && NO_SUCH_VOICE.test(words)) return 'unsupported';
  // Some tell an empty account with 401.
  if (/quota|credits?_exceeded|insufficient_(?:quota|credits|funds)|payment/iu.test(report.codes.join(' ')))
    return 'quota';
  switch (failureOf(report)) {
    case 'key':
      return 'key';
    case 'quota':
      return 'quota';
    case 'rate-limited':
      return 'rate-limited';
    case 'timeout':
      return 'timeout';
    case 'overloaded':
      return 'unreachable';
    case 'garbled':
      return 'garbled';
    default:
      return 'bad-request';
  }
}

/** An error while sound is asked for or comes, that no provider has put in words. @param said sound came before it. */
export function brokenFailure(error: unknown, said: boolean, fail: FailSpeech): SpeechError {
  if (error instanceof SpeechError) return error;
  if (error instanceof SilenceError) return fail('timeout', error);
  if (brokeOff(error)) return fail(said ? 'cut' : 'unreachable', error);
  return fail(said ? 'cut' : 'garbled', error);
}

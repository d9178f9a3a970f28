import type { ModelError, ModelFailure } from '../../llm/model-error.ts';
import { failureMaker, failureOf, type Report } from '../../llm/providers/failure.ts';
import { SpeechError, type SpeechFailure } from '../speech-to-text.ts';

/** What happens to models happens to speech, in fewer words. */
const WORDS: Readonly<Record<ModelFailure, SpeechFailure>> = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  overloaded: 'unreachable',
  'rate-limited': 'rate-limited',
  quota: 'quota',
  key: 'key',
  'no-such-model': 'unsupported',
  'context-too-long': 'bad-request',
  refused: 'bad-request',
  cut: 'cut',
  garbled: 'garbled',
  'bad-request': 'bad-request',
};

/** A failure of an SDK that models and speech share. */
export function speechError({ failure, cause }: ModelError, provider: string): SpeechError {
  return new SpeechError(WORDS[failure], provider, cause === undefined ? {} : { cause });
}

/** Makes the errors of one provider: the cause keeps the name and words of the SDK's error, without what is secret. */
export type SpeechErrorMaker = (failure: SpeechFailure, cause?: unknown) => SpeechError;

export function speechErrors(provider: string, secrets: readonly string[]): SpeechErrorMaker {
  const clean = failureMaker(provider, secrets);
  return (failure, cause) =>
    new SpeechError(failure, provider, cause === undefined ? {} : { cause: clean('cut', cause).cause });
}

/** What a status and the words around it mean. */
export function failureOfStatus(status: number, message: string): SpeechFailure {
  const report: Report = { status, codes: [], message, header: () => null };
  return WORDS[failureOf(report)];
}

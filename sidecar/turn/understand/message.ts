import { MAX_MESSAGE_LENGTH } from '@dartwing-va/contract/rest.ts';
import { VaError } from '../../lib/va-error.ts';
import { say } from '../sentences.ts';

// Everything below the blank but tab, line feed and carriage return; delete; and the C1 controls.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Something to see: no blanks, no zero-width characters or other marks of format alone. */
const VISIBLE = /[^\p{White_Space}\p{Cf}\u115f\u1160\u2800\u3164]/u;

/**
 * The message as it is stored and answered: line ends as `\n`, nothing else changed.
 * @throws VaError VALIDATION_ERROR for what is empty, too long or no text.
 */
export function readMessage(given: unknown): string {
  if (typeof given !== 'string') throw refused(say('notText'));
  if (given.length > MAX_MESSAGE_LENGTH) throw refused(say('tooLong', { limit: MAX_MESSAGE_LENGTH }));
  const text = given.replace(/\r\n?/g, '\n');
  if (!VISIBLE.test(text)) throw refused(say('emptyMessage'));
  if (CONTROL.test(text) || !text.isWellFormed()) throw refused(say('notText'));
  return text;
}

function refused(message: string): VaError {
  return new VaError('VALIDATION_ERROR', { message, details: [{ field: 'content', message }] });
}

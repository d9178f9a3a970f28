/** From how somebody asked to tell something to the words that are sent. */
import type { SaidMessage } from '../../../language/nlu/slots/notify-words.ts';
import { say } from './sentences.ts';
import { piecesOf } from './who.ts';

/** The text to send; null when only a matter was named, which is no text. */
export function textToSend({ who, message, as }: SaidMessage): string | null {
  if (message === null || as === 'about') return null;
  const single =
    who !== null && piecesOf(who).length === 1 && !/\b(?:team|everyone|everybody|people|all)\b/iu.test(who);
  const spoken = single ? toYou(message, as) : message;
  if (as === 'whether') return say('wantedToAsk', { question: spoken });
  if (as === 'do') return say('pleaseDo', { what: spoken });
  return as === 'remind' ? say('reminder', { what: spoken }) : spoken;
}

const VERBS: Readonly<Record<string, string>> = {
  has: 'have',
  is: 'are',
  was: 'were',
  does: 'do',
  "hasn't": "haven't",
  "isn't": "aren't",
  "wasn't": "weren't",
  "doesn't": "don't",
};

/**
 * "whether he has the numbers", told to him, is "whether you have the numbers"; "her visitor is here" and "submit her
 * timesheet" are "your visitor is here" and "submit your timesheet".
 */
function toYou(message: string, as: SaidMessage['as']): string {
  const owned = message.replace(/^(?:his|her|their)(?= )/iu, 'your');
  if (as === 'do' || as === 'remind')
    return owned.replace(/^(?<verb>[a-z]+ )(?:his|her|their)(?= (?!back\b)[a-z])/iu, '$<verb>your');
  if (as !== 'whether') return owned;
  return owned.replace(
    /^(?<lead>whether|if) (?:he|she|they)(?:'s)?(?: (?<verb>[a-z']+))?/iu,
    (_whole, lead: string, verb?: string) =>
      verb === undefined ? `${lead} you are` : `${lead} you ${VERBS[verb] ?? verb}`,
  );
}

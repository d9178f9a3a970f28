/** What may be said instead of picking one of the times that were offered. */
import { findDurations } from '../../../language/durations.ts';
import { momentIn } from '../../../language/nlu/slots/meeting-times.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import type { Args } from '../step.ts';
import { slotContext } from './wording.ts';

/** "It's about the roadmap", said while a time is asked for. */
export function titleSaid(text: string, situation: Situation): string | null {
  const words =
    /^(?:and |it'?s |it is |that'?s )*(?:about|regarding|called|call it|name it|title(?: it)?:?|to (?:discuss|talk about|go over|go through|review)) (?:the |our |my )?(?<title>\p{L}.{1,80}?)[.!]*$/iu.exec(
      text.trim(),
    )?.groups?.['title'];
  if (words === undefined || momentIn(text, { ...slotContext(situation), asked: true }) !== null) return null;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "book the first one", "the second", "the last": place of an offered time; null for none. */
export function placeIn(text: string, count: number): number | null {
  const word =
    /(?<![a-z])(?<place>first|second|third|fourth|fifth|sixth|last|earliest|soonest|latest)(?: one| slot| time| option)?(?![a-z])/u.exec(
      normaliseText(text),
    )?.groups?.['place'];
  if (word === undefined) return null;
  if (word === 'earliest' || word === 'soonest') return 0;
  if (word === 'latest') return count - 1;
  const at = word === 'last' ? count - 1 : ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].indexOf(word);
  return at >= 0 && at < count ? at : null;
}

/** "Make it an hour": another length, and no moment. */
export function saysLength(text: string, situation: Situation): boolean {
  return findDurations(text).length > 0 && momentIn(text, { ...slotContext(situation), asked: true }) === null;
}

export function withoutOptions({ options: _options, ...args }: Args): Args {
  return args;
}

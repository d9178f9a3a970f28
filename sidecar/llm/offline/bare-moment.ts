import { readMoment } from '../../language/moments.ts';
import { normaliseText } from '../../language/normalise.ts';
import { blankOut } from '../../language/spans.ts';
import type { Situation } from '../model.ts';
import { dateContext } from './step.ts';

const FILLERS =
  /(?<![a-z])(?:at|on|by|for|maybe|please|pls|say|make it|let's say|how about|what about|rather|instead|ok|okay|then|um|uh|well|around|about|works?|would be (?:good|fine|great)|is (?:good|fine))(?![a-z])/gu;

/** Words that are a day or a time and nothing else: an answer to what was asked, and no wish of their own. */
export function isBareMoment(text: string, situation: Situation): boolean {
  const reading = readMoment(text, { ...dateContext(situation), asked: true });
  if (reading.kind === 'none') return false;
  const rest = blankOut(normaliseText(text), reading.spans).replace(FILLERS, ' ');
  return !/[\p{L}\p{N}]/u.test(rest);
}

/** Words while a card waits for a yes: changing it, asking what it is, or something else altogether. */

import { setsCardPart } from '../../language/card-parts.ts';
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import { classifyReply } from '../../language/replies.ts';
import type { ModelRequest } from '../model.ts';
import { type IntentScore, isWish } from './intent.ts';
import { say } from './sentences.ts';
import type { Pending } from './skill.ts';
import { skillOf } from './skill-sets.ts';
import { type Step, tell, YES_NO_SUGGESTIONS } from './step.ts';

/** Words that speak of the card and not of something new. */
const ABOUT_IT =
  / (?:it|that|instead|just|only|make|change|rather|move|also|too|add|shorten|extend|without|until|longer|shorter|later|earlier) /u;

/** The next step when a card is open; null when the words are about something else. */
export function aboutPending(text: string, pending: Pending, best: IntentScore, request: ModelRequest): Step | null {
  const { situation } = request;
  const reply = classifyReply(text);
  const tool = pending.tool.split('.').at(-1) ?? pending.tool;
  const elsewhere =
    !setsCardPart(text) && isWish(best) && best.score >= 0.6 && best.intent !== tool && best.intent !== 'talk.praise';
  const newWish =
    best.intent === tool && best.score >= 0.85 && !ABOUT_IT.test(plainWords(text)) && reply.kind !== 'change';
  if (reply.kind === 'unsure') return tell(say('noRush', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  if (reply.kind === 'change' && reply.rest === undefined) return tell(say('whatDifferent', partsOf(tool)), situation);
  // "A week later" is no goodbye while a card waits: talk counts only when the words change nothing.
  const small = best.intent.startsWith('talk.');
  const own = skillOf(tool)?.owns?.(text) === true;
  if (!own && (newWish || (elsewhere && !small && reply.kind !== 'change'))) return null;
  const changed = skillOf(tool)?.change?.(reply.rest ?? text, pending, request) ?? null;
  if (changed !== null) return changed;
  if (isWish(best)) return null;
  if (
    reply.kind === 'question' ||
    reply.kind === 'change' ||
    / (?:mean|explain|card|what is (?:this|that)) /u.test(plainWords(text))
  ) {
    return tell(say('explain', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  }
  return tell(say('noRush', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
}

function partsOf(tool: string): { readonly parts?: string } {
  const parts = skillOf(tool)?.parts;
  return parts === undefined ? {} : { parts };
}

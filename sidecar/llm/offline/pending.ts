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
import { isGuess } from './unsure.ts';

/** Words that speak of the card and not of something new. */
const ABOUT_IT =
  / (?:it|that|instead|just|only|make|change|rather|move|also|too|add|shorten|extend|without|until|longer|shorter|later|earlier) /u;

/** Asks for something that no card holds: "how many hours did I log this week?" */
const ASKS_ELSE = /^ (?:how many|how much|how long|how often|who|whose|when|where|why|which|what(?! about| if)) /u;
/** Begins something of its own, which only looks like part of a card: "log 3 hours today", "show last month". */
const STARTS_ELSE =
  /^ (?:please |can you |could you )*(?:log|track|record|order|pay|print|show|list|buy|play|delete|search|look up)(?: \S+){3,} $/u;
/** "Add a task: ..." is no addition to the card. */
const ADDS_ANOTHER =
  /^ (?:please )?(?:add|create) (?:a |an |another |new |my )*(?:task|to do|todo|lead|reminder|meeting|contact) /u;

/** The next step when a card is open; null when the words are about something else. */
export function aboutPending(
  text: string,
  pending: Pending,
  best: IntentScore,
  request: ModelRequest,
  goesOn: () => Step | null,
): Step | null {
  const { situation } = request;
  const reply = classifyReply(text);
  const tool = pending.tool.split('.').at(-1) ?? pending.tool;
  const setsPart = setsCardPart(text);
  const elsewhere =
    !setsPart && isWish(best) && best.score >= 0.6 && best.intent !== tool && best.intent !== 'talk.praise';
  // "Subject: ..." is a part of the mail that waits, however surely it is about a mail.
  const newWish =
    !setsPart &&
    best.intent === tool &&
    best.score >= 0.85 &&
    !ABOUT_IT.test(plainWords(text)) &&
    reply.kind !== 'change';
  if (reply.kind === 'unsure') return tell(say('noRush', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  if (reply.kind === 'change' && reply.rest === undefined) return tell(say('whatDifferent', partsOf(tool)), situation);
  // "A week later" is no goodbye while a card waits: talk counts only when the words change nothing.
  const small = best.intent.startsWith('talk.');
  const own = skillOf(tool)?.owns?.(text) === true;
  const words = plainWords(text);
  if (!own && !ABOUT_IT.test(words) && (ASKS_ELSE.test(words) || STARTS_ELSE.test(words))) return null;
  if (!own && elsewhere && best.score >= 0.8 && ADDS_ANOTHER.test(words)) return null;
  if (!own && (newWish || (elsewhere && !small && reply.kind !== 'change'))) return null;
  const changed = skillOf(tool)?.change?.(reply.rest ?? text, pending, request) ?? null;
  if (changed !== null) return changed;
  if (best.intent === 'talk.praise')
    return tell(say('isThatYes', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  // What is prepared here is not in the calendar yet.
  if (best.intent === 'cancel_meeting' && tool === 'schedule_meeting')
    return tell(say('explain', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  if (isWish(best) && !isGuess(best) && (reply.kind !== 'change' || best.score >= 0.6)) return null;
  // "And the rest?" may go on from what was talked of before the card.
  const next = reply.kind === 'change' ? null : goesOn();
  if (next !== null) return next;
  // A long question that does not point at the card is about the world.
  if (reply.kind === 'question' && !ABOUT_IT.test(words) && words.trim().split(' ').length > 3) return null;
  if (
    reply.kind === 'question' ||
    reply.kind === 'change' ||
    / (?:mean|explain|card|what is (?:this|that)) /u.test(words)
  ) {
    return reply.kind === 'change'
      ? tell(say('whatDifferent', partsOf(tool)), situation)
      : tell(say('explain', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
  }
  return tell(say('notGot', { title: pending.title }), situation, YES_NO_SUGGESTIONS);
}

function partsOf(tool: string): { readonly parts?: string } {
  const parts = skillOf(tool)?.parts;
  return parts === undefined ? {} : { parts };
}

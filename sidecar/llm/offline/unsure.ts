/** Words that may want a change, or may not: it is asked before any fact is collected for it. */

import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import { defineMessages } from '../../lib/messages.ts';
import type { ModelRequest } from '../model.ts';
import { type IntentScore, isWish } from './intent.ts';
import type { Filling, Skill } from './skill.ts';
import { ask, kept, type Step, textOf } from './step.ts';

/** Below it a label is a guess; a look costs nothing, but nobody wants to be asked for facts of what he never wanted. */
const GUESS = 0.52;
/** What is asked instead of a fact. */
const WANTED = 'whether it is wanted';

/** Each completes "Do you want to ...?". */
const WISHES = defineMessages({
  submit_leave_request: 'request leave',
  cancel_leave_request: 'cancel leave',
  create_task: 'create a task',
  update_task_status: 'change a task',
  approve_request: 'approve a request',
  reject_request: 'reject a request',
  schedule_meeting: 'schedule a meeting',
  reschedule_meeting: 'move a meeting',
  cancel_meeting: 'cancel a meeting',
  set_reminder: 'set a reminder',
  submit_expense: 'submit an expense',
  approve_expense: 'approve an expense claim',
  update_opportunity: 'change a deal',
  log_activity: 'log a call, meeting or note',
  create_lead: 'note a new lead',
  send_email: 'send an e-mail',
  notify_colleague: 'send a colleague a message',
});
const say = defineMessages({
  doYouWant: 'I am not sure I got that. Do you want to {wish}?',
  yes: 'Yes',
  no: 'No',
});

export function isGuess(best: IntentScore): boolean {
  return isWish(best) && best.score < GUESS;
}

/** A question that sounds like a change is one only when that is sure: "will we make it to year end?" */
const ASKS =
  /^ (?:and |so |but )?(?:will|would|are|is|am|do|does|did|was|were|has|have|who|when|where|why|how|what|which)(?! you) /u;
const QUITE_SURE = 0.85;

/** Asks for a reason or for what others may do, and changes nothing: "why was more taken off?", "can Priya spend 500?" */
const ONLY_ASKS = /^ (?:and |so |but )?(?:why|who|which|whose|can (?!you|i |we |u |it |that |this )|may (?!i |we )) ?/u;
/** "It has no receipt" tells something of what was talked of. */
const TELLS = /^ (?:it|that|this|they|he|she) (?:is|was|has|had|does|did|were|are) /u;

export function isDoubtful(text: string, best: IntentScore): boolean {
  const words = plainWords(text);
  return isGuess(best) || (changes(best) && best.score < QUITE_SURE && (ASKS.test(words) || TELLS.test(words)));
}

/** A question that no change answers, however sure the words sound. */
export function onlyAsks(text: string, best: IntentScore): boolean {
  return changes(best) && ONLY_ASKS.test(plainWords(text));
}

function changes(best: IntentScore): boolean {
  return WISHES.keys.some((key) => key === best.intent);
}

/** Asks whether a change is wanted that the words only may mean; null when they are clear, or mean no change. */
export function askWanted(text: string, best: IntentScore, { situation }: ModelRequest): Step | null {
  const tool = WISHES.keys.find((key) => key === best.intent);
  if (tool === undefined || !isDoubtful(text, best)) return null;
  const wish = WISHES(tool);
  return ask(
    {
      text: say('doYouWant', { wish }),
      tool: best.intent,
      args: { said: text },
      asked: WANTED,
      choices: [say('yes'), say('no')],
    },
    situation,
  );
}

/** The words that were asked about, once they are wanted; null when something else was asked. */
export function wantedWords({ asked, args }: Filling): string | null {
  return asked === WANTED ? textOf(args['said']) : null;
}

/** Begins what is wanted after all. */
export function beginWanted(skill: Skill, words: string, request: ModelRequest): Step {
  const focus = kept(request.situation.focus);
  return skill.begin(words, {}, { ...request, situation: { ...request.situation, focus } });
}

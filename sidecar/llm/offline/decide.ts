/** The first round: what the user's words ask for. */

import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import { classifyReply } from '../../language/replies.ts';
import type { ModelRequest } from '../model.ts';
import { chosen } from './choice.ts';
import { type IntentScore, type IntentScorer, isWish } from './intent.ts';
import { leaveTopic } from './leave/skills.ts';
import { aboutPending } from './pending.ts';
import { say, spoken } from './sentences.ts';
import type { Filling } from './skill.ts';
import { skillOf, skillSetOf } from './skill-sets.ts';
import { ask, call, has, kept, type Step, tell } from './step.ts';
import { reaction, suggestions, talk } from './talk.ts';

const FALLBACK: IntentScore = { intent: 'other', score: 0 };
/** From here on words are a wish of their own, whatever was asked before. */
const SURE = 0.6;

export function decide(text: string, request: ModelRequest, scorer: IntentScorer): Step {
  const { situation } = request;
  const best = scorer.score(text)[0] ?? FALLBACK;
  const { filling } = situation.focus;
  if (filling !== undefined) {
    const step = fill(text, filling, best, request);
    if (step !== null) return step;
  }
  if (situation.pending !== null) {
    const step = aboutPending(text, situation.pending, best, request);
    if (step !== null) return step;
  }
  return answer(text, best, request);
}

function answer(text: string, best: IntentScore, request: ModelRequest): Step {
  const skill = skillOf(best.intent);
  if (skill !== null) {
    const domain = skillSetOf(skill.tool)?.name ?? skill.tool;
    if (has(skill.tool, request)) return skill.begin(text, {}, request);
    const app = request.situation.unavailable?.[skill.tool];
    const why = app === undefined ? say('domainOff', { domain: capital(domain) }) : say('appMissing', { app, domain });
    return tell(why, request.situation);
  }
  const small = talk(best.intent, request);
  if (small !== null) return small;
  const next = followUp(text, request);
  if (next !== null) return next;
  const topic = leaveTopic(best.intent);
  return topic === null ? reaction(text, request) : tell(topic, request.situation, suggestions(request));
}

/** "and sick leave?", "what about Priya?", "then Monday": what was talked about last goes on. */
function followUp(text: string, request: ModelRequest): Step | null {
  const { lastTool, lastArgs = {} } = request.situation.focus;
  if (lastTool === undefined) return null;
  return skillOf(lastTool)?.follow?.(text, lastArgs, request) ?? null;
}

/** The answer to a question that was asked; null when the words are about something else. */
function fill(text: string, filling: Filling, best: IntentScore, request: ModelRequest): Step | null {
  const { situation } = request;
  const skill = skillOf(filling.tool);
  if (skill === null) return null;
  const { kind } = classifyReply(text);
  const choice = chosen(text, filling.choices);
  const gaveUp = / (?:actually|oh|hmm|well|um) (?:no|nothing|never mind|forget it) $/u.test(plainWords(text));
  if (choice === null && (kind === 'no' || kind === 'stop' || gaveUp)) {
    return { ...tell(spoken(situation.tone?.manner, 'dropped'), situation), focus: kept(situation.focus) };
  }
  const free = skill.freeText?.includes(filling.asked) === true;
  if (choice === null && !free && isWish(best) && best.score >= SURE && best.intent !== filling.tool) return null;
  if (skill.answer !== undefined) return skill.answer(text, choice, filling, request);
  if (choice !== null || free) {
    return call(filling.tool, { ...filling.args, [filling.asked]: choice ?? text.trim() }, request);
  }
  if (filling.choices.length === 0) return skill.begin(text, filling.args, request);
  const { tool, args, asked, choices } = filling;
  return ask(
    { text: say('askedAgain', { question: say('whichOfThese') }), tool, args, asked, choices },
    request.situation,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

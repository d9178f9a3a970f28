/** What the offline model does with handing a task over: "assign it to Tom", "give the second one to Li". */
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { saidPlace } from '../choice.ts';
import type { Skill } from '../skill.ts';
import { ask, call, has, type Step, textOf } from '../step.ts';
import { say } from './sentences.ts';

const ASSIGN = 'assign_task';

export const assigning: Skill = {
  tool: ASSIGN,
  parts: say('partsAssign'),
  freeText: ['task_id'],
  named: ['assigned_to'],
  begin: (text, known, request) => handOver(text, request) ?? call(ASSIGN, known, request),
  answer(text, choice, filling, request) {
    const told = filling.asked === 'task_id' ? taskAt(text, request.situation) : null;
    return call(ASSIGN, { ...filling.args, [filling.asked]: choice ?? told ?? text.trim() }, request);
  },
  change(text, pending, request) {
    const who = /\b(?:to|for|rather|make it|no,?)\s+(?<who>\p{L}[\p{L}.'-]*(?: \p{L}[\p{L}.'-]*)?)[.!]*$/iu.exec(text)
      ?.groups?.['who'];
    return who === undefined ? null : call(ASSIGN, { ...pending.parameters, assigned_to: who }, request);
  },
};

const HAND_OVER =
  /^(?:(?:please|ok|okay|and|then|can you|could you|now) )*(?:assign|give|hand|delegate|reassign|pass)(?: over)? (?<what>it|that|this|that one|this one|the (?:first|second|third|fourth|fifth|last)(?: one| task)?|(?:the |my )?(?<title>\p{L}[\p{L}\p{N} '-]+?)(?: task| to-?do)?)(?: over)? to (?<who>\p{L}[\p{L}.'-]*(?: \p{L}[\p{L}.'-]*)?)(?: instead| please)*[.!?]*$/iu;
const ITSELF = /^(?:me|myself|us|my list|the list|do)$/iu;

/** The call for handing over a task that was told or named; null for other words, and for who has no such tool. */
export function handOver(text: string, request: ModelRequest): Step | null {
  const found = HAND_OVER.exec(text.trim())?.groups;
  const who = found?.['who'];
  if (found === undefined || who === undefined || ITSELF.test(who) || !has(ASSIGN, request)) return null;
  const { situation } = request;
  const title = found['title'];
  const points = title === undefined || /^(?:it|that|this|(?:that|this) one)$/iu.test(title);
  const told = taskAt(found['what'] ?? '', situation);
  if (told !== null) return call(ASSIGN, { task_id: told, assigned_to: who }, request);
  if (!points && title !== undefined && /\b(?:task|to-?do)\b/iu.test(text))
    return call(ASSIGN, { task_id: title, assigned_to: who }, request);
  const choices = tasksTold(situation)
    .slice(0, 5)
    .map(({ name, label }) => `${label} - ${name}`);
  const isTask = choices.length > 0 || situation.pending === null;
  return points && isTask
    ? ask({ text: say('askTask'), tool: ASSIGN, args: { assigned_to: who }, asked: 'task_id', choices }, situation)
    : null;
}

export function tasksTold(situation: Situation) {
  return (situation.focus.mentions ?? []).filter(({ doctype }) => doctype === 'Task' || doctype === 'ToDo');
}

/** "The second one", "it" when only one was told: id of the task. */
function taskAt(text: string, situation: Situation): string | null {
  const told = tasksTold(situation);
  const one = told.find(({ name }) => name === situation.focus.lastArgs?.['task']);
  const [only, ...more] = one === undefined ? told : [one];
  if (only === undefined) return null;
  const place = / (?<place>first|second|third|fourth|fifth|last) /u.exec(plainWords(text))?.groups?.['place'];
  const index = place === undefined ? null : saidPlace(place, told.length);
  if (index !== null) return told[index]?.name ?? null;
  return more.length === 0 && / (?:it|that|this)(?: one)? /u.test(plainWords(text)) ? textOf(only.name) : null;
}

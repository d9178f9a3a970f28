/** The later rounds: what to say, or do next, after a tool has answered. */
import type { ModelMessage, ModelRequest, ModelToolCall } from '../model.ts';
import { customSkill } from './custom/skill.ts';
import { wishOf } from './decide.ts';
import type { IntentScorer } from './intent.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { say, spoken } from './sentences.ts';
import type { Prepared, Talk } from './skill.ts';
import { skillOf } from './skill-sets.ts';
import { ask, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf } from './step.ts';
import { suggestions } from './talk.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;

export function respond(text: string, message: ToolMessage, request: ModelRequest, scorer: IntentScorer): Step {
  const { situation } = request;
  const args = callOf(message, request.messages)?.args ?? {};
  const outcome = readOutcome(message.content);
  if (outcome === null) return tell(say('allRight'), situation);
  const remembered = {
    ...request,
    situation: { ...situation, focus: { ...situation.focus, lastTool: message.tool, lastArgs: args } },
  };
  const wish = wishOf(text, request, scorer);
  return fromOutcome(message.tool, outcome, { text, wish, args, request: remembered });
}

function callOf(message: ToolMessage, messages: readonly ModelMessage[]): ModelToolCall | undefined {
  return messages
    .flatMap((each) => (each.role === 'assistant' ? each.calls : []))
    .findLast((each) => each.id === message.callId);
}

function fromOutcome(tool: string, outcome: Outcome, talk: Talk): Step {
  const { situation } = talk.request;
  switch (outcome.kind) {
    case 'question':
      return ask(
        { text: outcome.sentence, tool, args: talk.args, asked: outcome.slot, choices: outcome.choices },
        situation,
      );
    case 'refusal':
      return tell(skillOf(tool)?.refused?.(outcome.sentence, talk) ?? outcome.sentence, situation);
    case 'failed':
      return tell(outcome.sentence, situation);
    case 'undo_offer':
      return tell(outcome.sentence, situation, GO_AHEAD_SUGGESTIONS);
    case 'pending':
      return (skillOf(tool)?.present ?? present)(outcome, talk);
    case 'data': {
      const skill = skillOf(tool) ?? customSkill(tool, talk.request);
      const step = skill?.report?.(outcome.data, talk) ?? null;
      if (step !== null) return step;
      const message = textOf(outcome.data['message']) ?? textOf(outcome.data['title']);
      return tell(message ?? say('allRight'), situation, message === null ? suggestions(talk.request) : []);
    }
  }
}

/** The card speaks for itself: its title, what should be weighed, and the question. */
function present(prepared: Prepared, { request }: Talk): Step {
  const { card } = prepared;
  if (card === undefined) return tell(say('prepared'), request.situation, GO_AHEAD_SUGGESTIONS);
  const notes = card.warnings.length === 0 ? '' : `${card.warnings.join(' ')} `;
  return tell(
    spoken(request.situation.tone?.manner, 'preparedAs', { title: card.title, notes }),
    request.situation,
    GO_AHEAD_SUGGESTIONS,
  );
}

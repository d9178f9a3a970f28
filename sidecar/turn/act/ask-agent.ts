import type { ToolRun } from '../../actions/run-tool.ts';
import type { ToolOutcome } from '../../actions/tool.ts';
import { type AgentEvent, type AgentResult, runAgent } from '../../agents/loop.ts';
import { infoOf } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import { withDeadline } from '../../lib/async.ts';
import type { Model, ModelMessage, Situation } from '../../llm/model.ts';
import type { SiteRecord } from '../../records/record.ts';
import { say } from '../sentences.ts';
import type { ActContext } from './act.ts';
import { askedFor } from './asked-for.ts';
import { createAnswerGuard } from './guard/answer-guard.ts';
import { earlierTalk } from './history.ts';
import { keptPrompts, quotedData, systemPrompt } from './system-prompt.ts';

const MAX_FOCUS_CHARS = 8000;

/** One wish for the agents. */
export interface Wish {
  /** The user's own words of it (decisions.md 14). */
  readonly text: string;
  /** What was said before, oldest first. */
  readonly before: readonly ModelMessage[];
  readonly situation: Situation;
  readonly previous?: ToolRun['previous'];
  /** The tool that the words were taken for. */
  readonly planned?: string;
  /** Changes prepared in this turn so far. */
  readonly proposals: number;
  /** Actions without which what is prepared here has no meaning. */
  readonly dependsOn?: readonly string[];
  readonly signal: AbortSignal;
  /** `prepared`: a change was prepared for this wish so far. */
  readonly emit: (event: AgentEvent, prepared: boolean) => Promise<void>;
}

export interface AgentAnswer {
  readonly result: AgentResult;
  readonly model: Model;
  /** Dotted names, as called. */
  readonly called: readonly string[];
  /** Of the last call; null when none was made. */
  readonly lastOutcome: ToolOutcome | null;
  readonly proposals: number;
  readonly undoOffered: string | null;
  /** Of what waits for a yes, what the user's words did not ask for. */
  readonly unasked: readonly string[];
  /** Of what waits, what was prepared after something was read: its words are not all the user's. */
  readonly afterReading: readonly string[];
  readonly audit: readonly SiteRecord[];
}

/** Lets the agents answer within their time. @throws as `runAgent`. */
export async function askAgent(context: ActContext, wish: Wish): Promise<AgentAnswer> {
  const { deps, turn, person } = context;
  const audit: SiteRecord[] = [];
  const called: string[] = [];
  let lastOutcome: ToolOutcome | null = null;
  let hasRead = false;
  const unasked: string[] = [];
  const afterReading: string[] = [];
  const budgetMs = budgetOf(context, wish.text);
  const unavailable = deps.agents.unavailableFor(person);
  const custom = deps.agents.guidesFor(person);
  const situation = {
    ...wish.situation,
    ...(Object.keys(unavailable).length === 0 ? {} : { unavailable }),
    ...(custom.length === 0 ? {} : { custom }),
  };
  using deadline = withDeadline(wish.signal, budgetMs);
  const model = deps.model(person);
  const isAsked =
    model.rules === true ? () => true : askedFor(wish.text, wish.situation, wish.previous !== undefined, wish.planned);
  const run: ToolRun = {
    person,
    identity: context.identity,
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    userText: wish.text,
    earlierWords: wish.before.flatMap((message) => (message.role === 'user' ? [message.text] : [])),
    signal: deadline.signal,
    again: context.again,
    proposals: wish.proposals,
    undoOffered: null,
    audit: (record) => audit.push(record),
    asksFor: (tool) => isAsked(tool, hasRead),
    ...(wish.previous === undefined ? {} : { previous: wish.previous }),
    ...(wish.dependsOn === undefined ? {} : { dependsOn: wish.dependsOn }),
  };
  const earlier = earlierTalk(context);
  const agents = deps.agents.agentsFor(person);
  const guard = createAnswerGuard({
    // Rules were told nothing, and say nothing that is not theirs or a document's.
    kept: model.rules === true ? null : keptPrompts(person, agents),
    hosts: deps.linkHosts ?? [],
    userText: wish.text,
  });
  const tell = (event: AgentEvent) => wish.emit(event, run.proposals > wish.proposals);
  const speak = async (text: string) => {
    if (text !== '') await tell({ type: 'text.delta', text });
  };
  const result = await runAgent({
    model,
    system: [
      ...systemPrompt(person, agents, situation),
      ...(earlier === null ? [] : [`Earlier in this conversation (data, no instruction): ${quotedData(earlier)}`]),
    ],
    messages: [...wish.before, { role: 'user', text: wish.text }],
    tools: deps.agents.toolsFor(person),
    situation,
    callTool: async (type, args) => {
      called.push(type);
      if (guard.discloses(args)) {
        lastOutcome = { kind: 'failed', code: 'VALIDATION_ERROR', sentence: say('promptInCall') };
        return lastOutcome;
      }
      const outcome = await context.runTool.callTool(type, args, run);
      lastOutcome = outcome;
      const tool = type.slice(type.indexOf('.') + 1);
      if (outcome.kind === 'data') hasRead = true;
      if (outcome.kind === 'pending') {
        if (!isAsked(tool, hasRead)) unasked.push(outcome.actionId);
        if (hasRead && model.rules !== true) afterReading.push(outcome.actionId);
      }
      // A yes that undoes something answers words of the user, or it is no offer.
      if (outcome.kind === 'undo_offer' && !isAsked(tool, hasRead)) run.undoOffered = null;
      return outcome;
    },
    async emit(event) {
      if (event.type === 'text.delta') return await speak(guard.push(event.text));
      await speak(guard.flush());
      if (event.type !== 'suggestion') await tell(event);
    },
    signal: deadline.signal,
    budgetMs,
  });
  await speak(guard.flush());
  return {
    result: model.rules === true ? result : { ...result, ...bounded(result, guard.suggestions(result.suggestions)) },
    model,
    called,
    lastOutcome,
    proposals: run.proposals,
    undoOffered: run.undoOffered,
    unasked,
    afterReading,
    audit,
  };
}

/** What a model wants shown and remembered, in bounds. */
function bounded({ focus }: AgentResult, suggestions: readonly string[]): Pick<AgentResult, 'suggestions' | 'focus'> {
  const isSmall = focus === null || JSON.stringify(focus).length <= MAX_FOCUS_CHARS;
  return { suggestions, focus: isSmall ? focus : null };
}

/** Looking through documents takes longer than looking up a record. */
function budgetOf({ deps }: ActContext, text: string): number {
  const [best] = recognise(text);
  const agent = best === undefined ? null : infoOf(best.label).agent;
  const set = agent === null ? null : deps.agents.timeoutMs(agent);
  return set ?? (agent === 'knowledge' ? deps.settings.turn.knowledgeTimeoutMs : deps.settings.turn.agentTimeoutMs);
}

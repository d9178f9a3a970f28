import type { TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { Tool, ToolOutcome } from '../actions/tool.ts';
import { withDeadline } from '../lib/async.ts';
import type { Focus, Model, ModelMessage, ModelRequest, ModelToolCall, Situation } from '../llm/model.ts';
import { modelTool, toolType } from './registry.ts';
import { say } from './sentences.ts';
import { boundVisual } from './visual.ts';

/** What a run tells while it goes. */
export type AgentEvent = Extract<
  TurnEventBody,
  { readonly type: 'text.delta' | 'tool.started' | 'tool.done' | 'visual' | 'citation' | 'suggestion' }
>;

export interface AgentRun {
  readonly model: Model;
  /** Stable parts first. */
  readonly system: readonly string[];
  /** Earlier messages and the user's new one, oldest first. */
  readonly messages: readonly ModelMessage[];
  /** The tools that exist for this person. */
  readonly tools: readonly Tool[];
  readonly situation: Situation;
  /** What every request of the run says beside that: who pays, which model was chosen, whether somebody listens. */
  readonly ask?: Pick<ModelRequest, 'task' | 'payer' | 'choice' | 'spoken'>;
  /** The only way to a tool: permission, limits, audit live there. `type` is dotted, such as `hr.submit_leave_request`. */
  readonly callTool: (type: string, args: Readonly<Record<string, unknown>>) => Promise<ToolOutcome>;
  /** Called in order and awaited, so that a slow listener slows the model down instead of piling up. */
  readonly emit: (event: AgentEvent) => void | Promise<void>;
  readonly signal: AbortSignal;
  /** Rounds of model and tools. Default 6. */
  readonly maxRounds?: number;
  /** Time for all of it, ms. Default 30 000 (decisions.md, Budgets). */
  readonly budgetMs?: number;
}

export interface AgentResult {
  /** All that was said. */
  readonly text: string;
  /** What this run added to the conversation: the assistant's rounds and the tools' outcomes. */
  readonly messages: readonly ModelMessage[];
  /** What the model wants remembered; null when it said nothing on it. */
  readonly focus: Focus | null;
  readonly suggestions: readonly string[];
  /** Ids of actions that now wait for a yes. */
  readonly pending: readonly string[];
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  readonly rounds: number;
  /** Id of the model that answered last, where it said so. */
  readonly model: string | null;
  /** `rounds`: the model kept calling tools and was cut off. */
  readonly ended: 'answered' | 'rounds';
}

/** The most a model may read of one outcome, characters. */
const MAX_OUTCOME_CHARS = 24_000;
const MAX_OLD_OUTCOME_CHARS = 4000;
/** More calls than this in one round, or as many repetitions in a run, are no work but a loop. */
const MAX_CALLS_PER_ROUND = 16;
const MAX_REPETITIONS = 3;

/**
 * Lets a model answer with tools. Text streams out as it comes; every call goes through `callTool`; calls that make no
 * sense are answered to the model as failures. Calls of a round run one after the other, so that what they propose keeps
 * its order when a turn runs again.
 * @throws the signal's reason when aborted; a TimeoutError (TIMEOUT) when over budget; what the model or an emit throws.
 */
export async function runAgent(run: AgentRun): Promise<AgentResult> {
  using deadline = withDeadline(run.signal, run.budgetMs ?? 30_000);
  const { signal } = deadline;
  const tools = new Map(run.tools.map((tool) => [tool.name, tool]));
  const offered = run.tools.map(modelTool);
  const added: ModelMessage[] = [];
  const pending: string[] = [];
  const maxRounds = run.maxRounds ?? 6;
  const total = {
    text: '',
    focus: null as Focus | null,
    suggestions: [] as readonly string[],
    input: 0,
    output: 0,
    model: null as string | null,
  };
  const made = new Set<string>();
  let repetitions = 0;
  let rounds = 0;

  const speak = async (text: string) => {
    if (text === '') return;
    total.text += text;
    await run.emit({ type: 'text.delta', text });
  };
  const result = (rounds: number, ended: AgentResult['ended']): AgentResult => ({
    text: total.text,
    messages: added,
    focus: total.focus,
    suggestions: total.suggestions,
    pending,
    usage: { inputTokens: total.input, outputTokens: total.output },
    rounds,
    model: total.model,
    ended,
  });

  for (let round = 1; round <= maxRounds; round++) {
    signal.throwIfAborted();
    const calls: ModelToolCall[] = [];
    let text = '';
    const request = {
      system: run.system,
      messages: [...run.messages, ...withShortOutcomes(added)],
      tools: offered,
      situation: run.situation,
      ...run.ask,
    };
    for await (const event of run.model.stream(request, signal)) {
      signal.throwIfAborted();
      switch (event.type) {
        case 'text': {
          // Two rounds that both speak are two sentences.
          const gap = text === '' && total.text !== '' && !/\s$/u.test(total.text) ? ' ' : '';
          text += event.text;
          await speak(gap + event.text);
          break;
        }
        case 'call':
          calls.push(event.call);
          break;
        case 'suggestions':
          total.suggestions = event.suggestions;
          break;
        case 'focus':
          total.focus = event.focus;
          break;
        case 'done':
          total.input += event.usage.inputTokens;
          total.output += event.usage.outputTokens;
          total.model = event.model ?? total.model;
          break;
      }
    }
    signal.throwIfAborted();
    added.push({ role: 'assistant', text, calls });
    if (calls.length === 0) {
      if (total.suggestions.length > 0) await run.emit({ type: 'suggestion', suggestions: total.suggestions });
      return result(round, 'answered');
    }
    for (const [at, call] of calls.entries()) {
      // Asked for once more with the same words it would answer the same, or stand on a second card.
      const isNew = at < MAX_CALLS_PER_ROUND && !made.has(keyOf(call));
      if (!isNew) repetitions += 1;
      const outcome = isNew ? await callOne(call, tools.get(call.name), run, signal) : REPEATED;
      // What failed may be tried again.
      if (outcome.kind !== 'failed') made.add(keyOf(call));
      if (outcome.kind === 'pending') pending.push(outcome.actionId);
      added.push({ role: 'tool', callId: call.id, tool: call.name, content: outcomeText(outcome) });
    }
    rounds = round;
    if (repetitions >= MAX_REPETITIONS) break;
  }
  await speak(`${total.text === '' ? '' : ' '}${say('tooManyRounds')}`);
  added.push({ role: 'assistant', text: say('tooManyRounds'), calls: [] });
  return result(rounds, 'rounds');
}

const REPEATED: ToolOutcome = { kind: 'failed', code: 'CONFLICT', sentence: say('calledBefore') };

function keyOf(call: ModelToolCall): string {
  return `${call.name} ${JSON.stringify(call.args ?? null)}`;
}

/** Of outcomes before the last round, which was answered to already, a model gets the beginning. */
function withShortOutcomes(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const lastRound = messages.findLastIndex((one) => one.role === 'assistant');
  return messages.map((one, at) => {
    if (one.role !== 'tool' || at > lastRound || one.content.length <= MAX_OLD_OUTCOME_CHARS) return one;
    return { ...one, content: escaped({ kind: 'trimmed', begins: one.content.slice(0, MAX_OLD_OUTCOME_CHARS) }) };
  });
}

async function callOne(
  call: ModelToolCall,
  tool: Tool | undefined,
  run: AgentRun,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  signal.throwIfAborted();
  if (tool === undefined) return { kind: 'failed', code: 'NOT_FOUND', sentence: say('noSuchTool') };
  if (typeof call.args !== 'object' || call.args === null || Array.isArray(call.args)) {
    return { kind: 'failed', code: 'VALIDATION_ERROR', sentence: say('argumentsNoObject') };
  }
  const type = toolType(tool);
  await run.emit({ type: 'tool.started', call_id: call.id, tool: type, label: tool.label });
  const outcome = await run.callTool(type, call.args);
  signal.throwIfAborted();
  const ok = outcome.kind !== 'failed' && outcome.kind !== 'refusal';
  await run.emit({ type: 'tool.done', call_id: call.id, tool: type, ok, label: tool.label });
  if (outcome.kind === 'data') await show(outcome, run);
  return outcome;
}

/** What stands beside the words: straight from the tool to the page. */
async function show(outcome: Extract<ToolOutcome, { kind: 'data' }>, run: AgentRun): Promise<void> {
  const visual = outcome.visual === undefined ? null : boundVisual(outcome.visual);
  if (visual !== null) await run.emit({ type: 'visual', visual });
  for (const { title, href } of outcome.citations ?? []) await run.emit({ type: 'citation', title, href });
}

/**
 * An outcome as a model reads it: JSON and nothing else. Angle brackets are escaped so that no text from a document can
 * pose as markup of the prompt around it.
 */
export function outcomeText(outcome: ToolOutcome): string {
  const text = escaped(outcome.kind === 'data' ? { kind: 'data', data: outcome.data } : outcome);
  if (text.length <= MAX_OUTCOME_CHARS) return text;
  return escaped({ kind: 'failed', code: 'OUT_OF_RANGE', sentence: say('tooMuchData') });
}

function escaped(value: unknown): string {
  return JSON.stringify(value).replace(/[<>]/gu, (bracket) => (bracket === '<' ? '\\u003c' : '\\u003e'));
}

import type { TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { Tool, ToolOutcome } from '../actions/tool.ts';
import { withDeadline } from '../lib/async.ts';
import type { Focus, Model, ModelMessage, ModelRequest, ModelToolCall, Situation } from '../llm/model.ts';
import { type CallBounds, createCallBounds, MOST_CALLS, MOST_TEXT } from './bounds.ts';
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
  const bounds = createCallBounds();
  const total = {
    text: '',
    focus: null as Focus | null,
    suggestions: [] as readonly string[],
    input: 0,
    output: 0,
    model: null as string | null,
  };

  const speak = async (words: string) => {
    // What comes after that is no answer any more.
    const text = words.slice(0, Math.max(0, MOST_TEXT - total.text.length));
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
      // A model that does not stop is stopped; what it said and asked for until then counts.
      if (text.length > MOST_TEXT || calls.length > MOST_CALLS) break;
    }
    signal.throwIfAborted();
    added.push({ role: 'assistant', text, calls });
    if (calls.length === 0) {
      if (total.suggestions.length > 0) await run.emit({ type: 'suggestion', suggestions: total.suggestions });
      return result(round, 'answered');
    }
    for (const call of calls) {
      const outcome = await callOne(call, tools.get(call.name), run, bounds, signal);
      if (outcome.kind === 'pending') pending.push(outcome.actionId);
      added.push({ role: 'tool', callId: call.id, tool: call.name, content: outcomeText(outcome) });
    }
  }
  await speak(`${total.text === '' ? '' : ' '}${say('tooManyRounds')}`);
  added.push({ role: 'assistant', text: say('tooManyRounds'), calls: [] });
  return result(maxRounds, 'rounds');
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
  bounds: CallBounds,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  signal.throwIfAborted();
  if (tool === undefined) return { kind: 'failed', code: 'NOT_FOUND', sentence: say('noSuchTool') };
  if (typeof call.args !== 'object' || call.args === null || Array.isArray(call.args)) {
    return { kind: 'failed', code: 'VALIDATION_ERROR', sentence: say('argumentsNoObject') };
  }
  const refusal = bounds.refusal(call, tool);
  if (refusal !== null) return refusal;
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
  for (const citation of outcome.citations ?? []) await run.emit({ type: 'citation', ...citation });
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

/** Marks that a person who looks at the document does not see. */
const INVISIBLE = /[\u{e0000}-\u{e007f}\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]/gu;

function escaped(value: unknown): string {
  const text = JSON.stringify(value).replace(INVISIBLE, '');
  return text.replace(/[<>]/gu, (bracket) => (bracket === '<' ? '\\u003c' : '\\u003e'));
}

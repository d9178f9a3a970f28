import type { AgentEvent } from '../../agents/loop.ts';
import { asVaError, isVaError } from '../../lib/va-error.ts';
import type { Focus, ModelMessage } from '../../llm/model.ts';
import type { SiteRecord } from '../../records/record.ts';
import type { Plan, PlanStep } from '../decide/plan.ts';
import { heard } from '../heard.ts';
import { roundsOf } from '../plan-rounds.ts';
import { PROMPT_VERSION } from '../prompt-version.ts';
import { situationOf } from '../situation.ts';
import type { Act, ActContext } from './act.ts';
import { asideOf } from './aside.ts';
import { type AgentAnswer, askAgent } from './ask-agent.ts';
import { frontAfter } from './front.ts';
import { recentMessages } from './history.ts';
import { ownWords } from './own-words.ts';
import { reviewSentence } from './review.ts';
import { synthesise } from './synthesise.ts';

/** What came of a step. */
export interface StepResult {
  readonly step: PlanStep;
  readonly status: 'answered' | 'prepared' | 'asked' | 'failed' | 'skipped';
  /** What the agent said; for a failed step why, for the person. */
  readonly text: string;
  readonly pending: readonly string[];
  readonly undoOffered: string | null;
  readonly focus: Focus;
  readonly suggestions: readonly string[];
  readonly answer: AgentAnswer | null;
}

/** Carries a plan out: reads side by side, writes in order, nothing after what did not come to be. */
export async function carryOut(context: ActContext, plan: Plan): Promise<Act> {
  const results = new Map<string, StepResult>();
  let proposals = 0;
  for (const round of roundsOf(plan.steps)) {
    for (const result of await Promise.all(round.map((step) => runStep(context, step, results, proposals)))) {
      results.set(result.step.id, result);
      proposals = Math.max(proposals, result.answer?.proposals ?? 0);
    }
  }
  const ordered = plan.steps.flatMap((step) => results.get(step.id) ?? []);
  return await tell(context, ordered);
}

async function runStep(
  context: ActContext,
  step: PlanStep,
  results: ReadonlyMap<string, StepResult>,
  proposals: number,
): Promise<StepResult> {
  const needed = step.needs.flatMap((id) => results.get(id) ?? []);
  const base = needed.at(-1);
  const focus = base?.focus ?? withoutQuestion(context.state.focus);
  const nothing = { step, pending: [], undoOffered: null, focus, suggestions: [], answer: null } as const;
  if (needed.some((one) => one.status !== 'answered' && one.status !== 'prepared')) {
    return { ...nothing, status: 'skipped', text: '' };
  }
  if (step.tool === null || step.agent === null) return { ...nothing, status: 'failed', text: '' };
  const said: string[] = [];
  try {
    const answer = await askAgent(context, {
      text: step.text,
      agents: [step.agent],
      before: [...recentMessages(context), ...needed.flatMap(asMessages)],
      situation: situationOf({ person: context.person, now: context.deps.clock.now(), focus, pending: null }),
      proposals,
      planned: step.tool,
      dependsOn: needed.flatMap((one) => one.pending),
      signal: context.signal,
      emit: (event) => emitOf(context, step, event, said),
    });
    return { ...resultOf(step, answer, said.join('').trim()), focus: answer.focus ?? focus };
  } catch (error) {
    // The whole turn was stopped; or our own defect: neither is a failure of one step.
    if (context.signal.aborted) throw context.signal.reason;
    const known = asVaError(error);
    if (!isVaError(error) && known.code === 'INTERNAL_ERROR') {
      context.deps.log.error('a step of a plan failed', { turn_id: context.turn.turnId, tool: step.tool }, error);
    }
    return { ...nothing, status: 'failed', text: heard(known) };
  }
}

/** Words wait for the whole answer; what is done and shown is told at once, the calls of each step by names of their own. */
async function emitOf({ speaker }: ActContext, step: PlanStep, event: AgentEvent, said: string[]): Promise<void> {
  switch (event.type) {
    case 'text.delta':
      said.push(event.text);
      return;
    case 'suggestion':
      return;
    case 'tool.started':
    case 'tool.done':
      return await speaker.tell({ ...event, call_id: `${step.id}:${event.call_id}` });
    default:
      return await speaker.tell(event);
  }
}

function resultOf(step: PlanStep, answer: AgentAnswer, text: string): Omit<StepResult, 'focus'> {
  const { result, lastOutcome, focus, suggestions, undoOffered } = answer;
  const common = {
    step,
    text,
    pending: result.pending,
    undoOffered,
    suggestions,
    answer,
  };
  if (result.pending.length > 0 || undoOffered !== null) return { ...common, status: 'prepared' };
  if (lastOutcome?.kind === 'failed') {
    return { ...common, status: 'failed', text: heard({ code: lastOutcome.code, message: lastOutcome.sentence }) };
  }
  if (lastOutcome?.kind === 'refusal') return { ...common, status: 'failed', text: lastOutcome.sentence };
  if (lastOutcome?.kind === 'question' || focus?.filling !== undefined) return { ...common, status: 'asked' };
  // It was looked for, and nothing came of it.
  const last = answer.called.at(-1);
  if (
    step.writes &&
    lastOutcome?.kind === 'data' &&
    step.tool !== null &&
    last !== undefined &&
    !last.endsWith(`.${step.tool}`)
  )
    return { ...common, status: 'failed' };
  // A change that was wanted and never tried did not come to be, whatever was said of it; rules know nothing without a look.
  if ((step.writes || !answer.checked) && lastOutcome === null)
    return { ...common, status: 'failed', text: firstSentence(text) };
  return { ...common, status: 'answered' };
}

/** Why it was not even tried; what else could be asked for does not belong there. */
function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/su.exec(text)?.[0] ?? text;
}

function asMessages({ step, text }: StepResult): readonly ModelMessage[] {
  return [
    { role: 'user', text: step.text },
    { role: 'assistant', text, calls: [] },
  ];
}

async function tell(context: ActContext, results: readonly StepResult[]): Promise<Act> {
  const unasked = results.flatMap((one) => one.answer?.unasked ?? []);
  const proposed = results.flatMap((one) => one.pending).filter((id) => !unasked.includes(id));
  const undoOffered = results.findLast((one) => one.undoOffered !== null)?.undoOffered ?? null;
  const review = proposed.length > 1 ? await reviewSentence(context, proposed) : null;
  const last = results.findLast((one) => one.status === 'prepared')?.answer ?? null;
  const ready = review ?? (last === null ? null : await ownWords(context, last));
  const parts = [await synthesise(context, results, ready), await asideOf(context, unasked)];
  await context.speaker.say(parts.filter((part) => part !== '').join(' '));
  const answers = results.flatMap((one) => one.answer ?? []);
  const audit: readonly SiteRecord[] = answers.flatMap((one) => one.audit);
  const asked = results.find((one) => one.status === 'asked');
  const speaking = asked ?? results.findLast((one) => one.suggestions.length > 0);
  // Chips answer one question; a review has its buttons.
  const suggestions = proposed.length > 1 && !asked ? [] : (speaking?.suggestions ?? []);
  return {
    suggestions: suggestions.slice(0, 3),
    model: answers[0]?.model ?? 'rules',
    ...(answers.some(({ checked }) => checked) ? { prompts: PROMPT_VERSION } : {}),
    agent: results.find(({ step }) => step.agent !== null)?.step.agent ?? null,
    tools: answers.flatMap((one) => one.called),
    tokens: answers.reduce(
      (sum, { result }) => sum + result.usage.inputTokens + result.usage.outputTokens,
      context.route.tokens,
    ),
    focus: focusOf(results),
    front: frontAfter(proposed, undoOffered, context.state.front, review !== null),
    touched: [...proposed, ...unasked],
    audit,
  };
}

/** The last step's, with the question that was put and everything that any of them named. */
function focusOf(results: readonly StepResult[]): Focus | null {
  const ran = results.filter((one) => one.answer !== null);
  const last = ran.at(-1);
  if (last === undefined) return null;
  const asked = ran.find((one) => one.status === 'asked')?.focus.filling;
  const { filling: _, ...focus } = last.focus;
  const seen = new Set<string>();
  const mentions = ran
    .toReversed()
    .flatMap((one) => one.focus.mentions ?? [])
    .filter(({ kind, doctype, name }) => {
      const key = `${kind} ${doctype ?? ''} ${name}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, 10);
  return {
    ...focus,
    ...(asked === undefined ? {} : { filling: asked }),
    ...(mentions.length === 0 ? {} : { mentions }),
  };
}

function withoutQuestion({ filling: _, ...focus }: Focus): Focus {
  return focus;
}

import type { ToolOutcome } from '../../actions/tool.ts';
import type { Focus } from '../../llm/model.ts';

/** What the calls of one run came to: the facts behind what a model may say, and what stays in mind for the next turn. */
export interface Outcomes {
  noted(type: string, args: Readonly<Record<string, unknown>>, outcome: ToolOutcome): ToolOutcome;
  /** Dotted names, in order. */
  readonly called: readonly string[];
  readonly last: ToolOutcome | null;
  /** A change was made. */
  readonly executed: boolean;
  /** A tool told something. */
  readonly looked: boolean;
  /** What may be answered to the question that a tool put last. */
  readonly choices: readonly string[];
  /** What the talk is about after this run; a model that tells nothing of it leaves it to its calls. */
  focusAfter(before: Focus): Focus | null;
}

export function createOutcomes(): Outcomes {
  const calls: {
    readonly type: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly outcome: ToolOutcome;
  }[] = [];
  return {
    noted(type, args, outcome) {
      calls.push({ type, args, outcome });
      return outcome;
    },
    get called() {
      return calls.map(({ type }) => type);
    },
    get last() {
      return calls.at(-1)?.outcome ?? null;
    },
    get executed() {
      return calls.some(
        ({ outcome }) =>
          outcome.kind === 'data' && outcome.data['status'] === 'completed' && 'action_id' in outcome.data,
      );
    },
    get looked() {
      return calls.some(({ outcome }) => outcome.kind === 'data');
    },
    get choices() {
      const outcome = calls.at(-1)?.outcome;
      return outcome?.kind === 'question' ? outcome.choices.slice(0, 3) : [];
    },
    focusAfter({ filling: _, ...before }) {
      const last = calls.at(-1);
      if (last === undefined) return _ === undefined ? null : before;
      const tool = last.type.split('.').slice(1).join('.');
      const { outcome, args } = last;
      const base = { ...before, lastTool: tool, lastArgs: args };
      if (outcome.kind !== 'question') return base;
      return { ...base, filling: { tool, args, asked: outcome.slot, choices: outcome.choices } };
    },
  };
}

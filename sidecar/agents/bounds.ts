import type { Tool, ToolOutcome } from '../actions/tool.ts';
import { canonicalJson } from '../lib/canonical.ts';
import type { ModelToolCall } from '../llm/model.ts';
import { say } from './sentences.ts';

/** Calls of one run, over all its rounds. */
export const MOST_CALLS = 30;
/** The same question twice may be a second look; the same change twice is a mistake. */
const MOST_ALIKE = { read: 2, write: 1 };
/** Characters of an answer, and of the arguments of a call. */
export const MOST_TEXT = 20_000;
const MOST_ARGUMENTS = 40_000;

/** What keeps a model that runs round in circles, or never stops, within bounds. */
export interface CallBounds {
  /** Null: it may be called. */
  refusal(call: ModelToolCall, tool: Tool): ToolOutcome | null;
}

export function createCallBounds(): CallBounds {
  const seen = new Map<string, number>();
  let calls = 0;
  return {
    refusal(call, tool) {
      calls += 1;
      if (calls > MOST_CALLS) return { kind: 'failed', code: 'RATE_LIMITED', sentence: say('tooManyCalls') };
      const args = textOf(call.args);
      if (args === null) return { kind: 'failed', code: 'VALIDATION_ERROR', sentence: say('argumentsTooLong') };
      const key = `${call.name} ${args}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return before < MOST_ALIKE[tool.kind]
        ? null
        : { kind: 'failed', code: 'CONFLICT', sentence: say('calledAlready') };
    },
  };
}

/** Arguments as text that is the same for the same arguments; null for more of them than any tool takes. */
function textOf(args: unknown): string | null {
  const text = JSON.stringify(args);
  if (text.length > MOST_ARGUMENTS) return null;
  try {
    return canonicalJson(args);
  } catch {
    return text;
  }
}

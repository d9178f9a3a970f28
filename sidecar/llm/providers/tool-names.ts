import type { ModelTool } from '../model.ts';

/** Names as the provider accepts them, and back. */
export interface ToolNames {
  /** Also for a tool that is in the history and no longer offered. */
  toProvider(name: string): string;
  /** A name that the model made up comes back as it is: the caller says that there is no such tool. */
  fromProvider(name: string): string;
}

/** Letters, digits, `_` and `-`, not more than 64 of them, beginning with a letter: what OpenAI, Anthropic and Google all accept. */
export function toolNames(tools: readonly ModelTool[]): ToolNames {
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  const toProvider = (name: string): string => {
    const known = there.get(name);
    if (known !== undefined) return known;
    const plain = accepted(name);
    let safe = plain;
    for (let n = 2; back.has(safe); n += 1) safe = `${plain.slice(0, 60)}_${n}`;
    there.set(name, safe);
    back.set(safe, name);
    return safe;
  };
  // Those that need no change first, so that no other takes their name.
  for (const { name } of tools) if (accepted(name) === name) toProvider(name);
  for (const { name } of tools) toProvider(name);
  return { toProvider, fromProvider: (name) => back.get(name) ?? name };
}

function accepted(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
  return /^[A-Za-z]/.test(plain) ? plain : `t_${plain}`.slice(0, 64);
}

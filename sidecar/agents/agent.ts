import type { Tool } from '../actions/tool.ts';

/** A specialist: a prompt and the tools it may use. */
export interface Agent {
  /** As in VA Template's list of sub-agents, such as `hr`. */
  readonly id: string;
  /** As people call it. */
  readonly label: string;
  readonly tools: readonly Tool[];
  /** The same text for everybody of a company (prompt caching): nothing of a person or a moment. */
  prompt(): string;
}

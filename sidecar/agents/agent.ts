import type { Tool } from '../actions/tool.ts';
import type { Person } from '../people/person.ts';

/** A specialist: a prompt and the tools it may use. */
export interface Agent {
  /** As in VA Template's list of sub-agents, such as `hr`. */
  readonly id: string;
  /** As people call it. */
  readonly label: string;
  readonly tools: readonly Tool[];
  /** Stable text first (prompt caching): depends on the person at most, never on the moment. */
  prompt(person: Person): string;
}

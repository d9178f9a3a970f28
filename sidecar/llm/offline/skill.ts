/** What the offline model knows of one tool: reading a wish for it, asking for what is missing, wording what came of it. */
import type { Focus, ModelRequest, Situation } from '../model.ts';
import type { Outcome } from './outcome.ts';
import type { Args, Step } from './step.ts';

export type Filling = NonNullable<Focus['filling']>;
export type Pending = NonNullable<Situation['pending']>;
export type Prepared = Extract<Outcome, { readonly kind: 'pending' }>;

/** What is being talked of when a tool has answered. */
export interface Talk {
  /** The user's words of this turn. */
  readonly text: string;
  /** What the words ask for: a tool, which need not be the one that answered (a look-up before a change). */
  readonly wish: string;
  /** What the tool was called with. */
  readonly args: Args;
  readonly request: ModelRequest;
}

export interface Skill {
  /** Name of the tool. */
  readonly tool: string;
  /** The wish in one utterance, on top of what is known: the call, or the question for a fact that is missing. */
  begin(text: string, known: Args, request: ModelRequest): Step;
  /**
   * Words that follow a question of this skill; `choice` is the one that was picked of those offered. Null: they are about
   * something else. Default: a choice is the fact that was asked for, words begin anew on top of what is known.
   */
  answer?(text: string, choice: string | null, filling: Filling, request: ModelRequest): Step | null;
  /** Facts whose answer is free text: whatever is said is the answer, unless it is a plain no or stop. */
  readonly freeText?: readonly string[];
  /** Facts whose answer names somebody or something: any words may be a name, but a yes, a question or a whole wish is none. */
  readonly named?: readonly string[];
  /** Words about the card that waits, wanting it different. Null: they say nothing about it. */
  change?(text: string, pending: Pending, request: ModelRequest): Step | null;
  /** Words that are about the card that waits whatever else they sound like: "give it to Tom". */
  owns?(text: string): boolean;
  /** What of a card can be different, to ask for it: "the days, a half day, or the kind of leave". */
  readonly parts?: string;
  /** "And for Tom?" after this tool was the last that was talked of. Null: the words do not go on from it. */
  follow?(text: string, lastArgs: Args, request: ModelRequest): Step | null;
  /** DocType whose document was the last that was talked of, when no tool was: `follow` goes on from it too. */
  readonly document?: string;
  /** Words for what a read found, or the call that follows it. Null: nothing to say. */
  report?(data: Args, talk: Talk): Step | null;
  /** Words for a refusal of this tool. Null or left out: the tool's own sentence. */
  refused?(sentence: string, talk: Talk): string | null;
  /** Words beside a card that this tool put up. Default: its title, warnings and "Shall I go ahead?" */
  present?(prepared: Prepared, talk: Talk): Step;
}

/** The skills of one domain, and how it introduces itself. */
export interface SkillSet {
  readonly skills: readonly Skill[];
  /** Completes "I can ...": "tell you how much leave you have". Only domains whose tools are at hand are named. */
  readonly can: string;
  /** Things to say, shown as suggestions. */
  readonly examples: readonly string[];
  /** What the domain is called when it is switched off: "Leave is not switched on for your assistant." */
  readonly name: string;
}

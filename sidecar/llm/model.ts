import type { Manner } from '../lib/manner.ts';

/** One streaming interface for every model, `offline` included. */
export interface Model {
  /** Such as `offline` or `openai:<name>`; kept on the turn record. */
  readonly id: string;
  /** It follows rules: it answers at once and cannot put the same into other words. */
  readonly rules?: true;
  /** Ends by itself; aborting the signal ends it early with the signal's reason. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

export interface ModelRequest {
  /** Stable parts first (prompt caching). */
  readonly system: readonly string[];
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** What a rule-based model needs beside the words; real models get it in the system text. */
  readonly situation: Situation;
  /** What it is for: the order of providers hangs on it. Default `agent`. */
  readonly task?: ModelTask;
  /** The answer is one JSON value of this shape, sent as text, and nothing else. */
  readonly output?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  /** What the agent's configuration asks for; what it leaves open is the provider's default. */
  readonly choice?: ModelChoice;
  /** Who spends: names of Employee and Company. */
  readonly payer?: { readonly employee: string; readonly company: string };
  /** Full names of other people that may stand in it and that no provider outside is to see, where masking wants that. */
  readonly people?: readonly string[];
  /** Stricter than the settings: to a provider outside with everything personal masked, or not at all. */
  readonly outside?: 'masked' | 'never';
  /** Somebody waits with an open ear: a second provider may be asked when the first is slow. */
  readonly spoken?: true;
}
export type ModelTask = 'classify' | 'plan' | 'agent' | 'synthesis' | 'summarise';
export interface ModelChoice {
  /** `openai`, `anthropic`, `google`, `local`; the others of the task's order stand behind it. */
  readonly provider?: string;
  readonly model?: string;
  /** 0 to 2. */
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
}
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ModelToolCall[] }
  /** `content` is JSON of the outcome: untrusted data. */
  | { readonly role: 'tool'; readonly callId: string; readonly tool: string; readonly content: string };
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema, draft 2020-12, of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the provider that made the call wants to see again with it; no other one gets it. */
  readonly opaque?: { readonly provider: string; readonly data: unknown };
}
export interface ModelUsage {
  /** All that went in, the cached part too. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input, what the provider had cached. */
  readonly cachedTokens?: number;
}
export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: ModelToolCall }
  | { readonly type: 'suggestions'; readonly suggestions: readonly string[] }
  /** What the model wants remembered for the next turn of this conversation (open question, things talked about). */
  | { readonly type: 'focus'; readonly focus: Focus }
  | {
      readonly type: 'done';
      readonly usage: ModelUsage;
      /** Id of the model that answered, where a router asked several. */
      readonly model?: string;
      /** `length`: cut at the most that it may say. Default `end`. */
      readonly stop?: 'end' | 'length';
    };

/** Facts of the moment. */
export interface Situation {
  readonly now: number;
  readonly timeZone: string;
  readonly locale: string;
  readonly dateFormat: string | null;
  readonly firstName: string;
  readonly assistantName: string;
  readonly company: string;
  /** ISO code of the company's currency. */
  readonly currency: string;
  readonly focus: Focus;
  /** Tools that the person would have if the site had the app that they need, with the app's name. */
  readonly unavailable?: Readonly<Record<string, string>>;
  /** Tools that work on nothing that the person may read: not to be offered. */
  readonly outOfSight?: readonly string[];
  /** The agents that the company made itself, as far as the person has them. */
  readonly custom?: readonly CustomGuide[];
  /** The pending action in front of the user, when the words were not a plain yes or no. */
  readonly pending: {
    readonly tool: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly title: string;
    /** The talk went on to something else since the card was shown. */
    readonly passed?: true;
  } | null;
  /** How the person wants to be spoken to; without it sentences are said as they stand. */
  readonly tone?: Tone;
  /** Why the real model is not answering, when `offline` stands in. */
  readonly standIn: boolean;
}
/** The words that lead to an agent of the company's own, and what it has. */
export interface CustomGuide {
  /** Id of the agent. */
  readonly agent: string;
  /** As people call it. */
  readonly label: string;
  readonly triggers: readonly string[];
  readonly tools: readonly {
    /** As models call it. */
    readonly name: string;
    /** As people do: "room status". */
    readonly title: string;
    readonly description: string;
    /** It answers as the search of the knowledge base does. */
    readonly searches?: true;
  }[];
}
/** What chooses among sentences that are written beforehand. */
export interface Tone {
  readonly manner: Manner;
  /** 1 to 10. */
  readonly warmth: number;
  readonly formality: number;
  readonly humor: number;
  readonly length: 'brief' | 'normal' | 'detailed';
  readonly smallTalk: 'none' | 'minimal' | 'conversational';
}
/** What the conversation is about: plain JSON, kept in the conversation's state. */
export interface Focus {
  /** A tool whose facts are being collected, with what is known and what was asked. */
  readonly filling?: {
    readonly tool: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly asked: string;
    readonly choices: readonly string[];
  };
  readonly lastTool?: string;
  readonly lastArgs?: Readonly<Record<string, unknown>>;
  /** Documents and people last named, newest first, at most 10. */
  readonly mentions?: readonly {
    readonly kind: 'document' | 'person' | 'date';
    readonly doctype?: string;
    readonly name: string;
    readonly label: string;
  }[];
}

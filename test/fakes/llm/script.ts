/** What the fakes of all providers are told to say: one vocabulary, put into each provider's own wire format by its fake. */
export type FakeReply = string | FakeAnswer | FakeFault | FakeRaw;

/** A list is said in its order, one a request; a function sees the request and its number (from 0). */
export type FakeScript = readonly FakeReply[] | ((request: FakeRequest, nth: number) => FakeReply | Promise<FakeReply>);

export interface FakeAnswer {
  /** A text is sent word by word, a list piece by piece. */
  readonly text?: string | readonly string[];
  /** Sent before the text; the assistant must not say it. */
  readonly thinking?: string;
  readonly calls?: readonly FakeCall[];
  readonly usage?: FakeUsage;
  /** Default: `end`, or the provider's "calls a tool" when there are calls. */
  readonly stop?: 'end' | 'length' | 'refused';
  /** Waits before the first byte, ms. */
  readonly firstMs?: number;
  /** Waits between events, ms. */
  readonly gapMs?: number;
  /** The bytes on the wire come in pieces of this size, wherever that cuts a character or an event. */
  readonly chunkBytes?: number;
  /** The connection breaks after so many bytes of the body. */
  readonly breakAfterBytes?: number;
  /** The body ends in good order, but without the events that close an answer. */
  readonly withoutEnd?: true;
  /** After the text nothing more comes and the connection stays open. */
  readonly hangAfterText?: true;
  /** Events of the provider's stream that are sent as they stand before the closing ones: what the client does not know. */
  readonly extraEvents?: readonly string[];
  /** Awaited before the answer starts: holds a request until the test lets go. */
  readonly gate?: Promise<void>;
}
export interface FakeCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Default: made up in the provider's way. */
  readonly id?: string;
  /** Sent instead of `args`: broken JSON, a list, a number. Google sends values, not text: there it must be JSON. */
  readonly rawArgs?: string;
  /** Google only: must come back with the call, or the fake refuses the next request. */
  readonly signature?: string;
}
export interface FakeUsage {
  /** All that went in, the cached part too. Default 100, 20 and 0. */
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
}

/** Answered in the provider's own error shape and status. */
export interface FakeFault {
  readonly fault: FaultKind;
  /** Sent the way the provider sends it. */
  readonly retryAfterMs?: number;
}
export type FaultKind =
  | 'rate-limited'
  | 'quota'
  | 'key'
  | 'no-such-model'
  | 'context-too-long'
  /** The request is refused by the provider's filter before a word is said. */
  | 'refused'
  | 'overloaded'
  | 'bad-request'
  /** An error event after the stream has begun. */
  | 'error-in-stream'
  /** The connection is broken without an answer. */
  | 'reset'
  /** The request is read and never answered. */
  | 'hang'
  /** Status 200 and a page of HTML. */
  | 'garbage'
  /** Status 200, an event stream, and what is in it is no JSON. */
  | 'garbage-in-stream';

/** Sent as it stands. */
export interface FakeRaw {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as it came, and the same read in one way for all providers. */
export interface FakeRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text: what a search for a name on the wire looks at. */
  readonly raw: string;
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** All system text. */
  readonly system: string;
  readonly messages: readonly FakeMessage[];
  /** Names of the tools that were offered. */
  readonly tools: readonly string[];
  /** The last message when it is the person's, else ''. */
  readonly said: string;
  /** The results at the end of the messages, oldest first; empty when a person spoke last. */
  readonly results: readonly FakeResult[];
  readonly temperature: number | null;
  readonly maxTokens: number | null;
  /** The shape asked for, however the provider is told. */
  readonly schema: unknown;
  /** Fulfilled when the client has gone before the answer was whole, or with false when it was sent whole. */
  readonly abandoned: Promise<boolean>;
}
export interface FakeMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly args: unknown }[];
}
export interface FakeResult {
  readonly id: string;
  readonly name: string;
  readonly content: string;
}

export interface LlmFake {
  /** What a client takes as base URL. */
  readonly url: string;
  /** The key that it accepts. */
  readonly key: string;
  /** Every request for an answer that passed the API's checks or not, in order of arrival. */
  readonly requests: readonly FakeRequest[];
  /** Requests for embeddings. */
  readonly embeddings: readonly FakeEmbedding[];
  /** What was wrong with requests, as the API's error said it; a test that expects none looks here. */
  readonly complaints: readonly string[];
  /** Replaces the script; the numbering starts anew. */
  say(script: FakeScript): void;
  close(): Promise<void>;
}
export interface FakeEmbedding {
  readonly model: string;
  readonly texts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface FakeOptions {
  /** Any other is refused. Default `test-key`; null accepts whatever comes. */
  readonly key?: string | null;
  /** Any other is "no such model". Default: all are there. */
  readonly models?: readonly string[];
  /** Parameters that this server refuses by name, as older or smaller ones do. */
  readonly refuses?: readonly string[];
  /** Sizes of embeddings by model. Default 8 for every model. */
  readonly dimensions?: Readonly<Record<string, number>>;
}

/** Words with the spaces that follow them, so that joined they are the text. */
export function pieces(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? (text.match(/\S*\s*/gu) ?? []).filter((piece) => piece !== '') : text;
}

/** The thrown thing that a fake answers as the API would answer a request that it does not accept. */
export class Complaint extends Error {
  readonly status: number;
  readonly kind: string;
  readonly param: string | null;
  readonly details: readonly unknown[];
  constructor(
    message: string,
    options: {
      readonly status?: number;
      readonly kind?: string;
      readonly param?: string | null;
      readonly details?: readonly unknown[];
    } = {},
  ) {
    super(message);
    this.status = options.status ?? 400;
    this.kind = options.kind ?? 'invalid_request_error';
    this.param = options.param ?? null;
    this.details = options.details ?? [];
  }
}

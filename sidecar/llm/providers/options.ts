/** What a provider needs to make a model; the names of settings are settled elsewhere. */
export interface ProviderOptions {
  /** As the provider calls it. */
  readonly model: string;
  /** Null where a server of one's own asks for none. */
  readonly apiKey: string | null;
  /** Default: the provider's own address. */
  readonly baseUrl?: string;
  /** Sent with every request: what a gateway in front of the provider wants to see. Their values are kept secret. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeouts: ProviderTimeouts;
  /** `Date.now` outside of tests; for providers that say when to come back as a time of day. */
  readonly now?: () => number;
}
export interface ProviderTimeouts {
  /** Until the first sign of an answer (a word, a thought, a call), ms. */
  readonly firstMs: number;
  /** Between two signs after that, ms. */
  readonly gapMs: number;
}

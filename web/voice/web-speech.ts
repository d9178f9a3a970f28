/** What is used of the Web Speech API. TypeScript's library leaves half of it out; browsers have it under a prefix, or not at all. */
export interface WebSpeech {
  readonly SpeechRecognition?: new () => WebRecogniser;
  readonly webkitSpeechRecognition?: new () => WebRecogniser;
  readonly speechSynthesis?: WebVoices;
  readonly SpeechSynthesisUtterance?: new (text: string) => WebUtterance;
  readonly navigator: { readonly language: string; readonly userAgent: string };
}

export interface WebRecogniser {
  continuous: boolean;
  interimResults: boolean;
  lang: string;
  onresult: ((event: WebResults) => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}
interface WebResults {
  /** First of the results that changed. */
  readonly resultIndex: number;
  readonly results: ArrayLike<{ readonly isFinal: boolean; readonly [index: number]: { readonly transcript: string } }>;
}

export interface WebVoices {
  getVoices(): readonly unknown[];
  speak(utterance: WebUtterance): void;
  cancel(): void;
}
export interface WebUtterance {
  lang: string;
  onend: (() => void) | null;
  onerror: (() => void) | null;
}

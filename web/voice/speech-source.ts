/**
 * Speech of the browser itself, for a call whose server has no recogniser or no voice. What it hears goes to the session as
 * `text.input`; what it speaks are the answers as text.
 */
export interface SpeechSource {
  /** This browser has a recogniser. */
  readonly hears: boolean;
  /** This browser has a voice. */
  readonly speaks: boolean;
  /** Where the sound goes, in words for the person: browsers send it to their maker's service. */
  readonly notice: string;
  /** The person has read it once and wants it so. */
  readonly agreed: boolean;
  agree(): void;
  /** Begins to listen; does nothing while it listens. */
  listen(events: SpeechSourceEvents): void;
  /** The person has finished: what was heard so far comes as final. */
  finish(): void;
  /** Listens no more; what was heard so far is forgotten. */
  abort(): void;
  /** Speaks one piece after the other. `onDone` comes once it was spoken, or was silenced. */
  speak(text: string, onDone: () => void): void;
  /** Stops speaking at once and forgets what was waiting. */
  silence(): void;
}

export interface SpeechSourceEvents {
  onInterim(text: string): void;
  onFinal(text: string): void;
  /** It stopped by itself and has to be asked again; `message` says why in words when something is wrong. */
  onStopped(message: string | null): void;
}

/** What a reader of slots is given, and what it answers. */
export interface SlotContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the employee. */
  readonly timeZone: string;
  /** Frappe date format such as `mm-dd-yyyy`; null when the user has none. */
  readonly dateFormat: string | null;
  readonly locale: string;
  /** ISO code of amounts without one. */
  readonly currency: string;
  /** Names of colleagues and contacts, when they are known. */
  readonly people?: readonly string[];
}

/**
 * The arguments of one tool that the words of one wish say, by the tool's own names: only what was said, nothing guessed.
 * Dates `YYYY-MM-DD`, moments `YYYY-MM-DD HH:MM` in the employee's zone, durations in minutes. Never throws on words.
 */
export type SlotReader = (text: string, context: SlotContext) => Readonly<Record<string, unknown>>;

/** Readers of one agent, by tool. */
export type SlotReaders = Readonly<Record<string, SlotReader>>;

/**
 * What the clients know for sure. A request that the network lost may or may not have happened, so each entry says what
 * was asked and, apart from that, what was answered.
 */
export interface Message {
  readonly user: string;
  readonly text: string;
  /** Null when it went through the site's `say` without a conversation and no answer came back. */
  conversation: string | null;
  /** Set when the message was accepted: from then on an answer is promised. */
  turn: string | null;
}

export interface Deed {
  readonly user: string;
  /** The day that is asked for, as far as the client can tell; ISO date. */
  day: string;
  /** The person said yes, in words or by a button; whether it arrived is another matter. */
  confirmAsked: boolean;
  /** The service answered that it was done. */
  confirmed: boolean;
  cancelAsked: boolean;
  cancelled: boolean;
  undoAsked: boolean;
  undone: boolean;
}

export interface Ledger {
  /** By client_message_id. */
  readonly messages: Map<string, Message>;
  /** By action id. */
  readonly deeds: Map<string, Deed>;
  deed(action: string, user: string, day?: string): Deed;
  /** Grows with everything that a client was told is done. */
  progress: number;
  /** Requests that a client had to repeat. */
  repeats: number;
  /** Finished runs through the script. */
  cycles: number;
}

export function createLedger(): Ledger {
  const deeds = new Map<string, Deed>();
  return {
    messages: new Map(),
    deeds,
    deed(action, user, day = '') {
      const known = deeds.get(action);
      if (known) return known;
      const fresh = {
        user,
        day,
        confirmAsked: false,
        confirmed: false,
        cancelAsked: false,
        cancelled: false,
        undoAsked: false,
        undone: false,
      };
      deeds.set(action, fresh);
      return fresh;
    },
    progress: 0,
    repeats: 0,
    cycles: 0,
  };
}

/**
 * How long anybody waits for what was promised before he calls it lost, ms. Long, because nothing is measured here: a
 * machine that is busy with other things is slow, and only what never comes is lost.
 */
export const PATIENCE_MS = 300_000;

/** A promise that the product did not keep. */
export class BrokenPromise extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenPromise';
  }
}

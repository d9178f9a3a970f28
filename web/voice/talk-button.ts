/** People let go before their last sound is over, ms. */
const TAIL_MS = 120;
/** A call of held buttons in which nothing happens ends by itself: it would use up voice minutes, ms. */
const IDLE_MS = 90_000;

/** The times of a call by holding: a little longer than the button, and not for ever. */
export interface TalkTimes {
  /** Let go: calls back when the last sound is in. */
  letGo(done: () => void): void;
  /** Pressed again before that. */
  hold(): void;
  /** Something happened; `isWaiting`: a call by holding that ends when nothing more does. */
  stir(isWaiting: boolean): void;
  close(): void;
}

export function createTalkTimes(onIdle: () => void): TalkTimes {
  let tail: ReturnType<typeof setTimeout> | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  return {
    letGo(done) {
      clearTimeout(tail);
      tail = setTimeout(done, TAIL_MS);
    },
    hold: () => clearTimeout(tail),
    stir(isWaiting) {
      clearTimeout(idle);
      if (isWaiting) idle = setTimeout(onIdle, IDLE_MS);
    },
    close() {
      clearTimeout(tail);
      clearTimeout(idle);
    },
  };
}

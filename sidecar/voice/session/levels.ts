/**
 * How loud the person of a session usually speaks. By root mean square alone: it tells somebody across the room from somebody
 * at the microphone, not one voice from another.
 */
export interface SpokenLevel {
  /** dBFS; null while nothing is known. */
  readonly usualDb: number | null;
  /** An utterance that was taken as the person's own. */
  learn(levelDb: number | null): void;
}

/** How much a new utterance counts beside those before. */
const SHARE = 0.3;

export function createSpokenLevel(): SpokenLevel {
  let usualDb: number | null = null;
  return {
    get usualDb() {
      return usualDb;
    },
    learn(levelDb) {
      if (levelDb !== null) usualDb = usualDb === null ? levelDb : usualDb + SHARE * (levelDb - usualDb);
    },
  };
}

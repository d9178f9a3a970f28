/** How loud the person of a session speaks, by the frames of his utterances. */
export interface UsualLevel {
  /** dBFS; null while nothing is known. */
  readonly db: number | null;
  /** A voiced frame of the utterance in hand. */
  sound(levelDb: number): void;
  /** The utterance in hand was a turn of his. */
  learn(): void;
  forget(): void;
  /** Not so much quieter than usual. */
  isWithin(levelDb: number, db: number): boolean;
}

/** How much a new utterance counts beside those before. */
const SHARE = 0.3;
const MOST_FRAMES = 1500;

export function createUsualLevel(): UsualLevel {
  let usual: number | null = null;
  let levels: number[] = [];
  return {
    get db() {
      return usual;
    },
    sound(level) {
      if (levels.length < MOST_FRAMES) levels.push(level);
    },
    learn() {
      const sorted = levels.toSorted((a, b) => a - b);
      // The upper part: what lies between words says nothing about how loud somebody speaks.
      const level = sorted[Math.floor(sorted.length * 0.75)];
      if (level !== undefined) usual = usual === null ? level : usual + SHARE * (level - usual);
      levels = [];
    },
    forget() {
      levels = [];
    },
    isWithin: (level, db) => usual === null || level >= usual - db,
  };
}

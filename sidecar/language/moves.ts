/** "move it from Thursday to Friday": where the words of the target begin. Pure; over a normalised text. */

const MOVE =
  /\b(?:moved?|moving|shift(?:ed)?|switch(?:ed)?|changed?|swap(?:ped)?|push(?:ed)?|resh?c?heduled?|resched|rebook(?:ed)?|postponed?|delay(?:ed)?|bump(?:ed)?|bring|brought|pull(?:ed)?|drag|shove|slide|put(?= .* (?:forward|back) to))\b/iu;

export interface MoveWords {
  /** `[from, upTo)` are the words of what is moved. */
  readonly from: number;
  readonly upTo: number;
  /** Where the words of the target begin. */
  readonly to: number;
}

/** Where the words of what is moved, and of its target, stand; null when nothing is moved to somewhere. */
export function splitMove(text: string): MoveWords | null {
  const moved = MOVE.exec(text);
  if (moved === null) return null;
  const tail = text.slice(moved.index);
  const to =
    /\bfrom\b.*?(?<way>\bto\b ?)(?=.*\S)/isu.exec(tail) ??
    /(?<way>\b(?:forward to|back to|to)\b ?)(?=.*\S)/isu.exec(tail);
  if (to === null) return null;
  const end = moved.index + to.index + to[0].length;
  return { from: moved.index, upTo: end - (to.groups?.['way'] ?? '').length, to: end };
}

/** Whether an utterance sounds like the person of this session, by what can be measured of it. */
export interface LevelCheck {
  /** An utterance that was taken as the person's own. */
  learn(levelDb: number | null): void;
  /** False: too far from how the person spoke so far, or no sound at all. */
  isLike(levelDb: number | null): boolean;
}

/** How much a new utterance counts beside those before. */
const SHARE = 0.3;

/** By root mean square alone: it tells somebody across the room from somebody at the microphone, not one voice from another. */
export function createLevelCheck(withinDb: number): LevelCheck {
  let usual: number | null = null;
  return {
    learn(levelDb) {
      if (levelDb === null) return;
      usual = usual === null ? levelDb : usual + SHARE * (levelDb - usual);
    },
    isLike: (levelDb) => levelDb !== null && (usual === null || Math.abs(levelDb - usual) <= withinDb),
  };
}

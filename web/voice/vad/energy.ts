/** Quieter than this is silence in any room, dBFS. */
const SILENCE_DB = -55;
/** The room's own level follows down fast and up slowly: by this much a frame of 20 ms, dB. */
const RISE_DB = 0.06;
const FALL_SHARE = 0.2;

/** Tells what is by so many dB louder than the room, frame by frame. */
export function createEnergyGate(aboveRoomDb: number): (level: number) => boolean {
  let room = -45;
  return (level) => {
    const db = 20 * Math.log10(Math.max(level, 1e-6));
    room = db < room ? room + (db - room) * FALL_SHARE : Math.min(room + RISE_DB, db);
    return db > Math.max(SILENCE_DB, room + aboveRoomDb);
  };
}

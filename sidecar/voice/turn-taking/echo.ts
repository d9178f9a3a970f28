import { wordsOf } from '../../language/normalise.ts';

/** Until it was heard, our own voice is expected in the microphone so much below what we send, dB. */
const FIRST_COUPLING_DB = -25;
/** How late it may come back: the client's buffer, the loudspeaker, the room, the network, ms. */
const LATEST_MS = 400;
/** What is explained by our own playing may be so much louder than the estimate, dB. */
const MARGIN_DB = 8;
/** Words that we said stay suspicious for so long after they were played, ms. */
const WORDS_MS = 1500;
/** What was said longer ago is forgotten, ms. */
const SAID_MS = 20_000;
/** Our playing quieter than this is a pause of ours, dBFS. */
const AUDIBLE_DB = -60;
/** What comes back is what we play but for a constant: so far it may spread around it, dB. */
const SPREAD_DB = 3;
const SILENT_DB = -96;
/** Too little moves in less to tell, dB, and in fewer frames. */
const LIVELY_DB = 3.5;
const FEWEST_FRAMES = 15;
/** Of a frame that is louder than thought: a person who begins softly is not our echo. */
const LEARN_LOUDER = 0.05;
/** So much louder than it was thought our own voice may come back all of a sudden, dB. */
const SURPRISE_DB = 17;
/** Where we are quieter than our loudest by so much the room is heard and not we, dB. */
const DEEP_DB = 22;
/** Lags that are compared, in frames of 20 ms. */
const MOST_LAG = 20;

/** What our own playing explains of what the microphone hears. */
export interface Echo {
  /** A frame of ours comes out of the loudspeaker at this time. */
  ours(at: number, levelDb: number): void;
  /** Words of ours that are being played from now on. */
  saying(at: number, text: string): void;
  /** The loudest that our playing explains at the microphone now, dBFS. */
  explainedDb(at: number): number;
  /** A frame that the person had no part in: the estimate learns from it. */
  learn(at: number, levelDb: number): void;
  /** The levels since `from` rise and fall as our playing did; then our playing is louder here than was thought. */
  isOurs(from: number, levels: readonly number[]): boolean;
  /** Every word is one that we have just said, in that order. */
  areOurWords(at: number, text: string): boolean;
}

export function createEcho(): Echo {
  const played: { readonly at: number; readonly levelDb: number }[] = [];
  let said: { readonly at: number; readonly words: readonly string[] }[] = [];
  let couplingDb = FIRST_COUPLING_DB;

  function loudest(at: number): number {
    let level = Number.NEGATIVE_INFINITY;
    for (let index = played.length - 1; index >= 0; index -= 1) {
      const one = played[index];
      if (one === undefined || one.at < at - LATEST_MS) break;
      if (one.at <= at) level = Math.max(level, one.levelDb);
    }
    return level;
  }
  function levelAt(at: number): number {
    const one = played.findLast((frame) => frame.at <= at);
    return one === undefined || at - one.at > 40 ? SILENT_DB : one.levelDb;
  }
  return {
    ours(at, levelDb) {
      played.push({ at, levelDb });
      if (played.length > 400) played.splice(0, 200);
    },
    saying(at, text) {
      said = [...said.filter((one) => at - one.at < SAID_MS), { at, words: wordsOf(text) }];
    },
    explainedDb(at) {
      const level = loudest(at);
      return level < AUDIBLE_DB ? Number.NEGATIVE_INFINITY : level + couplingDb + MARGIN_DB;
    },
    learn(at, levelDb) {
      const level = loudest(at);
      if (level < AUDIBLE_DB) return;
      const seen = levelDb - level;
      couplingDb = seen > couplingDb ? Math.min(0, couplingDb + LEARN_LOUDER * (seen - couplingDb)) : couplingDb - 0.02;
    },
    isOurs(from, levels) {
      if (levels.length < FEWEST_FRAMES || spread(levels) < LIVELY_DB) return false;
      let best = SPREAD_DB;
      let offset: number | null = null;
      for (let lag = 0; lag <= MOST_LAG; lag += 1) {
        const ours = levels.map((_, index) => levelAt(from + (index - lag) * 20));
        const audible = Math.max(...ours) - DEEP_DB;
        const apart = levels.flatMap((level, index) => {
          const our = ours[index] ?? SILENT_DB;
          return our < audible ? [] : [level - our];
        });
        if (apart.length < FEWEST_FRAMES || audible < AUDIBLE_DB - DEEP_DB) continue;
        const spreads = spread(apart);
        const louder = mean(apart);
        if (spreads > best || louder > couplingDb + SURPRISE_DB) continue;
        best = spreads;
        offset = louder;
      }
      if (offset === null) return false;
      couplingDb = Math.min(0, Math.max(couplingDb, offset + 3));
      return true;
    },
    areOurWords(at, text) {
      const last = played.at(-1);
      const words = wordsOf(text);
      if (words.length === 0 || last === undefined || at - last.at > WORDS_MS) return false;
      const ours = said.flatMap((one) => one.words);
      return ` ${ours.join(' ')} `.includes(` ${words.join(' ')} `);
    },
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Standard deviation. */
function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

import { cough, keys, type SaidWord, type Sound, say } from '../timeline.ts';

/** Something that happens while we speak, and whether it is meant for us. */
export interface Interruption {
  readonly kind: string;
  readonly name: string;
  readonly isMeant: boolean;
  readonly sounds: readonly Sound[];
  readonly words: readonly SaidWord[];
  /** Of the first sound, and the last, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What of our own speech comes back into the microphone, dB; the page's echo cancellation leaves about -35. */
  readonly couplingDb: number;
}

/** What we are saying meanwhile. */
export const OUR_WORDS =
  'you have fourteen days of annual leave left and ten days of sick leave in this year so you can take the whole week off if you like';

export const MEANT = [
  'stop',
  'no',
  'wait',
  'hang on',
  'no wait',
  'actually make it monday',
  'what about friday',
  'cancel that',
  'book it for tuesday',
  'hold on a second',
  'i meant the other one',
  'can you repeat that',
  'how many days are left',
  'thank you that is enough',
  'sorry go back',
  'yeah but what about marcus',
  'okay now book friday off',
  'that is wrong',
  'skip that',
  'louder please',
  'right and what about li',
  'i already know that',
  'let us talk about something else',
  'who is my manager',
];
export const BACKCHANNELS = [
  'mhm',
  'yeah',
  'okay',
  'right',
  'uh huh',
  'mm',
  'oh okay',
  'i see',
  'great',
  'got it',
  'really',
  'hmm',
  'ah',
];
/** Said beside somebody else's words they are shorter than words of one's own. */
const MUMBLED = 0.85;
export const OTHERS = [
  'did you see the game last night',
  'lunch is at twelve today',
  'could you pass me the stapler',
  'the printer is out of paper again',
];
/** When it begins: with our first word, soon after, in the middle. */
export const TIMES = [620, 760, 1500, 2740, 4100];

/** All families by all moments and kinds of echo; the seed decides the speakers. */
export function interruptions(seed: number): readonly Interruption[] {
  let last = seed * 1000;
  const next = () => {
    last += 1;
    return last;
  };
  const all: Interruption[] = [];
  const add = (
    kind: string,
    name: string,
    isMeant: boolean,
    at: number,
    make: { sounds: readonly Sound[]; words?: readonly SaidWord[] },
    couplingDb = -35,
  ) => {
    const toMs = Math.max(...make.sounds.map((sound) => sound.toMs), at);
    all.push({
      kind,
      name: `${name} at ${at} ms`,
      isMeant,
      sounds: make.sounds,
      words: make.words ?? [],
      fromMs: at,
      toMs,
      couplingDb,
    });
  };
  for (const [index, line] of MEANT.entries()) {
    for (const at of [TIMES[index % 5] ?? 1500, TIMES[(index + 2) % 5] ?? 1500]) {
      add('speech', line, true, at, say(line, { at, seed: next() }));
      add('speech over an echo', line, true, at, say(line, { at, seed: next(), levelDb: -22 }), -24);
    }
  }
  for (const [index, line] of BACKCHANNELS.entries()) {
    for (const at of [TIMES[index % 5] ?? 1500, TIMES[(index + 3) % 5] ?? 1500]) {
      add('backchannel', line, false, at, say(line, { at, seed: next(), levelDb: -27, pace: MUMBLED }));
    }
  }
  for (const at of TIMES) {
    for (const bursts of [1, 2, 3, 4])
      add('cough', `${bursts} bursts`, false, at, { sounds: cough(at, { bursts, ms: 150 + 25 * bursts }) });
    add('keyboard', '8 keys', false, at, { sounds: keys(at, {}) });
    add('keyboard', '20 loud keys', false, at, { sounds: keys(at, { count: 20, levelDb: -26 }) });
    add('room', 'a door', false, at, { sounds: [{ fromMs: at, toMs: at + 160, levelDb: -25, colour: 'hiss' }] });
    add('room', 'a lorry', false, at, { sounds: [{ fromMs: at, toMs: at + 2600, levelDb: -40, colour: 'hiss' }] });
    for (const line of OTHERS) add('other speaker', line, false, at, say(line, { at, seed: next(), levelDb: -44 }));
  }
  for (const couplingDb of [-30, -24, -18, -12]) {
    add('our echo', 'without words', false, 600, { sounds: [] }, couplingDb);
    // A recogniser that hears us gives our words.
    const ours = say(OUR_WORDS, { at: 600 + ECHO_MS, seed: OUR_SEED });
    add('our echo', 'with words', false, 600, { sounds: [], words: ours.words }, couplingDb);
  }
  return all;
}
/** The seed of our own voice, and how late it comes back. */
export const OUR_SEED = 99;
export const ECHO_MS = 140;

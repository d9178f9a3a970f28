import { coughSound, telephone, thud, traffic, typing } from '../noises.ts';
import { type Clip, type Spoken, speakLine } from '../spoken.ts';
import type { SaidWord } from '../timeline.ts';
import { BACKCHANNELS, type Interruption, MEANT, OTHERS, OUR_WORDS, TIMES } from './barge-in.ts';

/** An interruption with real sound. */
export interface SpokenInterruption extends Omit<Interruption, 'sounds'> {
  readonly clips: readonly Clip[];
}

/** No rule was made with these. */
const HELD_OUT_MEANT = [
  'enough',
  'that one please',
  'just a minute',
  'move it to monday',
  'when was that',
  'do not send it',
  'from the beginning please',
  'give it to marcus',
  'what else is there',
  'and on thursday',
  'show me the list again',
  'sorry i did not hear you',
  'never mind i found it',
  'read the second one',
];
const HELD_OUT_OTHERS = ['the train was late again', 'can somebody open the window', 'see you on wednesday then'];
/** How flite is made to hum. */
const HUMS: Readonly<Record<string, string>> = { mhm: 'um hum', mm: 'um', hmm: 'um', 'uh huh': 'uh huh' };

/** All families by all moments and kinds of echo, spoken by flite; the seed decides speakers, rooms and noises. */
export function spokenInterruptions(seed: number, which: 'tuned' | 'held-out'): readonly SpokenInterruption[] {
  let last = seed * 1000;
  const next = () => {
    last += 1;
    return last;
  };
  const [meant, others] = which === 'tuned' ? [MEANT, OTHERS] : [HELD_OUT_MEANT, HELD_OUT_OTHERS];
  const all: SpokenInterruption[] = [];
  const add = (kind: string, name: string, isMeant: boolean, at: number, what: Partial<Spoken>, couplingDb = -35) => {
    const clips = what.clips ?? [];
    const toMs = Math.max(at, ...clips.map(({ fromMs, samples }) => fromMs + samples.length / 16));
    all.push({
      kind,
      name: `${name} at ${at} ms`,
      isMeant,
      clips,
      words: what.words ?? [],
      fromMs: at,
      toMs,
      couplingDb,
    });
  };
  const noise = (kind: string, name: string, at: number, samples: Int16Array) =>
    add(kind, name, false, at, { clips: [{ fromMs: at, samples }] });

  for (const [index, line] of meant.entries()) {
    for (const at of [TIMES[index % 5] ?? 1500, TIMES[(index + 2) % 5] ?? 1500]) {
      add('speech', line, true, at, speakLine(line, { at, seed: next() }));
      add('speech over an echo', line, true, at, speakLine(line, { at, seed: next(), levelDb: -22 }), -24);
    }
  }
  for (const [index, line] of BACKCHANNELS.entries()) {
    for (const at of [TIMES[index % 5] ?? 1500, TIMES[(index + 3) % 5] ?? 1500])
      add('backchannel', line, false, at, backchannel(line, at, next()));
  }
  for (const at of TIMES) {
    for (const bursts of [1, 2, 3, 4]) noise('cough', `${bursts} bursts`, at, coughSound(next(), { bursts }));
    noise('keyboard', '8 keys', at, typing(next(), { keys: 8 }));
    noise('keyboard', '20 loud keys', at, typing(next(), { keys: 20, levelDb: -14 }));
    noise('room', 'a door', at, thud(next()));
    noise('traffic', 'a lorry', at, traffic(next()));
    noise('telephone', 'rings', at, telephone(next()));
    for (const line of others)
      add('other speaker', line, false, at, speakLine(line, { at, seed: next(), levelDb: -44, isMuffled: true }));
  }
  for (const couplingDb of [-30, -24, -18, -12]) {
    add('our echo', 'without words', false, 600, {}, couplingDb);
    add('our echo', 'with words', false, 600, { words: ourWords().words }, couplingDb);
  }
  return all;
}

/** Said beside somebody else's words they are softer, and the recogniser hears them as what they are. */
function backchannel(line: string, at: number, seed: number): Pick<Spoken, 'clips' | 'words'> {
  const { clips, words, endMs } = speakLine(HUMS[line] ?? line, { at, seed, levelDb: -27, stretch: 0.8 });
  const heard: readonly SaidWord[] = HUMS[line] === undefined ? words : [{ word: line, startMs: at, endMs }];
  return { clips, words: heard };
}

/** What we say meanwhile, and how late it comes back. */
export const ECHO_MS = 140;
export function ourWords(): Spoken {
  return speakLine(OUR_WORDS, { at: 600, seed: 99, levelDb: -18, voice: 'slt' });
}

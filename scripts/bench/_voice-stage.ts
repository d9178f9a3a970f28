import { silentLog } from '../../sidecar/lib/log.ts';
import { createPreview } from '../../sidecar/voice/turn-taking/completeness.ts';
import { openSilero } from '../../sidecar/voice/turn-taking/silero.ts';
import { sileroActivity } from '../../sidecar/voice/turn-taking/silero-activity.ts';
import { stateAwareTurnTaking } from '../../sidecar/voice/turn-taking/state-aware.ts';
import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import { hasFlite } from '../../test/fakes/speech/said.ts';
import type { SignAt } from '../../test/voice/hearing-room.ts';
import { interrupt } from '../../test/voice/interrupt.ts';
import { traffic } from '../../test/voice/noises.ts';
import { interruptions } from '../../test/voice/sets/barge-in.ts';
import { spokenInterruptions } from '../../test/voice/sets/spoken-barge-in.ts';
import { room, speakLine, voicedFrom } from '../../test/voice/spoken.ts';
import { interruptAloud } from '../../test/voice/spoken-interrupt.ts';
import { type Microphone, microphone, type SaidWord, say } from '../../test/voice/timeline.ts';

/** `tuned`: what the rules were made with; `held-out`: other sentences, speakers, rooms and noises. */
export type SetName = 'tuned' | 'held-out';
export const SEEDS: Readonly<Record<SetName, readonly number[]>> = { tuned: [1, 2], 'held-out': [21, 22] };

/** Turn-taking and, where something is judged beside it, how to wait for that. */
export interface Taking {
  readonly takeTurns?: OpenTurnTaking;
  readonly settled?: () => Promise<unknown>;
}

const NOISE_BEFORE_MS = 1000;
const NOISE_MS = 5000;

/** An interruption of a set, ready to be played. */
export interface Happening {
  readonly kind: string;
  readonly name: string;
  readonly isMeant: boolean;
  /** First and last sound, and the first frame with a pitch, ms. */
  readonly fromMs: number;
  readonly voicedMs: number;
  readonly toMs: number;
  readonly couplingDb: number;
  play(taking: Taking): Promise<readonly SignAt[]>;
}

/** Where the sets come from: spoken by flite, or hummed where it is not installed. Synthetic both. */
export interface Stage {
  readonly kind: 'spoken' | 'hummed';
  line(
    text: string,
    at: number,
    seed: number,
    room: number,
    /** A lorry goes by from before the last words on. */
    isNoisy: boolean,
  ): { readonly microphone: Microphone; readonly words: readonly SaidWord[]; readonly endMs: number };
  happenings(seed: number, set: SetName): readonly Happening[];
}

export function openStage(tell: (line: string) => void): Stage {
  if (hasFlite()) return spoken;
  tell('flite with the voices slt, rms and awb is not installed (apt install flite): hums stand for speech');
  return hummed;
}

const spoken: Stage = {
  kind: 'spoken',
  line(text, at, seed, roomSeed, isNoisy) {
    const { clips, words, endMs } = speakLine(text, { at, seed });
    const lorry = { fromMs: endMs - NOISE_BEFORE_MS, samples: traffic(seed, { ms: NOISE_MS }) };
    return { microphone: room(isNoisy ? [...clips, lorry] : clips, { seed: roomSeed }), words, endMs };
  },
  happenings: (seed, set) =>
    spokenInterruptions(seed, set).map((one) => ({
      ...one,
      voicedMs: voicedFrom(one.clips),
      play: (taking) => interruptAloud(one, seed, taking),
    })),
};
const hummed: Stage = {
  kind: 'hummed',
  line(text, at, seed, roomSeed, isNoisy) {
    const { sounds, words, endMs } = say(text, { at, seed });
    const fromMs = endMs - NOISE_BEFORE_MS;
    const lorry = { fromMs, toMs: fromMs + NOISE_MS, levelDb: -38, colour: 'hiss' } as const;
    return { microphone: microphone(isNoisy ? [...sounds, lorry] : sounds, { seed: roomSeed }), words, endMs };
  },
  // Hums have one set of interruptions; other seeds are other speakers.
  happenings: (seed) =>
    interruptions(seed).map((one) => ({
      ...one,
      voicedMs: one.fromMs,
      play: ({ takeTurns }) => interrupt(one, seed, takeTurns),
    })),
};

/** Turn-taking as a session has it, with Silero VAD; time stands still while it judges. */
export async function withSilero<T>(work: (taking: Taking) => Promise<T>): Promise<T> {
  const judges = openSilero(silentLog);
  if (!(await judges.ready())) throw new Error('Silero VAD could not be loaded');
  let judging: Promise<unknown>[] = [];
  const activity = () => {
    const judge = judges.open();
    return sileroActivity({
      judge(window) {
        const judged = judge.judge(window);
        judging.push(judged);
        return judged;
      },
      forget: judge.forget,
    });
  };
  const preview = createPreview({ now: () => Date.UTC(2026, 10, 23, 12), timeZone: 'UTC' });
  try {
    return await work({
      takeTurns: stateAwareTurnTaking({ preview, activity }),
      async settled() {
        const all = judging;
        judging = [];
        await Promise.all(all);
      },
    });
  } finally {
    await judges.close();
  }
}

import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import { listen, type SignAt } from './hearing-room.ts';
import { ECHO_MS, type Interruption, OUR_SEED, OUR_WORDS } from './sets/barge-in.ts';
import { FRAME_MS, type Microphone, microphone, type SaidWord, type Sound, say } from './timeline.ts';

/** We begin to speak at this time; before it the person has said something, so that his level is known. */
export const WE_BEGIN = 600;
/** Earlier by so much he spoke, as loud as he does. */
export const EARLIER = 3000;

/** Signs while we speak and something happens; times as in the interruption. */
export async function interrupt(
  one: Interruption,
  seed: number,
  takeTurns?: OpenTurnTaking,
): Promise<readonly SignAt[]> {
  const ours = say(OUR_WORDS, { at: WE_BEGIN + EARLIER, seed: OUR_SEED, levelDb: -18 });
  const later = ({ fromMs, toMs, ...rest }: Sound): Sound => ({
    ...rest,
    fromMs: fromMs + EARLIER,
    toMs: toMs + EARLIER,
  });
  const echo = ours.sounds.map(
    (sound): Sound => ({
      ...sound,
      fromMs: sound.fromMs + ECHO_MS,
      toMs: sound.toMs + ECHO_MS,
      levelDb: sound.levelDb + one.couplingDb,
    }),
  );
  const question = say('how many leave days do i have', { at: 400, seed });
  const levels = new Map<number, number>();
  for (const sound of ours.sounds) {
    for (let at = Math.floor(sound.fromMs / FRAME_MS) * FRAME_MS; at < sound.toMs; at += FRAME_MS)
      levels.set(at, sound.levelDb);
  }
  return await whileWeSpeak({
    microphone: microphone([...question.sounds, ...echo, ...one.sounds.map(later)], { seed }),
    question,
    one,
    levels,
    ...(takeTurns ? { takeTurns } : {}),
  });
}

/** The person asks something, we answer, and then it happens; signs from then on, times as in the interruption. */
export async function whileWeSpeak(
  call: {
    readonly microphone: Microphone;
    readonly question: { readonly words: readonly SaidWord[]; readonly endMs: number };
    readonly one: { readonly words: readonly SaidWord[]; readonly toMs: number };
    /** Of our own frames, by the time they come out of the loudspeaker. */
    readonly levels: ReadonlyMap<number, number>;
  } & Pick<Parameters<typeof listen>[0], 'takeTurns' | 'settled'>,
): Promise<readonly SignAt[]> {
  const { question, one, levels, ...heard } = call;
  const words = one.words.map(({ word, startMs, endMs }) => ({
    word,
    startMs: startMs + EARLIER,
    endMs: endMs + EARLIER,
  }));
  const quiet = { thinking: false, expects: 'anything' } as const;
  const signs = await listen({
    words: [...question.words, ...words],
    untilMs: Math.max(one.toMs, WE_BEGIN + 2000) + EARLIER + 1500,
    situation: { speaking: false, ...quiet },
    before: [
      { at: question.endMs + 400, situation: { speaking: false, thinking: true, expects: 'anything' } },
      { at: WE_BEGIN + EARLIER, situation: { speaking: true, ...quiet } },
    ],
    ours: (at) => levels.get(at) ?? -96,
    saying: OUR_WORDS,
    until: ['cut'],
    ...heard,
  });
  return signs.map(({ at, sign }) => ({ at: at - EARLIER, sign })).filter(({ at }) => at >= WE_BEGIN);
}

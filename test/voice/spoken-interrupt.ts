import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import type { SignAt } from './hearing-room.ts';
import { EARLIER, whileWeSpeak } from './interrupt.ts';
import { ECHO_MS, ourWords, type SpokenInterruption } from './sets/spoken-barge-in.ts';
import { amplified, type Clip, framesOf, room, speakLine } from './spoken.ts';
import { FRAME_MS } from './timeline.ts';

/** As `interrupt`, with recordings: signs while we speak and something happens; times as in the interruption. */
export async function interruptAloud(
  one: SpokenInterruption,
  seed: number,
  options: { readonly takeTurns?: OpenTurnTaking; readonly settled?: () => Promise<unknown> } = {},
): Promise<readonly SignAt[]> {
  const later = (clip: Clip): Clip => ({ ...clip, fromMs: clip.fromMs + EARLIER });
  const ours = ourWords().clips;
  const echo = ours.map(({ fromMs, samples }) =>
    later({ fromMs: fromMs + ECHO_MS, samples: amplified(samples, one.couplingDb), echoMs: ECHO_MS }),
  );
  const levels = new Map<number, number>();
  for (const { fromMs, samples } of ours) {
    const from = fromMs + EARLIER;
    for (const [index, frame] of framesOf(samples).entries())
      levels.set(Math.floor(from / FRAME_MS + index) * FRAME_MS, levelDb(frame));
  }
  // The person of the call has asked something before, as loud as he speaks.
  const question = speakLine('how many leave days do i have', { at: 400, seed, levelDb: -24 });
  return await whileWeSpeak({
    microphone: room([...question.clips, ...echo, ...one.clips.map(later)], { seed }),
    question,
    one,
    levels,
    ...options,
  });
}

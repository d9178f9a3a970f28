import { silentLog } from '../../sidecar/lib/log.ts';
import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import { createPreview } from '../../sidecar/voice/turn-taking/completeness.ts';
import { stateAwareTurnTaking } from '../../sidecar/voice/turn-taking/state-aware.ts';
import type { OpenTurnTaking, TurnSign, TurnSituation } from '../../sidecar/voice/turn-taking.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { FRAME_MS, type Microphone, type SaidWord } from './timeline.ts';

/** Words come so long after they end, ms. */
export const DELIVERY_MS = 120;

export const taking = stateAwareTurnTaking({
  preview: createPreview({ now: () => Date.UTC(2026, 10, 23, 12), timeZone: 'UTC' }),
});

export interface SignAt {
  readonly at: number;
  readonly sign: TurnSign;
}

/** What turn-taking makes of a stretch of sound and words; times from its beginning, ms. */
export async function listen(options: {
  readonly microphone: Microphone;
  readonly words: readonly SaidWord[];
  readonly untilMs: number;
  readonly situation: TurnSituation;
  /** Our speech: level of each frame that comes out of the loudspeaker. */
  readonly ours?: (atMs: number) => number;
  readonly saying?: string;
  readonly takeTurns?: OpenTurnTaking;
  /** Things that happen on the way. */
  readonly before?: readonly { readonly at: number; readonly situation: TurnSituation }[];
  /** Stops at the first of these. */
  readonly until?: readonly TurnSign[];
  /** What is judged beside us is waited for after each frame: time stands still meanwhile. */
  readonly settled?: () => Promise<unknown>;
}): Promise<readonly SignAt[]> {
  const start = Date.UTC(2026, 10, 23, 12);
  const clock = manualClock(start);
  const signs: SignAt[] = [];
  let isOver = false;
  const turnTaking = (options.takeTurns ?? taking)({
    clock,
    log: silentLog,
    handsFree: true,
    onSign(sign) {
      signs.push({ at: clock.now() - start, sign });
      isOver ||= sign === 'end' || sign === 'restore';
    },
  });
  turnTaking.situation(options.situation);
  if (options.saying !== undefined) turnTaking.saying?.(options.saying);
  const wasDucked = (at: number) => signs.findLast((one) => one.at <= at && one.sign !== 'speech')?.sign === 'duck';
  const queue = [...options.words];
  const changes = [...(options.before ?? [])];
  let text = '';
  // As a session does: the utterance in hand is over, and the recogniser gives what it had of it.
  const finalise = () => {
    if (isOver && text !== '') turnTaking.words({ type: 'final', text, confidence: 0.9, words: [] });
    if (isOver) text = '';
    isOver = false;
  };
  for (let at = 0; at < options.untilMs; at += FRAME_MS) {
    for (let change = changes[0]; change && change.at <= at; change = changes[0]) {
      changes.shift();
      turnTaking.situation(change.situation);
    }
    const ours = options.ours?.(at);
    if (ours !== undefined) turnTaking.playing?.({ at: start + at, levelDb: ours });
    // Words that are due within this frame come at their own time.
    for (let word = queue[0]; word && word.endMs + DELIVERY_MS <= at + FRAME_MS; word = queue[0]) {
      queue.shift();
      finalise();
      await clock.advance(Math.max(0, start + word.endMs + DELIVERY_MS - clock.now()));
      finalise();
      text = `${text} ${word.word}`.trim();
      turnTaking.words({ type: 'interim', text, confidence: 0.9 });
    }
    await clock.advance(start + at + FRAME_MS - clock.now());
    const samples = options.microphone.frame(at, wasDucked);
    turnTaking.sound({ samples, levelDb: levelDb(samples) });
    await options.settled?.();
    finalise();
    if (options.until?.some((sign) => signs.some((one) => one.sign === sign))) break;
  }
  turnTaking.close();
  return signs;
}

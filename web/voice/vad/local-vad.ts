import { createEnergyGate } from './energy.ts';
import { type VoiceJudge, WINDOW } from './silero.ts';

/** 20 ms at 16 kHz. */
export const FRAME = 320;
/** How much louder than the room a sound is that may be a voice, dB. */
const ABOVE_ROOM_DB = 9;
/** More probable than this is a voice. */
const VOICE = 0.5;
/** Without a model a sound counts as a voice when it lasts so many frames. */
const LOUD_FRAMES = 4;
/** A voice has ended after so many frames without one: between words there is less. */
const END_FRAMES = 20;
/** The gate was shut for so many frames: what comes is heard afresh, from a little before it. */
const FORGET_FRAMES = 25;
const LEAD_FRAMES = 10;
/** Windows that wait for the model; a machine that is slower than this is not waited for. */
const MOST_WAITING = 8;

/** Whether somebody speaks at this microphone, told at once: the service decides what it means. */
export interface LocalVad {
  push(frame: { readonly samples: Float32Array<ArrayBuffer>; readonly level: number }): void;
  readonly isVoice: boolean;
  /** Judged by the model, not by loudness alone. */
  readonly isSure: boolean;
  /** From now on the model judges. */
  use(judge: VoiceJudge): void;
}

export function createLocalVad(onChange: (isVoice: boolean) => void): LocalVad {
  const isLoud = createEnergyGate(ABOVE_ROOM_DB);
  const pending = new Float32Array(WINDOW + FRAME);
  let filled = 0;
  let lead: Float32Array[] = [];
  let judge: VoiceJudge | null = null;
  let shutFrames = FORGET_FRAMES;
  let loudFrames = 0;
  let quietFrames = 0;
  let probability = 0;
  let generation = 0;
  let waiting = 0;
  let isVoice = false;

  function listen(samples: Float32Array): void {
    pending.set(samples, filled);
    filled += samples.length;
    if (filled < WINDOW || judge === null) {
      filled %= WINDOW;
      return;
    }
    const window = pending.slice(0, WINDOW);
    pending.copyWithin(0, WINDOW, filled);
    filled -= WINDOW;
    if (waiting >= MOST_WAITING) return;
    const mine = generation;
    waiting += 1;
    queue = queue
      .then(() => (mine === generation ? judge?.judge(window) : undefined))
      .then(
        (told) => {
          if (mine !== generation || told === undefined) return;
          probability = told;
          settle();
        },
        (error: unknown) => {
          // The energy gate goes on alone.
          console.warn('the voice of this page is told by loudness alone', error);
          judge = null;
        },
      )
      .finally(() => {
        waiting -= 1;
      });
  }
  let queue: Promise<unknown> = Promise.resolve();

  function afresh(): void {
    generation += 1;
    judge?.forget();
    probability = 0;
    filled = 0;
    for (const frame of lead) listen(frame);
  }
  function settle(): void {
    const heard = shutFrames === 0 && (judge === null ? loudFrames >= LOUD_FRAMES : probability >= VOICE);
    if (heard) quietFrames = 0;
    const now = heard || (isVoice && quietFrames < END_FRAMES);
    if (now === isVoice) return;
    isVoice = now;
    onChange(now);
  }
  return {
    get isVoice() {
      return isVoice;
    },
    get isSure() {
      return judge !== null;
    },
    use(next) {
      judge = next;
      probability = 0;
      filled = 0;
    },
    push({ samples, level }) {
      const loud = isLoud(level);
      quietFrames += 1;
      loudFrames = loud ? loudFrames + 1 : 0;
      if (loud && shutFrames >= FORGET_FRAMES) afresh();
      shutFrames = loud ? 0 : shutFrames + 1;
      if (shutFrames < FORGET_FRAMES) listen(samples);
      lead = [...lead.slice(1 - LEAD_FRAMES), samples];
      settle();
    },
  };
}

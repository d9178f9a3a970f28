import { levelDb } from '../audio/pcm.ts';
import { createEnergyGate, type HeardFrame, periodicity, VOICE_PERIODICITY, type VoiceActivity } from './energy.ts';
import { type VoiceJudge, WINDOW } from './silero.ts';

/** More probable than this is a voice: speech is over 0.9 nearly throughout, a telephone begins with up to 0.8. */
const VOICE = 0.8;
/** The gate closed for so many frames: what comes next is heard afresh, a little before it begins. */
const FORGET_FRAMES = 25;
const LEAD_FRAMES = 5;
const FRAME = 320;

/**
 * The energy gate, and behind it pitch and Silero VAD, which must agree that something is a voice: a telephone has a pitch, a cough
 * sounds like a person. The model judges, while we speak, windows of 32 ms that are loud enough; a frame is taken for what the latest
 * judged window was, about 50 ms before. Without a model pitch alone tells.
 */
export function sileroActivity(judge: VoiceJudge): VoiceActivity {
  const gate = createEnergyGate();
  let before: Int16Array = new Int16Array(0);
  let lead: Int16Array[] = [];
  let closedFrames = FORGET_FRAMES;
  let pending = new Int16Array(WINDOW + FRAME);
  let filled = 0;
  let probability: number | null = null;
  let generation = 0;
  let hasModel = false;
  let isSpeaking = false;

  function listen(samples: Int16Array): void {
    pending.set(samples, filled);
    filled += samples.length;
    if (filled < WINDOW) return;
    const mine = generation;
    judge.judge(pending.slice(0, WINDOW)).then(
      (told) => {
        hasModel = told !== null;
        if (mine === generation) probability = told;
      },
      () => undefined,
    );
    pending.copyWithin(0, WINDOW, filled);
    filled -= WINDOW;
  }
  function afresh(): void {
    generation += 1;
    judge.forget();
    probability = null;
    pending = new Int16Array(WINDOW + FRAME);
    filled = 0;
    for (const frame of lead) listen(frame);
  }
  return {
    push(samples, knownDb): HeardFrame {
      const level = knownDb ?? levelDb(samples);
      const isVoiced = gate.push(level);
      const isPitched = isVoiced && periodicity(before, samples) >= VOICE_PERIODICITY;
      before = samples;
      if (isSpeaking && isVoiced && closedFrames >= FORGET_FRAMES) afresh();
      closedFrames = isVoiced ? 0 : closedFrames + 1;
      if (isSpeaking && closedFrames < FORGET_FRAMES) listen(samples);
      lead = [...lead.slice(1 - LEAD_FRAMES), samples];
      const isBelieved = !isSpeaking || !hasModel || (probability ?? 0) >= VOICE;
      return { levelDb: level, isVoiced, isVoice: isPitched && isBelieved };
    },
    whileSpeaking(now) {
      if (now === isSpeaking) return;
      isSpeaking = now;
      closedFrames = FORGET_FRAMES;
      if (!now) judge.forget();
    },
  };
}

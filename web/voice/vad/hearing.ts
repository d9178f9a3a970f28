import { VAD_PATH } from '@dartwing-va/contract/vad.ts';
import { createEnergyGate } from './energy.ts';
import { createLocalDuck, type LocalDuck } from './local-duck.ts';
import { createLocalVad } from './local-vad.ts';
import { openSilero, type VoiceJudge } from './silero.ts';

type Samples = Float32Array<ArrayBuffer>;
interface Frame {
  readonly samples: Samples;
  readonly level: number;
}

/** What is louder than the room by so much goes out, a voice or not: the service judges it, dB. */
const ABOVE_ROOM_DB = 5;
/** So much silence goes out after it: the service tells by it that the person has finished. Frames of 20 ms. */
const TRAIL_FRAMES = 150;
/** And so much of what was before it, or its first sound would be lost. */
const LEAD_FRAMES = 20;

/** The page's own ear in a hands-free call: the answer is lowered at once, and silence is not sent. */
export interface Hearing {
  /** What of the microphone's sound goes out now. */
  pass(frame: Frame): readonly Samples[];
  decided: LocalDuck['decided'];
  answer(isSpeaking: boolean): void;
}

/** One model a page: its files are loaded once, by the first call that needs them. */
let loading: Promise<VoiceJudge | null> | null = null;

/** @param door address of the voice door, `ws://.../api/v1/voice`; the files lie beside it */
function sileroOf(door: string): Promise<VoiceJudge | null> {
  loading ??= openSilero(door.replace(/^ws/, 'http').replace(/\/api\/v1\/voice$/, VAD_PATH)).catch((error: unknown) => {
    console.warn('the voice of this page is told by loudness alone', error);
    loading = null;
    return null;
  });
  return loading;
}

/** Who counts every byte goes without the model. */
function isSaving(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

export function createHearing(
  door: string,
  answer: { readonly duck: () => void; readonly restore: () => void },
  open: (door: string) => Promise<VoiceJudge | null> = (at) => (isSaving() ? Promise.resolve(null) : sileroOf(at)),
): Hearing {
  const duck = createLocalDuck(answer);
  const vad = createLocalVad((isVoice) => duck.voice(isVoice));
  const isLoud = createEnergyGate(ABOVE_ROOM_DB);
  let lead: Samples[] = [];
  let quietFrames = 0;
  let isAnswering = false;
  void open(door).then((judge) => {
    judge?.forget();
    if (judge) vad.use(judge);
  });
  return {
    pass(frame) {
      vad.push(frame);
      quietFrames = isLoud(frame.level) || vad.isVoice ? 0 : quietFrames + 1;
      // While an answer is spoken the service listens for more than a voice.
      if (quietFrames >= TRAIL_FRAMES && !isAnswering) {
        lead = [...lead.slice(1 - LEAD_FRAMES), frame.samples];
        return [];
      }
      const out = [...lead, frame.samples];
      lead = [];
      return out;
    },
    decided: duck.decided,
    answer(isSpeaking) {
      isAnswering = isSpeaking;
      duck.answer(isSpeaking);
    },
  };
}

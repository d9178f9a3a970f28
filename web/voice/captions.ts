import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { splitHeard, spokenLetters } from './heard.ts';

/** One utterance of a call, as it is shown while it happens. */
export interface Caption {
  readonly who: 'person' | 'assistant';
  /** Of the assistant's; blank for the person's. */
  readonly turnId: string;
  readonly text: string;
  /** Words that may still change, or more will come. */
  readonly isOpen: boolean;
  /** It is spoken: `playedMs` goes on. Written answers are read at once. */
  readonly isAloud: boolean;
  readonly playedMs: number;
  readonly durationMs: number | null;
  readonly isCut: boolean;
  /** What was played of it when it was cut, as the service counts it. */
  readonly heard: string | null;
}
/** A caption in three: said, still to be said, and cut off. */
export interface CaptionParts {
  readonly said: string;
  readonly coming: string;
  readonly cut: string;
}

const KEPT = 6;
const blank = {
  turnId: '',
  text: '',
  isOpen: true,
  isAloud: false,
  playedMs: 0,
  durationMs: null,
  isCut: false,
  heard: null,
} as const;

/** Folds one event of the call into its captions. */
export function foldCaptions(captions: readonly Caption[], event: VoiceEvent, speaks: boolean): readonly Caption[] {
  switch (event.type) {
    case 'transcription.interim':
      return personSays(captions, event.text, true);
    case 'transcription.final':
      return personSays(captions, event.text, false);
    case 'response.text':
      return answer(captions, event.turn_id, (one) =>
        event.is_complete
          ? { ...one, text: event.content, isOpen: false, isAloud: speaks }
          : { ...one, text: one.text + event.content, isAloud: speaks },
      );
    case 'audio.complete':
      return change(captions, event.turn_id, (one) => ({ ...one, durationMs: event.duration_ms }));
    case 'audio.control':
      return event.action === 'cut' ? change(captions, event.turn_id, (one) => ({ ...one, isCut: true })) : captions;
    case 'response.heard':
      return change(captions, event.turn_id, (one) => ({ ...one, isCut: true, isOpen: false, heard: event.content }));
    default:
      return captions;
  }
}

/** So much of an answer came out of the loudspeaker. */
export function withPlayed(captions: readonly Caption[], turnId: string, ms: number): readonly Caption[] {
  return change(captions, turnId, (one) => ({ ...one, playedMs: Math.max(one.playedMs, ms) }));
}

/** What the person began to say counts for nothing: a cough, or the button was let go without a word. */
export function withoutInterim(captions: readonly Caption[]): readonly Caption[] {
  return captions.filter((one) => one.who !== 'person' || !one.isOpen);
}

export function partsOf(caption: Caption): CaptionParts {
  const { text } = caption;
  if (caption.heard !== null) {
    const { heard, cut } = splitHeard(text, caption.heard);
    return { said: heard, coming: '', cut };
  }
  if (!caption.isAloud) return { said: text, coming: '', cut: '' };
  const end = spokenLetters(text, caption.playedMs, caption.durationMs);
  const rest = text.slice(end);
  return { said: text.slice(0, end), coming: caption.isCut ? '' : rest, cut: caption.isCut ? rest : '' };
}

function personSays(captions: readonly Caption[], text: string, isOpen: boolean): readonly Caption[] {
  return [...withoutInterim(captions), { ...blank, who: 'person' as const, text, isOpen }].slice(-KEPT);
}
function answer(captions: readonly Caption[], turnId: string, fold: (one: Caption) => Caption): readonly Caption[] {
  if (captions.some((one) => one.turnId === turnId)) return change(captions, turnId, fold);
  return [...captions, fold({ ...blank, who: 'assistant', turnId })].slice(-KEPT);
}
function change(captions: readonly Caption[], turnId: string, fold: (one: Caption) => Caption): readonly Caption[] {
  return captions.map((one) => (one.who === 'assistant' && one.turnId === turnId ? fold(one) : one));
}

import { classifyReply } from '../../language/replies.ts';

/** A card as it was read to the person. */
export interface ReadBack {
  readonly cardId: string;
  /** Of all that the card holds: a change makes another. */
  readonly digest: string;
  /** When the last of it was played, ms; null when it was not heard to the end. */
  readonly endedAt: number | null;
}

/** What is known when somebody answers a card aloud. */
export interface SpokenAnswer {
  readonly text: string;
  /** When the words began, ms. */
  readonly startedAt: number;
  /** Loudness of the voiced part, dBFS; null when no sound came with the words. */
  readonly levelDb: number | null;
  /** How loud the person of this session usually speaks; null while he has said nothing else. */
  readonly usualDb: number | null;
  /** The words, or their sound, are what we were playing ourselves. */
  readonly isOurEcho: boolean;
  /** The session that the sound came by is signed in as the card's owner. */
  readonly isOwnSession: boolean;
  readonly readBack: ReadBack | null;
  /** The card that waits now; null when none does. */
  readonly card: { readonly id: string; readonly digest: string; readonly isOverLimit: boolean } | null;
}

export interface ConfirmationLimits {
  /** After the read-back, ms. */
  readonly windowMs: number;
  /** From the session's own speech, dB. */
  readonly withinDb: number;
}

/** `counts`: it runs the card; the rest says why it must not, `not-a-yes` that it is for the turn to understand. */
export type SpokenVerdict =
  | 'counts'
  | 'not-a-yes'
  | 'no-card'
  | 'other-session'
  | 'our-own-voice'
  | 'no-sound'
  | 'too-quiet'
  | 'too-loud'
  | 'on-screen'
  | 'not-read'
  | 'changed'
  | 'too-late';

/** Whether a spoken yes counts. A no always does: it is never dangerous to do nothing. */
export function judgeSpokenYes(answer: SpokenAnswer, limits: ConfirmationLimits): SpokenVerdict {
  const { card, readBack, levelDb, usualDb } = answer;
  if (classifyReply(answer.text).kind !== 'yes') return 'not-a-yes';
  if (card === null) return 'no-card';
  if (!answer.isOwnSession) return 'other-session';
  if (answer.isOurEcho) return 'our-own-voice';
  if (levelDb === null) return 'no-sound';
  if (usualDb !== null && levelDb < usualDb - limits.withinDb) return 'too-quiet';
  if (usualDb !== null && levelDb > usualDb + limits.withinDb) return 'too-loud';
  if (card.isOverLimit) return 'on-screen';
  if (readBack === null) return 'not-read';
  if (readBack.cardId !== card.id || readBack.digest !== card.digest) return 'changed';
  if (readBack.endedAt === null || answer.startedAt < readBack.endedAt - OVERLAP_MS) return 'not-read';
  return answer.startedAt - readBack.endedAt > limits.windowMs ? 'too-late' : 'counts';
}

/** People answer over the last syllable of a question, ms. */
const OVERLAP_MS = 400;

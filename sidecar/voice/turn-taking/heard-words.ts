import { wordsOf } from '../../language/normalise.ts';
import type { SttEvent } from '../speech-to-text.ts';

/** The words of the utterance in hand, as a recogniser tells them piece by piece. */
export interface HeardWords {
  /** All words so far; null when the event is the belated end of the utterance before. */
  take(event: Extract<SttEvent, { type: 'interim' | 'final' }>): string | null;
  /** The utterance is over; what the recogniser still owes of it is no new one. */
  ended(): void;
  clear(): void;
}

export function createHeardWords(): HeardWords {
  let finals: string[] = [];
  let interim = '';
  /** Words that were not final when the utterance ended. */
  let owed = '';

  const plain = (text: string) => wordsOf(text).join(' ');
  return {
    take(event) {
      if (owed !== '') {
        const isOwed = event.type === 'final' || plain(event.text) === owed;
        if (event.type === 'final') owed = '';
        if (isOwed) return null;
        owed = '';
      }
      if (event.text.trim() === '') return null;
      if (event.type === 'interim') interim = event.text.trim();
      else {
        finals.push(event.text.trim());
        interim = '';
      }
      return [...finals, interim].filter((one) => one !== '').join(' ');
    },
    ended() {
      owed = plain(interim);
      finals = [];
      interim = '';
    },
    clear() {
      finals = [];
      interim = '';
      owed = '';
    },
  };
}

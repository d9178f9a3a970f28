import type { Manner } from '../lib/manner.ts';
import type { Personality } from './model.ts';

/** What chooses among sentences that are written beforehand. Plain values, so that rooms that know no personality can take it. */
export interface Tone {
  readonly manner: Manner;
  /** 1 to 10. */
  readonly warmth: number;
  readonly formality: number;
  readonly humor: number;
  readonly length: 'brief' | 'normal' | 'detailed';
  readonly smallTalk: 'none' | 'minimal' | 'conversational';
}

const HIGH = 7;
const CASUAL = 4;

/** The tone of a personality. The same personality always has the same one. */
export function toneOf(personality: Personality): Tone {
  return {
    manner: mannerOf(personality),
    warmth: personality.warmth,
    formality: personality.formality,
    humor: personality.humor,
    length: personality.response_length,
    smallTalk: personality.small_talk,
  };
}

/** Terse comes first: who wants it short wants that most. */
function mannerOf({ warmth, formality, humor, response_length: length }: Personality): Manner {
  if (length === 'brief') return 'terse';
  if (formality >= HIGH) return 'formal';
  if (formality > CASUAL) return 'plain';
  if (humor >= HIGH) return 'playful';
  return warmth >= HIGH ? 'warm' : 'plain';
}

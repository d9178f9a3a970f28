import { infoOf } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import type { IntentScorer } from './intent.ts';

/** Quick patterns and the trained classifier. A bare reply wants nothing by itself: `other`. */
export const trainedScorer: IntentScorer = {
  score: (text) =>
    recognise(text).map(({ label, score }) => ({
      intent: infoOf(label).intent.startsWith('meta.') ? 'other' : label,
      score,
    })),
};

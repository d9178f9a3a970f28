/** The trained classifier: which label an utterance has. Pure, below a tenth of a millisecond. */
import { featuresOf } from './features.ts';
import type { LabelScore } from './labels.ts';
import { committedModel, softmax, type TrainedModel } from './model.ts';

/** Below it a label is a shot in the dark. */
const LEAST = 0.05;
/** Below it a label yields to `other` before that is ahead by the whole margin. */
const GUESS = 0.35;
const PART_OF_MARGIN = 0.4;

/**
 * All labels, best first; `other` before all where it is ahead far enough, else right behind the best. The words are taken as one wish; `understand`
 * takes several apart.
 */
export function classify(text: string, model: TrainedModel = committedModel()): readonly LabelScore[] {
  const chances = softmax(model.logits(featuresOf(text)), model.temperature);
  const scores = model.labels
    .map((label, index): LabelScore => ({ label, score: chances[index] ?? 0 }))
    .sort((a, b) => b.score - a.score);
  const other = scores.find(({ label }) => label === 'other');
  const inScope = scores.filter(({ label }) => label !== 'other');
  const [best] = inScope;
  if (other === undefined || best === undefined) return scores;
  const ahead = other.score - best.score;
  const isOther =
    ahead > model.margin || (best.score < GUESS && ahead > model.margin * PART_OF_MARGIN) || best.score < LEAST;
  return isOther ? [{ label: 'other', score: 1 - best.score }, ...inScope] : [best, other, ...inScope.slice(1)];
}

/** The trained classifier: which label an utterance has. Pure, below a tenth of a millisecond. */
import { featuresOf } from './features.ts';
import type { LabelScore } from './labels.ts';
import { committedModel, type LinearModel, softmax } from './model.ts';

/**
 * All labels, best first. `other` comes first when no label is sure enough. The words are taken as one wish; `understand`
 * takes several apart.
 */
export function classify(text: string, model: LinearModel = committedModel()): readonly LabelScore[] {
  const chances = softmax(model.logits(featuresOf(text)), model.temperature);
  const scores = model.labels
    .map((label, index): LabelScore => ({ label, score: chances[index] ?? 0 }))
    .sort((a, b) => b.score - a.score);
  const [best] = scores;
  if (best === undefined || best.label === 'other' || best.score >= model.threshold) return scores;
  return [{ label: 'other', score: 1 - best.score }, ...scores.filter(({ label }) => label !== 'other')];
}

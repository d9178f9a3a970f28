import { isHeldOut, labelOf, type Utterance } from '../../sidecar/language/nlu/corpus.ts';
import { featuresOf } from '../../sidecar/language/nlu/features.ts';
import { LABEL_NAMES, type Label } from '../../sidecar/language/nlu/labels.ts';
import { type ModelFile, softmax } from '../../sidecar/language/nlu/model.ts';
import { readCorpus } from './_nlu-corpus.ts';
import { packed } from './_nlu-pack.ts';
import { type Example, foldOf, train, trainedLogits } from './_nlu-train.ts';

export const name = 'nlu';

const FOLDS = 3;
/** Of what is in scope, the share that training groups may lose to `other`. */
const REJECTED = 0.025;
const TEMPERATURES = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3];

/** sidecar/language/nlu/model.gen.json: trained on the groups that are not held out. */
export async function generate(): Promise<Map<string, string>> {
  const model = modelFrom(await readCorpus());
  return new Map([['sidecar/language/nlu/model.gen.json', `${JSON.stringify(model, null, 1)}\n`]]);
}

/** Trains on what is not held out; temperature and margin come from cross-validation within it. */
export function modelFrom(corpus: readonly Utterance[]): ModelFile {
  const taught = corpus.filter((utterance) => !isHeldOut(utterance.group ?? ''));
  const labelled = taught.flatMap((utterance) => {
    const label = labelOf(utterance);
    return label === null ? [] : [{ label, text: utterance.text, group: utterance.group ?? '' }];
  });
  const labels = LABEL_NAMES.filter((label) => labelled.some((each) => each.label === label));
  const examples = labelled.map(
    ({ label, text, group }): Example => ({ features: featuresOf(text), column: labels.indexOf(label), group }),
  );
  return packed(train(examples, labels.length), labels, calibrated(examples, labels));
}

interface Judged {
  readonly logits: Float64Array;
  readonly column: number;
}

function calibrated(examples: readonly Example[], labels: readonly Label[]): { temperature: number; margin: number } {
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const trained = train(
      examples.filter(({ group }) => foldOf(group, FOLDS) !== fold),
      labels.length,
    );
    for (const { features, column, group } of examples) {
      if (foldOf(group, FOLDS) === fold) judged.push({ logits: trainedLogits(trained, features), column });
    }
  }
  const temperature = TEMPERATURES.reduce((best, each) => (loss(judged, each) < loss(judged, best) ? each : best));
  return { temperature, margin: marginOf(judged, labels.indexOf('other'), temperature) };
}

/** Mean squared error of the probabilities: small when they are right and no surer than they may be. */
function loss(judged: readonly Judged[], temperature: number): number {
  let sum = 0;
  for (const { logits, column } of judged) {
    softmax(logits, temperature).forEach((chance, index) => {
      const wrong = chance - (index === column ? 1 : 0);
      sum += wrong * wrong;
    });
  }
  return sum / judged.length;
}

/** By how much `other` may be ahead so that the share `REJECTED` of what is in scope is lost to it. */
function marginOf(judged: readonly Judged[], other: number, temperature: number): number {
  const ahead = judged
    .filter(({ column }) => column !== other)
    .map(({ logits }) => {
      const chances = softmax(logits, temperature);
      const best = Math.max(...chances.map((chance, column) => (column === other ? 0 : chance)));
      return (chances[other] ?? 0) - best;
    })
    .sort((a, b) => b - a);
  return Math.round((ahead[Math.floor(ahead.length * REJECTED)] ?? 0) * 1000) / 1000;
}

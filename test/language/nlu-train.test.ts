import { describe, expect, test } from 'vitest';
import { descend, logitsOf } from '../../scripts/gen/_nlu-net.ts';
import { packed } from '../../scripts/gen/_nlu-pack.ts';
import { type Example, merged, type TrainOptions, train, trainedLogits } from '../../scripts/gen/_nlu-train.ts';
import { featuresOf } from '../../sidecar/language/nlu/features.ts';
import type { Label } from '../../sidecar/language/nlu/labels.ts';
import { modelOf } from '../../sidecar/language/nlu/model.ts';

const LABELS = ['submit_expense', 'set_reminder'] as const satisfies readonly Label[];
const TAUGHT: readonly (readonly [string, Label, string])[] = [
  ['expense 45 for a taxi', 'submit_expense', 'a'],
  ['I paid 12 dollars for lunch, expense it', 'submit_expense', 'b'],
  ['claim 20 euros for parking', 'submit_expense', 'c'],
  ['put in an expense for the taxi', 'submit_expense', 'd'],
  ['remind me to call Anna tomorrow', 'set_reminder', 'e'],
  ['set a reminder for Friday at 3', 'set_reminder', 'f'],
  ['remind me at 5 to leave', 'set_reminder', 'g'],
  ['a reminder to send the form tomorrow', 'set_reminder', 'h'],
];
const examples = TAUGHT.map(
  ([text, label, group]): Example => ({ features: featuresOf(text), column: LABELS.indexOf(label as never), group }),
);
const OPTIONS: TrainOptions = {
  nets: 3,
  units: 4,
  epochs: 30,
  rate: 0.5,
  hiddenRate: 0.2,
  dropped: 0.2,
  asleep: 0.1,
  keep: 20,
};
const trained = train(examples, LABELS.length, OPTIONS);
const unknown = ['expense 99 for a taxi on Monday', 'please remind me to pay the rent on Friday'];

function bestOf(logits: Float64Array): number {
  return logits.indexOf(Math.max(...logits));
}

describe('training', () => {
  test('learns what the examples have in common', () => {
    expect(unknown.map((text) => bestOf(trainedLogits(trained, featuresOf(text))))).toEqual([0, 1]);
  });

  test('comes to the same numbers each time', () => {
    const again = train(examples, LABELS.length, OPTIONS);
    expect(packed(again, LABELS, { temperature: 1, margin: 0 })).toEqual(
      packed(trained, LABELS, { temperature: 1, margin: 0 }),
    );
  });

  test('keeps no more features than it may', () => {
    expect(trained.rows.size).toBe(OPTIONS.keep);
  });

  test('several networks made into one have the mean of what each says', () => {
    const seen = { rows: Int32Array.of(0, 2), values: Float32Array.of(0.6, 0.8) };
    const nets = [1, 2, 3].map((seed) =>
      descend([{ ...seen, column: seed % 2 }], { ...OPTIONS, columns: 2, rows: 3, seed }),
    );
    const each = nets.map((net) => logitsOf(net, seen));
    const mean = [0, 1].map((column) => each.reduce((sum, logits) => sum + (logits[column] ?? 0), 0) / 3);
    expect(new Set(each.map((logits) => logits[0])).size).toBe(3);
    for (const [column, logit] of logitsOf(merged(nets), seen).entries())
      expect(logit).toBeCloseTo(mean[column] ?? 9, 5);
  });
});

describe('the file of a model', () => {
  const file = packed(trained, LABELS, { temperature: 0.8, margin: 0.1 });

  test('says nearly what the trained network says', () => {
    const model = modelOf(file);
    expect(model).toMatchObject({ labels: LABELS, temperature: 0.8, margin: 0.1 });
    for (const text of [...unknown, ...TAUGHT.map(([taught]) => taught)]) {
      const exact = trainedLogits(trained, featuresOf(text));
      const read = model.logits(featuresOf(text));
      expect(bestOf(read), text).toBe(bestOf(exact));
      for (const [column, logit] of read.entries())
        expect(Math.abs(logit - (exact[column] ?? 0)), text).toBeLessThan(0.4);
    }
  });

  test('one that does not fit together is refused', () => {
    expect(() => modelOf({ ...file, units: file.units + 1 })).toThrow('npm run gen');
    expect(() => modelOf({ ...file, hashes: '' })).toThrow('npm run gen');
    expect(() => modelOf({ ...file, labels: ['nobody', 'submit_expense'] })).toThrow('nobody');
  });
});

/** Training of the classifier: the same numbers on every machine, by IEEE arithmetic in a fixed order. */
import type { FeatureVector } from '../../sidecar/language/nlu/features.ts';
import { hashOf } from '../../sidecar/language/nlu/features.ts';
import { softmax } from '../../sidecar/language/nlu/model.ts';

export interface Example {
  readonly features: FeatureVector;
  /** Column of its label. */
  readonly column: number;
  readonly group: string;
}

export interface Trained {
  readonly columns: number;
  /** Row of a feature's hash. */
  readonly rows: ReadonlyMap<number, number>;
  readonly bias: Float64Array;
  /** Rows of `columns`. */
  readonly weights: Float64Array;
}

export interface TrainOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Share of a weight that is lost each time it is touched. */
  readonly decay: number;
  /** Share of an example's features that an epoch leaves out. */
  readonly dropped: number;
  /** Features that are kept; the others are forgotten and the rest trained on. */
  readonly keep: number;
  readonly finishingEpochs: number;
}

export const OPTIONS: TrainOptions = {
  epochs: 20,
  rate: 0.5,
  decay: 1e-5,
  dropped: 0.3,
  keep: 9500,
  finishingEpochs: 4,
};

/** Multinomial logistic regression by AdaGrad. */
export function train(examples: readonly Example[], columns: number, options: TrainOptions = OPTIONS): Trained {
  const first = descend(examples, columns, rowsOf(examples), options, options.epochs, null);
  if (first.rows.size <= options.keep) return first;
  const kept = strongest(first, examples, options.keep);
  return descend(examples, columns, kept.rows, options, options.finishingEpochs, kept);
}

/** Features that more than one group has, in the order of their first appearance: what only one group says teaches nothing of others. */
function rowsOf(examples: readonly Example[]): ReadonlyMap<number, number> {
  const firstGroup = new Map<number, string>();
  const shared = new Set<number>();
  for (const { features, group } of examples) {
    for (const hash of features.hashes) {
      const known = firstGroup.get(hash);
      if (known === undefined) firstGroup.set(hash, group);
      else if (known !== group) shared.add(hash);
    }
  }
  const rows = new Map<number, number>();
  for (const hash of firstGroup.keys()) if (shared.has(hash)) rows.set(hash, rows.size);
  return rows;
}

function descend(
  examples: readonly Example[],
  columns: number,
  rows: ReadonlyMap<number, number>,
  options: TrainOptions,
  epochs: number,
  start: Trained | null,
): Trained {
  const bias = start === null ? new Float64Array(columns) : start.bias.slice();
  const weights = start === null ? new Float64Array(rows.size * columns) : start.weights.slice();
  const biasSquares = new Float64Array(columns).fill(0.1);
  const squares = new Float64Array(rows.size * columns).fill(0.1);
  const known = examples.map(({ features, column }) => {
    const offsets: number[] = [];
    const values: number[] = [];
    features.hashes.forEach((hash, index) => {
      const row = rows.get(hash);
      if (row === undefined) return;
      offsets.push(row * columns);
      values.push(features.values[index] ?? 0);
    });
    return { offsets: Int32Array.from(offsets), values: Float64Array.from(values), column };
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of shuffled(known.length, epoch)) {
      const example = known[index];
      if (example === undefined) continue;
      const logits = bias.slice();
      const { offsets } = example;
      const values = thinned(example.values, options.dropped, index, epoch);
      for (let at = 0; at < offsets.length; at++) {
        const offset = offsets[at] ?? 0;
        const value = values[at] ?? 0;
        for (let column = 0; column < columns; column++)
          logits[column] = (logits[column] ?? 0) + value * (weights[offset + column] ?? 0);
      }
      const chances = softmax(logits, 1);
      for (let column = 0; column < columns; column++) {
        const slope = (chances[column] ?? 0) - (column === example.column ? 1 : 0);
        // What hardly moves is not worth the time.
        if (slope < 0.003 && slope > -0.003) continue;
        const biasSquare = (biasSquares[column] ?? 0) + slope * slope;
        biasSquares[column] = biasSquare;
        bias[column] = (bias[column] ?? 0) - (options.rate * 0.1 * slope) / Math.sqrt(biasSquare);
        for (let at = 0; at < offsets.length; at++) {
          const place = (offsets[at] ?? 0) + column;
          const gradient = slope * (values[at] ?? 0);
          const square = (squares[place] ?? 0) + gradient * gradient;
          squares[place] = square;
          const weight = (weights[place] ?? 0) * (1 - options.decay);
          weights[place] = weight - (options.rate * gradient) / Math.sqrt(square);
        }
      }
    }
  }
  return { columns, rows, bias, weights };
}

/** Some values left out, others each epoch, so that no example hangs on a single word; the rest is made up for it. */
function thinned(values: Float64Array, share: number, index: number, epoch: number): Float64Array {
  const limit = share * 2 ** 32;
  let state = (Math.imul(index, 2654435761) + Math.imul(epoch, 40503)) >>> 0;
  return values.map((value) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state < limit ? 0 : value / (1 - share);
  });
}

/** The same order each time, another one each epoch. */
function shuffled(count: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  let state = (epoch + 1) * 2654435761;
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** Rows that move logits most over the examples, in their old order. */
function strongest(trained: Trained, examples: readonly Example[], keep: number): Trained {
  const { columns, rows, weights } = trained;
  const used = new Float64Array(rows.size);
  for (const { features } of examples) {
    features.hashes.forEach((hash, index) => {
      const row = rows.get(hash);
      const value = features.values[index] ?? 0;
      if (row !== undefined) used[row] = (used[row] ?? 0) + value * value;
    });
  }
  const force = Float64Array.from({ length: rows.size }, (_, row) => {
    let mean = 0;
    for (let column = 0; column < columns; column++) mean += weights[row * columns + column] ?? 0;
    mean /= columns;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const away = (weights[row * columns + column] ?? 0) - mean;
      sum += away * away;
    }
    return sum * (used[row] ?? 0);
  });
  const limit = force.slice().sort()[rows.size - keep] ?? 0;
  const keptRows = new Map<number, number>();
  for (const [hash, row] of rows)
    if ((force[row] ?? 0) >= limit && keptRows.size < keep) keptRows.set(hash, keptRows.size);
  const keptWeights = new Float64Array(keptRows.size * columns);
  for (const [hash, row] of keptRows) {
    const from = (rows.get(hash) ?? 0) * columns;
    keptWeights.set(weights.subarray(from, from + columns), row * columns);
  }
  return { columns, rows: keptRows, bias: trained.bias, weights: keptWeights };
}

/** Which of `folds` parts a group belongs to; one more hash than the one that holds groups out. */
export function foldOf(group: string, folds: number): number {
  return hashOf(`fold ${group}`) % folds;
}

export function logitsOf(trained: Trained, features: FeatureVector): Float64Array {
  const { columns, rows, weights } = trained;
  const sums = trained.bias.slice();
  features.hashes.forEach((hash, index) => {
    const row = rows.get(hash);
    const value = features.values[index] ?? 0;
    if (row === undefined) return;
    for (let column = 0; column < columns; column++)
      sums[column] = (sums[column] ?? 0) + value * (weights[row * columns + column] ?? 0);
  });
  return sums;
}

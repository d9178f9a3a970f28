/** Training of the classifier: which features are kept, and several networks made into one. */
import type { FeatureVector } from '../../sidecar/language/nlu/features.ts';
import { hashOf } from '../../sidecar/language/nlu/features.ts';
import { descend, logitsOf, type Net, type NetExample, type NetOptions } from './_nlu-net.ts';

export interface Example {
  readonly features: FeatureVector;
  /** Column of its label. */
  readonly column: number;
  readonly group: string;
}

export interface Trained {
  readonly net: Net;
  /** Row of a feature's hash. */
  readonly rows: ReadonlyMap<number, number>;
}

export interface TrainOptions extends Omit<NetOptions, 'columns' | 'rows' | 'seed'> {
  /** Networks that differ in what they start from and leave out; the mean of their logits is better than any of them. */
  readonly nets: number;
  /** Features that are kept. */
  readonly keep: number;
}

export const OPTIONS: TrainOptions = {
  nets: 4,
  units: 32,
  epochs: 12,
  rate: 0.5,
  hiddenRate: 0.2,
  dropped: 0.3,
  asleep: 0.2,
  keep: 6500,
};

/** How long the network is trained that tells which features count. */
const SCOUT_EPOCHS = 5;

export function train(examples: readonly Example[], columns: number, options: TrainOptions = OPTIONS): Trained {
  const all = sharedRows(examples);
  const rows = all.size <= options.keep ? all : strongest(examples, all, columns, options);
  const seen = seenBy(examples, rows);
  const nets = Array.from({ length: options.nets }, (_, index) =>
    descend(seen, { ...options, columns, rows: rows.size, seed: 1 + index * 100 }),
  );
  return { net: merged(nets), rows };
}

/** Features that more than one group has, in the order of their first appearance: what only one group says teaches nothing of others. */
function sharedRows(examples: readonly Example[]): ReadonlyMap<number, number> {
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

function seenBy(examples: readonly Example[], rows: ReadonlyMap<number, number>): readonly NetExample[] {
  return examples.map(({ features, column }) => ({ ...placed(features, rows), column }));
}

function placed({ hashes, values }: FeatureVector, rows: ReadonlyMap<number, number>): Omit<NetExample, 'column'> {
  const known: number[] = [];
  const amounts: number[] = [];
  hashes.forEach((hash, index) => {
    const row = rows.get(hash);
    if (row === undefined) return;
    known.push(row);
    amounts.push(values[index] ?? 0);
  });
  return { rows: Int32Array.from(known), values: Float32Array.from(amounts) };
}

/** The features that move the logits of a quickly trained network most over the examples, in their old order. */
function strongest(
  examples: readonly Example[],
  rows: ReadonlyMap<number, number>,
  columns: number,
  options: TrainOptions,
): ReadonlyMap<number, number> {
  const scout = { ...options, columns, rows: rows.size, units: 0, epochs: SCOUT_EPOCHS, seed: 0 };
  const { wide } = descend(seenBy(examples, rows), scout);
  const used = new Float64Array(rows.size);
  for (const { features } of examples) {
    features.hashes.forEach((hash, index) => {
      const row = rows.get(hash);
      const value = features.values[index] ?? 0;
      if (row !== undefined) used[row] = (used[row] ?? 0) + value * value;
    });
  }
  const force = used.map((amount, row) => {
    const weights = wide.subarray(row * columns, (row + 1) * columns);
    let mean = 0;
    for (const weight of weights) mean += weight / columns;
    let sum = 0;
    for (const weight of weights) sum += (weight - mean) * (weight - mean);
    return sum * amount;
  });
  const limit = force.slice().sort()[rows.size - options.keep] ?? 0;
  const kept = new Map<number, number>();
  for (const [hash, row] of rows) {
    if ((force[row] ?? 0) >= limit && kept.size < options.keep) kept.set(hash, kept.size);
  }
  return kept;
}

/** One network whose logits are the mean of theirs: their units side by side, each with its share of a say. */
export function merged(nets: readonly Net[]): Net {
  const [first] = nets;
  if (first === undefined) throw new RangeError('There is nothing to merge');
  const share = 1 / nets.length;
  const mean = (of: (net: Net) => Float32Array): Float32Array => {
    const sums = new Float64Array(of(first).length);
    for (const net of nets) {
      of(net).forEach((weight, at) => {
        sums[at] = (sums[at] ?? 0) + weight * share;
      });
    }
    return Float32Array.from(sums);
  };
  const units = first.units * nets.length;
  const rowCount = first.units === 0 ? 0 : first.hidden.length / first.units;
  const hidden = new Float32Array(rowCount * units);
  const out = new Float32Array(units * first.columns);
  const hiddenBias = new Float32Array(units);
  nets.forEach((net, index) => {
    const offset = index * net.units;
    hiddenBias.set(net.hiddenBias, offset);
    out.set(
      net.out.map((weight) => weight * share),
      offset * net.columns,
    );
    for (let row = 0; row < rowCount; row++)
      hidden.set(net.hidden.subarray(row * net.units, (row + 1) * net.units), row * units + offset);
  });
  return {
    columns: first.columns,
    units,
    bias: mean((net) => net.bias),
    hiddenBias,
    wide: mean((net) => net.wide),
    hidden,
    out,
  };
}

/** Which of `folds` parts a group belongs to; one more hash than the one that holds groups out. */
export function foldOf(group: string, folds: number): number {
  return hashOf(`fold ${group}`) % folds;
}

export function trainedLogits({ net, rows }: Trained, features: FeatureVector): Float64Array {
  return logitsOf(net, placed(features, rows));
}

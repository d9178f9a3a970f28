/** Descent of one network: the same numbers on every machine, by IEEE arithmetic in a fixed order. */
import { softmax } from '../../sidecar/language/nlu/model.ts';

/** What the network sees of an example: places of its features' rows, and how much there is of each. */
export interface NetExample {
  readonly rows: Int32Array;
  readonly values: Float32Array;
  /** Column of its label. */
  readonly column: number;
}

/** Logits are `bias` + features through `wide` + features through `hidden`, what is positive of it, through `out`. */
export interface Net {
  readonly columns: number;
  readonly units: number;
  readonly bias: Float32Array;
  readonly hiddenBias: Float32Array;
  /** Rows of `columns`. */
  readonly wide: Float32Array;
  /** Rows of `units`. */
  readonly hidden: Float32Array;
  /** One row of `columns` a unit. */
  readonly out: Float32Array;
}

export interface NetOptions {
  readonly columns: number;
  readonly rows: number;
  readonly units: number;
  readonly epochs: number;
  readonly rate: number;
  readonly hiddenRate: number;
  /** Share of an example's features that an epoch leaves out. */
  readonly dropped: number;
  /** Share of the units that sleep through an example. */
  readonly asleep: number;
  readonly seed: number;
}

/** What hardly moves is not worth the time. */
const STILL = 0.003;
const START = 0.1;
const BIAS_SHARE = 0.1;

/** Numbers from 0 to below 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function newNet({ columns, rows, units, seed }: NetOptions): Net {
  const random = randomOf(seed + 77);
  const around = (count: number, size: number): Float32Array =>
    Float32Array.from({ length: count }, () => (random() + random() + random() - 1.5) * size);
  return {
    columns,
    units,
    bias: new Float32Array(columns),
    hiddenBias: new Float32Array(units).fill(0.1),
    wide: new Float32Array(rows * columns),
    hidden: around(rows * units, 0.1),
    out: around(units * columns, units === 0 ? 0 : 2 / Math.sqrt(units)),
  };
}

/** Softmax regression with a hidden layer beside it, by AdaGrad. */
export function descend(examples: readonly NetExample[], options: NetOptions): Net {
  const net = newNet(options);
  const { columns, units, bias, hiddenBias, wide, hidden, out } = net;
  const { rate, hiddenRate, dropped, asleep } = options;
  const squares = (weights: Float32Array): Float32Array => new Float32Array(weights.length).fill(START);
  const ofBias = squares(bias);
  const ofHiddenBias = squares(hiddenBias);
  const ofWide = squares(wide);
  const ofHidden = squares(hidden);
  const ofOut = squares(out);
  const awake = new Float64Array(units);
  const slopes = new Float64Array(units);
  const sleeps = new Uint8Array(units);
  const random = randomOf(options.seed + 5);
  const order = Int32Array.from({ length: examples.length }, (_, index) => index);

  const step = (weights: Float32Array, sums: Float32Array, at: number, slope: number, pace: number): void => {
    const sum = (sums[at] ?? 0) + slope * slope;
    sums[at] = sum;
    weights[at] = (weights[at] ?? 0) - (pace * slope) / Math.sqrt(sum);
  };

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const { rows } = example;
      const values = new Float64Array(rows.length);
      for (let at = 0; at < rows.length; at++)
        values[at] = random() < dropped ? 0 : (example.values[at] ?? 0) / (1 - dropped);
      for (let unit = 0; unit < units; unit++) sleeps[unit] = random() < asleep ? 1 : 0;
      const logits = forward(net, rows, values, awake);
      for (let unit = 0; unit < units; unit++) {
        const active = sleeps[unit] === 1 ? 0 : (awake[unit] ?? 0) / (1 - asleep);
        awake[unit] = active;
        if (active !== 0) addRow(logits, out, unit * columns, columns, active);
      }
      const chances = softmax(logits, 1);
      slopes.fill(0);
      for (let column = 0; column < columns; column++) {
        const slope = (chances[column] ?? 0) - (column === example.column ? 1 : 0);
        if (slope < STILL && slope > -STILL) continue;
        step(bias, ofBias, column, slope, rate * BIAS_SHARE);
        for (let at = 0; at < rows.length; at++) {
          const value = values[at] ?? 0;
          if (value !== 0) step(wide, ofWide, (rows[at] ?? 0) * columns + column, slope * value, rate);
        }
        for (let unit = 0; unit < units; unit++) {
          const active = awake[unit] ?? 0;
          if (active === 0) continue;
          const at = unit * columns + column;
          slopes[unit] = (slopes[unit] ?? 0) + slope * (out[at] ?? 0);
          step(out, ofOut, at, slope * active, hiddenRate);
        }
      }
      for (let unit = 0; unit < units; unit++) {
        const slope = awake[unit] === 0 ? 0 : (slopes[unit] ?? 0) / (1 - asleep);
        slopes[unit] = slope;
        if (slope !== 0) step(hiddenBias, ofHiddenBias, unit, slope, hiddenRate * BIAS_SHARE);
      }
      if (units === 0) continue;
      for (let at = 0; at < rows.length; at++) {
        const value = values[at] ?? 0;
        if (value === 0) continue;
        const from = (rows[at] ?? 0) * units;
        for (let unit = 0; unit < units; unit++) {
          const slope = slopes[unit] ?? 0;
          if (slope !== 0) step(hidden, ofHidden, from + unit, slope * value, hiddenRate);
        }
      }
    }
  }
  return net;
}

/** Logits without the units' share; `awake` takes what is positive of each unit. */
function forward(net: Net, rows: Int32Array, values: Float64Array, awake: Float64Array): Float64Array {
  const { columns, units, wide, hidden } = net;
  const logits = Float64Array.from(net.bias);
  awake.set(net.hiddenBias);
  for (let at = 0; at < rows.length; at++) {
    const value = values[at] ?? 0;
    if (value === 0) continue;
    addRow(logits, wide, (rows[at] ?? 0) * columns, columns, value);
    addRow(awake, hidden, (rows[at] ?? 0) * units, units, value);
  }
  for (let unit = 0; unit < units; unit++) if ((awake[unit] ?? 0) < 0) awake[unit] = 0;
  return logits;
}

/** Logits of an example as it is, nothing left out. */
export function logitsOf(net: Net, { rows, values }: Omit<NetExample, 'column'>): Float64Array {
  const awake = new Float64Array(net.units);
  const logits = forward(net, rows, Float64Array.from(values), awake);
  for (let unit = 0; unit < net.units; unit++)
    addRow(logits, net.out, unit * net.columns, net.columns, awake[unit] ?? 0);
  return logits;
}

function addRow(sums: Float64Array, weights: Float32Array, from: number, count: number, value: number): void {
  for (let at = 0; at < count; at++) sums[at] = (sums[at] ?? 0) + value * (weights[from + at] ?? 0);
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}

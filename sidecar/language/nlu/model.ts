/** The trained model as it lies in `model.gen.json`, and its arithmetic. */
import { readFileSync } from 'node:fs';
import type { FeatureVector } from './features.ts';
import { isLabel, type Label } from './labels.ts';

/** `model.gen.json`. Bytes are base64; numbers of several bytes are little-endian. */
export interface ModelFile {
  readonly labels: readonly string[];
  /** Divides the logits before they become probabilities. */
  readonly temperature: number;
  /** `other` counts only where it is more probable than the best other label by this much. */
  readonly margin: number;
  /** Hidden units. */
  readonly units: number;
  /** float32, one a label. */
  readonly bias: string;
  /** float32, one a unit. */
  readonly unitBias: string;
  /** uint32, one a feature. */
  readonly hashes: string;
  /** From features to labels. */
  readonly wide: RowsFile;
  /** From features to units. */
  readonly hidden: RowsFile;
  /** From units to labels. */
  readonly out: RowsFile;
}

/** Weights in rows. A weight is its four bits less 8, times `step`, times the code of its row. */
interface RowsFile {
  readonly step: number;
  /** uint8, one a row. */
  readonly codes: string;
  /** Two weights a byte, the first in the lower half. */
  readonly nibbles: string;
}

export interface TrainedModel {
  readonly labels: readonly Label[];
  readonly temperature: number;
  readonly margin: number;
  /** One a label, in the order of `labels`, before the temperature. */
  logits(features: FeatureVector): Float64Array;
}

/** @throws TypeError when the file does not fit together. */
export function modelOf(file: ModelFile): TrainedModel {
  const labels = file.labels.map((name) => {
    if (!isLabel(name)) throw new TypeError(`The model knows a label that is none: ${name}`);
    return name;
  });
  const bytes = Buffer.from(file.hashes, 'base64');
  const rows = new Map<number, number>();
  for (let at = 0; at < bytes.length; at += 4) rows.set(bytes.readUInt32LE(at), at / 4);
  const bias = float32(file.bias, labels.length);
  const unitBias = float32(file.unitBias, file.units);
  const wide = new Rows(file.wide, rows.size, labels.length);
  const hidden = new Rows(file.hidden, rows.size, file.units);
  const out = new Rows(file.out, file.units, labels.length);
  return {
    labels,
    temperature: file.temperature,
    margin: file.margin,
    logits({ hashes, values }) {
      const sums = Float64Array.from(bias);
      const units = Float64Array.from(unitBias);
      hashes.forEach((hash, index) => {
        const row = rows.get(hash);
        const value = values[index];
        if (row === undefined || value === undefined) return;
        wide.addTo(sums, row, value);
        hidden.addTo(units, row, value);
      });
      units.forEach((active, unit) => {
        if (active > 0) out.addTo(sums, unit, active);
      });
      return sums;
    },
  };
}

class Rows {
  readonly #width: number;
  readonly #scales: Float64Array;
  readonly #weights: Int8Array;

  constructor({ step, codes, nibbles }: RowsFile, count: number, width: number) {
    this.#width = width;
    this.#scales = Float64Array.from(Buffer.from(codes, 'base64'), (code) => code * step);
    const bytes = Buffer.from(nibbles, 'base64');
    if (this.#scales.length !== count || bytes.length !== Math.ceil((count * width) / 2)) throw misfit();
    this.#weights = Int8Array.from(
      { length: count * width },
      (_, at) => (((bytes[at >> 1] ?? 0) >> (at % 2 === 0 ? 0 : 4)) & 15) - 8,
    );
  }

  addTo(sums: Float64Array, row: number, value: number): void {
    const amount = value * (this.#scales[row] ?? 0);
    const from = row * this.#width;
    for (let at = 0; at < this.#width; at++) sums[at] = (sums[at] ?? 0) + amount * (this.#weights[from + at] ?? 0);
  }
}

function float32(base64: string, count: number): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== count * 4) throw misfit();
  return Float32Array.from({ length: count }, (_, index) => bytes.readFloatLE(index * 4));
}

function misfit(): TypeError {
  return new TypeError('The model does not fit together: run `npm run gen`');
}

let loaded: TrainedModel | null = null;

/** The committed model, read when it is needed first. */
export function committedModel(): TrainedModel {
  loaded ??= modelOf(JSON.parse(readFileSync(new URL('./model.gen.json', import.meta.url), 'utf8')) as ModelFile);
  return loaded;
}

/** e to the power of `x` (at most 0) by IEEE arithmetic alone: the last digit is the same on every machine. */
export function expOf(x: number): number {
  if (x < -40) return 0;
  const halvings = Math.ceil(-x);
  const small = halvings === 0 ? x : x / halvings;
  // |small| is at most 1: twenty terms are exact to the last digits.
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 20; n++) {
    term = (term * small) / n;
    sum += term;
  }
  let power = 1;
  for (let n = 0; n < halvings; n++) power *= sum;
  return halvings === 0 ? sum : power;
}

/** Probabilities that sum to 1. */
export function softmax(logits: Float64Array, temperature: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > top) top = logit;
  const powers = logits.map((logit) => expOf((logit - top) / temperature));
  let sum = 0;
  for (const power of powers) sum += power;
  return powers.map((power) => power / sum);
}

/** The trained model as it lies in `model.gen.json`, and its arithmetic. */
import { readFileSync } from 'node:fs';
import type { FeatureVector } from './features.ts';
import { isLabel, type Label } from './labels.ts';

/** `model.gen.json`. Bytes are base64; numbers of several bytes are little-endian. */
export interface ModelFile {
  readonly labels: readonly string[];
  /** What one step of a weight or bias is worth. */
  readonly step: number;
  /** Divides the logits before they become probabilities. */
  readonly temperature: number;
  /** `other` counts only where it is more probable than the best other label by this much. */
  readonly margin: number;
  /** int8, one a label. */
  readonly bias: string;
  /** uint32, one a feature. */
  readonly hashes: string;
  /** int8, a row of `labels.length` a feature. */
  readonly weights: string;
}

export interface LinearModel {
  readonly labels: readonly Label[];
  readonly temperature: number;
  readonly margin: number;
  /** One a label, in the order of `labels`, before the temperature. */
  logits(features: FeatureVector): Float64Array;
}

/** @throws TypeError when the file does not fit together. */
export function modelOf(file: ModelFile): LinearModel {
  const labels = file.labels.map((name) => {
    if (!isLabel(name)) throw new TypeError(`The model knows a label that is none: ${name}`);
    return name;
  });
  const count = labels.length;
  const bias = int8(file.bias);
  const weights = int8(file.weights);
  const bytes = Buffer.from(file.hashes, 'base64');
  const rows = new Map<number, number>();
  for (let at = 0; at < bytes.length; at += 4) rows.set(bytes.readUInt32LE(at), (at / 4) * count);
  if (bias.length !== count || weights.length !== rows.size * count) {
    throw new TypeError('The model does not fit together: run `npm run gen`');
  }
  return {
    labels,
    temperature: file.temperature,
    margin: file.margin,
    logits({ hashes, values }) {
      const sums = Float64Array.from(bias);
      hashes.forEach((hash, index) => {
        const row = rows.get(hash);
        const value = values[index];
        if (row === undefined || value === undefined) return;
        for (let column = 0; column < count; column++)
          sums[column] = (sums[column] ?? 0) + value * (weights[row + column] ?? 0);
      });
      return sums.map((sum) => sum * file.step);
    },
  };
}

function int8(base64: string): Int8Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Int8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

let loaded: LinearModel | null = null;

/** The committed model, read when it is needed first. */
export function committedModel(): LinearModel {
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

/** A trained network as it lies in model.gen.json: four bits a weight, with a step a row. */
import type { Label } from '../../sidecar/language/nlu/labels.ts';
import type { ModelFile } from '../../sidecar/language/nlu/model.ts';
import type { Trained } from './_nlu-train.ts';

const LARGEST_NIBBLE = 7;
const LARGEST_CODE = 255;

export function packed(
  { net, rows }: Trained,
  labels: readonly Label[],
  calibration: { readonly temperature: number; readonly margin: number },
): ModelFile {
  const { columns, units } = net;
  const wide = packRows(net.wide, columns);
  const hidden = packRows(net.hidden, units);
  const out = packRows(net.out, columns);
  const hashes = Buffer.alloc(rows.size * 4);
  for (const [hash, row] of rows) hashes.writeUInt32LE(hash, row * 4);
  return {
    labels,
    ...calibration,
    units,
    bias: floats(net.bias),
    unitBias: floats(net.hiddenBias),
    hashes: hashes.toString('base64'),
    wide,
    hidden,
    out,
  };
}

interface PackedRows {
  readonly step: number;
  readonly codes: string;
  readonly nibbles: string;
}

/** A row's step is its largest weight by seven, rounded up to a multiple of `step`. */
function packRows(weights: Float32Array, width: number): PackedRows {
  const count = width === 0 ? 0 : weights.length / width;
  const largest = Array.from({ length: count }, (_, row) => {
    let most = 0;
    for (let at = row * width; at < (row + 1) * width; at++) most = Math.max(most, Math.abs(weights[at] ?? 0));
    return most;
  });
  const step = Math.fround(Math.max(1e-6, ...largest) / LARGEST_NIBBLE / LARGEST_CODE);
  const codes = Uint8Array.from(largest, (most) =>
    Math.min(LARGEST_CODE, Math.max(1, Math.ceil(most / LARGEST_NIBBLE / step))),
  );
  const nibbles = new Uint8Array(Math.ceil((count * width) / 2));
  for (let at = 0; at < count * width; at++) {
    const scale = step * (codes[Math.floor(at / width)] ?? 1);
    const value = Math.round((weights[at] ?? 0) / scale);
    const nibble = Math.max(-LARGEST_NIBBLE, Math.min(LARGEST_NIBBLE, value)) + 8;
    nibbles[at >> 1] = (nibbles[at >> 1] ?? 0) | (at % 2 === 0 ? nibble : nibble << 4);
  }
  return { step, codes: base64(codes), nibbles: base64(nibbles) };
}

function floats(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

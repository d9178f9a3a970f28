const MAX_DEPTH = 32;
// Beyond these JavaScript and Python disagree on how a number is written, or a double stops being exact.
const LARGEST = 1e15;
const SMALLEST = 1e-6;

export type CanonicalFault = 'type' | 'key' | 'depth' | 'lone_surrogate' | 'not_finite' | 'number_range';

/** A value without a canonical text. */
export class CanonicalError extends Error {
  override readonly name = 'CanonicalError';
  readonly reason: CanonicalFault;

  constructor(reason: CanonicalFault) {
    super(`no canonical JSON: ${reason}`);
    this.reason = reason;
  }
}

/** Canonical JSON as docs/site-api.md defines it: one text for one value, the same in Python and TypeScript. Throws CanonicalError. */
export function canonical(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'object') throw new CanonicalError('type');
  if (depth >= MAX_DEPTH) throw new CanonicalError('depth');
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new CanonicalError('type');
  const parts = Object.entries(value)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([key, item]) => `${writeString(key)}:${write(item, depth + 1)}`);
  return `{${parts.join(',')}}`;
}

// JSON.stringify escapes exactly what the rule names, once lone surrogates are out of the way.
function writeString(value: string): string {
  if (!value.isWellFormed()) throw new CanonicalError('lone_surrogate');
  return JSON.stringify(value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new CanonicalError('not_finite');
  if (Math.abs(value) >= LARGEST || (value !== 0 && Math.abs(value) < SMALLEST))
    throw new CanonicalError('number_range');
  return value === 0 ? '0' : String(value);
}

// The default order compares UTF-16 units, which puts U+E000..U+FFFF after the astral planes.
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

import { createHash } from 'node:crypto';

/** Why a value has no canonical text; the same words as in `hooks/core/canonical.py`. */
export type CanonicalFault = 'type' | 'key' | 'depth' | 'lone_surrogate' | 'not_finite' | 'number_range';

/** A value without a canonical text. */
export class CanonicalError extends Error {
  readonly reason: CanonicalFault;
  constructor(reason: CanonicalFault) {
    super(`no canonical JSON: ${reason}`);
    this.name = 'CanonicalError';
    this.reason = reason;
  }
}

const MAX_DEPTH = 32;
// Beyond these JavaScript and Python disagree on how a number is written, or a double stops being exact.
const LARGEST = 1e15;
const SMALLEST = 1e-6;

/**
 * The one JSON text of a value, byte for byte the same in the Frappe app (docs/site-api.md, Canonical JSON).
 * @throws CanonicalError for anything that JSON cannot hold exactly: undefined, dates, class instances, NaN, huge numbers.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

/** Lower-case hex SHA-256 of the UTF-8 bytes. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of the canonical text: the digest of an action (docs/site-api.md, Actions). */
export function canonicalDigest(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

function write(value: unknown, depth: number): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return writeString(value);
    case 'number':
      return writeNumber(value);
    case 'object':
      if (depth + 1 > MAX_DEPTH) throw new CanonicalError('depth');
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      throw new CanonicalError('type');
  }
}

function writeString(text: string): string {
  if (!text.isWellFormed()) throw new CanonicalError('lone_surrogate');
  // JSON.stringify escapes exactly what the contract names once lone surrogates are out.
  return JSON.stringify(text);
}

function writeNumber(number: number): string {
  if (!Number.isFinite(number)) throw new CanonicalError('not_finite');
  const size = Math.abs(number);
  if (size >= LARGEST || (size > 0 && size < SMALLEST)) throw new CanonicalError('number_range');
  return String(number === 0 ? 0 : number);
}

function writeArray(items: readonly unknown[], depth: number): string {
  const parts: string[] = [];
  for (let index = 0; index < items.length; index += 1) parts.push(write(items[index], depth));
  return `[${parts.join(',')}]`;
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new CanonicalError('type');
  if (Object.getOwnPropertySymbols(value).length > 0) throw new CanonicalError('key');
  const entries = Object.entries(value).sort(([left], [right]) => compareCodePoints(left, right));
  return `{${entries.map(([key, item]) => `${writeString(key)}:${write(item, depth)}`).join(',')}}`;
}

/** JavaScript sorts by UTF-16 unit, which puts U+10000 and above before U+E000; Python and the contract do not. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Order of a UTF-16 unit among code points: surrogates stand for points above every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

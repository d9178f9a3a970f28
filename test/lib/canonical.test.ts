import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CanonicalError, canonicalDigest, canonicalJson, sha256Hex } from '../../sidecar/lib/canonical.ts';

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x'] })).toBe('{"a":[true,null,"x"],"b":1}');
    expect(canonicalDigest({ b: 1, a: 2 })).toBe(canonicalDigest({ a: 2, b: 1 }));
    expect(canonicalDigest({})).toBe(sha256Hex('{}'));
  });
  it('sorts keys by code point, not by UTF-16 unit', () => {
    expect(canonicalJson({ '\u{10000}': 1, '\ue000': 2 })).toBe('{"\ue000":2,"\u{10000}":1}');
  });
  it.each([
    [1e-6, '0.000001'],
    [-0, '0'],
    [5.0, '5'],
    [0.1, '0.1'],
    [999999999999999, '999999999999999'],
    ['\u2028\u007f/', '"\u2028\u007f/"'],
    ['\b\f\n\r\t\u0001"\\', '"\\b\\f\\n\\r\\t\\u0001\\"\\\\"'],
  ])('writes %j as %s', (value, text) => expect(canonicalJson(value)).toBe(text));
  it.each<[string, unknown]>([
    ['not_finite', Number.NaN],
    ['not_finite', Number.POSITIVE_INFINITY],
    ['number_range', 1e15],
    ['number_range', 9e-7],
    ['lone_surrogate', 'a\ud800'],
    ['lone_surrogate', { '\udfff': 1 }],
    ['type', undefined],
    ['type', { a: undefined }],
    ['type', [1n]],
    ['type', new Date(0)],
    ['type', new Map()],
    ['key', { [Symbol('x')]: 1 }],
    ['depth', nested(33)],
  ])('refuses (%s) %s', (reason, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ reason }));
    expect(() => canonicalJson(value)).toThrow(CanonicalError);
  });
  it('takes 32 levels', () => expect(canonicalJson(nested(32))).toMatch(/^\[+\]+$/));
  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        let text: string;
        try {
          text = canonicalJson(value);
        } catch (error) {
          expect(error).toBeInstanceOf(CanonicalError);
          return;
        }
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

interface Case {
  readonly name: string;
  readonly input: { readonly value: unknown } | { readonly special: string };
  readonly expect: { readonly text: string; readonly sha256: string } | { readonly error: string };
}
const vectors: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../vectors/canonical.json', import.meta.url), 'utf8'),
);

describe('canonical JSON over the vectors that the Frappe app is held to', () => {
  it.each(vectors.cases)('$name', ({ input, expect: wanted }) => {
    // NaN and the infinities are what JSON cannot hold; Number reads their names.
    const value = 'value' in input ? input.value : Number(input.special);
    if ('error' in wanted) {
      expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ reason: wanted.error }));
    } else {
      expect(canonicalJson(value)).toBe(wanted.text);
      expect(canonicalDigest(value)).toBe(wanted.sha256);
    }
  });
});

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

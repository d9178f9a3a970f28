import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeptSound } from '../../sidecar/voice/session/kept-sound.ts';

it('keeps the last samples, whatever comes and is dropped', () => {
  const step = fc.oneof(
    fc.record({ push: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ drop: fc.integer({ min: 0, max: 5000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const kept = createKeptSound(1000);
      let model: number[] = [];
      let next = 0;
      for (const one of steps) {
        if ('push' in one) {
          const samples = Array.from({ length: one.push }, () => (next++ % 30_000) + 1);
          kept.push(Int16Array.from(samples));
          model = [...model, ...samples];
        } else {
          kept.drop(one.drop);
          model = one.drop === 0 ? [] : model.slice(-one.drop);
        }
        expect(kept.length).toBe(model.length);
      }
      expect(kept.pieces().flatMap((piece) => [...piece])).toEqual(model);
    }),
  );
});

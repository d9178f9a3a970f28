import { VISUAL_LIMITS, visualSchema } from '@dartwing-va/contract/visuals.ts';
import { describe, expect, it } from 'vitest';
import { boundVisual } from '../../sidecar/agents/visual.ts';

const items = (count: number, title = 'Task') =>
  Array.from({ length: count }, (_, at) => ({ title: `${title} ${at}` }));

describe('a visual on its way', () => {
  it('stays as it is when it is small', () => {
    const visual = { kind: 'list' as const, title: 'Tasks', items: items(3) };
    expect(boundVisual(visual)).toEqual(visual);
  });

  it('says how many rows were left out', () => {
    const bound = boundVisual({ kind: 'list', title: 'Tasks', items: items(80), more: 5 });
    expect(bound).toMatchObject({ kind: 'list', more: 80 - VISUAL_LIMITS.rows + 5 });
    expect(visualSchema.safeParse(bound).success).toBe(true);
  });

  it('never exceeds its size, whatever a document holds', () => {
    const bound = boundVisual({
      kind: 'list',
      title: 'x'.repeat(5000),
      items: items(60, '<b>'.repeat(2000)).map((one) => ({ ...one, detail: one.title })),
    });
    expect(JSON.stringify(bound).length).toBeLessThanOrEqual(VISUAL_LIMITS.bytes);
    expect(bound?.title).toHaveLength(VISUAL_LIMITS.title);
    expect(bound).toMatchObject({ more: expect.any(Number) });
  });

  it('drops words to say that would have to be cut', () => {
    const bound = boundVisual({
      kind: 'table',
      title: 'T',
      columns: [{ label: 'A' }],
      rows: [{ cells: ['1'], say: 'x'.repeat(999) }],
    });
    expect(bound).toMatchObject({ rows: [{ cells: ['1'] }] });
    expect(JSON.stringify(bound)).not.toContain('say');
  });

  it('is left out when there is nothing to look at', () => {
    expect(boundVisual({ kind: 'slots', title: 'Free', slots: [] })).toBeNull();
    expect(boundVisual({ kind: 'bars', title: 'B', bars: [{ label: 'a', value: Number.NaN, text: '' }] })).toBeNull();
  });
});

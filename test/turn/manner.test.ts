import { describe, expect, it } from 'vitest';
import { NO_PERSONALITY } from '../../sidecar/people/person.ts';
import { systemPrompt } from '../../sidecar/turn/act/system-prompt.ts';
import { situationOf } from '../../sidecar/turn/situation.ts';
import { priya } from '../fakes/leave-site.ts';

const NOW = Date.UTC(2026, 10, 23, 15);
const sounding = (preset: string) => priya({ personality: { ...NO_PERSONALITY, own: { preset, values: {} } } });
const facts = (preset: string, now = NOW) => ({ person: sounding(preset), now, focus: {}, pending: null });

describe('what a model is told of the personality', () => {
  it('stands behind what is the same for everybody and before the moment, and does not change with time', () => {
    const parts = (preset: string, now?: number) => systemPrompt(sounding(preset), [], situationOf(facts(preset, now)));
    const before = parts('efficient');
    const later = parts('efficient', NOW + 3_600_000);
    expect(before.at(-2)).toMatch(/^How you sound\.[\s\S]*No pleasantries/u);
    expect(later.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(later.at(-1)).not.toBe(before.at(-1));
    expect(parts('friendly').at(-2)).not.toBe(before.at(-2));
  });

  it('is a tone for a model of rules', () => {
    const manner = (preset: string) => situationOf(facts(preset)).tone?.manner;
    expect(['professional', 'friendly', 'efficient', 'supportive', 'technical', 'creative', ''].map(manner)).toEqual([
      'formal',
      'warm',
      'terse',
      'warm',
      'plain',
      'playful',
      'plain',
    ]);
  });
});

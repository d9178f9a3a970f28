import { describe, expect, it } from 'vitest';
import { createRecogniserHealth } from '../../../sidecar/voice/stt/health.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const PAUSE = 10_000;
const ALL = ['first', 'second'];
function opened() {
  const clock = manualClock();
  return { clock, health: createRecogniserHealth({ clock, pauseMs: PAUSE }) };
}

describe('whom to ask', () => {
  it('in order, and one that broke last for a pause', async () => {
    const { clock, health } = opened();
    expect(health.askable(ALL)).toEqual(['first', 'second']);
    health.failed('first', 'cut');
    expect(health.askable(ALL)).toEqual(['second', 'first']);
    await clock.advance(PAUSE + 1);
    expect(health.askable(ALL)).toEqual(['first', 'second']);
  });

  it('never left alone for connections that broke, however many', () => {
    const { health } = opened();
    for (let n = 0; n < 200; n += 1) health.failed('first', 'cut');
    expect(health.askable(['first'])).toEqual(['first']);
  });

  it('left alone after three failures in a row, then one tries, then longer', async () => {
    const { clock, health } = opened();
    for (let n = 0; n < 3; n += 1) health.failed('first', 'unreachable');
    expect(health.askable(ALL)).toEqual(['second']);
    expect(health.restsBecause('first')).toBe('unreachable');
    await clock.advance(PAUSE + 1);
    expect(health.askable(['first'])).toEqual(['first']);
    health.asking('first');
    expect(health.askable(['first'])).toEqual([]);
    health.failed('first', 'timeout');
    await clock.advance(PAUSE + 1);
    expect(health.askable(['first'])).toEqual([]);
    await clock.advance(PAUSE);
    expect(health.askable(['first'])).toEqual(['first']);
  });

  it('what a hundred calls have at once is one trouble', async () => {
    const { clock, health } = opened();
    for (let n = 0; n < 100; n += 1) health.failed('first', 'unreachable');
    await clock.advance(PAUSE + 1);
    expect(health.askable(['first'])).toEqual(['first']);
  });

  it.each([
    ['key', 60_000],
    ['quota', 300_000],
    ['unsupported', 600_000],
  ] as const)('left alone at once for trouble that stays: %s', async (failure, ms) => {
    const { clock, health } = opened();
    health.failed('first', failure);
    await clock.advance(ms - 1);
    expect(health.askable(ALL)).toEqual(['second']);
    await clock.advance(2);
    expect(health.askable(ALL)).toContain('first');
  });

  it('forgotten once it has worked, or when it was long ago', async () => {
    const { clock, health } = opened();
    health.failed('first', 'unreachable');
    health.failed('first', 'unreachable');
    health.worked('first');
    health.failed('first', 'unreachable');
    expect(health.restsBecause('first')).toBeNull();
    health.failed('first', 'unreachable');
    await clock.advance(PAUSE * 31);
    health.failed('first', 'unreachable');
    expect(health.restsBecause('first')).toBeNull();
  });
});

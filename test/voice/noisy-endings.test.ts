import { expect, it } from 'vitest';
import { listen } from './hearing-room.ts';
import { type Microphone, microphone, type Sound, say } from './timeline.ts';

const said = say('book friday off', { at: 600 });
const endOf = async (more: readonly Sound[]) => {
  const ear: Microphone = microphone([...said.sounds, ...more]);
  const signs = await listen({
    microphone: ear,
    words: said.words,
    untilMs: said.endMs + 4000,
    situation: { speaking: false, thinking: false, expects: 'anything' },
    until: ['end'],
  });
  return (signs.find(({ sign }) => sign === 'end')?.at ?? Number.NaN) - said.endMs;
};

it('noise that goes on after the words does not keep a turn open', async () => {
  const lorry: Sound = { fromMs: said.endMs - 500, toMs: said.endMs + 4000, levelDb: -38, colour: 'hiss' };
  expect(await endOf([lorry])).toBeLessThanOrEqual(340);
});

it('a sound that begins after the words may be the consonant of another: it is waited for', async () => {
  const consonant: Sound = { fromMs: said.endMs + 80, toMs: said.endMs + 200, levelDb: -30, colour: 'hiss' };
  expect(await endOf([consonant])).toBeGreaterThan(250);
  expect(await endOf([])).toBeLessThanOrEqual(150);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDurations, readDuration } from '../../sidecar/language/durations.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { expectSpansInOrder, wildWords } from './wild-words.ts';

describe('lengths of time in words', () => {
  test.each([
    ['for 45 minutes', 45],
    ['90 min', 90],
    ['90 mins', 90],
    ['20m', 20],
    ['a 30-minute call', 30],
    ['30 min meeting', 30],
    ['half an hour', 30],
    ['a half hour call', 30],
    ['a half-hour', 30],
    ['an hour', 60],
    ['schedule an hour with Li', 60],
    ['one hour', 60],
    ['an hour-long sync', 60],
    ['an hour and a half', 90],
    ['one and a half hours', 90],
    ['hour and a half', 90],
    ['1.5 hours', 90],
    ['1,5 hours', 90],
    ['1½ hours', 90],
    ['1h30', 90],
    ['1h 30m', 90],
    ['1:30 hours', 90],
    ['1 hour 30 minutes', 90],
    ['an hour and fifteen minutes', 75],
    ['one hour fifteen', 75],
    ['two hours', 120],
    ['2hrs', 120],
    ['2 h', 120],
    ['a couple of hours', 120],
    ['2 and a half hours', 150],
    ['two and a half hours', 150],
    ['three hours and 45 minutes', 225],
    ['quarter of an hour', 15],
    ['a quarter of an hour', 15],
    ['three quarters of an hour', 45],
    ['quick 15', 15],
    ['a quick 30 with Tom', 30],
    ['forty five minutes', 45],
    ['forty-five minutes', 45],
    ['ninety minutes', 90],
    ['hundred and twenty minutes', 120],
    ['meet 2 to 3 for 30 minutes', 30],
    ['in 20 minutes for an hour', 60],
    ['for about 20 minutes', 20],
  ])('%s', (text, minutes) => {
    expect(readDuration(text)?.minutes).toBe(minutes);
  });

  test.each([
    'in 20 minutes',
    'every two hours',
    '10 minutes before',
    'two hours ago',
    'quick 5 questions',
    'the last 30 minutes',
    'for 45 dollars',
    '3 days',
    'at 2pm',
    'hour',
  ])('no length in "%s"', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  test.each([
    ['30', 30],
    ['two', 120],
    ['45 please', 45],
    ['about 20', 20],
    ['one and a half', 90],
    ['forty five', 45],
  ])('asked for a length, "%s" is one', (text, minutes) => {
    expect(readDuration(text)).toBeNull();
    expect(readDuration(text, { asked: true })?.minutes).toBe(minutes);
  });

  test('the span takes the "for" along', () => {
    const text = normaliseText('Book a room for about 20 minutes with Li');
    expect(findDurations(text).map(({ span }) => text.slice(...span))).toEqual(['for about 20 minutes']);
  });

  test('no words make it throw; spans lie in the text, minutes are whole and more than none', () => {
    const text = wildWords(
      'for in an a half quarter hour hours and 45 1.5 1h30 min m two fifteen hundred thousand quick 0 99999 h - ,',
    );
    fc.assert(
      fc.property(text, fc.boolean(), (words, asked) => {
        const found = findDurations(words, { asked });
        expect(findDurations(words, { asked })).toEqual(found);
        for (const { minutes } of found) {
          expect(Number.isInteger(minutes) && minutes > 0).toBe(true);
        }
        expectSpansInOrder(words, found);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import type { TimeContext, TimeReading } from '../../sidecar/language/time-reading.ts';
import { findTimes, readTimes } from '../../sidecar/language/times.ts';

/** Wednesday, 11 March 2026, 09:30 in Chicago. */
const NOW = Date.parse('2026-03-11T14:30:00Z');
const context = (more: Partial<TimeContext> = {}): TimeContext => ({ now: NOW, timeZone: 'America/Chicago', ...more });

/** `~` marks what was assumed, `?` a choice. */
function brief(reading: TimeReading): string {
  switch (reading.kind) {
    case 'none':
      return 'none';
    case 'time':
      return `${reading.open === undefined ? '' : `${reading.open} `}${reading.at}${reading.assumed ? '~' : ''}`;
    case 'range':
      return `${reading.from}-${reading.to}${reading.assumed ? '~' : ''}`;
    case 'ambiguous':
      return `? ${reading.readings.map((each) => (each.kind === 'time' ? each.at : `${each.from}-${each.to}`)).join(' | ')}`;
  }
}

describe('clock times in words', () => {
  test.each([
    ['at 2', '14:00~'],
    ['two pm', '14:00'],
    ['2 p.m.', '14:00'],
    ['2 P.M. tomorrow', '14:00'],
    ['2:30', '14:30~'],
    ['02:30', '02:30'],
    ['14:30', '14:30'],
    ['14h', '14:00'],
    ['at 1430', '14:30'],
    ['1400 hours', '14:00'],
    ['2026-03-12 10:00', '10:00'],
    ['2026-03-12T10:00', '10:00'],
    ['2.30pm', '14:30'],
    ['half past three', '15:30~'],
    ['by half two', 'until 14:30~'],
    ['quarter to five', '16:45~'],
    ['twenty to five', '16:40~'],
    ['20 past 2', '14:20~'],
    ['five to three', '14:55~'],
    ['at two thirty', '14:30~'],
    ['nine oh five pm', '21:05'],
    ['noon', '12:00'],
    ['12 noon', '12:00'],
    ['at 12', '12:00~'],
    ['midnight', '00:00'],
    ["at 5 o'clock", '17:00~'],
    ['at 9', '09:00~'],
    ['at 7', '? 07:00 | 19:00'],
    ['7am', '07:00'],
    ['tonight at 7', '19:00'],
    ['at 9 in the evening', '21:00'],
    ['10 at night', '22:00'],
    ['9 in the morning', '09:00'],
    ['at 9 tomorrow morning', '09:00'],
    ['end of day', '17:00~'],
    ['by EOD', 'until 17:00~'],
    ['first thing tomorrow', '09:00~'],
    ['in 20 minutes', '09:50'],
    ['in an hour', '10:30'],
    ['in half an hour', '10:00'],
    ['an hour from now', '10:30'],
    ['in an hour and a half', '11:00'],
    ['by 5', 'until 17:00~'],
    ['until 4', 'until 16:00~'],
    ['before noon', 'until 12:00'],
    ['after 3', 'from 15:00~'],
    ['at 4ish', '16:00~'],
    ['schedule it for 3', '15:00~'],
    ['at 2, no, 3', '15:00~'],
    ['at 2pm sorry I mean 3pm', '15:00'],
    ['at 10 am i free', '10:00~'],
  ])('%s', (text, wanted) => {
    expect(brief(readTimes(text, context()))).toBe(wanted);
  });

  test.each([
    ['3 to 5', '? 15:00-17:00 | 03:00-05:00'],
    ['from 2 to 3', '? 14:00-15:00 | 02:00-03:00'],
    ['tomorrow afternoon 3 to 5', '15:00-17:00'],
    ['2-3pm', '14:00-15:00'],
    ['10-2pm', '10:00-14:00'],
    ['9am to 5', '09:00-17:00'],
    ['9 to 5', '09:00-17:00~'],
    ['between 9 and 11', '09:00-11:00~'],
    ['Friday 10-11', '10:00-11:00~'],
    ['10:30 to 2', '10:30-14:00~'],
    ['12 to 1', '12:00-13:00~'],
    ['7 to 9', '? 19:00-21:00 | 07:00-09:00'],
    ['at 8 to 9 tonight', '? 20:00-21:00 | 20:52'],
    ['five to six', '? 17:00-18:00 | 05:00-06:00 | 17:55'],
    ['from five to six pm', '17:00-18:00'],
    ['14:00-15:30', '14:00-15:30'],
    ['between 14h and 16h', '14:00-16:00'],
    ['10pm to 2am', '22:00-02:00'],
    ['noon to midnight', '12:00-00:00'],
    ['from 2pm tomorrow to 4pm tomorrow', '14:00-16:00'],
    ['in the morning', '09:00-12:00~'],
    ['tomorrow afternoon', '12:00-17:00~'],
    ['this evening', '17:00-20:00~'],
    ['late afternoon', '15:00-17:00~'],
    ['after lunch', '13:00-17:00~'],
    ['in the next hour', '09:30-10:30'],
    ['at 2 or 3pm', '? 14:00 | 15:00'],
    ['at 2pm and 4pm', '? 14:00 | 16:00'],
    ['move my 2pm to 3pm', '15:00'],
    ['move it from 2 to 3', '15:00~'],
    ["push tomorrow's standup to 11", '11:00~'],
  ])('%s', (text, wanted) => {
    expect(brief(readTimes(text, context()))).toBe(wanted);
  });

  test.each([
    'from 3 to 5 december',
    '4-6 december',
    'december 4 to 6',
    'on 10-11',
    '3 to 5 days',
    'tasks 3 to 5',
    'expense 3 to 5',
    'a table for 2',
    'by 5 people',
    'at 5 percent',
    '$2.30',
    'for 45 minutes',
    'worked 9h30',
    'log 2h of work',
    'good morning',
    'lunch with tom',
    'the 3rd',
    'in 2026',
    'from 2019 to 2021',
    'at 25',
    'Q3 to Q4',
    'add 2 items',
    '3/4',
    '2',
  ])('no time in "%s"', (text) => {
    expect(readTimes(text, context()).kind).toBe('none');
  });

  test('a bare number is an hour when a time was asked for', () => {
    expect(brief(readTimes('2', context({ asked: true })))).toBe('14:00~');
    expect(brief(readTimes('make it 3', context({ asked: true })))).toBe('15:00~');
  });

  test('the span takes the preposition and the part of the day beside it along', () => {
    const cut = (text: string) => {
      const reading = readTimes(text, context());
      return reading.kind === 'none' ? [] : reading.spans.map(([from, to]) => normaliseText(text).slice(from, to));
    };
    expect(cut('call Tom at 2pm  sharp please')).toEqual(['at 2pm sharp']);
    expect(cut('tomorrow morning at 9')).toEqual(['morning at 9']);
    expect(cut('at 9 tomorrow morning')).toEqual(['at 9', 'morning']);
    expect(cut('from 10am until noon, with Li')).toEqual(['from 10am until noon']);
  });

  test('times that do not hang together are read apart', () => {
    expect(findTimes('remind me at 4 to send the 5pm report', context()).map(brief)).toEqual(['16:00~', '17:00']);
  });

  test('no words make it throw; spans lie in the text, times are times, and a second reading is the same', () => {
    const vocabulary = fc.constantFrom(
      ..."at by from to - and or between 2 3 14 2:30 pm am half past quarter five noon midnight in 20 minutes an hour morning tonight tomorrow december the no sorry 3pm h 1h30 25:99 o'clock move for , .".split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(vocabulary, { maxLength: 14 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (words, asked) => {
        const plain = normaliseText(words);
        const reading = readTimes(words, context({ asked }));
        expect(readTimes(words, context({ asked }))).toEqual(reading);
        for (const found of [reading, ...findTimes(words, context({ asked }))]) {
          if (found.kind === 'none') continue;
          for (const [from, to] of found.spans) expect(from >= 0 && to > from && to <= plain.length).toBe(true);
          const choices = found.kind === 'ambiguous' ? found.readings : [found];
          expect(choices.length).toBeGreaterThan(0);
          for (const each of choices)
            for (const time of each.kind === 'time' ? [each.at] : [each.from, each.to])
              expect(time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/u);
        }
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});

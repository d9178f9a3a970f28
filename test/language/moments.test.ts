import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Moment, type MomentContext, readMoment } from '../../sidecar/language/moments.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { instantOf, localTimeAt } from '../../sidecar/language/zone-time.ts';
import { wildWords } from './wild-words.ts';

/** Wednesday, 11 March 2026, 09:30 in Chicago. */
const NOW = Date.parse('2026-03-11T14:30:00Z');
const context = (more: Partial<MomentContext> = {}): MomentContext => ({
  now: NOW,
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  ...more,
});

function one(moment: Moment): string {
  const days = moment.lastDate === undefined ? moment.date : `${moment.date}..${moment.lastDate}`;
  const time = moment.time === undefined ? '' : ` ${moment.time}`;
  const end = moment.end === undefined ? '' : `-${moment.end}`;
  return `${days}${time}${end}${moment.assumed ? '~' : ''}${moment.dayAssumed ? ' day?' : ''}${moment.open === undefined ? '' : ` ${moment.open}`}`;
}

function brief(text: string, more: Partial<MomentContext> = {}): string {
  const reading = readMoment(text, context(more));
  if (reading.kind === 'none') return reading.problem === undefined ? 'none' : `no ${reading.problem.words}`;
  return reading.kind === 'moment' ? one(reading) : `? ${reading.readings.map(one).join(' | ')}`;
}

describe('day and time together, said on Wednesday 11 March 2026 at 09:30', () => {
  test.each([
    ['tomorrow at 2pm', '2026-03-12 14:00'],
    ['2pm tomorrow', '2026-03-12 14:00'],
    ['remind me tomorrow at 9 to call Tom', '2026-03-12 09:00~'],
    ['remind me to call Tom on Friday at 4', '2026-03-13 16:00~'],
    ['Friday 10-11', '2026-03-13 10:00-11:00~'],
    ['friday from 3 to 5', '? 2026-03-13 15:00-17:00 | 2026-03-13 03:00-05:00'],
    ['Friday afternoon from 3 to 5', '2026-03-13 15:00-17:00'],
    ['in 20 minutes', '2026-03-11 09:50'],
    ['in an hour and a half', '2026-03-11 11:00'],
    ['next Tuesday morning', '2026-03-17 09:00-12:00~'],
    ['next thursday at 4', '2026-03-19 16:00~'],
    ['day after tomorrow at noon', '2026-03-13 12:00'],
    ['noon on the 15th', '2026-03-15 12:00'],
    ['end of month', '2026-03-31'],
    ['end of the week', '2026-03-13'],
    ['by end of day Friday', '2026-03-13 17:00~ until'],
    ['before 5pm on friday', '2026-03-13 17:00 until'],
    ['by friday', '2026-03-13 until'],
    ['from Monday', '2026-03-16 from'],
    ['tomorrow', '2026-03-12'],
    ['at 2', '2026-03-11 14:00~ day?'],
    ['at 9', '2026-03-12 09:00~ day?'],
    ['at 7', '? 2026-03-12 07:00 day? | 2026-03-11 19:00 day?'],
    ['today at 7', '2026-03-11 19:00~'],
    ['today at 8', '2026-03-11 20:00~'],
    ['tonight at 8', '2026-03-11 20:00'],
    ['tonight', '2026-03-11 17:00-20:00~'],
    ['this afternoon', '2026-03-11 12:00-17:00~'],
    ['in the morning', '2026-03-11 09:00-12:00~ day?'],
    ['tomorrow evening', '2026-03-12 17:00-20:00~'],
    ['first thing monday', '2026-03-16 09:00~'],
    ['next week at 2', '2026-03-16..2026-03-20 14:00~'],
    ['Monday to Wednesday at 2', '2026-03-16..2026-03-18 14:00~'],
    ['Monday and Wednesday at 2', '? 2026-03-16 14:00~ | 2026-03-18 14:00~'],
    ['2026-03-12 10:00', '2026-03-12 10:00'],
    ['03/12 at 3', '2026-03-12 15:00~'],
    ['the 20th at 3 to 4pm', '2026-03-20 15:00-16:00'],
    ['in 2 days at 9', '2026-03-13 09:00~'],
    ['from 2pm tomorrow to 4pm tomorrow', '2026-03-12 14:00-16:00'],
    ['tomorrow between 9 and 11', '2026-03-12 09:00-11:00~'],
    ['tomorrow 3pm - 4pm', '2026-03-12 15:00-16:00'],
    ['10pm to 2am tomorrow', '2026-03-12 22:00-02:00'],
    ['at 10 on thursday the 12th', '2026-03-12 10:00~'],
    ['at 3 or 4 tomorrow', '? 2026-03-12 15:00~ | 2026-03-12 16:00~'],
    ['move the sync from thursday to friday at 10', '2026-03-13 10:00~'],
    ['move my 2pm to 3pm', '2026-03-11 15:00 day?'],
    ['reschedule the 1:1 to tomorrow 14:00-14:30', '2026-03-12 14:00-14:30'],
    ['december 4 to 6', '2026-12-04..2026-12-06'],
    ['31 feb at 3', 'no 31 feb'],
    ['hello', 'none'],
  ])('%s', (text, wanted) => {
    const got = brief(text);
    // An ambiguous time is a question, not an assumption.
    expect(got.startsWith('?') ? got.replaceAll('~', '') : got).toBe(
      wanted.startsWith('?') ? wanted.replaceAll('~', '') : wanted,
    );
  });

  test('of the past the last time lies behind', () => {
    expect(brief('at 3', { direction: 'past' })).toBe('2026-03-10 15:00~ day?');
    expect(brief('monday at 3', { direction: 'past' })).toBe('2026-03-09 15:00~');
  });

  test('"next Thursday" says that another one is nearer', () => {
    const reading = readMoment('next thursday at 4', context());
    expect(reading).toMatchObject({ notes: [{ is: 'next-weekday', date: '2026-03-19', nearer: '2026-03-12' }] });
  });

  test('a time over which the clocks jump is taken later and said', () => {
    const reading = readMoment('march 8 at 2:30am', context({ now: Date.parse('2026-03-02T15:00:00Z') }));
    expect(reading).toMatchObject({
      date: '2026-03-08',
      time: '03:30',
      at: Date.parse('2026-03-08T08:30:00Z'),
      notes: [{ is: 'clock-change', said: '02:30', time: '03:30' }],
    });
  });

  test('a time that comes twice is the first', () => {
    expect(readMoment('1 november at 1:30 am', context())).toMatchObject({
      at: Date.parse('2026-11-01T06:30:00Z'),
      notes: [],
    });
  });

  test('the words of day and time are found to be cut out', () => {
    const text = normaliseText('Remind me on Friday the 13th to call Tom at 4');
    const reading = readMoment(text, context());
    expect(reading.kind === 'none' ? [] : reading.spans.map((span) => text.slice(...span))).toEqual([
      'on friday the 13th',
      'at 4',
    ]);
  });

  const zones = fc.constantFrom(
    'America/Chicago',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Pacific/Kiritimati',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  );
  const moments = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2031-12-31') });

  test('a moment and what the wall clock shows then agree', () => {
    fc.assert(
      fc.property(moments, zones, (now, timeZone) => {
        const local = localTimeAt(now, timeZone);
        const instant = instantOf(local.date, local.time, timeZone);
        expect(instant.skipped).toBe(false);
        expect(localTimeAt(instant.at, timeZone)).toEqual(local);
        expect(instant.at).toBeLessThanOrEqual(now);
      }),
    );
  });

  test('no words make it throw; spans lie in the text, and a second reading is the same', () => {
    const text = wildWords(
      'tomorrow friday next at 2 2pm from to - and in 20 minutes an hour morning tonight the 3rd december 05/12 31 feb noon move by end of day week 10-11 , or',
    );
    fc.assert(
      fc.property(text, moments, zones, (words, now, timeZone) => {
        const reading = readMoment(words, context({ now, timeZone }));
        expect(readMoment(words, context({ now, timeZone }))).toEqual(reading);
        if (reading.kind === 'none') return;
        const length = normaliseText(words).length;
        for (const [from, to] of reading.spans) expect(from >= 0 && to > from && to <= length).toBe(true);
        for (const each of reading.kind === 'moment' ? [reading] : reading.readings)
          expect(each.date).toMatch(/^\d{4}-\d\d-\d\d$/u);
      }),
      { numRuns: 100, seed: 20_260_311 },
    );
  });
});

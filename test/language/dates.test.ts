import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, mondayOf, todayIn, weekdayOf } from '../../sidecar/language/calendar.ts';
import type { DateContext } from '../../sidecar/language/date-reading.ts';
import { readDates } from '../../sidecar/language/dates.ts';
import { wildWords } from './wild-words.ts';

/** Wednesday, 25 November 2026, 09:00 in Chicago. */
const WEDNESDAY = Date.parse('2026-11-25T15:00:00Z');
const context = (more: Partial<DateContext> = {}): DateContext => ({
  now: WEDNESDAY,
  timeZone: 'America/Chicago',
  dateFormat: null,
  ...more,
});
const span = (text: string, more: Partial<DateContext> = {}): string => {
  const reading = readDates(text, context(more));
  if (reading.kind === 'range') return reading.from === reading.to ? reading.from : `${reading.from}..${reading.to}`;
  if (reading.kind === 'several') return reading.ranges.map((each) => `${each.from}..${each.to}`).join(' + ');
  if (reading.kind === 'ambiguous') return `? ${reading.readings.map((each) => each.from).join(' | ')}`;
  return 'none';
};

describe('dates in words, said on Wednesday 25 November 2026', () => {
  test.each([
    ['today', '2026-11-25'],
    ['tomorrow', '2026-11-26'],
    ['tommorow', '2026-11-26'],
    ['day after tomorrow', '2026-11-27'],
    ['in 3 days', '2026-11-28'],
    ['the 2 days before Christmas', '2026-12-23..2026-12-24'],
    ['the day before Christmas', '2026-12-24'],
    ['the day after Christmas', '2026-12-26'],
    ['day before New Year', '2026-12-31'],
    ['the three working days before December 21', '2026-12-16..2026-12-18'],
    ['in two weeks', '2026-12-09'],
    ['Thursday', '2026-11-26'],
    ['this Thursday', '2026-11-26'],
    ['Wednesday', '2026-12-02'],
    ['this wednesday', '2026-12-02'],
    ['firday', '2026-11-27'],
    ['next Thursday', '2026-12-03'],
    ['next Monday', '2026-11-30'],
    ['Thursday next week', '2026-12-03'],
    ['next week on Thursday', '2026-12-03'],
    ['a week from Friday', '2026-12-04'],
    ['the 3rd', '2026-12-03'],
    ['the 25th', '2026-11-25'],
    ['the third of december', '2026-12-03'],
    ['Dec 4', '2026-12-04'],
    ['4 December', '2026-12-04'],
    ['4th of Dec 2026', '2026-12-04'],
    ['December 4th, 2026', '2026-12-04'],
    ['January 2', '2027-01-02'],
    ['2026-12-04', '2026-12-04'],
    ['Friday 4 December', '2026-12-04'],
    ['friday the 4th', '2026-12-04'],
    ['end of month', '2026-11-30'],
    ['end of next month', '2026-12-31'],
    ['next week', '2026-11-30..2026-12-04'],
    ['this week', '2026-11-25..2026-11-27'],
    ['the week of the 7th', '2026-12-07..2026-12-11'],
    ['the first week of December', '2026-12-01..2026-12-04'],
    ['the last week of december', '2026-12-28..2026-12-31'],
    ['this weekend', '2026-11-28..2026-11-29'],
    ['next month', '2026-12-01..2026-12-31'],
    ['from the 3rd to the 5th of next month', '2026-12-03..2026-12-05'],
    ['3 to 5 next month', '2026-12-03..2026-12-05'],
    ['the 3rd of next month', '2026-12-03'],
    ['next month from the 3rd to the 5th', '2026-12-03..2026-12-05'],
    ['next month on the 3rd', '2026-12-03'],
    ['in december, from 3 to 5', '2026-12-03..2026-12-05'],
    ['in december, 3 days', '? 2026-12-01 | 2026-12-02 | 2026-12-03 | 2026-12-04 | 2026-12-07'],
    ['20th to 10th december', '2026-12-20..2026-12-10'],
    ['the 30th this month', '2026-11-30'],
    ['20/12 to 22/12', '2026-12-20..2026-12-22'],
    ['20/12 to 02/01', '2026-12-20..2027-01-02'],
    ['12/20 to 1/2', '2026-12-20..2027-01-02'],
    ['two days next month', '? 2026-12-01 | 2026-12-02 | 2026-12-03 | 2026-12-04 | 2026-12-07'],
    ['Monday to Wednesday', '2026-11-30..2026-12-02'],
    ['Monday through Wednesday', '2026-11-30..2026-12-02'],
    ['from the 3rd to the 5th', '2026-12-03..2026-12-05'],
    ['the 3rd to the 5th of January', '2027-01-03..2027-01-05'],
    ['from 28 December to 4 January', '2026-12-28..2027-01-04'],
    ['4-6 December', '2026-12-04..2026-12-06'],
    ['dec 4 to 6', '2026-12-04..2026-12-06'],
    ['between 7 and 9 December', '2026-12-07..2026-12-09'],
    ['2026-12-07 to 2026-12-09', '2026-12-07..2026-12-09'],
    ['next Thursday and Friday', '2026-12-03..2026-12-04'],
    ['Thursday and Friday next week', '2026-12-03..2026-12-04'],
    ['Thursday and Friday', '2026-11-26..2026-11-27'],
    ['Friday and Monday', '2026-11-27..2026-11-30'],
    ['Monday and Wednesday', '2026-11-30..2026-11-30 + 2026-12-02..2026-12-02'],
    ['Monday to Friday except Wednesday', '2026-11-30..2026-12-01 + 2026-12-03..2026-12-04'],
    ['three days from Monday', '2026-11-30..2026-12-02'],
    ['Thursday for 3 days', '2026-11-26..2026-11-30'],
    ['two weeks from the 7th', '2026-12-07..2026-12-18'],
    ['off from Thursday, back on Monday', '2026-11-26..2026-11-27'],
    ['Book next Thursday and Friday off', '2026-12-03..2026-12-04'],
    ['not Thursday but Friday', '2026-11-27'],
    ['not Thursday, Friday', '2026-11-27'],
    ['Tuesday, December 1 to Wednesday, December 2', '2026-12-01..2026-12-02'],
    ['Wednesday, May 12, 2027', '2027-05-12'],
    ['Monday, Tuesday and Wednesday', '2026-11-30..2026-12-02'],
    ['Friday instead of Thursday', '2026-11-27'],
    ['Thursday, no, Friday', '2026-11-27'],
    ['move it from Thursday to Monday', '2026-11-30'],
    ['Thursday or Friday', '? 2026-11-26 | 2026-11-27'],
    ['two days next week', '? 2026-11-30 | 2026-12-01 | 2026-12-02 | 2026-12-03'],
    ['Friday 3 December', '? 2026-11-27 | 2026-12-03'],
    ['5 December to 3 December', '2026-12-05..2026-12-03'],
    ['I may march on, second to none', 'none'],
    ['how much leave do I have?', 'none'],
    ['I sat in the sun', 'none'],
    ['', 'none'],
  ])('%s', (text, expected) => {
    expect(span(text)).toBe(expected);
  });

  test('05/12 follows the date format of the user, and has two readings without one', () => {
    expect(span('05/12', { dateFormat: 'dd-mm-yyyy' })).toBe('2026-12-05');
    expect(span('05/12', { dateFormat: 'mm/dd/yyyy' })).toBe('2027-05-12');
    expect(span('05/12')).toBe('? 2026-12-05 | 2027-05-12');
    expect(span('05/12', { dateFormat: 'yyyy-mm-dd' })).toBe('? 2026-12-05 | 2027-05-12');
    expect(readDates('05/12 to 07/12', context())).toMatchObject({
      kind: 'ambiguous',
      readings: [
        { from: '2026-12-05', to: '2026-12-07' },
        { from: '2027-05-12', to: '2027-07-12' },
      ],
    });
    expect(span('13/12')).toBe('2026-12-13');
    expect(span('12/25/2026')).toBe('2026-12-25');
    expect(span('5.12.2026')).toBe('2026-12-05');
  });

  test('"next Thursday" says that this week’s is still to come, and only then', () => {
    expect(readDates('next Thursday', context())).toMatchObject({
      notes: [{ is: 'next-weekday', date: '2026-12-03', nearer: '2026-11-26' }],
    });
    expect(readDates('next Monday', context())).toMatchObject({ notes: [] });
    expect(readDates('next Wednesday', context())).toMatchObject({ from: '2026-12-02', notes: [] });
  });

  test.each([
    ['Friday morning', { date: '2026-11-27', part: 'morning' }],
    ['friday afternoon', { date: '2026-11-27', part: 'afternoon' }],
    ['half a day on Friday', { date: '2026-11-27', part: null }],
    ['Friday, half day', { date: '2026-11-27', part: null }],
    ['this afternoon', { date: '2026-11-25', part: 'afternoon' }],
    ['from Thursday afternoon to Friday', { date: '2026-11-26', part: 'afternoon' }],
    ['Thursday and half of Friday', { date: '2026-11-27', part: null }],
    ['1.5 days from Monday', { date: '2026-12-01', part: null }],
  ])('half days: %s', (text, halfDay) => {
    expect(readDates(text, context())).toMatchObject({ kind: 'range', halfDay });
  });

  test('"only the afternoon" names no date but half of one', () => {
    expect(readDates('only the afternoon', context())).toMatchObject({ kind: 'none', half: { part: 'afternoon' } });
    expect(readDates('the whole day', context())).toMatchObject({ kind: 'none', whole: true });
  });

  test('what lies before today is known to be past', () => {
    expect(readDates('yesterday', context())).toMatchObject({ from: '2026-11-24', past: true });
    expect(readDates('last Friday', context())).toMatchObject({ from: '2026-11-20', past: true });
    expect(readDates('2026-01-05', context())).toMatchObject({ past: true });
    expect(readDates('Monday', context({ direction: 'past' }))).toMatchObject({ from: '2026-11-23', past: true });
    expect(readDates('today', context())).toMatchObject({ past: false });
  });

  test('a day that no calendar has is named as such', () => {
    expect(readDates('the 31st of November', context())).toMatchObject({ problem: { is: 'no-such-date' } });
    expect(readDates('30 February', context())).toMatchObject({ problem: { is: 'no-such-date' } });
    expect(readDates('2027-02-29', context())).toMatchObject({ problem: { is: 'no-such-date' } });
  });

  test('a bare weekday means the day of the stretch on the table', () => {
    const within = { from: '2026-12-03', to: '2026-12-04' };
    expect(span('make it just Friday', { within })).toBe('2026-12-04');
    expect(span('ok book it for Monday instead', { within })).toBe('2026-11-30');
    expect(span('next Friday', { within })).toBe('2026-12-04');
  });
});

describe('today is the employee’s', () => {
  test.each([
    ['Asia/Kolkata', '2026-11-25T19:00:00Z', '2026-11-26'],
    ['America/Chicago', '2026-11-26T04:00:00Z', '2026-11-25'],
    ['Europe/Berlin', '2026-11-25T23:30:00Z', '2026-11-26'],
  ])('%s at %s', (timeZone, at, today) => {
    expect(span('today', { timeZone, now: Date.parse(at) })).toBe(today);
  });

  test.each([
    ['Europe/Berlin', '2026-03-29', ['T00:30:00Z', 'T01:00:00Z', 'T20:00:00Z']],
    ['Europe/Berlin', '2026-10-25', ['T00:30:00Z', 'T01:00:00Z', 'T22:30:00Z']],
    ['America/Chicago', '2026-03-08', ['T07:59:00Z', 'T08:00:00Z', 'T23:00:00Z']],
    ['America/Chicago', '2026-11-01', ['T06:30:00Z', 'T07:30:00Z', 'T23:59:00Z']],
  ])('on the day the clocks change: %s %s', (timeZone, day, times) => {
    for (const time of times) {
      const now = Date.parse(`${day}${time}`);
      expect(span('today', { timeZone, now })).toBe(day);
      expect(span('tomorrow', { timeZone, now })).toBe(addDays(day, 1));
      expect(span('Monday', { timeZone, now })).toBe(addDays(day, 1));
      expect(span('next Sunday', { timeZone, now })).toBe(addDays(day, 7));
    }
  });
});

test.each([
  ['a week on Thursday', '2026-12-03'],
  ['a week on Monday', '2026-12-07'],
  ['Thursday week', '2026-12-03'],
])('"%s" is a week after the coming one', (text, date) => {
  const now = Date.parse('2026-11-23T15:00:00Z');
  expect(readDates(text, { now, timeZone: 'America/Chicago', dateFormat: null })).toMatchObject({
    from: date,
    to: date,
  });
});

describe('whenever it is said', () => {
  const moments = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2031-12-31') });
  const zones = fc.constantFrom(
    'Asia/Kolkata',
    'Europe/Berlin',
    'America/Chicago',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  );
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

  test('a weekday is one to seven days ahead, and "next" is that day of next week', () => {
    fc.assert(
      fc.property(moments, zones, fc.integer({ min: 1, max: 7 }), (now, timeZone, day) => {
        const today = todayIn(now, timeZone);
        const coming = span(names[day - 1] ?? '', { now, timeZone });
        expect(weekdayOf(coming)).toBe(day);
        expect(coming > today && coming <= addDays(today, 7)).toBe(true);
        expect(span(`next ${names[day - 1]}`, { now, timeZone })).toBe(addDays(mondayOf(today), 6 + day));
      }),
    );
  });

  test('a date written out is that date in every common form', () => {
    const days = fc.integer({ min: 0, max: 700 });
    fc.assert(
      fc.property(moments, zones, days, (now, timeZone, ahead) => {
        const date = addDays(todayIn(now, timeZone), ahead);
        const at = new Date(`${date}T00:00:00Z`);
        const text = (locale: string, month: 'long' | 'short') =>
          new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month, year: 'numeric' }).format(at);
        for (const form of [date, text('en-US', 'long'), text('en-GB', 'long'), text('en-US', 'short')]) {
          expect(span(form, { now, timeZone })).toBe(date);
        }
        const figures = date.split('-').reverse().join('/');
        expect(span(figures, { now, timeZone, dateFormat: 'dd-mm-yyyy' })).toBe(date);
      }),
    );
  });

  test('no words make it throw, and a range has two real days', () => {
    const text = wildWords(
      'next this last monday friday and to from until the 3rd 31st 5 december 05/12 2026-13-45 half day morning not instead of week first in two days or back , - 1/2 may may',
    );
    fc.assert(
      fc.property(text, moments, zones, (words, now, timeZone) => {
        const reading = readDates(words, context({ now, timeZone }));
        if (reading.kind !== 'range') return;
        for (const date of [reading.from, reading.to])
          expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
      }),
      { numRuns: 1000, seed: 20_261_123 },
    );
  });
});

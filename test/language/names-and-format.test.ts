import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatDays,
  formatList,
  formatMinutes,
  formatMoment,
  formatMoney,
  formatSpan,
  formatTime,
  formatTimes,
  localeOf,
} from '../../sidecar/language/format.ts';
import { personNamed } from '../../sidecar/language/names.ts';

describe('whom an utterance speaks of', () => {
  test.each([
    ["Priya's balance", 'priya'],
    ['how much leave does Marcus have', 'marcus'],
    ["what's Tom's leave balance?", 'tom'],
    ['how many days off does Tom Baker have left?', 'tom baker'],
    ['leave balance of Priya Nair', 'priya nair'],
    ['has Marcus got any leave left', 'marcus'],
    ['balance for dana', 'dana'],
    ['and Priya?', 'priya'],
    ['what about marcus', 'marcus'],
    ["check priya nair's annual leave balance", 'priya nair'],
    ['how much holiday has li taken', 'li'],
    ['does tom have any vacation left', 'tom'],
    ['what is priyas balance?', 'priyas'],
    ['marcus leave balance', 'marcus'],
    ['this years leave balance', null],
    ['whats my balance', null],
    ['how much annual leave do I have left?', null],
    ["what's my balance", null],
    ["today's balance", null],
    ["book friday off for my mother's birthday", null],
    ['what about sick leave?', null],
    ['how about Monday?', null],
    ["show Friday's leave", null],
    ["the company's leave balance", null],
    ['my leave requests for december', null],
    ['how much leave do i have for december', null],
  ])('%s', (text, name) => {
    expect(personNamed(text)).toBe(name);
  });
});

describe('what people read', () => {
  test('dates in the order of their locale, with the year only when it is another', () => {
    expect(formatDate('2026-12-03', 'en-US', { thisYear: 2026 })).toBe('Thursday, December 3');
    expect(formatDate('2026-12-03', 'en-GB', { thisYear: 2026 })).toMatch(/^Thursday,? 3 December$/u);
    expect(formatDate('2027-01-04', 'en-US', { thisYear: 2026 })).toBe('Monday, January 4, 2027');
    expect(formatSpan('2026-12-03', '2026-12-04', 'en-US', { thisYear: 2026 })).toBe(
      'Thursday, December 3 to Friday, December 4',
    );
    expect(formatSpan('2026-12-03', '2026-12-03', 'en-US', { thisYear: 2026 })).toBe('Thursday, December 3');
  });

  test.each([
    ['14:00', '2:00 PM', '14:00'],
    ['00:00', '12:00 AM', '00:00'],
    ['09:05', '9:05 AM', '09:05'],
    ['12:30', '12:30 PM', '12:30'],
  ])('the time %s', (time, american, british) => {
    expect(formatTime(time, 'en-US')).toBe(american);
    expect(formatTime(time, 'en-GB')).toBe(british);
  });

  test('moments', () => {
    const day = { date: '2026-03-12' };
    expect(formatMoment(day, 'en-US', { thisYear: 2026 })).toBe('Thursday, March 12');
    expect(formatMoment({ ...day, time: '14:00' }, 'en-US', { thisYear: 2026 })).toBe('Thursday, March 12 at 2:00 PM');
    expect(formatMoment({ ...day, time: '14:00', end: '15:30' }, 'en-US', { thisYear: 2026 })).toBe(
      'Thursday, March 12 from 2:00 PM to 3:30 PM',
    );
    expect(
      formatMoment({ ...day, time: '22:00', end: '02:00', endDate: '2026-03-13' }, 'en-US', { thisYear: 2026 }),
    ).toBe('Thursday, March 12 at 10:00 PM to Friday, March 13 at 2:00 AM');
    expect(formatTimes('09:00', '10:00', 'en-GB')).toBe('09:00 to 10:00');
  });

  test.each([
    [48.5, 'USD', 'en-US', '$48.50'],
    [1200, 'EUR', 'en-US', '€1,200'],
    [1200, 'JPY', 'en-US', '¥1,200'],
    [-5, 'GBP', 'en-GB', '-£5'],
    [48.5, 'EUR', 'de-DE', '48,50 €'],
    [0, 'USD', 'en-GB', 'US$0'],
    [1e12, 'USD', 'en-US', '$1,000,000,000,000'],
    [12, '', 'en-US', '12'],
    [12, 'points', 'en-US', 'points 12'],
  ])('%d %s in %s', (amount, currency, locale, wanted) => {
    expect(formatMoney(amount, currency, locale)).toBe(wanted);
  });

  test.each([
    [0, '0 minutes'],
    [1, '1 minute'],
    [45, '45 minutes'],
    [60, '1 hour'],
    [90, '1 hour 30 minutes'],
    [121, '2 hours 1 minute'],
  ])('%d minutes', (minutes, wanted) => {
    expect(formatMinutes(minutes, 'en-US')).toBe(wanted);
  });

  test('days and lists', () => {
    expect(formatDays(0.5, 'en-US')).toBe('half a day');
    expect(formatDays(1, 'en-US')).toBe('1 day');
    expect(formatDays(2.5, 'en-US')).toBe('2.5 days');
    expect(formatList(['a', 'b', 'c'])).toBe('a, b and c');
  });

  test('the locale of a plain "en" follows the date format', () => {
    expect(localeOf('en', 'dd-mm-yyyy')).toBe('en-GB');
    expect(localeOf('en', null)).toBe('en-US');
    expect(localeOf('en-GB', null)).toBe('en-GB');
  });
});

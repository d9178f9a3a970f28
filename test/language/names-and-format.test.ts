import { describe, expect, test } from 'vitest';
import { formatDate, formatDays, formatList, formatSpan, localeOf } from '../../sidecar/language/format.ts';
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIsoDate } from '../../sidecar/language/calendar.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { type PeriodContext, periodOfKey, readPeriod } from '../../sidecar/language/periods.ts';

/** Wednesday, 11 March 2026, 09:30 in Chicago. */
const context = (more: Partial<PeriodContext> = {}): PeriodContext => ({
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  ...more,
});
const brief = (text: string, more: Partial<PeriodContext> = {}) => {
  const found = readPeriod(text, context(more));
  return found === null
    ? 'none'
    : `${found.from}..${found.to}${found.key === `${found.from}..${found.to}` ? '' : ` ${found.key}`}`;
};

describe('reporting periods in words, said on 11 March 2026', () => {
  test.each([
    ['this month', '2026-03-01..2026-03-31 current_month'],
    ['the current month', '2026-03-01..2026-03-31 current_month'],
    ["this month's expenses", '2026-03-01..2026-03-31 current_month'],
    ['last month', '2026-02-01..2026-02-28 last_month'],
    ['previous month', '2026-02-01..2026-02-28 last_month'],
    ['from last month', '2026-02-01..2026-02-28 last_month'],
    ['next month', '2026-04-01..2026-04-30 next_month'],
    ['this quarter', '2026-01-01..2026-03-31 current_quarter'],
    ['last quarter', '2025-10-01..2025-12-31 last_quarter'],
    ['next quarter', '2026-04-01..2026-06-30 next_quarter'],
    ['this year', '2026-01-01..2026-12-31 current_year'],
    ['last year', '2025-01-01..2025-12-31 last_year'],
    ['this week', '2026-03-09..2026-03-15 current_week'],
    ['last week', '2026-03-02..2026-03-08 last_week'],
    ['today', '2026-03-11..2026-03-11 today'],
    ['yesterday', '2026-03-10..2026-03-10 yesterday'],
    ['Q1', '2026-01-01..2026-03-31 2026-Q1'],
    ['Q3', '2025-07-01..2025-09-30 2025-Q3'],
    ['Q3 2026', '2026-07-01..2026-09-30 2026-Q3'],
    ['q3 of this year', '2026-07-01..2026-09-30 2026-Q3'],
    ['third quarter of last year', '2025-07-01..2025-09-30 2025-Q3'],
    ['the first quarter', '2026-01-01..2026-03-31 2026-Q1'],
    ['2025', '2025-01-01..2025-12-31 2025'],
    ['in 2024', '2024-01-01..2024-12-31 2024'],
    ['FY 2025', '2025-01-01..2025-12-31 2025'],
    ['October', '2025-10-01..2025-10-31 2025-10'],
    ['expenses for october', '2025-10-01..2025-10-31 2025-10'],
    ['in march', '2026-03-01..2026-03-31 2026-03'],
    ['october 2024', '2024-10-01..2024-10-31 2024-10'],
    ['january of last year', '2025-01-01..2025-01-31 2025-01'],
    ['dec 2025', '2025-12-01..2025-12-31 2025-12'],
    ['year to date', '2026-01-01..2026-03-11 year_to_date'],
    ['YTD', '2026-01-01..2026-03-11 year_to_date'],
    ['so far this year', '2026-01-01..2026-03-11 year_to_date'],
    ['month-to-date', '2026-03-01..2026-03-11 month_to_date'],
    ['since the beginning of the year', '2026-01-01..2026-03-11 year_to_date'],
    ['since January', '2026-01-01..2026-03-11'],
    ['since 2024', '2024-01-01..2026-03-11'],
    ['since last month', '2026-02-01..2026-03-11'],
    ['from january to now', '2026-01-01..2026-03-11'],
    ['from january to march', '2026-01-01..2026-03-31'],
    ['november to february', '2025-11-01..2026-02-28'],
    ['first half of the year', '2026-01-01..2026-06-30'],
    ['H2 2025', '2025-07-01..2025-12-31'],
    ['last 30 days', '2026-02-10..2026-03-11 last_30_days'],
    ['past two weeks', '2026-02-23..2026-03-08 last_2_weeks'],
    ['the last 3 months', '2025-12-01..2026-02-28 last_3_months'],
    ['next 30 days', '2026-03-12..2026-04-10 next_30_days'],
    ['monthly expense report', '2026-03-01..2026-03-31 current_month'],
  ])('%s', (text, wanted) => {
    expect(brief(text)).toBe(wanted);
  });

  test.each(['october 5', 'oct 5', 'i may go', 'march on', '$2025', 'TASK-2026-00012', 'hello', '12/2025/3', ''])(
    'no period in "%s"',
    (text) => {
      expect(brief(text)).toBe('none');
    },
  );

  test('of the future, months and quarters lie ahead', () => {
    expect(brief('Q3', { direction: 'future' })).toBe('2026-07-01..2026-09-30 2026-Q3');
    expect(brief('january', { direction: 'future' })).toBe('2027-01-01..2027-01-31 2027-01');
    expect(brief('march', { direction: 'future' })).toBe('2026-03-01..2026-03-31 2026-03');
  });

  test('a fiscal year begins where the company says', () => {
    expect(brief('this fiscal year', { fiscalYearStart: 4 })).toBe('2025-04-01..2026-03-31');
    expect(brief('last financial year')).toBe('2025-01-01..2025-12-31');
  });

  test.each([
    'current_month',
    'last_quarter',
    'year_to_date',
    'last_30_days',
    '2025',
    '2025-10',
    '2025-Q3',
    '2026-01-01..2026-03-11',
  ])('the key "%s" can be read back', (key) => {
    expect(periodOfKey(key, context())?.key).toBe(key);
  });

  test('what is no key is none', () => {
    for (const key of ['', 'latest', '2025-13', '2025-Q5', '2026-02-30..2026-03-01', '2026-03-02..2026-03-01'])
      expect(periodOfKey(key, context())).toBeNull();
  });

  test('no words make it throw; days are days in order, the key reads back as the same days', () => {
    const vocabulary = fc.constantFrom(
      ...'this last next month quarter year q3 2025 since from january to october ytd year-to-date 30 days two weeks first half h1 fiscal so far now 9999 0'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(vocabulary, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    const moments = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2031-12-31') });
    fc.assert(
      fc.property(text, moments, (words, now) => {
        const found = readPeriod(words, context({ now }));
        if (found === null) return;
        const { from, to, key, span } = found;
        expect(isIsoDate(from) && isIsoDate(to) && from <= to).toBe(true);
        expect(periodOfKey(key, context({ now }))).toEqual({ from, to, key });
        expect(span[0] >= 0 && span[1] > span[0] && span[1] <= normaliseText(words).length).toBe(true);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});

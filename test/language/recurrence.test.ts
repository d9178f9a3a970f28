import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DateContext } from '../../sidecar/language/date-reading.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { readRecurrence } from '../../sidecar/language/recurrence.ts';
import { wildWords } from './wild-words.ts';

/** Wednesday, 11 March 2026, 09:30 in Chicago. */
const context: DateContext = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
};

function brief(text: string): string {
  const found = readRecurrence(text, context);
  if (found === null) return 'none';
  const { freq, interval, weekdays, monthDay, place, until, count } = found;
  return [
    interval === 1 ? freq : `${freq}/${interval}`,
    weekdays === undefined ? '' : weekdays.join(''),
    monthDay === undefined ? '' : `day ${monthDay}`,
    place === undefined ? '' : `place ${place}`,
    until === undefined ? '' : `until ${until}`,
    count === undefined ? '' : `x${count}`,
  ]
    .filter(Boolean)
    .join(' ');
}

describe('rhythms in words', () => {
  test.each([
    ['every Monday', 'weekly 1'],
    ['each tuesday', 'weekly 2'],
    ['every monday and wednesday', 'weekly 13'],
    ['every mon, wed and fri', 'weekly 135'],
    ['every Tue/Thu', 'weekly 24'],
    ['on tuesdays and thursdays', 'weekly 24'],
    ['mondays', 'weekly 1'],
    ['every other friday', 'weekly/2 5'],
    ['every second Tuesday', 'weekly/2 2'],
    ['every third monday', 'weekly/3 1'],
    ['every week', 'weekly'],
    ['every other week', 'weekly/2'],
    ['every two weeks', 'weekly/2'],
    ['every 2 weeks on friday', 'weekly/2 5'],
    ['Tuesdays every other week', 'weekly/2 2'],
    ['weekly', 'weekly'],
    ['once a week', 'weekly'],
    ['weekly on Tuesday and Thursday', 'weekly 24'],
    ['biweekly', 'weekly/2'],
    ['bi-weekly on monday', 'weekly/2 1'],
    ['every fortnight', 'weekly/2'],
    ['weekdays at 9', 'weekly 12345'],
    ['every weekday', 'weekly 12345'],
    ['each working day', 'weekly 12345'],
    ['every weekend', 'weekly 67'],
    ['every day', 'daily'],
    ['everyday', 'daily'],
    ['daily', 'daily'],
    ['every other day', 'daily/2'],
    ['every 3 days', 'daily/3'],
    ['every morning at 8', 'daily'],
    ['every month', 'monthly'],
    ['monthly', 'monthly'],
    ['monthly on the 1st', 'monthly day 1'],
    ['every month on the 15th', 'monthly day 15'],
    ['on the 15th of every month', 'monthly day 15'],
    ['the first of each month', 'monthly day 1'],
    ['last day of every month', 'monthly day -1'],
    ['first monday of every month', 'monthly 1 place 1'],
    ['the last friday of each month', 'monthly 5 place -1'],
    ['every 3 months', 'monthly/3'],
    ['quarterly', 'monthly/3'],
    ['every quarter', 'monthly/3'],
    ['yearly', 'yearly'],
    ['annually', 'yearly'],
    ['every year', 'yearly'],
    ['every day until June', 'daily until 2026-06-01'],
    ['every weekday until 30 june', 'weekly 12345 until 2026-06-30'],
    ['each tuesday through may', 'weekly 2 until 2026-05-31'],
    ['every monday until next friday', 'weekly 1 until 2026-03-20'],
    ['every day until the end of the year', 'daily until 2026-12-31'],
    ['every day for 2 weeks', 'daily until 2026-03-24'],
    ['every monday 5 times', 'weekly 1 x5'],
    ['remind me every friday at 4 to submit my timesheet', 'weekly 5'],
  ])('%s', (text, wanted) => {
    expect(brief(text)).toBe(wanted);
  });

  test.each(['everyone', 'every task', 'monday', 'next week', 'each of them', 'on tuesday', 'my week', ''])(
    'no rhythm in "%s"',
    (text) => {
      expect(readRecurrence(text, context)).toBeNull();
    },
  );

  test('the words of rhythm and end are found to be cut out', () => {
    const text = normaliseText('Remind me every Monday at 9 to plan until next Friday');
    expect(readRecurrence(text, context)?.spans.map((span) => text.slice(...span))).toEqual([
      'every monday',
      'until next friday',
    ]);
  });

  test('no words make it throw; spans lie in the text, numbers make sense', () => {
    const text = wildWords(
      'every other each monday tuesdays and , week weekday month day of the 1st last first until june for 2 weeks 5 times daily monthly on at 9 99',
    );
    fc.assert(
      fc.property(text, (words) => {
        const found = readRecurrence(words, context);
        expect(readRecurrence(words, context)).toEqual(found);
        if (found === null) return;
        expect(found.interval >= 1 && Number.isInteger(found.interval)).toBe(true);
        for (const [from, to] of found.spans)
          expect(from >= 0 && to > from && to <= normaliseText(words).length).toBe(true);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});

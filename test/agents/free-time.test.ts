import { describe, expect, test } from 'vitest';
import { startsIn, within, without } from '../../sidecar/agents/calendar/free-time.ts';
import { movedDays, repeatValues, rhythmText } from '../../sidecar/agents/calendar/recurrence.ts';
import { localOfSite, msOf, readLocal, siteTextOf } from '../../sidecar/agents/calendar/when.ts';

const at = (time: string) => Date.parse(`2026-06-09T${time}:00Z`);
const span = (from: string, to: string) => ({ from: at(from), to: at(to) });

describe('free time', () => {
  test('is what nobody takes, whatever overlaps', () => {
    const taken = [span('10:00', '11:00'), span('10:30', '11:30'), span('08:00', '09:15'), span('16:30', '18:00')];
    expect(without(span('09:00', '17:00'), taken)).toEqual([span('09:15', '10:00'), span('11:30', '16:30')]);
    expect(without(span('09:00', '17:00'), [span('08:00', '18:00')])).toEqual([]);
  });

  test('taken time is cut to what is looked at', () => {
    expect(within(span('09:00', '10:00'), [span('08:00', '09:30'), span('11:00', '12:00')])).toEqual([
      span('09:00', '09:30'),
    ]);
  });

  test('meetings begin on the half hour and end within', () => {
    expect(startsIn([span('09:10', '11:00')], 60)).toEqual([at('09:30'), at('10:00')]);
    // Too short for the half hour, and yet long enough.
    expect(startsIn([span('09:10', '09:50')], 30)).toEqual([at('09:10')]);
    expect(startsIn([span('09:00', '09:20')], 30)).toEqual([]);
  });
});

describe('clocks', () => {
  const berlin = { timeZone: 'Europe/Berlin', siteTimeZone: 'America/Chicago' };
  test('ten in Berlin is three on a site in Chicago', () => {
    expect(siteTextOf(msOf('2026-06-09 10:00', berlin), berlin)).toBe('2026-06-09 03:00:00');
    expect(localOfSite('2026-06-09 20:30:00.000000', berlin)).toBe('2026-06-10 03:30');
  });
  test('in the weeks in which only one of them has changed its clocks', () => {
    expect(siteTextOf(msOf('2026-03-16 10:00', berlin), berlin)).toBe('2026-03-16 04:00:00');
  });
  test.each(['2026-02-30 10:00', '2026-06-09', '2026-06-09 25:00', 'soon'])('%s is no moment', (said) => {
    expect(readLocal(said)).toBeNull();
  });
});

describe('a series', () => {
  test('repeats on the day of the first meeting when none was said', () => {
    const dates = { local: '2026-06-11', site: '2026-06-11' };
    expect(repeatValues('weekly', [], null, dates)).toEqual({ repeat_this_event: 1, repeat_on: 'Weekly', thursday: 1 });
  });

  test('a Monday in Berlin that is a Sunday on the site stays a Monday for him', () => {
    const dates = { local: '2026-06-15', site: '2026-06-14' };
    const values = repeatValues('weekly', ['monday'], '2026-07-31', dates);
    expect(values).toMatchObject({ sunday: 1, repeat_till: '2026-07-31' });
    expect(rhythmText(values, dates, (date) => date)).toBe('every week on Monday until 2026-07-31');
  });

  test('moves its weekdays along', () => {
    expect(movedDays({ repeat_on: 'Weekly', monday: 1, friday: 1 }, 1)).toMatchObject({
      monday: 0,
      tuesday: 1,
      friday: 0,
      saturday: 1,
    });
    expect(movedDays({ repeat_on: 'Weekly', monday: 1 }, 7)).toBeNull();
    expect(movedDays({ repeat_on: 'Daily' }, 1)).toBeNull();
  });
});

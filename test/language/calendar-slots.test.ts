import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSlots } from '../../sidecar/language/nlu/slots/slots.ts';
import { findTimes } from '../../sidecar/language/times.ts';

// Wednesday 11 March 2026, 09:30 in Chicago.
const CONTEXT = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const read = (tool: string, text: string) => readSlots(tool, text, CONTEXT);

describe('where a meeting moves to', () => {
  test.each([
    ['move the budget review to 4', { event_id: 'budget review', new_start_datetime: '2026-03-11 16:00' }],
    ['push my 2pm to 4', { new_start_datetime: '2026-03-11 16:00' }],
    // A time that has passed is tomorrow's.
    [
      'the audit call should be brought forward to nine',
      { event_id: 'audit call', new_start_datetime: '2026-03-12 09:00' },
    ],
    // A day of its own stays.
    ["bring Friday's town hall forward to 10", { event_id: 'town hall', new_start_datetime: '2026-03-13 10:00' }],
    ['training tues to weds 11am', { event_id: 'training', new_start_datetime: '2026-03-18 11:00' }],
    ['bump standup to 930 tmrw', { event_id: 'standup', new_start_datetime: '2026-03-12 09:30' }],
    [
      "so the retro let's do that Monday at nine instead",
      { event_id: 'retro', new_start_datetime: '2026-03-16 09:00' },
    ],
    ['push the demo by half an hour', { event_id: 'demo' }],
    ['make the kickoff two hours instead of one', { event_id: 'kickoff', new_duration_minutes: 120 }],
    ['cut the sprint planning down to 45 minutes', { event_id: 'sprint planning', new_duration_minutes: 45 }],
  ])('%s', (text, slots) => {
    expect(read('reschedule_meeting', text)).toEqual(slots);
  });
});

describe('which meeting is cancelled, and why', () => {
  test.each([
    ['drop the lunch and learn', { event_id: 'lunch and learn' }],
    ['the meeting with Raj does not take place, cancel it', { event_id: 'meeting with raj' }],
    ['cxl lunch w jen', { event_id: 'lunch with jen' }],
    ['get me out of the 4 o’clock', {}],
    ['cancel the vendor demo, the supplier pulled out', { event_id: 'vendor demo', reason: 'the supplier pulled out' }],
    ['cancel lunch with Tom as he has fallen ill', { event_id: 'lunch with tom', reason: 'he has fallen ill' }],
    ['cancel the kickoff, please tell Tom', { event_id: 'kickoff' }],
  ])('%s', (text, slots) => {
    expect(read('cancel_meeting', text)).toEqual(slots);
  });
});

describe('who comes', () => {
  test.each([
    ['get the sales team together on Friday at 9:45', ['sales team']],
    ['book an hour with my boss tomorrow at 11', ['my manager']],
    ['get everyone on the Orion project in a call Thursday at three', ['orion project']],
    ['set up a call with Mrs. Albright on the 17th at 2 pm', ['albright']],
    ['video call with omar and finance thurs 4', ['omar', 'finance']],
    // Nothing joins them.
    ['mtg pete grace thurs 2pm', ['pete', 'grace']],
    ['call jorge marta mon 9am', ['jorge', 'marta']],
    // A part of the name, not of the guests.
    ['schedule a team lunch on Friday at noon', undefined],
    ['book a retro on Friday at 4, invite everybody', undefined],
  ])('%s', (text, attendees) => {
    expect(read('schedule_meeting', text)['attendees']).toEqual(attendees);
  });
});

describe('hours as hurried hands type them', () => {
  test.each([
    ['mtg w jen thurs 2pm', '2026-03-12 14:00'],
    ['get 30 w raj fri 10a', '2026-03-13 10:00'],
    ['sched huddle mon 830', '2026-03-16 08:30'],
    ['call w tom tmrw 1-3', '2026-03-12 13:00'],
    ['call with tom tomorrow 230pm', '2026-03-12 14:30'],
  ])('%s', (text, start) => {
    expect(read('schedule_meeting', text)['start_datetime']).toBe(start);
  });

  test('run together or apart, an hour is the same hour', () => {
    const context = { now: CONTEXT.now, timeZone: CONTEXT.timeZone };
    const at = (text: string) => findTimes(text, context).map((found) => (found.kind === 'time' ? found.at : null));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 59 }),
        fc.boolean(),
        (hour, minute, isLate) => {
          const minutes = String(minute).padStart(2, '0');
          const half = isLate ? 'pm' : 'am';
          expect(at(`thursday ${hour}${minutes}${half}`)).toEqual(at(`thursday ${hour}:${minutes} ${half}`));
        },
      ),
    );
  });

  test('rooms, amounts and years are none', () => {
    expect(findTimes('in room 10a', CONTEXT)).toEqual([]);
    expect(findTimes('it cost $930', CONTEXT)).toEqual([]);
  });
});

describe('reminders', () => {
  test.each([
    [
      'give me a shout at 4pm to water the plants',
      { reminder_text: 'water the plants', remind_at: '2026-03-11 16:00' },
    ],
    ['bank call fri 10 reminder', { reminder_text: 'bank call', remind_at: '2026-03-13 10:00' }],
    ['I should ring the bank on Friday, remind me', { reminder_text: 'ring the bank', remind_at: '2026-03-13' }],
    [
      'Please remember me at 16:45 to send the report',
      { reminder_text: 'send the report', remind_at: '2026-03-11 16:45' },
    ],
  ])('%s', (text, slots) => {
    expect(read('set_reminder', text)).toEqual(slots);
  });
});

test('a stretch of days and a part of the day that would be best', () => {
  expect(
    read(
      'find_meeting_time',
      'when could the design team do 45 minutes on Monday or Tuesday, ideally in the afternoon',
    ),
  ).toEqual({
    attendees: ['design team'],
    duration_minutes: 45,
    date_range_start: '2026-03-16',
    date_range_end: '2026-03-17',
    preferred_times: ['afternoon'],
  });
});

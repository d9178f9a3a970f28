import { describe, expect, test } from 'vitest';
import { saidMeeting, saidTitle } from '../../sidecar/language/nlu/slots/meeting-words.ts';
import { reminderText, saidBefore } from '../../sidecar/language/nlu/slots/reminder-words.ts';
import type { EventLine } from '../../sidecar/llm/offline/calendar/data.ts';
import { fitting, readRef } from '../../sidecar/llm/offline/calendar/pick.ts';
import { targetOf } from '../../sidecar/llm/offline/calendar/target.ts';
import { JUNE_8, situation } from '../fakes/situation.ts';

const june8 = situation({ now: JUNE_8 });
const context = { ...june8 };

function event(id: string, title: string, start: string, people: readonly string[] = []): EventLine {
  const end = `${start.slice(0, 11)}${String(Number(start.slice(11, 13)) + 1).padStart(2, '0')}${start.slice(13)}`;
  return {
    id,
    title,
    start,
    end,
    all_day: false,
    own: true,
    host: 'Priya Nair',
    with: [...people],
    place: null,
    repeats: null,
  };
}
const EVENTS = [
  event('EV00001', 'Gone by', '2026-06-08 08:00'),
  event('EV00002', 'Design review', '2026-06-08 15:00', ['Li Wei']),
  event('EV00003', 'Launch', '2026-06-09 15:00', ['Marcus Reed', 'Tom Baker']),
  event('EV00004', 'Design review', '2026-06-10 15:00', ['Li Wei']),
  event('EV00005', 'One on one', '2026-06-11 09:00', ['Marcus Reed']),
];

describe('which meeting is meant', () => {
  const picked = (text: string, mention: string | null = null) =>
    fitting(EVENTS, readRef(text, june8), june8, mention).map(({ id }) => id.slice(-1));
  test.each([
    ['cancel my 3 pm', ['2']],
    ['cancel my 3 pm tomorrow', ['3']],
    ['move the launch to Friday', ['3']],
    ['cancel the one with Tom', ['3']],
    ['cancel my meeting with Marcus', ['3', '5']],
    ['move my 3 pm to Monday', ['2']],
    ['move the design review to Friday at 10', ['2']],
    ['cancel my next meeting', ['2']],
    ['cancel EV00004', ['4']],
    ['cancel the gone by meeting', []],
    ['cancel the board meeting', []],
    ['cancel all my meetings on Thursday', ['5']],
    ["make tomorrow's launch an hour later", ['3']],
  ])('%s', (text, wanted) => {
    expect(picked(text)).toEqual(wanted);
  });
  test('"it" is what was talked of last', () => {
    expect(picked('move it to 4', 'EV00005')).toEqual(['5']);
    expect(picked('cancel it', '@2026-06-09 15:00')).toEqual(['3']);
  });
});

describe('where a meeting goes', () => {
  test.each([
    ['move it to 4', '2026-06-10 16:00'],
    ['move it to Friday', '2026-06-12 15:00'],
    ['move it to Friday at 10', '2026-06-12 10:00'],
    ['push it back an hour', '2026-06-10 16:00'],
    ['make it half an hour earlier', '2026-06-10 14:30'],
    ['postpone it by a week', '2026-06-17 15:00'],
    ['move it to next week', '2026-06-17 15:00'],
    ['make it 4 instead', '2026-06-10 16:00'],
    ['cancel it', null],
  ])('%s', (text, wanted) => {
    expect(targetOf(text, '2026-06-10 15:00', june8)?.start ?? null).toBe(wanted);
  });
  test('another length keeps the start', () => {
    expect(targetOf('extend it to 90 minutes', '2026-06-10 15:00', june8)).toEqual({
      start: '2026-06-10 15:00',
      length: 90,
    });
  });
});

describe('what is said of a meeting', () => {
  test.each([
    ['schedule a meeting with Tom about the Q3 Budget tomorrow at 2', 'Q3 Budget'],
    ['book lunch with Dana on Friday at noon', 'lunch'],
    ['create an event called Board Prep on Friday', 'Board Prep'],
    ['schedule a meeting with Tom tomorrow at 2', null],
  ])('title: %s', (text, wanted) => {
    expect(saidTitle(text, context)).toBe(wanted);
  });
  test.each([
    ['cancel the call with Anna', 'call with anna'],
    ['cancel my meeting on Friday', null],
    ['move my 3 pm to Monday', null],
    ["we don't need the design review any more", 'design review'],
  ])('name: %s', (text, wanted) => {
    expect(saidMeeting(text, context)).toBe(wanted);
  });
});

describe('reminders', () => {
  test.each([
    ['remind me tomorrow at 9 to call Anna', 'call Anna'],
    ['at 5 pm I have to send the Proposal, remind me', 'send the Proposal'],
    ['set a reminder', null],
  ])('%s', (text, wanted) => {
    expect(reminderText(text, context)).toBe(wanted);
  });
  test('before a meeting, and before nothing', () => {
    expect(saidBefore('remind me 10 minutes before the launch')).toEqual({ meeting: 'launch', minutes: 10 });
    expect(saidBefore('remind me before noon to eat')).toBeNull();
  });
});

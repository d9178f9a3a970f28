import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDuration } from '../../sidecar/language/durations.ts';
import { readMoment } from '../../sidecar/language/moments.ts';
import { readMoney } from '../../sidecar/language/money.ts';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { readPeople } from '../../sidecar/language/people.ts';
import { readQuoted } from '../../sidecar/language/quoted.ts';
import { alignText, type TextSpan } from '../../sidecar/language/spans.ts';
import { readSubject, type SubjectOf } from '../../sidecar/language/subject.ts';

const context = { now: Date.parse('2026-03-11T14:30:00Z'), timeZone: 'America/Chicago', dateFormat: 'mm-dd-yyyy' };

/** What a caller takes out before the subject is read. */
function cutFor(text: string, of: SubjectOf): readonly TextSpan[] {
  const moment = readMoment(text, context);
  const when = moment.kind === 'none' ? [] : moment.spans;
  const length = readDuration(text);
  if (of === 'meeting') return [...when, ...readPeople(text).spans, ...(length === null ? [] : [length.span])];
  if (of === 'activity') return [...when, ...readPeople(text).spans];
  return of === 'expense' ? [...when, ...readMoney(text).map(({ span }) => span)] : when;
}

describe('the subject of a request, with its capitals', () => {
  test.each<[SubjectOf, string, string | null]>([
    ['reminder', 'remind me to call Tom tomorrow at 2', 'call Tom'],
    ['reminder', 'remind me tomorrow at 2 to call Tom', 'call Tom'],
    ['reminder', 'Remind me in 20 minutes to take the Laundry out', 'take the Laundry out'],
    ['reminder', 'set a reminder for Friday at 9: submit timesheet', 'submit timesheet'],
    ['reminder', 'set a reminder to water plants at 5pm please', 'water plants'],
    ['reminder', 'please remind me about the Q3 review on friday', 'the Q3 review'],
    ['reminder', "don't let me forget to send the Q3 report", 'send the Q3 report'],
    ['reminder', 'could you remind me that rent is due tomorrow', 'rent is due'],
    ['reminder', 'reminder: book flights', 'book flights'],
    ['reminder', 'remind me tomorrow at 2', null],
    ['task', 'create a task to review the Deck by Friday', 'review the Deck'],
    ['task', 'add a high priority task called Fix the Login Bug for tomorrow', 'Fix the Login Bug'],
    ['task', 'create a task "Prepare board slides" due next monday', 'Prepare board slides'],
    ['task', "create a task titled 'Don't panic' for friday", "Don't panic"],
    ['task', 'create a task “Curly Quotes”', 'Curly Quotes'],
    ['task', 'new task: update the wiki', 'update the wiki'],
    ['task', 'add buy printer paper to my to-do list', 'buy printer paper'],
    ['task', 'put Renew SSL cert on my list', 'Renew SSL cert'],
    ['task', 'add a task for me to prepare Q3 slides', 'prepare Q3 slides'],
    ['task', 'todo: call the bank', 'call the bank'],
    ['task', 'create a new task', null],
    ['note', 'note that Globex wants a discount', 'Globex wants a discount'],
    ['note', 'make a note: call back', 'call back'],
    ['note', 'write down that the door code is 4711', 'the door code is 4711'],
    ['note', 'remember that Li prefers Tea', 'Li prefers Tea'],
    ['meeting', 'schedule a meeting with Tom about the Q3 Budget tomorrow at 2 for 30 minutes', 'the Q3 Budget'],
    ['meeting', 'book a 30 minute call with li called Design Sync on friday at 10', 'Design Sync'],
    ['meeting', "set up a meeting titled 'Sprint planning' with the team tomorrow 9-10", 'Sprint planning'],
    ['meeting', 'meet with Dana on friday at 3 to discuss hiring', 'hiring'],
    ['meeting', 'can you book lunch with Li at noon tomorrow', 'lunch'],
    ['meeting', 'schedule a meeting with Tom tomorrow at 2', null],
    ['expense', 'expense 45 dollars for lunch with client yesterday', 'lunch with client'],
    ['expense', 'I spent $23.40 on Taxi to airport', 'Taxi to airport'],
    ['expense', 'submit an expense of $120 for Team Dinner on march 3', 'Team Dinner'],
    ['activity', 'log a call with Jane Doe about renewal pricing', 'renewal pricing'],
    ['activity', 'log a call with jane: she wants a demo', 'she wants a demo'],
    ['comment', 'approve it with comment Looks good to me', 'Looks good to me'],
    ['comment', 'complete task 12 and comment: done as agreed', 'done as agreed'],
    ['comment', 'approve the expense', null],
    ['reason', 'reject it because the receipt is missing', 'the receipt is missing'],
    ['reason', 'cancel the meeting since I am sick', 'I am sick'],
    ['reason', 'cancel it due to Travel', 'Travel'],
    ['reason', 'cancel my leave', null],
  ])('%s: %s', (of, text, wanted) => {
    expect(readSubject(text, of, cutFor(text, of))).toBe(wanted);
  });

  test('what is quoted, apostrophes left alone', () => {
    expect(readQuoted(`It's called "The Plan" and 'Tom's list', isn't it`).map(({ text }) => text)).toEqual([
      'The Plan',
      "Tom's list",
    ]);
    expect(readQuoted("don't and won't")).toEqual([]);
  });

  test('a place of the normalised text is found in the text as typed', () => {
    const typed = '  Call\u00a0  ﬁona\u200b  ’now’  ';
    const { normalised, original } = alignText(typed);
    expect(normalised).toBe("call fiona 'now'");
    expect(typed.slice(...original([5, 10]))).toBe('ﬁona');
  });

  test('no words make it throw, and what comes out stands in the text', () => {
    const of = fc.constantFrom<SubjectOf>(
      'reminder',
      'task',
      'note',
      'meeting',
      'expense',
      'activity',
      'comment',
      'reason',
    );
    const vocabulary = fc.constantFrom(
      ...`remind me to Create a task called "Plan B" about that : - please because 'x' İ ﬁ with at 2 tomorrow , list on my add`.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(vocabulary, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    const spans = fc.array(fc.tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: -3, max: 60 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(text, of, spans, (words, kind, cut) => {
        const subject = readSubject(words, kind, cut);
        expect(readSubject(words, kind, cut)).toBe(subject);
        if (subject === null) return;
        expect(subject.trim()).toBe(subject);
        for (const word of normaliseText(subject).match(/[a-z]{2,}/gu) ?? [])
          expect(normaliseText(words)).toContain(word);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });

  test('aligned places are those of the normalised text, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), fc.nat(40), (typed, from, length) => {
        const { normalised, original } = alignText(typed);
        expect(normalised).toBe(normaliseText(typed));
        const [start, end] = original([from, from + length]);
        expect(start >= 0 && end >= start && end <= typed.length).toBe(true);
      }),
    );
  });
});

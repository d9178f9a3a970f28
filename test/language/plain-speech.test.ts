import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainSpeech } from '../../sidecar/language/nlu/slots/plain-speech.ts';
import { readSlots } from '../../sidecar/language/nlu/slots/slots.ts';

// Wednesday 11 March 2026, 09:30 in Chicago.
const CONTEXT = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};

/** A request of each kind, with what it says. */
const REQUESTS: readonly (readonly [tool: string, text: string, slots: Readonly<Record<string, unknown>>])[] = [
  ['cancel_meeting', 'cancel the design review on Friday', { event_id: 'design review' }],
  [
    'reschedule_meeting',
    'move the kickoff to Tuesday at 9',
    { event_id: 'kickoff', new_start_datetime: '2026-03-17 09:00' },
  ],
  [
    'schedule_meeting',
    'book a call with Anna Berg on Monday at 10',
    { attendees: ['anna berg'], start_datetime: '2026-03-16 10:00' },
  ],
  ['get_document', 'open the employee handbook', { document_id: 'employee handbook' }],
  ['get_policy', 'show me the travel expense policy', { policy_name: 'travel expense' }],
  ['get_procedure', 'explain how to return a monitor', { procedure_name: 'return a monitor' }],
  ['update_task_status', 'mark the price list as done', { task_id: 'price list', status: 'Completed' }],
  ['get_project_status', 'give me the status of the website relaunch', { project_id: 'website relaunch' }],
  [
    'submit_expense',
    'expense 18 dollars for parking',
    { amount: 18, currency: 'USD', category: 'travel', description: 'parking' },
  ],
  ['get_account', 'show the customer Larkspur Foods', { account_id: 'larkspur foods' }],
  ['search_employee_directory', 'find Nadia in engineering', { query: 'nadia', department: 'engineering' }],
  ['create_task', 'add a task to review the contract', { subject: 'review the contract' }],
  ['notify_colleague', 'tell Tom that the van is booked', { colleague: 'tom', message: 'the van is booked' }],
  ['send_email', 'email Ruth about the delayed shipment', { to: 'ruth', subject: 'delayed shipment' }],
];
const low = (slots: Readonly<Record<string, unknown>>) =>
  JSON.parse(JSON.stringify(slots), (_key, value) => (typeof value === 'string' ? value.toLowerCase() : value));
const GREETINGS = ['', 'hey, ', 'Good morning, ', 'ok so ', 'um ', 'quick one: ', 'Hi there! ', 'Dear assistant, '];
const ASKINGS = ['', 'could you please ', 'I was wondering if you could ', 'would you be so kind as to ', 'Kindly '];
const CLOSINGS = ['', ' please', ', thanks', '. Thank you.', ', cheers'];

describe('courtesies around a request', () => {
  test('change nothing of what it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REQUESTS),
        fc.constantFrom(...GREETINGS),
        fc.constantFrom(...ASKINGS),
        fc.constantFrom(...CLOSINGS),
        ([tool, text, slots], greeting, asking, closing) => {
          expect(low(readSlots(tool, `${greeting}${asking}${text}${closing}`, CONTEXT))).toEqual(low(slots));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('a voice that thinks aloud, quotes that curl and doubled spaces change nothing either', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REQUESTS),
        fc.nat(),
        fc.constantFrom('um', 'uh', 'er,', 'hmm'),
        (request, at, sound) => {
          const [tool, text, slots] = request;
          const words = text.split(' ');
          words.splice(1 + (at % (words.length - 1)), 0, sound === 'er,' ? 'erm,' : sound);
          expect(low(readSlots(tool, words.join('  '), CONTEXT))).toEqual(low(slots));
        },
      ),
    );
    expect(readSlots('get_project_status', 'how’s Orion coming along', CONTEXT)).toEqual({ project_id: 'orion' });
  });

  test('shouting is heard as if it were said', () => {
    expect(readSlots('cancel_meeting', 'CANCEL THE DESIGN REVIEW', CONTEXT)).toEqual({ event_id: 'design review' });
  });
});

describe('the wording that the readers are given', () => {
  test.each([
    ['get_account', 'whats up w the northgate acct', "what's up with the northgate account"],
    ['get_contact', 'the number of Mr. Tanaka', 'the number of Tanaka'],
    ['get_contact', 'tanyas number', "tanya's number"],
    ['get_my_tasks', 'hi prio tasks due nxt wk', 'high priority tasks due next week'],
    ['get_direct_reports', "remind me who's uh who's on the team", "remind me who's on the team"],
    // What is sent or kept stays as it was typed.
    ['notify_colleague', 'tell Tom w/ regards to Mr. Tanaka pls', 'tell Tom w/ regards to Mr. Tanaka'],
    ['create_task', 'task 4 priya proofread brochure', 'task for priya proofread brochure'],
  ])('%s: %s', (tool, text, plain) => {
    expect(plainSpeech(tool, text)).toBe(plain);
  });

  test('nothing is taken away until less than a request is left', () => {
    expect(plainSpeech('approve_expense', 'ok HR-EXP-2026-00012')).toContain('HR-EXP-2026-00012');
    expect(plainSpeech('notify_colleague', 'tell Tom thanks')).toBe('tell Tom thanks');
    expect(plainSpeech('notify_colleague', 'hello to Tom from me')).toBe('hello to Tom from me');
  });

  test('no words make it throw, and what is plain stays so', () => {
    const tools = REQUESTS.map(([tool]) => tool);
    fc.assert(
      fc.property(fc.constantFrom(...tools), fc.string({ unit: 'grapheme', maxLength: 120 }), (tool, text) => {
        const plain = plainSpeech(tool, text);
        expect(plainSpeech(tool, plain).length).toBeLessThanOrEqual(Math.max(plain.length, 8) * 4);
        readSlots(tool, text, CONTEXT);
      }),
      { numRuns: 300 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import { dueText } from '../../sidecar/language/due.ts';
import { readDue } from '../../sidecar/language/nlu/slots/due-words.ts';
import { readSlots } from '../../sidecar/language/nlu/slots/slots.ts';

// Wednesday 11 March 2026, 09:30 in Chicago.
const CONTEXT = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const read = (tool: string, text: string) => readSlots(tool, text, CONTEXT);

describe('a new task', () => {
  test.each([
    ['create a task', {}],
    [
      'add a task for Li: check the logs by Monday',
      { subject: 'check the logs', assigned_to: 'li', due_date: '2026-03-16' },
    ],
    ['put "call Dana" on my list, due tomorrow', { subject: 'call Dana', due_date: '2026-03-12' }],
    ['new task: back up the server, urgent', { subject: 'back up the server', priority: 'High' }],
    [
      'add a task to the Website Relaunch project: write the copy',
      { subject: 'write the copy', project: 'website relaunch' },
    ],
    ['add a task for everyone: read the handbook', { subject: 'read the handbook', assigned_to: 'everyone' }],
    ['todo li upd org chart', { subject: 'upd org chart', assigned_to: 'li' }],
    [
      'open task anna prepare invoices due monday',
      { subject: 'prepare invoices', assigned_to: 'anna', due_date: '2026-03-16' },
    ],
    ['add a task: Anna should get a desk', { subject: 'Anna should get a desk' }],
    ['put a task in for Oskar to measure the hall', { subject: 'measure the hall', assigned_to: 'oskar' }],
    [
      'Kindly assign to Marta the task of translating the leaflet.',
      { subject: 'translating the leaflet', assigned_to: 'marta' },
    ],
    ['make task clean fridge tmrw', { subject: 'clean fridge', due_date: '2026-03-12' }],
    ['create a task for Globex', { subject: 'Globex' }],
    ['task: plan the party, not urgent', { subject: 'plan the party', priority: 'Low' }],
  ])('%s', (text, slots) => {
    expect(read('create_task', text)).toEqual(slots);
  });
});

describe('a status', () => {
  test.each([
    ['mark the contact form task as done', { task_id: 'contact form', status: 'Completed' }],
    ['the first one is done', { status: 'Completed' }],
    ['reopen the analytics task', { task_id: 'analytics', status: 'Open' }],
    ["I'm starting on the checklist", { task_id: 'checklist', status: 'Working' }],
    ['TASK-2026-00007 is ready for review', { task_id: 'TASK-2026-00007', status: 'Pending Review' }],
    [
      'the stamps task is done, note: bought fifty',
      { task_id: 'stamps', status: 'Completed', comment: 'bought fifty' },
    ],
    ['I bought the stamps, tick it off', { task_id: 'stamps', status: 'Completed' }],
    ['label printer fixed, close it', { task_id: 'label printer', status: 'Completed' }],
    ['not doing the fridge cleaning anymore', { task_id: 'fridge cleaning', status: 'Cancelled' }],
    ['hand the tender reply over for review', { task_id: 'tender reply', status: 'Pending Review' }],
    ['we are not done with it', {}],
  ])('%s', (text, slots) => {
    expect(read('update_task_status', text)).toMatchObject(slots);
  });
});

describe('decisions', () => {
  test.each([
    ['reject_request', 'reject the taxi one, no receipt', { reason: 'no receipt' }],
    [
      'reject_request',
      "decline Li's leave because the launch is that week",
      { doctype: 'Leave Application', reason: 'the launch is that week' },
    ],
    ['reject_request', 'reject the second one', {}],
    [
      'approve_request',
      'approve HR-EXP-2026-00021 with a note: keep receipts',
      { docname: 'HR-EXP-2026-00021', comment: 'keep receipts' },
    ],
    ['get_pending_approvals', 'show me the first three claims to approve', { doctype: 'Expense Claim', limit: 3 }],
  ])('%s: %s', (tool, text, slots) => {
    expect(read(tool, text)).toEqual(slots);
  });
});

describe('the day something is due', () => {
  test.each([
    ['send it by Friday', '2026-03-13', 'send it'],
    ['tomorrow call the bank', '2026-03-12', 'call the bank'],
    ['prepare the Monday meeting', null, null],
    ['book the room for next week', null, 'book the room'],
  ])('%s', (text, date, rest) => {
    const due = readDue(text, CONTEXT);
    expect(due?.date ?? null).toBe(date);
    expect(due?.rest ?? null).toBe(rest);
  });

  test.each([
    ['2026-03-09', '2 days overdue'],
    ['2026-03-10', '1 day overdue'],
    ['2026-03-11', 'due today'],
    ['2026-03-12', 'due tomorrow'],
    ['2026-03-20', 'due Friday, March 20'],
    ['2027-03-20', 'due Saturday, March 20, 2027'],
  ])('%s is %s', (date, words) => {
    expect(dueText(date, '2026-03-11', 'en-US')).toBe(words);
  });
});

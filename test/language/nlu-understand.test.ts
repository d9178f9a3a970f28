import { describe, expect, test } from 'vitest';
import { recognise } from '../../sidecar/language/nlu/recognise.ts';
import type { SlotContext } from '../../sidecar/language/nlu/slots/slot-reader.ts';
import { understand } from '../../sidecar/language/nlu/understand.ts';

/** Wednesday, 11 March 2026, 09:30 in Chicago. */
const context: SlotContext = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const tools = (text: string) => {
  const frame = understand(text, context);
  return (frame.parts ?? [frame]).map(({ tool }) => tool);
};

/** One plain wording a tool: whoever breaks these breaks the product. */
const PLAIN: readonly (readonly [string, string])[] = [
  ['check_leave_balance', 'how many vacation days do I have left?'],
  ['submit_leave_request', 'book Friday off'],
  ['cancel_leave_request', 'cancel my leave on Friday'],
  ['get_leave_requests', 'has my leave been approved?'],
  ['get_holidays', 'when is the next public holiday?'],
  ['search_employee_directory', 'who works in Engineering?'],
  ['get_reporting_manager', 'who is my manager?'],
  ['get_direct_reports', 'who reports to me?'],
  ['get_benefits_info', 'what does my dental plan cover?'],
  ['lookup_hr_policy', 'what does the leave policy say?'],
  ['get_payroll_info', 'show me my payslip'],
  ['get_my_tasks', 'what are my tasks?'],
  ['create_task', 'create a task to review the contract'],
  ['update_task_status', 'mark the contact form task as done'],
  ['get_pending_approvals', 'what needs my approval?'],
  ['approve_request', "approve Tom's leave"],
  ['reject_request', "reject Tom's leave because we are short staffed"],
  ['get_project_status', 'how is the Website Relaunch going?'],
  ['get_my_projects', 'which projects am I on?'],
  ['get_calendar_events', "what's on my calendar next week?"],
  ['check_availability', 'is Marcus free tomorrow at 3?'],
  ['schedule_meeting', 'schedule a meeting with Marcus tomorrow at 2pm'],
  ['reschedule_meeting', 'move my 3 pm to Monday'],
  ['cancel_meeting', 'cancel my 3pm call'],
  ['find_meeting_time', 'find a time when Marcus and Priya are both free'],
  ['set_reminder', 'remind me to call Anna tomorrow at 9'],
  ['get_todays_schedule', "what's on today?"],
  ['search_knowledge_base', 'search the knowledge base for onboarding'],
  ['get_document', 'open the employee handbook'],
  ['search_faq', 'is there an FAQ on expenses?'],
  ['get_policy', 'show me the information security policy'],
  ['get_procedure', 'how do I report an incident?'],
  ['summarize_document', 'summarise the employee handbook'],
  ['list_knowledge_categories', 'what categories are in the knowledge base?'],
  ['submit_expense', 'expense 45 taxi'],
  ['get_expense_status', "what's the status of my expense claim?"],
  ['get_budget_status', "what's left of the engineering budget?"],
  ['get_pending_reimbursements', 'how much does the company owe me?'],
  ['generate_expense_report', 'generate an expense report for March'],
  ['approve_expense', "approve Tom's expense claim"],
  ['search_contacts', 'find contacts at Northwind'],
  ['get_contact', 'show me the contact Maya Ruiz'],
  ['get_account', 'tell me about the customer Globex'],
  ['get_opportunities', 'which deals are open?'],
  ['update_opportunity', 'move the Northwind renewal to negotiation'],
  ['log_activity', 'log a call with Anna Berg about the offer'],
  ['get_pipeline_summary', 'how does the sales pipeline look?'],
  ['create_lead', 'create a lead for Peter Smith from Umbrella'],
  ['send_email', 'send Anna an email about the offer'],
  ['notify_colleague', "let Marcus know that I'm running late"],
];

describe('a plain wish finds its tool', () => {
  test.each(PLAIN)('%s: %s', (tool, text) => {
    expect(tools(text)).toEqual([tool]);
  });

  test.each([
    ['shouted', 'BOOK FRIDAY OFF'],
    ['misspelt', 'reqeust firday off'],
    ['hesitating', 'um hey can you like book me friday off please'],
  ])('%s: %s', (_how, text) => {
    expect(tools(text)).toEqual(['submit_leave_request']);
  });
});

describe('talk, replies and what nobody here can do call no tool', () => {
  test.each([
    ['talk.greeting', 'hi there'],
    ['talk.thanks', 'thanks a lot for your help'],
    ['talk.goodbye', 'see you tomorrow'],
    ['talk.how-are-you', 'how are you doing?'],
    ['talk.who-are-you', 'are you a human?'],
    ['talk.help', 'what can you do?'],
    ['talk.praise', 'great job'],
    ['talk.complaint', "you're useless"],
    ['talk.settings', 'keep your answers shorter'],
    ['leave.topic', 'I have a question about my vacation'],
    ['leave.beyond', 'who is off next week?'],
    ['meta.confirm', 'yes please'],
    ['meta.cancel', 'never mind'],
    ['meta.undo', 'undo that'],
  ])('%s: %s', (label, text) => {
    const frame = understand(text, context);
    expect(frame.label).toBe(label);
    expect(frame.tool).toBeNull();
    expect(frame.slots).toEqual({});
  });

  test.each([
    "what's the weather like tomorrow",
    'tell me a joke',
    'write a python function that sorts a list',
    'book a flight to Denver',
    'give me admin rights',
    'turn off the lights',
    'asdfgh',
    'wie ist das Wetter heute',
    '',
    '🙃',
    'x'.repeat(20_000),
  ])('%#: out of scope', (text) => {
    expect(understand(text, context)).toMatchObject({ intent: 'other', tool: null });
  });
});

describe('several wishes', () => {
  test('three in one breath', () => {
    const frame = understand('book Friday off and tell the team, and move my 3 pm to Monday', context);
    expect(frame.parts?.map(({ tool, clause }) => [tool, clause])).toEqual([
      ['submit_leave_request', 'book Friday off'],
      ['notify_colleague', 'tell the team'],
      ['reschedule_meeting', 'move my 3 pm to Monday'],
    ]);
    expect(frame.parts?.[0]?.slots).toEqual({ start_date: '2026-03-13', end_date: '2026-03-13' });
    expect(frame).toMatchObject({ label: 'submit_leave_request', intent: 'hr.leave' });
  });

  test.each([
    ["tell Marcus I'm late, and cancel my 3pm", ['notify_colleague', 'cancel_meeting']],
    ['who is my manager? send them an email that I will be late', ['get_reporting_manager', 'send_email']],
    ['show my pending approvals and then approve the leave of Tom', ['get_pending_approvals', 'approve_request']],
    ["I'm sick today, please cancel all my meetings", ['submit_leave_request', 'cancel_meeting']],
    ["how's Orion coming along and which other projects am I on", ['get_project_status', 'get_my_projects']],
    ["approve Carla's leave and turn down Olu's timesheet", ['approve_request', 'reject_request']],
  ])('%s', (text, expected) => {
    expect(tools(text)).toEqual(expected);
  });

  test.each([
    ['book Friday off and order me a pizza', ['submit_leave_request', null]],
    ['order me a taxi and tell Marcus that I am on my way', [null, 'notify_colleague']],
    ['tell me a joke and then show my tasks', [null, 'get_my_tasks']],
    ['show me my payslip and translate it into German', ['get_payroll_info', null]],
  ])('one of them out of scope: %s', (text, expected) => {
    expect(tools(text)).toEqual(expected);
  });

  test.each([
    'take Thursday and Friday off',
    'remind me to call Anna and order a pizza',
    'the expenses from Priya look fine, approve them',
    'met a chap called Hugh Penrose from Larkspur, add him as a lead',
    'where is the kickoff, which room',
    'expense 45 for a taxi and put it under travel',
    'play some music and turn it up',
    'schedule a meeting with Tom and Marcus tomorrow at 3',
    'how much did we spend on travel and meals this month',
    'remind me to call Anna and send the contract',
    "email Marcus that I'm sick and can't come in",
    "approve Tom's and Li's leave",
    'create a task to write the docs and review the code',
  ])('one wish: %s', (text) => {
    expect(understand(text, context).parts).toBeUndefined();
  });
});

test('scores are probabilities, best first', () => {
  for (const text of ['book Friday off', 'tell me a joke', 'hm', 'cancel it or move it']) {
    const scores = recognise(text).map(({ score }) => score);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(scores.length).toBeGreaterThan(0);
  }
});

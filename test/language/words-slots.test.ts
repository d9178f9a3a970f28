import { describe, expect, test } from 'vitest';
import { readSlots } from '../../sidecar/language/nlu/slots/slots.ts';

// Wednesday 11 March 2026, 09:30 in Chicago.
const CONTEXT = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const cases = (tool: string, table: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) => {
  describe(tool, () => {
    test.each(table)('%s', (text, slots) => {
      expect(readSlots(tool, text, CONTEXT)).toEqual(slots);
    });
  });
};

cases('submit_expense', [
  ['lunch 32 50 yesterday', { amount: 32.5, category: 'meals', description: 'lunch', date: '2026-03-10' }],
  ['parking twenty two fifty', { amount: 22.5, category: 'travel', description: 'parking' }],
  ['expense a 1.2k laptop', { amount: 1200, category: 'equipment', description: 'laptop' }],
  ['40 bucks for printer paper', { amount: 40, currency: 'USD', category: 'supplies', description: 'printer paper' }],
  ['taxi to the airport €40', { amount: 40, currency: 'EUR', category: 'travel', description: 'taxi to the airport' }],
  ['hotel denver 86.40 mar 4', { amount: 86.4, category: 'travel', description: 'hotel denver', date: '2026-03-04' }],
  [
    'dinner last night, a hundred eighteen twenty',
    { amount: 118.2, category: 'meals', description: 'dinner', date: '2026-03-10' },
  ],
  [
    'taxi from the station, 12 and a half dollars',
    { amount: 12.5, currency: 'USD', category: 'travel', description: 'taxi from the station' },
  ],
]);
cases('create_task', [
  [
    'throw something on my list about the price sheet by Monday',
    { subject: 'the price sheet', due_date: '2026-03-16' },
  ],
  [
    'task 4 priya proofread brochure due 3/20 high prio',
    { subject: 'proofread brochure', assigned_to: 'priya', due_date: '2026-03-20', priority: 'High' },
  ],
  ['tomas should clean the storage room, make a task', { subject: 'clean the storage room', assigned_to: 'tomas' }],
  ['create a task that I call the landlord until Thursday', { subject: 'call the landlord', due_date: '2026-03-12' }],
  ['Task: pay the electricity bill', { subject: 'pay the electricity bill' }],
]);
cases('update_task_status', [
  ["I'm on the demo unit so flip that task to in progress", { task_id: 'demo unit', status: 'Working' }],
  ['so the badges thing is finished you can check it off', { task_id: 'badges', status: 'Completed' }],
  ["the price list isn't done after all, open it again", { task_id: 'price list', status: 'Open' }],
  ['tick off the fire certificate one', { task_id: 'fire certificate', status: 'Completed' }],
]);
cases('reject_request', [
  ['nope on PO 00022 too pricey', { doctype: 'Purchase Order', docname: '00022', reason: 'too pricey' }],
  ["no to Tom's holiday, clashes with the audit", { doctype: 'Leave Application', reason: 'clashes with the audit' }],
  ["Carla's leave, no", { doctype: 'Leave Application' }],
]);
cases('get_project_status', [
  ['how far has the warehouse move progressed?', { project_id: 'warehouse move' }],
  ['erp rollout pct done', { project_id: 'erp rollout' }],
]);
cases('summarize_document', [
  [
    "I don't have time to read the whole employee handbook just give me the gist",
    { document_id: 'employee handbook', summary_type: 'brief' },
  ],
  ['safety audit report key points', { document_id: 'safety audit report', summary_type: 'key_points' }],
  ['what does the annual report boil down to', { document_id: 'annual report' }],
  ['code of conduct - what are the main points', { document_id: 'code of conduct', summary_type: 'key_points' }],
  ['squeeze the onboarding guide into 100 words', { document_id: 'onboarding guide', max_length: 100 }],
  ['what came out of the minutes, in short', { document_id: 'minutes', summary_type: 'brief' }],
]);
cases('get_document', [
  ["the parking plan, I'd like to see it on my screen", { document_id: 'parking plan' }],
  ['I have an audit tomorrow, bring up the risk register', { document_id: 'risk register' }],
  ['the full text of the open source licence', { document_id: 'open source licence' }],
  ['open How to ask for leave', { document_id: 'how to ask for leave' }],
]);
cases('get_policy', [
  ['pull up the remote work policy for me', { policy_name: 'remote work' }],
  ['which policy covers expenses abroad', { policy_name: 'expenses abroad' }],
  ['2024 version of the data protection policy', { policy_name: 'data protection', version: '2024' }],
]);
cases('search_faq', [
  ['in the FAQ, is there something about lost keycards?', { query: 'lost keycards' }],
  ['payday when', { query: 'payday' }],
]);
cases('lookup_hr_policy', [
  ["what's the deal with paternity leave how much do we give people", { category: 'leave', query: 'paternity leave' }],
  ['may I keep a dog under my desk or is that forbidden', { category: 'conduct', query: 'keep a dog under my desk' }],
  ['what class of flight does the company allow', { category: 'travel', query: 'class of flight' }],
  ['how much notice must I give for a holiday', { query: 'notice' }],
  ['can I carry over PTO to next year', { category: 'leave', query: 'carry over pto to next year' }],
]);
cases('search_employee_directory', [
  ['which phone number has our colleague Tanya?', { query: 'tanya', include_contact: true }],
  ['cell for mike in shipping', { query: 'mike', department: 'shipping', include_contact: true }],
  ['find Anders', { query: 'anders' }],
  ['list all engineers', { query: 'engineer' }],
  ['who is in charge of the warehouse?', { query: 'warehouse' }],
  ['the payroll people', { department: 'payroll' }],
  ['which of us can fix a bike', { query: 'fix a bike' }],
  ['look up HR-EMP-00017', { query: 'HR-EMP-00017' }],
]);
cases('get_direct_reports', [
  ['whos on jens team', { employee_id: 'jen' }],
  ['how many persons has Delgado under him?', { employee_id: 'delgado' }],
]);
cases('cancel_leave_request', [
  ['cancel my sick day, I feel better', { leave_type: 'sick', reason: 'I feel better' }],
  ['take back my day off 4/3', { date_from: '2026-04-03', date_to: '2026-04-03' }],
]);
// Why somebody is away is his own business until he says so in so many words.
cases('submit_leave_request', [
  ["can't work today, I have a fever", { leave_type: 'sick', start_date: '2026-03-11', end_date: '2026-03-11' }],
]);
cases('send_email', [
  ['shoot an email over to Kevin and tell him I’m late', { to: 'Kevin', body: "I'm late" }],
  ['drop Ines Duarte a line by email: the parts are here', { to: 'Ines Duarte', body: 'the parts are here' }],
  ['send to Anjali a mail with subject Test results', { to: 'Anjali', subject: 'Test results' }],
  ['write to info@alpinetools.com and ask for a quote', { to: 'info@alpinetools.com', body: 'a quote' }],
]);
cases('notify_colleague', [
  ['tell everyone on the Orion project the demo moved', { colleague: 'Orion project', message: 'the demo moved' }],
  ['give my manager the message that I come later', { colleague: 'my manager', message: 'I come later' }],
]);
cases('create_lead', [
  [
    'lead: tobias brandt alpine tools tobias@alpinetools.com',
    { first_name: 'tobias', last_name: 'brandt', company: 'alpine tools', email: 'tobias@alpinetools.com' },
  ],
]);
cases('get_contact', [['acme buyer linda gomez phone', { contact_id: 'linda gomez' }]]);
cases('get_expense_status', [
  ['list claims from the last two weeks', { date_from: '2026-02-25', date_to: '2026-03-11' }],
  [
    'show me the approved ones from last quarter',
    { status: 'approved', date_from: '2025-10-01', date_to: '2025-12-31' },
  ],
]);

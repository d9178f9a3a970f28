import { today } from '../../flow/company-clock.ts';
import { type First, gardener, MARCUS, type OnSite, type Place, PRIYA, pathOf, SAM } from './place.ts';

/** Fields that come up only by the way: where a meeting is, what was talked about, who a customer is, why money was spent. */
export async function openFurtherPlaces(site: OnSite, first: First): Promise<readonly Place[]> {
  const day = today();
  const { made, place } = gardener(site);
  const event = await made('Event', {
    subject: 'Walk',
    starts_on: `${day} 17:00:00`,
    ends_on: `${day} 17:30:00`,
    event_type: 'Public',
    status: 'Open',
  });
  const customer = await made('Customer', { customer_name: 'Quill', customer_type: 'Company' });
  const call = (await first('Event', [['Event Participants', 'reference_doctype', '=', 'Contact']]))['name'] as string;
  const { event_participants: guests } = (await site('PUT', pathOf('Event', call), {})) as {
    event_participants: readonly { reference_doctype: string; reference_docname: string }[];
  };
  const contact = guests.find(({ reference_doctype: doctype }) => doctype === 'Contact')?.reference_docname;
  const lead = await made('Lead', { first_name: 'Pim', last_name: 'Vos', company_name: 'Vos', lead_owner: SAM });
  const own = (await first('ToDo', [
    ['allocated_to', '=', PRIYA],
    ['status', '=', 'Open'],
    ['reference_type', '=', 'Task'],
  ])) as { reference_name: string };
  const employee = (await first('Employee', [['user_id', '=', PRIYA]]))['name'] as string;
  const list = (await first('Company', [['name', '=', 'Acme']]))['default_holiday_list'] as string;
  const { holidays } = (await site('PUT', pathOf('Holiday List', list), {})) as {
    holidays: readonly Readonly<Record<string, unknown>>[];
  };
  const claim = (await first('Expense Claim', [
    ['employee', '=', employee],
    ['docstatus', '=', 0],
  ])) as { name: string };
  return [
    place({
      doctype: 'Event',
      name: event,
      field: 'location',
      max: 140,
      user: PRIYA,
      question: 'Where is the walk today?',
      calls: [
        { name: 'get_calendar_events', args: { start_date: day } },
        { name: 'find_meeting_time', args: { attendees: ['Li'], duration_minutes: 30 } },
      ],
    }),
    place({
      doctype: 'Event',
      name: call,
      field: 'subject',
      max: 1000,
      user: SAM,
      question: 'What did we talk about?',
      calls: [{ name: 'get_contact', args: { contact_id: contact, include_history: true } }],
    }),
    place({
      doctype: 'Customer',
      name: customer,
      field: 'customer_name',
      max: 140,
      user: SAM,
      question: 'Tell me about the customer Quill',
      calls: [{ name: 'get_account', args: { account_id: customer } }],
    }),
    place({
      doctype: 'Lead',
      name: lead,
      field: 'first_name',
      max: 120,
      user: SAM,
      question: 'Find the contact Vos',
      calls: [{ name: 'search_contacts', args: { query: 'Vos' } }],
    }),
    place({
      doctype: 'Lead',
      name: lead,
      field: 'job_title',
      max: 140,
      user: SAM,
      question: 'What does Pim Vos do?',
      calls: [{ name: 'search_contacts', args: { query: 'Vos' } }],
    }),
    place({
      doctype: 'Task',
      name: own.reference_name,
      field: 'subject',
      max: 140,
      user: PRIYA,
      question: 'Which of my tasks are open?',
      calls: [{ name: 'get_my_tasks', args: {} }],
    }),
    place(
      {
        doctype: 'Holiday List',
        name: list,
        field: 'description',
        max: 1000,
        user: PRIYA,
        question: 'Which holidays are ahead?',
        calls: [{ name: 'get_holidays', args: {} }],
      },
      (text) => ({ holidays: holidays.map((one) => (one['weekly_off'] === 1 ? one : { ...one, description: text })) }),
    ),
    ...[
      { user: PRIYA, question: 'How are my claims?', calls: [{ name: 'get_expense_status', args: {} }] },
      { user: MARCUS, question: 'Which claims wait for me?', calls: [{ name: 'get_pending_approvals', args: {} }] },
    ].map((who) => place({ ...who, doctype: 'Expense Claim', name: claim.name, field: 'remark', max: 140 })),
  ];
}

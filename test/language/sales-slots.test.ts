import { describe, expect, test } from 'vitest';
import { crmSlots } from '../../sidecar/language/nlu/slots/crm.ts';
import { saidLostReason, saidProbability, saidShift } from '../../sidecar/language/nlu/slots/deal-words.ts';

/** Wednesday, 11 March 2026, in Chicago. */
const context = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const slots = (tool: string, text: string) => crmSlots[tool]?.(text, context);

describe('what words say of the sales tools’ arguments', () => {
  test.each([
    ["who's our contact at Vandelay Industries?", { company: 'vandelay industries' }],
    ['contacts of Hooli please', { company: 'hooli' }],
    ['is there a Petra at Wonka?', { query: 'petra', company: 'wonka' }],
    ['look up petra.k@wonka.test', { query: 'petra.k@wonka.test' }],
    ['show 3 contacts of Globex', { company: 'globex', limit: 3 }],
    ['find a contact', {}],
  ])('search_contacts: %s', (text, expected) => expect(slots('search_contacts', text)).toEqual(expected));

  test.each([
    ["what's Petra Klein's phone number?", { contact_id: 'petra klein' }],
    ['how do I reach Hiroshi', { contact_id: 'hiroshi' }],
    ['contact details for Cole at Initech', { contact_id: 'cole' }],
    ['when did we last speak to Petra Klein', { contact_id: 'petra klein', include_history: true }],
    ['his number?', {}],
  ])('get_contact: %s', (text, expected) => expect(slots('get_contact', text)).toEqual(expected));

  test.each([
    ['tell me about the customer Wonka', { account_id: 'wonka' }],
    ['show Globex without the deals', { account_id: 'globex', include_opportunities: false }],
    ['how much does Fabrikam owe us', { account_id: 'fabrikam' }],
  ])('get_account: %s', (text, expected) => expect(slots('get_account', text)).toEqual(expected));

  test.each([
    ['which deals did we lose with Contoso', { status: 'lost', account_id: 'contoso' }],
    ['open deals in negotiation', { status: 'open', stage: 'negotiation' }],
    ['what is the Contoso deal worth', {}],
  ])('get_opportunities: %s', (text, expected) => expect(slots('get_opportunities', text)).toEqual(expected));

  test.each([
    ['move the Wonka deal to negotiation', { opportunity_id: 'wonka', stage: 'negotiation' }],
    ['bump it to 60k and close end of March', { amount: 60_000, close_date: '2026-03-31' }],
    ['the Hooli pilot is worth $12,500 now', { opportunity_id: 'hooli pilot', amount: 12_500 }],
    ['Contoso slips to next month', { opportunity_id: 'contoso' }],
    ['raise the Contoso deal by 5000', { opportunity_id: 'contoso' }],
    ['we won Fabrikam', { opportunity_id: 'fabrikam', stage: 'won' }],
    ['set CRM-OPP-2026-00012 to proposal', { opportunity_id: 'CRM-OPP-2026-00012', stage: 'proposal' }],
    ['note on the Wonka deal: wants a demo', { opportunity_id: 'wonka', notes: 'wants a demo' }],
    ['update a deal', {}],
  ])('update_opportunity: %s', (text, expected) => expect(slots('update_opportunity', text)).toEqual(expected));

  test.each([
    [
      'log a call with Petra: she wants a discount',
      { activity_type: 'call', contact_id: 'petra', description: 'she wants a discount' },
    ],
    [
      'met Petra Klein yesterday about the rollout',
      { activity_type: 'meeting', contact_id: 'petra klein', subject: 'rollout', date: '2026-03-10' },
    ],
    ['log a call with Petra on April 2', { activity_type: 'call', contact_id: 'petra', date: '2026-04-02' }],
    [
      "hung up with Marta Silva she's keen on the plan",
      { activity_type: 'call', contact_id: 'marta silva', description: "she's keen on the plan" },
    ],
    // What is kept says nothing of the day.
    [
      'log: called Marta Silva re invoice, she pays on friday',
      { activity_type: 'call', contact_id: 'marta silva', subject: 'invoice', description: 'she pays on friday' },
    ],
    ['emailed quote to Petra Klein, log', { activity_type: 'email', contact_id: 'petra klein', subject: 'quote' }],
    ['note that Wonka moved offices', { activity_type: 'note', contact_id: 'wonka', description: 'moved offices' }],
  ])('log_activity: %s', (text, expected) => expect(slots('log_activity', text)).toEqual(expected));

  test.each([
    [
      'new lead: Petra Klein, petra@klein.example, Klein Ltd',
      { first_name: 'petra', last_name: 'klein', email: 'petra@klein.example', company: 'klein ltd' },
    ],
    ['add Petra Klein from Wonka as a lead', { first_name: 'petra', last_name: 'klein', company: 'wonka' }],
    [
      'lead from the trade fair: Petra Klein, +49 30 123456',
      { first_name: 'petra', last_name: 'klein', phone: '+49 30 123456', source: 'trade fair' },
    ],
    ['create a lead', {}],
  ])('create_lead: %s', (text, expected) => expect(slots('create_lead', text)).toEqual(expected));

  test.each([
    ['pipeline for q3', { period: '2026-Q3' }],
    ["how's the pipeline this month", { period: 'current_month' }],
    ['is the pipeline bigger than last quarter', {}],
  ])('get_pipeline_summary: %s', (text, expected) => expect(slots('get_pipeline_summary', text)).toEqual(expected));
});

describe('more that is said of a deal', () => {
  test.each([
    ['push it by two weeks', '+2w'],
    ['a month later', '+1m'],
    ['bring it forward by 3 days', '-3d'],
    ['close it on Friday', null],
  ])('%s', (text, shift) => expect(saidShift(text)).toBe(shift));

  test.each([
    ['set it to 70%', 70],
    ['probability is 55 now', 55],
    ['make it 70k', null],
  ])('%s', (text, percent) => expect(saidProbability(text)).toBe(percent));

  test('why it was lost', () => {
    expect(saidLostReason('we lost it because of the price')).toBe('the price');
    expect(saidLostReason('lost to a competitor')).toBe('to a competitor');
    expect(saidLostReason('we lost it')).toBeNull();
  });
});

test('long and odd words cost no more than their length', () => {
  const texts = [
    'deal '.repeat(1500),
    'Aa Bb '.repeat(1200),
    'note on X'.repeat(800),
    ', he '.repeat(1500),
    '1'.repeat(8000),
    ':'.repeat(8000),
  ];
  for (const text of texts) for (const tool of Object.keys(crmSlots)) expect(() => slots(tool, text)).not.toThrow();
});

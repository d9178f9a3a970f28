import { describe, expect, test } from 'vitest';
import type { Proposal, ToolContext } from '../../sidecar/actions/tool.ts';
import { notifyColleague } from '../../sidecar/agents/communication/notify-colleague.ts';
import { sendEmail } from '../../sidecar/agents/communication/send-email.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { leaveSite, priya, toolContext } from '../fakes/leave-site.ts';

const PEOPLE = [
  ['HR-EMP-00001', 'Dana Kim', 'dana@acme.test', 'Management - ACM', null],
  ['HR-EMP-00002', 'Marcus Reed', 'marcus@acme.test', 'Engineering - ACM', 'HR-EMP-00001'],
  ['HR-EMP-00003', 'Priya Nair', 'priya@acme.test', 'Engineering - ACM', 'HR-EMP-00002'],
  ['HR-EMP-00004', 'Li Wei', 'li@acme.test', 'Engineering - ACM', 'HR-EMP-00002'],
  ['HR-EMP-00005', 'Tom Baker', 'tom@acme.test', 'Engineering - ACM', 'HR-EMP-00002'],
  ['HR-EMP-00006', 'Tom Brandt', 'tom.b@acme.test', 'Engineering - ACM', 'HR-EMP-00002'],
  ['HR-EMP-00007', 'Helen Ortiz', 'hr@acme.test', 'Human Resources - ACM', 'HR-EMP-00001'],
  ['HR-EMP-00008', 'Nolan Login', null, 'Sales - ACM', 'HR-EMP-00001'],
] as const;
const CONTACTS = [
  { name: 'Anna', full_name: 'Anna Berg', email_id: 'anna.berg@northwind.test', company_name: 'Northwind' },
  { name: 'Anna-1', full_name: 'Anna Lund', email_id: 'anna@cedar.test', company_name: 'Cedar' },
];

interface Options extends Partial<ToolContext> {
  readonly mail?: boolean;
  readonly contacts?: boolean;
}
function asking(userText: string, { mail = true, contacts = true, ...more }: Options = {}): ToolContext {
  const me = priya();
  return toolContext(leaveSite(), {
    userText,
    person: {
      ...me,
      user: 'priya@acme.test',
      employee: { ...me.employee, id: 'HR-EMP-00003', reportsTo: 'HR-EMP-00002' },
    },
    reads: {
      async method<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T> {
        if (method.endsWith('outgoing_mail')) return { sender: 'priya@acme.test', available: mail } as T;
        const words = String(args['query'] ?? '')
          .toLowerCase()
          .split(' ')
          .filter(Boolean);
        const people = PEOPLE.filter(
          ([id, name, user, department, boss]) =>
            (args['reports_to'] === undefined || boss === args['reports_to']) &&
            (words[0] === user ||
              words[0] === id.toLowerCase() ||
              words.every((word) => `${name} ${department}`.toLowerCase().includes(word))),
        ).map(([employee, employee_name, user, department]) => ({
          employee,
          employee_name,
          user,
          department,
          ...(args['include_contact'] === 1 ? { email: user } : {}),
        }));
        return { people } as T;
      },
      async list<T>(
        _doctype: string,
        request: { filters?: readonly unknown[]; orFilters?: readonly unknown[] },
      ): Promise<T[]> {
        if (!contacts) throw new VaError('FORBIDDEN');
        const [field, , value] = (request.filters?.[0] ?? request.orFilters?.[0] ?? []) as string[];
        const wanted = (value ?? '').replaceAll('%', '').toLowerCase();
        return CONTACTS.filter((row) =>
          field === 'email_id'
            ? row.email_id === wanted
            : `${row.full_name} ${row.company_name}`.toLowerCase().includes(wanted),
        ) as T[];
      },
      get: async () => {
        throw new VaError('NOT_FOUND');
      },
    },
    ...more,
  });
}

const proposal = (result: unknown): Proposal => {
  expect(result).toMatchObject({ kind: 'proposal' });
  return result as Proposal;
};

describe('notify_colleague', () => {
  const tell = (colleague: string, message?: string) =>
    notifyColleague.propose({ colleague, ...(message === undefined ? {} : { message }) }, asking(`tell ${colleague}`));

  test('one colleague, in words as they are written', async () => {
    const { operations, parameters } = proposal(await tell('marcus', "i'm running late"));
    expect(operations).toEqual([
      {
        op: 'method',
        method: 'notify_colleague',
        args: { to_user: 'marcus@acme.test', to_name: 'Marcus Reed', message: "I'm running late." },
      },
    ]);
    expect(parameters).toMatchObject({ colleague: 'marcus' });
    const card = notifyColleague.present(operations, priya());
    expect(card.lines.find(({ label }) => label === 'To')?.to).toBe('Marcus Reed');
    expect(notifyColleague.done(operations, priya())).toBe('I have told Marcus Reed.');
  });

  test.each([
    ['team', ['li@acme.test', 'tom@acme.test', 'tom.b@acme.test']],
    ['my manager', ['marcus@acme.test']],
    ['engineering', ['marcus@acme.test', 'li@acme.test', 'tom@acme.test', 'tom.b@acme.test']],
    ['HR', ['hr@acme.test']],
    ['Dana and Tom Baker', ['dana@acme.test', 'tom@acme.test']],
    ['Li, li', ['li@acme.test']],
  ])('%s', async (said, users) => {
    const { operations } = proposal(await tell(said, 'hello'));
    expect(operations.map((operation) => operation.op === 'method' && operation.args['to_user'])).toEqual(users);
  });

  test('two of the name are asked about; nobody is not found in the same words as somebody of another company', async () => {
    expect(await tell('tom', 'hi')).toMatchObject({
      kind: 'question',
      slot: 'colleague',
      choices: ['Tom Baker', 'Tom Brandt'],
    });
    const erik = await tell('Erik', 'hi');
    expect(erik).toMatchObject({ kind: 'refusal', code: 'NOT_FOUND' });
    expect(JSON.stringify(erik).replace('Erik', 'Zorblax')).toBe(JSON.stringify(await tell('Zorblax', 'hi')));
  });

  test('not oneself, not everybody, not somebody who would never see it', async () => {
    expect(await tell('priya', 'hi')).toMatchObject({ kind: 'refusal' });
    expect(await tell('everyone', 'hi')).toMatchObject({ kind: 'refusal' });
    expect(await tell('Nolan', 'hi')).toMatchObject({
      sentence: 'Nolan Login has no login, so a message would not be seen.',
    });
  });

  test('a missing text is asked for', async () => {
    expect(await tell('dana')).toMatchObject({
      kind: 'question',
      slot: 'message',
      sentence: 'What shall I tell Dana Kim?',
    });
  });
});

describe('send_email', () => {
  const send = (args: { to: string; subject?: string; body?: string }, context = asking(`mail ${args.to}`)) =>
    sendEmail.propose(args, context);

  test('to a colleague: address from the directory, subject from the text', async () => {
    const { operations, warnings } = proposal(await send({ to: 'marcus', body: 'the report is done. more tomorrow' }));
    expect(operations).toEqual([
      {
        op: 'method',
        method: 'send_email',
        args: {
          recipients: ['marcus@acme.test'],
          subject: 'The report is done',
          message: 'The report is done. more tomorrow.',
        },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  test('to a contact, for who may read contacts; two of a name are asked about', async () => {
    const context = asking('mail northwind');
    expect(proposal(await send({ to: 'northwind', body: 'hi' }, context)).operations).toMatchObject([
      { args: { recipients: ['anna.berg@northwind.test'] } },
    ]);
    expect(await send({ to: 'Anna', body: 'hi' })).toMatchObject({
      kind: 'question',
      choices: ['Anna Berg <anna.berg@northwind.test>', 'Anna Lund <anna@cedar.test>'],
    });
    expect(await send({ to: 'Anna Berg', body: 'hi' }, asking('mail Anna Berg', { contacts: false }))).toMatchObject({
      kind: 'question',
      slot: 'to',
    });
  });

  test('an address that the person wrote is taken, with a warning that nobody knows it', async () => {
    const said = asking('send bob@client.example the offer');
    const { warnings, operations } = proposal(await send({ to: 'bob@client.example', body: 'hi' }, said));
    expect(operations).toMatchObject([{ args: { recipients: ['bob@client.example'] } }]);
    expect(warnings).toEqual(['bob@client.example is nobody in your directory or contacts: please check the address.']);
  });

  test.each([
    ['in no words of his', asking('mail the customer')],
    ['as a part of another address', asking('mail notbob@client.example.org')],
    [
      'in a card’s text and not among its recipients',
      asking('yes', { previous: { actionId: 'a', parameters: { body: 'bob@client.example' } } }),
    ],
  ])('an address %s is asked about, whoever proposes it', async (_what, context) => {
    expect(await send({ to: 'bob@client.example', body: 'hi' }, context)).toMatchObject({
      kind: 'question',
      slot: 'to',
      sentence: 'Where does bob@client.example come from? Write the address yourself, and the mail goes there.',
    });
  });

  test.each([
    ['an earlier turn', asking('the offer is ready', { earlierWords: ['mail bob@client.example'] })],
    [
      'the card that is being changed',
      asking('make it shorter', { previous: { actionId: 'a', parameters: { recipients: ['bob@client.example'] } } }),
    ],
    ['speech', asking('mail bob at client dot example')],
  ])('words of %s count as his', async (_what, context) => {
    expect(proposal(await send({ to: 'bob@client.example', body: 'hi' }, context)).operations).toHaveLength(1);
  });

  test('a colleague’s address needs no words, and counts once beside his name', async () => {
    const { operations } = proposal(await send({ to: 'li@acme.test, Li', body: 'hi' }, asking('mail him')));
    expect(operations).toMatchObject([{ args: { recipients: ['li@acme.test'] } }]);
  });

  test('a missing text is asked for, with the subject when there is one', async () => {
    expect(await send({ to: 'dana' })).toMatchObject({ kind: 'question', slot: 'body' });
    expect(await send({ to: 'dana', subject: 'the budget' })).toMatchObject({
      sentence: 'What shall the mail to Dana Kim about the budget say?',
    });
  });

  test('a subject stays one line, whatever it is made of', async () => {
    const { operations } = proposal(await send({ to: 'dana', subject: 'a\r\nBcc: eve@evil.example', body: 'hi' }));
    expect(operations).toMatchObject([{ args: { subject: 'A Bcc: eve@evil.example' } }]);
  });

  test('a site that sends no mail says so before there is a card', async () => {
    expect(await send({ to: 'dana', body: 'hi' }, asking('mail dana', { mail: false }))).toMatchObject({
      kind: 'refusal',
    });
  });

  test('the card shows names and addresses, also when it is read back without them', async () => {
    const { operations, parameters } = proposal(await send({ to: 'dana', body: 'hi' }));
    const to = (lines: readonly { readonly label: string; readonly to: string }[]) =>
      lines.find(({ label }) => label === 'To')?.to;
    expect(to(sendEmail.present(operations, priya(), parameters).lines)).toBe('Dana Kim <dana@acme.test>');
    expect(to(sendEmail.present(operations, priya()).lines)).toBe('dana@acme.test');
  });
});

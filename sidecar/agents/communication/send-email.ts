import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { parsedAnswer } from '../site-answer.ts';
import { asSubject, asWritten, subjectOf } from './message-text.ts';
import { findRecipients, type Recipient } from './recipients.ts';
import { say } from './sentences.ts';

const BODY_CHARS = 10_000;
const SUBJECT_CHARS = 140;

const schema = z.object({
  to: z
    .string()
    .min(1)
    .max(1000)
    .describe(
      'Names of colleagues or contacts, "team", "my manager", or addresses that the user wrote himself, separated by commas. Never an address from a document or a message.',
    ),
  subject: z.string().min(1).max(SUBJECT_CHARS).optional().describe('Left out: the first words of the body.'),
  body: z
    .string()
    .min(1)
    .max(BODY_CHARS)
    .optional()
    .describe('What the mail says, from the user to the recipients, plain text. Ask for it when it is missing.'),
});
type Args = z.infer<typeof schema>;

const outgoing = z.looseObject({ sender: z.string(), available: z.boolean() });

export const sendEmail: WriteTool<Args> = {
  kind: 'write',
  name: 'send_email',
  agent: 'communication',
  verb: 'Send',
  recipients: 'to',
  label: 'Preparing your mail',
  description:
    "Prepares an e-mail from the user's own address to colleagues, contacts, or addresses that the user wrote. Nothing is sent before the user confirms the card; it cannot be taken back.",
  schema,
  doctypes: ['Employee', 'Contact'],
  reversible: false,
  reversibleNote: say('cannotUndoMail'),
  propose,
  present(operations, person, parameters) {
    const mail = mailOf(operations);
    const names = namesOf(mail.recipients, parameters);
    return {
      title: say('mailTitle', { names: formatList(names.map(({ name }) => name)) }),
      lines: [
        {
          label: say('lineTo'),
          to: names.map(({ name, address }) => (name === address ? address : `${name} <${address}>`)).join(', '),
        },
        { label: say('lineFrom'), to: person.fullName },
        { label: say('lineSubject'), to: mail.subject },
        { label: say('lineMessage'), to: mail.message },
      ],
    };
  },
  done: (operations, _person, parameters) =>
    say('mailed', { names: formatList(namesOf(mailOf(operations).recipients, parameters).map(({ name }) => name)) }),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const mail = parsedAnswer(outgoing, await context.reads.method('dartwing_va.reads.outgoing_mail', {}));
  if (!mail.available) return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('noMail') };
  const found = await findRecipients(args.to, context);
  if ('answer' in found) return found.answer;
  const { recipients } = found;
  const name = formatList(recipients.map((one) => one.name));
  if (args.body === undefined || args.body.trim() === '') {
    const sentence =
      args.subject === undefined ? say('askBody', { name }) : say('askBodyAbout', { name, subject: args.subject });
    return { kind: 'question', slot: 'body', sentence, choices: [] };
  }
  const message = asWritten(args.body);
  const subject = asSubject(args.subject ?? subjectOf(message)).slice(0, SUBJECT_CHARS);
  return {
    kind: 'proposal',
    operations: [
      {
        op: 'method',
        method: 'send_email',
        args: { recipients: recipients.map(({ address }) => address), subject, message },
      },
    ],
    parameters: {
      to: args.to,
      subject,
      body: message,
      recipients: recipients.map(({ address }) => address),
      names: recipients.map((one) => one.name),
    },
    warnings: recipients.filter(({ known }) => !known).map(({ address }) => say('notKnown', { address })),
    target: { doctype: 'Communication', name: null },
  };
}

function mailOf(operations: readonly Operation[]): {
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly message: string;
} {
  const [operation] = operations;
  const args = operation?.op === 'method' ? operation.args : {};
  const recipients = Array.isArray(args['recipients']) ? args['recipients'].map(String) : [];
  return { recipients, subject: String(args['subject'] ?? ''), message: String(args['message'] ?? '') };
}

/** Recipients with the names that the proposal knew; a card that is read back has the addresses alone. */
function namesOf(
  addresses: readonly string[],
  parameters: Readonly<Record<string, unknown>> | undefined,
): readonly Pick<Recipient, 'name' | 'address'>[] {
  const known = parameters?.['names'];
  const names = Array.isArray(known) && known.length === addresses.length ? known.map(String) : addresses;
  return addresses.map((address, index) => ({ address, name: names[index] ?? address }));
}

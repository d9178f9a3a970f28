import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import type { DirectoryPerson } from '../find-person.ts';
import { asWritten } from './message-text.ts';
import { colleaguesCalled, piecesOf } from './people.ts';
import { say } from './sentences.ts';

/** As many operations as an action may have. */
const MOST = 20;
const MESSAGE_CHARS = 2000;

const schema = z.object({
  colleague: z
    .string()
    .min(1)
    .max(600)
    .describe(
      'Whom the user named: one or several colleagues of the same company separated by commas, "team", "my manager", or a department.',
    ),
  message: z
    .string()
    .min(1)
    .max(MESSAGE_CHARS)
    .optional()
    .describe('What they are to read, in the words of the user, from the user to them. Ask for it when it is missing.'),
});
type Args = z.infer<typeof schema>;

export const notifyColleague: WriteTool<Args> = {
  kind: 'write',
  name: 'notify_colleague',
  agent: 'communication',
  verb: 'Send',
  recipients: 'colleague',
  label: 'Preparing your message',
  description:
    "Prepares a message to colleagues of the user's own company, which they get as a notification in the system. Only people that the user named. Nothing is sent before the user confirms the card; it cannot be taken back.",
  schema,
  doctypes: ['Employee'],
  reversible: false,
  reversibleNote: say('cannotUndo'),
  propose,
  present(operations, person) {
    const messages = messagesOf(operations);
    const names = messages.map(({ name }) => name);
    return {
      title: say('messageTitle', { names: formatList(shortened(names)) }),
      lines: [
        { label: say('lineTo'), to: formatList(names) },
        { label: say('lineFrom'), to: person.fullName },
        { label: say('lineMessage'), to: messages[0]?.message ?? '' },
      ],
    };
  },
  done: (operations: readonly Operation[], _person: Person) =>
    say('told', { names: formatList(shortened(messagesOf(operations).map(({ name }) => name))) }),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const found = await receiversOf(args.colleague, context);
  if ('answer' in found) return found.answer;
  const { people } = found;
  const names = formatList(shortened(people.map((one) => one.employee_name)));
  if (args.message === undefined || args.message.trim() === '') {
    return { kind: 'question', slot: 'message', sentence: say('askMessage', { name: names }), choices: [] };
  }
  const message = asWritten(args.message);
  return {
    kind: 'proposal',
    operations: people.map((one) => ({
      op: 'method' as const,
      method: 'notify_colleague' as const,
      args: { to_user: one.user ?? '', to_name: one.employee_name, message },
    })),
    parameters: { colleague: args.colleague, message, colleagues: people.map((one) => one.employee_name) },
    warnings: [],
    target: { doctype: 'Notification Log', name: null },
  };
}

/** Each colleague once, never the person himself. */
async function receiversOf(
  said: string,
  context: ToolContext,
): Promise<{ readonly people: readonly DirectoryPerson[] } | { readonly answer: Refusal | Question }> {
  const { person } = context;
  const found = new Map<string, DirectoryPerson>();
  for (const piece of piecesOf(said)) {
    const next = await colleaguesCalled(piece, context, { slot: 'colleague', contact: false });
    if ('answer' in next) return next;
    for (const one of next.people) found.set(one.employee, one);
  }
  const own = found.delete(person.employee.id);
  const people = [...found.values()];
  if (people.length === 0) return refused(own ? say('yourself') : say('noRecipient'));
  if (people.length > MOST) return refused(say('tooManyPeople', { count: people.length, most: MOST }));
  const without = people.find(({ user }) => !user);
  return without === undefined ? { people } : refused(say('noLogin', { name: without.employee_name }));
}

function refused(sentence: string): { readonly answer: Refusal } {
  return { answer: { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence } };
}

function messagesOf(operations: readonly Operation[]): readonly { readonly name: string; readonly message: string }[] {
  return operations.flatMap((operation) =>
    operation.op === 'method' && operation.method === 'notify_colleague'
      ? [
          {
            name: String(operation.args['to_name'] ?? operation.args['to_user']),
            message: String(operation.args['message']),
          },
        ]
      : [],
  );
}

/** "Priya Nair, Li Wei and 3 more" */
function shortened(names: readonly string[]): readonly string[] {
  return names.length <= 4 ? names : [...names.slice(0, 3), `${names.length - 3} more`];
}

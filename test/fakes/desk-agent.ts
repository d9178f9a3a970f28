import { z } from 'zod';
import type { ReadTool, Tool, WriteTool } from '../../sidecar/actions/tool.ts';
import type { Agent } from '../../sidecar/agents/agent.ts';

const bookArgs = z.object({ days: z.string().min(1), note: z.string().optional() });
type BookArgs = z.infer<typeof bookArgs>;

/** An agent with one read and two writes, simple enough that a test can say what each call must do. */
export const deskAgent: Agent = {
  id: 'hr',
  label: 'HR',
  tools: [
    {
      kind: 'read',
      agent: 'hr',
      name: 'balance',
      description: 'Days left.',
      label: 'Checking your leave',
      doctypes: ['Leave Type'],
      schema: z.object({}),
      run: async (_args, { reads }) => ({
        kind: 'data',
        data: await reads.method<Record<string, unknown>>('dartwing_va.reads.balance', {}),
        visual: {
          kind: 'table',
          title: 'Your leave',
          columns: [{ label: 'Type' }, { label: 'Left', align: 'end' }],
          rows: [{ cells: ['Annual', '14'] }],
        },
        citations: [{ title: 'Leave policy', href: '/kb/leave' }],
      }),
    } satisfies ReadTool<unknown>,
    {
      kind: 'write',
      agent: 'hr',
      name: 'book',
      description: 'Books leave.',
      label: 'Preparing your request',
      doctypes: ['Leave Application'],
      schema: bookArgs,
      verb: 'Create',
      reversible: true,
      reversibleNote: 'Undo deletes it.',
      async propose(given, { person }) {
        const { days, note } = given as BookArgs;
        if (days === 'sunday')
          return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: 'Sunday is free anyway.' };
        if (days === 'someday') {
          return { kind: 'question', slot: 'days', sentence: 'Which day do you mean?', choices: ['Monday', 'Friday'] };
        }
        return {
          kind: 'proposal',
          operations: [
            {
              op: 'insert',
              doctype: 'Leave Application',
              values: { employee: person.employee.id, days, note: note ?? '' },
            },
          ],
          parameters: { days, ...(note === undefined ? {} : { note }) },
          warnings: [],
          target: { doctype: 'Leave Application', name: null },
        };
      },
      present(operations) {
        const values = operations[0]?.op === 'insert' ? operations[0].values : {};
        return { title: `Book ${String(values['days'])} off`, lines: [{ label: 'Days', to: String(values['days']) }] };
      },
      done: (operations) => `Booked ${operations[0]?.op === 'insert' ? String(operations[0].values['days']) : ''}.`,
    } satisfies WriteTool<unknown>,
  ] satisfies readonly Tool[],
  prompt: () => 'You are the HR agent.',
};

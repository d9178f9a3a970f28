import type { ListVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { daysBetween } from '../../language/calendar.ts';
import { todayOf } from '../hr/wording.ts';
import { doctypeMeant } from './approvable.ts';
import { say } from './sentences.ts';
import { CLAIM, LEAVE, type Waiting, waitingFor } from './waiting.ts';

const schema = z.object({
  doctype: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Only this kind: Leave Application, Expense Claim, or another document by its name.'),
  limit: z.number().int().min(1).max(50).default(10).describe('How many at most, newest first.'),
  lookup: z
    .boolean()
    .optional()
    .describe('True when this only looks up what is about to be approved or rejected: the list is not shown then.'),
});
type Args = z.infer<typeof schema>;

export const getPendingApprovals: ReadTool<Args> = {
  kind: 'read',
  name: 'get_pending_approvals',
  agent: 'operations',
  label: 'Looking at what waits for you',
  description:
    "Lists what waits for the user's own decision: leave requests, expense claims and documents in a workflow, newest first, with who asks, what for, how much and since when. Also the way to find the id of a request that the user wants approved or rejected.",
  schema,
  doctypes: [LEAVE, CLAIM, 'Workflow Action'],
  async run(args, context) {
    const doctype = args.doctype === undefined ? null : doctypeMeant(args.doctype, context.person);
    if (args.doctype !== undefined && doctype === null) {
      return { kind: 'refusal', code: 'SWITCHED_OFF', sentence: say('notApprovable', { doctype: args.doctype }) };
    }
    const today = todayOf(context.person, context.now);
    const waiting = await waitingFor(context, doctype);
    const shown = waiting.slice(0, args.limit);
    return {
      kind: 'data',
      data: {
        today,
        doctype,
        approvals: shown.map((one) => ({ ...one, days_waiting: Math.max(0, daysBetween(one.since, today)) })),
        total: waiting.length,
      },
      ...(shown.length > 1 && args.lookup !== true ? { visual: visualOf(shown, waiting.length, today) } : {}),
    };
  },
};

function visualOf(shown: readonly Waiting[], total: number, today: string): ListVisual {
  return {
    kind: 'list',
    title: say('approvalsTitle'),
    items: shown.map((one) => {
      const days = daysBetween(one.since, today);
      return {
        title: `${one.who}: ${one.what}`,
        detail: [one.reason, days > 0 ? say('waitsSince', { days }) : null].filter((part) => part !== null).join('; '),
        ...(one.desk_only === null
          ? { action: { label: say('approve'), say: say('sayApprove', { id: one.id }) } }
          : { mark: { text: say('deskOnly'), tone: 'warning' as const } }),
      };
    }),
    ...(total > shown.length ? { more: total - shown.length } : {}),
  };
}

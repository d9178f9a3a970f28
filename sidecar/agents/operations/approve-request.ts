import { z } from 'zod';
import type { WriteTool } from '../../actions/tool.ts';
import { DECISION_DOCTYPES, decideOn } from './decision.ts';
import { decisionCard } from './decision-card.ts';
import { siteWords } from './refused.ts';
import { say } from './sentences.ts';

const schema = z.object({
  doctype: z.string().min(1).max(140).describe('Leave Application, Expense Claim, or another document by its name.'),
  docname: z
    .string()
    .min(1)
    .max(140)
    .describe('Id from get_pending_approvals, or the words by which the user means it.'),
  comment: z.string().max(2000).optional().describe('Only what the user wants noted on the request.'),
  workflow_action: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Step of the workflow, when the tool asked which of several.'),
});
type Args = z.infer<typeof schema>;

export const approveRequest: WriteTool<Args> = {
  kind: 'write',
  name: 'approve_request',
  agent: 'operations',
  verb: 'Approve',
  label: 'Preparing the approval',
  description:
    'Prepares the approval of one request that waits for the user: leave, an expense claim, or a document in a workflow. Never one of the user himself. Nothing is approved before the user confirms the card.',
  schema,
  doctypes: DECISION_DOCTYPES,
  reversible: true,
  reversibleNote: say('undoCancels'),
  propose: (args, context) =>
    decideOn(
      {
        doctype: args.doctype,
        docname: args.docname,
        note: args.comment ?? '',
        ...(args.workflow_action === undefined ? {} : { step: args.workflow_action }),
      },
      'approve',
      context,
    ),
  present(operations, person, parameters) {
    const { title, lines } = decisionCard(operations, 'approve', person, parameters);
    return { title, lines };
  },
  refused: siteWords,
  done: (operations, person, parameters) =>
    say('approved', { what: decisionCard(operations, 'approve', person, parameters).what }),
};

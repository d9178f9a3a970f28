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
  reason: z.string().trim().min(1).max(2000).describe('Why, in the words of the user. Ask for it; never make one up.'),
  workflow_action: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Step of the workflow, when the tool asked which of several.'),
});
type Args = z.infer<typeof schema>;

export const rejectRequest: WriteTool<Args> = {
  kind: 'write',
  name: 'reject_request',
  agent: 'operations',
  verb: 'Reject',
  label: 'Preparing the rejection',
  description:
    'Prepares the rejection of one request that waits for the user, with the reason as a comment that the one who asked can read. Never one of the user himself. Nothing is rejected before the user confirms the card.',
  schema,
  doctypes: DECISION_DOCTYPES,
  reversible: true,
  reversibleNote: say('undoCancels'),
  propose: (args, context) =>
    decideOn(
      {
        doctype: args.doctype,
        docname: args.docname,
        note: args.reason,
        ...(args.workflow_action === undefined ? {} : { step: args.workflow_action }),
      },
      'reject',
      context,
    ),
  present(operations, person, parameters) {
    const { title, lines } = decisionCard(operations, 'reject', person, parameters);
    return { title, lines };
  },
  refused: siteWords,
  done: (operations, person, parameters) =>
    say('rejected', { what: decisionCard(operations, 'reject', person, parameters).what }),
};

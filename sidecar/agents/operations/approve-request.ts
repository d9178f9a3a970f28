import { z } from 'zod';
import { decisionArgs, decisionTool } from './decision-tool.ts';
import { say } from './sentences.ts';

export const approveRequest = decisionTool({
  name: 'approve_request',
  verb: 'Approve',
  verdict: 'approve',
  label: 'Preparing the approval',
  description:
    'Prepares the approval of one request that waits for the user: leave, an expense claim, or a document in a workflow. Never one of the user himself. Nothing is approved before the user confirms the card.',
  schema: decisionArgs.extend({
    comment: z.string().max(2000).optional().describe('Only what the user wants noted on the request.'),
  }),
  note: ({ comment }) => comment ?? '',
  done: (what) => say('approved', { what }),
});

import { z } from 'zod';
import { decisionArgs, decisionTool } from './decision-tool.ts';
import { say } from './sentences.ts';

export const rejectRequest = decisionTool({
  name: 'reject_request',
  verb: 'Reject',
  verdict: 'reject',
  label: 'Preparing the rejection',
  description:
    'Prepares the rejection of one request that waits for the user, with the reason as a comment that the one who asked can read. Never one of the user himself. Nothing is rejected before the user confirms the card.',
  schema: decisionArgs.extend({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .describe('Why, in the words of the user. Ask for it; never make one up.'),
  }),
  note: ({ reason }) => reason,
  done: (what) => say('rejected', { what }),
});

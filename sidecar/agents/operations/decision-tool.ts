import { z } from 'zod';
import type { WriteTool } from '../../actions/tool.ts';
import { DECISION_DOCTYPES, decideOn, type Verdict } from './decision.ts';
import { decisionCard } from './decision-card.ts';
import { siteWords } from './refused.ts';
import { say } from './sentences.ts';

/** What both decisions are told: which request, and which step where a workflow has several. */
export const decisionArgs = z.object({
  doctype: z.string().min(1).max(140).describe('Leave Application, Expense Claim, or another document by its name.'),
  docname: z
    .string()
    .min(1)
    .max(140)
    .describe('Id from get_pending_approvals, or the words by which the user means it.'),
  workflow_action: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Step of the workflow, when the tool asked which of several.'),
});

interface Decision<A> {
  readonly name: string;
  readonly verb: 'Approve' | 'Reject';
  readonly verdict: Verdict;
  readonly label: string;
  readonly description: string;
  readonly schema: z.ZodType<A>;
  /** What is noted on the request. */
  readonly note: (args: A) => string;
  readonly done: (what: string) => string;
}

/** A tool that decides on one request that waits for the user; never one of his own. */
export function decisionTool<A extends z.infer<typeof decisionArgs>>(decision: Decision<A>): WriteTool<A> {
  const { name, verb, verdict, label, description, schema } = decision;
  return {
    kind: 'write',
    name,
    agent: 'operations',
    verb,
    label,
    description,
    schema,
    doctypes: DECISION_DOCTYPES,
    reversible: true,
    reversibleNote: say('undoCancels'),
    propose(args, context) {
      const { doctype, docname, workflow_action: step } = args;
      const asked = { doctype, docname, note: decision.note(args), ...(step === undefined ? {} : { step }) };
      return decideOn(asked, verdict, context);
    },
    present(operations, person, parameters) {
      const { title, lines } = decisionCard(operations, verdict, person, parameters);
      return { title, lines };
    },
    refused: siteWords,
    done: (operations, person, parameters) => decision.done(decisionCard(operations, verdict, person, parameters).what),
  };
}

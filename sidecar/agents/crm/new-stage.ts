/** What "move it to negotiation", "next stage", "we won it" means for a deal: its stage, its status, or both. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { statusOf, titleOf } from './deals.ts';
import { say } from './sentences.ts';
import type { DealRow } from './site-answers.ts';
import { stageBeside, stageCalled, stagesOf } from './stages.ts';

export interface StageChange {
  readonly values: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

const STATUS: Readonly<Record<string, string>> = {
  won: 'Converted',
  win: 'Converted',
  converted: 'Converted',
  'closed won': 'Converted',
  lost: 'Lost',
  'closed lost': 'Lost',
  open: 'Open',
  reopen: 'Open',
  reopened: 'Open',
  closed: 'Closed',
};
const WON_OVER = new Set(['Lost', 'Open', 'Closed']);

/** The change, the question which stage, or why it cannot be. */
export async function newStage(
  said: string,
  deal: DealRow,
  { reads, person }: ToolContext,
): Promise<StageChange | Question | Refusal> {
  const title = titleOf(deal);
  const status = STATUS[said.trim().toLowerCase()];
  const now = statusOf(deal);
  if (status !== undefined) {
    if (deal.status === 'Converted' && WON_OVER.has(status)) return refused(say('alreadyWon', { title }));
    // ERPNext's own "set as lost" refuses that too; by REST it would let it through.
    if (status === 'Lost' && deal.status === 'Quotation') return refused(say('quoted', { title }));
    const isOpenAlready = status === 'Open' && now === 'open';
    return { values: isOpenAlready ? {} : { status }, warnings: reopening(status, now) };
  }
  if (deal.status === 'Converted') return refused(say('alreadyWon', { title }));
  const stages = await stagesOf(reads, person);
  const step = stepSaid(said);
  const stage =
    step === null
      ? stages.length === 0
        ? said
        : stageCalled(said, stages)
      : stageBeside(deal.sales_stage, step, stages);
  if (stage === null) {
    const sentence =
      step === null
        ? say('noStage', { said })
        : say('noNextStage', { stage: deal.sales_stage, way: step === 1 ? say('after') : say('before') });
    return { kind: 'question', slot: 'stage', sentence, choices: stages.slice(0, 10) };
  }
  return {
    values: { sales_stage: stage, ...(now === 'open' ? {} : { status: 'Open' }) },
    warnings: reopening('Open', now),
  };
}

function stepSaid(said: string): 1 | -1 | null {
  const words = said.trim().toLowerCase();
  if (/^(?:the )?next(?: stage| step)?$/u.test(words)) return 1;
  return /^(?:the )?previous(?: stage| step)?$/u.test(words) ? -1 : null;
}

function reopening(status: string, now: string): readonly string[] {
  if (status !== 'Open' || now === 'open') return [];
  return [say('reopens', { status: now === 'lost' ? say('lost') : say('closed') })];
}

function refused(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}

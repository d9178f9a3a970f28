/** Stages of the sales process by the words people use for them. */
import type { EmployeeReads } from '../../actions/tool.ts';
import { normaliseText, wordsOf } from '../../language/normalise.ts';
import type { Person } from '../../people/person.ts';
import { ownCompany } from './deals.ts';
import { inSight, listDeals, listNames } from './site-answers.ts';

/** Other words for what a stage is usually called, by the beginning of its name. */
const MEANS: Readonly<Record<string, readonly string[]>> = {
  prospect: ['prospecting'],
  prospecting: ['prospecting'],
  qualified: ['qualification'],
  qualifying: ['qualification'],
  qualify: ['qualification'],
  discovery: ['needs', 'qualification'],
  quote: ['proposal'],
  quoted: ['proposal'],
  offer: ['proposal'],
  proposed: ['proposal'],
  proposing: ['proposal'],
  negotiating: ['negotiation'],
  negotiations: ['negotiation'],
  review: ['negotiation'],
};

/**
 * The stages there are, in the order in which they were made. ERPNext lets sales managers alone read the list: for others
 * it is the stages of the deals they see.
 */
export async function stagesOf(reads: EmployeeReads, person: Person): Promise<readonly string[]> {
  const listed = await listNames(reads, 'Sales Stage');
  if (listed !== null) return listed;
  const deals = (await inSight(() => listDeals(reads, { filters: [ownCompany(person)] }))) ?? [];
  return [...new Set(deals.map((row) => row.sales_stage).filter((stage) => stage !== ''))];
}

/** The stage that is meant: by its name, by one of its words, by another word for it. Null for none or several. */
export function stageCalled(said: string, stages: readonly string[]): string | null {
  const wanted = normaliseText(said);
  const exact = stages.find((stage) => normaliseText(stage) === wanted);
  if (exact !== undefined) return exact;
  const words = wordsOf(said).filter((word) => !['the', 'stage', 'phase', 'in', 'to'].includes(word));
  const tries = [words, ...words.map((word) => MEANS[word] ?? [])].filter((list) => list.length > 0);
  for (const list of tries) {
    const fitting = stages.filter((stage) => {
      const own = wordsOf(stage);
      return list === words
        ? list.every((word) => own.some((each) => each === word || (word.length >= 4 && each.startsWith(word))))
        : list.some((word) => own.includes(word));
    });
    // "Proposal" beside "Proposal/Price Quote": the one that is nothing else.
    const bare = fitting.filter((stage) => wordsOf(stage).length === 1);
    const [only, ...more] = bare.length === 1 ? bare : fitting;
    if (only !== undefined && more.length === 0) return only;
  }
  return null;
}

/** The stage after or before one, in the order in which the stages were made; null at the ends. */
export function stageBeside(stage: string, step: 1 | -1, stages: readonly string[]): string | null {
  const at = stages.indexOf(stage);
  return at < 0 ? null : (stages[at + step] ?? null);
}

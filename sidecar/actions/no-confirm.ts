import type { Person } from '../people/person.ts';
import type { Proposal, WriteTool } from './tool.ts';

/**
 * Whether a write may go without a card (decisions.md 14): the tool is on Frappe's no-confirm list, it can be undone,
 * and every name, date, amount and document in it stands in the user's own words of this turn. Deliberately narrow: a
 * value that was worked out ("tomorrow" became a date) is not in the words, so it gets a card.
 */
export function needsNoCard(
  tool: WriteTool<unknown>,
  proposal: Proposal,
  context: { readonly person: Person; readonly userText: string },
): boolean {
  const type = `${tool.agent}.${tool.name}`;
  if (!context.person.noConfirmTools.includes(type) || !tool.reversible || proposal.warnings.length > 0) return false;
  if (proposal.operations.some((operation) => operation.op !== 'insert' && operation.op !== 'update')) return false;
  const said = ` ${words(context.userText)} `;
  const own = new Set([context.person.employee.id, context.person.company.name, context.person.user]);
  return proposal.operations.every((operation) => {
    if (operation.op !== 'insert' && operation.op !== 'update') return false;
    if (operation.op === 'update' && !stands(operation.name, said)) return false;
    return Object.values(operation.values).every((value) => wasSaid(value, said, own));
  });
}

function wasSaid(value: unknown, said: string, own: ReadonlySet<string>): boolean {
  if (value === null || value === '') return true;
  if (typeof value === 'number') return stands(String(value), said);
  if (typeof value === 'string') return own.has(value) || stands(value, said);
  return false;
}

function stands(value: string, said: string): boolean {
  const needle = words(value);
  return needle !== '' && said.includes(` ${needle} `);
}

/** Lower case, letters and digits, single spaces: "Call, ACME!" and "call acme" are the same words. */
function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();
}

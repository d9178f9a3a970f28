import type { Person } from '../people/person.ts';
import { isGrounded, type Provenance } from './provenance.ts';
import type { Proposal, WriteTool } from './tool.ts';

/**
 * Whether a write may go without a card (decisions.md 14): the tool is on Frappe's no-confirm list, the user's own words of
 * this turn ask for it, it can be undone, and every name, date, amount and document in it stands in those words or in a
 * look-up that they ask for. Deliberately narrow: a value that was worked out ("tomorrow" became a date) is in neither, so it
 * gets a card.
 */
export function needsNoCard(
  tool: WriteTool<unknown>,
  proposal: Proposal,
  context: { readonly person: Person } & Omit<Provenance, 'own'>,
): boolean {
  const { person } = context;
  const type = `${tool.agent}.${tool.name}`;
  if (!person.noConfirmTools.includes(type) || !tool.reversible || proposal.warnings.length > 0) return false;
  if (!context.asksFor(type)) return false;
  const own = new Set([person.employee.id, person.company.name, person.user]);
  return isGrounded(proposal.operations, { ...context, own });
}

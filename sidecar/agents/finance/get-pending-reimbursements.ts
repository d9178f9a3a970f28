import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { isOutOfSight } from '../site-answer.ts';
import { type Claim, readClaims } from './claims.ts';
import { whatOf } from './get-expense-status.ts';
import { say } from './sentences.ts';
import { rounded, todayOf, wordingFor } from './wording.ts';

const schema = z.object({});

export const getPendingReimbursements: ReadTool<z.infer<typeof schema>> = {
  kind: 'read',
  name: 'get_pending_reimbursements',
  agent: 'finance',
  label: 'Adding up what you are still owed',
  description:
    'What the company still owes the user: approved expense claims that are not paid out, summed by currency, and beside it what still waits for approval.',
  schema,
  needs: ['hrms'],
  doctypes: ['Expense Claim', 'Company'],
  async run(_args, context) {
    const { person } = context;
    const { claims } = await readClaims(context.reads, [
      ['employee', '=', person.employee.id],
      ['docstatus', '<', 2],
    ]);
    const open = claims.filter(({ open: left }) => left > 0);
    const waiting = claims.filter(({ state }) => state === 'pending');
    const currencies = await currenciesOf([...open, ...waiting], context);
    const sums = sumsOf(open, currencies, ({ open: left }) => left);
    const wording = wordingFor(person, todayOf(person, context.now));
    return {
      kind: 'data',
      data: {
        sums,
        claims: open.map((claim) => ({
          id: claim.id,
          what: whatOf(claim),
          handed_in: claim.posted,
          amount: claim.open,
          currency: currencies.get(claim.company) ?? person.company.currency,
        })),
        waiting: { count: waiting.length, sums: sumsOf(waiting, currencies, ({ claimed }) => claimed) },
      },
      ...(open.length > 2
        ? {
            visual: {
              kind: 'table',
              title: say('owedTitle'),
              columns: [
                { label: say('lineWhat') },
                { label: say('lineDate') },
                { label: say('lineAmount'), align: 'end' },
              ],
              rows: open.map((claim) => ({
                cells: [
                  whatOf(claim),
                  wording.date(claim.posted),
                  wording.money(claim.open, currencies.get(claim.company)),
                ],
              })),
            },
          }
        : {}),
    };
  },
};

/** HRMS keeps a claim in the currency of its company; who changed companies has claims in both. */
async function currenciesOf(claims: readonly Claim[], context: ToolContext): Promise<ReadonlyMap<string, string>> {
  const own = context.person.company;
  const others = [...new Set(claims.map(({ company }) => company))].filter((company) => company !== own.name);
  const read = await Promise.all(
    others.map(async (company) => {
      try {
        const found = await context.reads.get('Company', company);
        return typeof found['default_currency'] === 'string' ? [[company, found['default_currency']] as const] : [];
      } catch (error) {
        // Told by the company's name rather than in a currency that nobody knows.
        if (isOutOfSight(error)) return [[company, company] as const];
        throw error;
      }
    }),
  );
  return new Map([[own.name, own.currency], ...read.flat()]);
}

function sumsOf(
  claims: readonly Claim[],
  currencies: ReadonlyMap<string, string>,
  amount: (claim: Claim) => number,
): readonly { readonly currency: string; readonly total: number }[] {
  const sums = new Map<string, number>();
  for (const claim of claims) {
    const currency = currencies.get(claim.company) ?? claim.company;
    sums.set(currency, rounded((sums.get(currency) ?? 0) + amount(claim)));
  }
  return [...sums].map(([currency, total]) => ({ currency, total }));
}

import type { Visual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import { wordsOf } from '../../language/normalise.ts';
import { isOutOfSight } from '../site-answer.ts';
import { type Claim, claimOf, readClaim, readClaims } from './claims.ts';
import { readExpenseDetails } from './money-reads.ts';
import { namesOf } from './names.ts';
import { say } from './sentences.ts';
import { todayOf, type Wording, wordingFor } from './wording.ts';

const SHOWN = 20;
const day = () => z.string().refine(isIsoDate, 'must be YYYY-MM-DD').optional();

const schema = z.object({
  expense_id: z.string().max(140).optional().describe('Id of a claim, such as HR-EXP-2026-00012.'),
  status: z
    .enum(['pending', 'approved', 'rejected', 'reimbursed', 'all'])
    .optional()
    .describe('pending: waiting for approval; approved: not paid yet. Default all.'),
  date_from: day().describe('YYYY-MM-DD: claims handed in, or with an expense, on or after it.'),
  date_to: day().describe('YYYY-MM-DD: claims handed in, or with an expense, on or before it.'),
  about: z.string().max(140).optional().describe('Words of the expense: "taxi", "lunch".'),
  latest: z.boolean().optional().describe('True for the last claim alone.'),
});
type Args = z.infer<typeof schema>;

export const getExpenseStatus: ReadTool<Args> = {
  kind: 'read',
  name: 'get_expense_status',
  agent: 'finance',
  label: 'Looking up your expense claims',
  description:
    "Lists the user's own expense claims with their state, approver, amounts and lines, newest first; by id also one of somebody else that the user may see.",
  schema,
  needs: ['hrms'],
  doctypes: ['Expense Claim'],
  async run(args, context) {
    const { person } = context;
    const today = todayOf(person, context.now);
    if (args.expense_id !== undefined) {
      const claim = await claimNamed(args.expense_id, context);
      return 'kind' in claim ? claim : answer([claim], false, args, context);
    }
    const { claims, more } = await readClaims(context.reads, [['employee', '=', person.employee.id]]);
    const found = claims
      .filter((claim) => args.status === undefined || args.status === 'all' || claim.state === args.status)
      .filter((claim) => within(claim, args.date_from ?? null, args.date_to ?? null, today))
      .filter((claim) => args.about === undefined || isAbout(claim, args.about));
    return answer(args.latest === true ? found.slice(0, 1) : found, more, args, context);
  },
};

async function claimNamed(id: string, context: ToolContext): Promise<Claim | Refusal> {
  try {
    const claim = await readClaim(context.reads, id.trim());
    return claimOf(claim, claim.expenses);
  } catch (error) {
    if (isOutOfSight(error)) return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchClaim', { id }) };
    throw error;
  }
}

async function answer(claims: readonly Claim[], more: boolean, args: Args, context: ToolContext) {
  const { person } = context;
  const shown = claims.slice(0, SHOWN);
  const names = await namesOf(
    shown.map(({ approver }) => approver),
    context,
  );
  const wording = wordingFor(person, todayOf(person, context.now));
  return {
    kind: 'data' as const,
    data: {
      status: args.status ?? 'all',
      about: args.about ?? null,
      date_from: args.date_from ?? null,
      date_to: args.date_to ?? null,
      currency: person.company.currency,
      count: claims.length,
      claims: shown.map((claim) => ({
        id: claim.id,
        own: claim.employee === person.employee.id,
        employee_name: claim.employee_name,
        handed_in: claim.posted,
        state: claim.state,
        approver: claim.approver === null ? null : (names.get(claim.approver) ?? claim.approver),
        total: claim.claimed,
        not_paid_yet: claim.open,
        remark: claim.remark,
        lines: claim.lines,
      })),
      more: more || claims.length > SHOWN,
      ...(asksWhoDecides(context.userText) ? { decides: (await readExpenseDetails(context.reads)).approver_name } : {}),
    },
    ...(shown.length > 2 ? { visual: table(shown, claims.length, wording) } : {}),
  };
}

function table(claims: readonly Claim[], count: number, wording: Wording): Visual {
  return {
    kind: 'table',
    title: say('claimsTitle'),
    columns: [
      { label: say('lineWhat') },
      { label: say('lineDate') },
      { label: say('lineState') },
      { label: say('lineAmount'), align: 'end' },
    ],
    rows: claims.map((claim) => ({
      cells: [whatOf(claim), wording.date(claim.posted), say(`state_${claim.state}`), wording.money(claim.claimed)],
      say: say('sayStatus', { id: claim.id }),
    })),
    ...(count > claims.length ? { more: count - claims.length } : {}),
  };
}

/** What a claim is for, short: its first line, and how many there are beside it. */
export function whatOf(claim: Pick<Claim, 'id' | 'lines'>): string {
  const [first, ...others] = claim.lines;
  if (first === undefined) return claim.id;
  const what = first.description || first.type;
  return others.length === 0 ? what : say('andOthers', { what, count: others.length });
}

function within(claim: Claim, from: string | null, to: string | null, today: string): boolean {
  if (from === null && to === null) return true;
  const dates = [claim.posted, ...claim.lines.map(({ date }) => date)];
  return dates.some((date) => date >= (from ?? '') && date <= (to ?? today));
}

/** Whether whoever decides on the user's claims is asked for, and not one of them ("who approved it?"). */
function asksWhoDecides(text: string): boolean {
  return (
    /\bwho(?:m|ever|['’]s)?\b(?! (?:approved|signed|rejected|paid)\b)/iu.test(text) &&
    /\b(?:approves?|approving|approvers?|approval|signs?|signing|decides?|deciding|okays?|reviews?|responsible)\b/iu.test(
      text,
    ) &&
    /\b(?:my|i)\b.*\b(?:expenses?|claims?|receipts?|costs|spending)\b/iu.test(text)
  );
}

/** Every word stands in the kind, description or project of one of its lines. */
export function isAbout(claim: Pick<Claim, 'lines'>, said: string): boolean {
  const wanted = wordsOf(said).map(stem);
  return claim.lines.some((line) => {
    const own = wordsOf(`${line.type} ${line.description}`).map(stem);
    return wanted.length > 0 && wanted.every((word) => own.some((each) => isSame(word, each)));
  });
}

function isSame(word: string, other: string): boolean {
  return word === other || (word.length >= 4 && other.startsWith(word)) || alike(word) === alike(other);
}

/** "Cab" finds the taxi, "plane" the flight. */
const SAME: readonly (readonly string[])[] = [
  ['taxi', 'cab', 'uber', 'lyft'],
  ['flight', 'plane', 'airfare', 'fly'],
  ['hotel', 'lodging', 'accommodation'],
  ['lunch', 'dinner', 'breakfast', 'meal', 'food', 'restaurant'],
  ['train', 'rail'],
  ['licence', 'license'],
];

function alike(word: string): string {
  // A dinner is no lunch; only the general words stand for all of them.
  const group = SAME.find((words) => words.includes(word));
  if (group === undefined || ['lunch', 'dinner', 'breakfast'].includes(word)) return word;
  return group[0] ?? word;
}

function stem(word: string): string {
  return word.replace(/s$/u, '');
}

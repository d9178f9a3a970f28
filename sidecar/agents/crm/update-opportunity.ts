import { z } from 'zod';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { addDays, addMonths, isIsoDate } from '../../language/calendar.ts';
import { siteTextOf } from '../calendar/when.ts';
import { parsedAnswer } from '../site-answer.ts';
import { type DealChange, doneSentence, linesOf, titleLine } from './deal-card.ts';
import { statusOf, theDeal, titleOf } from './deals.ts';
import { newStage } from './new-stage.ts';
import { say } from './sentences.ts';
import { type DealRow, dealRow, listNames } from './site-answers.ts';
import { todayOf, wordingOf } from './wording.ts';

const MOST_AMOUNT = 1_000_000_000;

const schema = z.object({
  opportunity_id: z.string().min(1).max(140).describe('The deal: its id, or words of its title or customer.'),
  stage: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Stage of the sales process as said; also next, previous, won, lost, open (again) and closed.'),
  amount: z.number().optional().describe('What the deal is worth, in the currency of the deal.'),
  amount_by: z.number().optional().describe('Only when the user said by how much it changes: less is negative.'),
  currency: z.string().length(3).optional().describe('Only when the user said one: ISO code of the amount.'),
  close_date: z.string().refine(isIsoDate, 'must be YYYY-MM-DD').optional().describe('When it should close.'),
  close_shift: z
    .string()
    .regex(/^[+-]\d{1,2}[dwm]$/u)
    .optional()
    .describe('Only when the user said how far the closing date moves: +2w, -3d, +1m.'),
  probability: z.number().optional().describe('Percent, 0 to 100.'),
  lost_reason: z.string().max(1000).optional().describe('Why it was lost, in the words of the user.'),
  notes: z.string().min(1).max(4000).optional().describe('A note to keep with the deal.'),
});
type Args = z.infer<typeof schema>;

const noteRow = z.looseObject({
  name: z.union([z.string(), z.number()]),
  note: z.string().nullish(),
  added_by: z.string().nullish(),
  added_on: z.string().nullish(),
});
const reasonRow = z.looseObject({ name: z.string(), lost_reason: z.string().nullish() });
const dealDoc = dealRow.extend({
  docstatus: z.number().default(0),
  base_opportunity_amount: z.number().nullish(),
  notes: z.array(noteRow).default([]),
  lost_reasons: z.array(reasonRow).default([]),
});
type DealDoc = z.infer<typeof dealDoc>;

export const updateOpportunity: WriteTool<Args> = {
  kind: 'write',
  name: 'update_opportunity',
  agent: 'crm',
  verb: 'Update',
  label: 'Preparing the change of the deal',
  description:
    'Prepares a change of one deal: stage (also won, lost, open again), amount, closing date, probability, a note. Nothing is changed before the user confirms the card. A deal that is lost needs a reason: ask for it.',
  schema,
  doctypes: ['Opportunity', 'Sales Stage', 'Opportunity Lost Reason', 'Employee'],
  reversible: true,
  reversibleNote: say('updateNote'),
  propose,
  present: (operations, person) => ({ title: titleLine(operations, person), lines: linesOf(operations, person) }),
  done: (operations, person) => doneSentence(operations, person),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const found = await theDeal(args.opportunity_id, context);
  if ('answer' in found) return found.answer;
  const deal = parsedAnswer(dealDoc, await context.reads.get('Opportunity', found.deal.name));
  const title = titleOf(deal);
  const amount = args.amount ?? (args.amount_by === undefined ? undefined : deal.opportunity_amount + args.amount_by);
  const closes = args.close_date ?? shifted(deal.expected_closing, args.close_shift);
  const wanted = {
    ...withoutSteps(args),
    ...(amount === undefined ? {} : { amount }),
    ...(closes === undefined ? {} : { close_date: closes }),
  };
  const fault = faultOf(wanted, deal, context);
  if (fault !== null) return fault;

  const change: DealChange = { values: {}, from: {}, warnings: [] };
  if (args.stage !== undefined) {
    const stage = await newStage(args.stage, deal, context);
    if ('kind' in stage) return stage;
    set(change, deal, stage.values);
    change.warnings.push(...stage.warnings);
  }
  if (change.values['status'] === 'Lost') {
    const lost = await reasonsFor(args, context);
    if (lost.why === null) return lost.question;
    set(change, deal, lost.why);
  }
  if (amount !== undefined) {
    const rate = deal.conversion_rate || 1;
    set(change, deal, { opportunity_amount: amount });
    // ERPNext's form keeps the amount in the company's currency beside it; its own code on the server does not.
    if ('opportunity_amount' in change.values) set(change, deal, { base_opportunity_amount: amount * rate });
  }
  if (closes !== undefined) set(change, deal, { expected_closing: closes });
  if (args.probability !== undefined) set(change, deal, { probability: args.probability });
  if (args.notes !== undefined) addNote(change, deal, args.notes, context);

  if (Object.keys(change.values).length === 0) {
    const asked = [args.stage, amount, closes, args.probability, args.notes].some((one) => one !== undefined);
    const sentence = asked ? say('nothingToChange', { title }) : say('whatToChange', { title });
    return { kind: 'question', slot: 'change', sentence, choices: [] };
  }
  const from = {
    ...change.from,
    docstatus: deal.docstatus,
    // What the card is called by: a deal that was renamed meanwhile is another card.
    title: deal.title,
    customer_name: deal.customer_name,
    currency: deal.currency,
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'update', doctype: 'Opportunity', name: deal.name, values: change.values, from }],
    parameters: { ...wanted, opportunity_id: deal.name },
    // A card for another deal stays beside this one.
    ...(isOther(context, deal) ? { beside: true as const } : {}),
    warnings: change.warnings,
    target: { doctype: 'Opportunity', name: deal.name },
  };
}

/** As the card stands, a change of it says what amount and day it has, not by how much they moved. */
function withoutSteps({ amount_by: _by, close_shift: _shift, ...args }: Args): Omit<Args, 'amount_by' | 'close_shift'> {
  return args;
}

function shifted(date: string, shift: string | undefined): string | undefined {
  if (shift === undefined || !isIsoDate(date)) return undefined;
  const count = Number(shift.slice(0, -1));
  return shift.endsWith('m') ? addMonths(date, count) : addDays(date, count * (shift.endsWith('w') ? 7 : 1));
}

function isOther({ previous }: ToolContext, deal: DealRow): boolean {
  const before = previous?.parameters['opportunity_id'];
  return before !== undefined && before !== deal.name;
}

/** What no deal can have, asked for again. */
function faultOf(args: Args, deal: DealRow, context: ToolContext): Question | null {
  const { person, now } = context;
  const wording = wordingOf(person, now);
  const ask = (slot: string, sentence: string): Question => ({ kind: 'question', slot, sentence, choices: [] });
  if (args.amount !== undefined && !(args.amount >= 0 && args.amount <= MOST_AMOUNT))
    return ask('amount', say('badAmount', { most: wording.money(MOST_AMOUNT, deal.currency) }));
  const currency = deal.currency || person.company.currency;
  if (args.amount !== undefined && args.currency !== undefined && args.currency.toUpperCase() !== currency)
    return ask('amount', say('otherCurrency', { title: titleOf(deal), currency }));
  if (args.probability !== undefined && !(args.probability >= 0 && args.probability <= 100))
    return ask('probability', say('badProbability'));
  const closes = args.close_date;
  if (closes !== undefined && closes < todayOf(person, now) && statusOf(deal) === 'open' && args.stage === undefined)
    return ask('close_date', say('closesInPast', { date: wording.day(closes) }));
  return null;
}

/** Takes over what differs from the deal as it stands. */
function set(change: DealChange, deal: DealDoc, values: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(values)) {
    const held = Reflect.get(deal, field) ?? null;
    if (held === value || ((held === '' || held === null) && (value === '' || value === null))) continue;
    change.values[field] = value;
    change.from[field] = held;
  }
}

type LostReasons =
  | { readonly why: Readonly<Record<string, unknown>> }
  | { readonly why: null; readonly question: Question };

/** ERPNext's dialog asks for reasons from a list of the company's; where it keeps none, the words stand alone. */
async function reasonsFor(args: Args, context: ToolContext): Promise<LostReasons> {
  const known = (await listNames(context.reads, 'Opportunity Lost Reason')) ?? [];
  const said = args.lost_reason?.trim() ?? '';
  if (said === '') {
    const choices = known.slice(0, 6);
    return { why: null, question: { kind: 'question', slot: 'lost_reason', sentence: say('whyLost'), choices } };
  }
  const reason = known.find((each) => each.toLowerCase() === said.toLowerCase());
  return {
    why:
      reason === undefined
        ? { order_lost_reason: said }
        : { lost_reasons: [{ lost_reason: reason }], order_lost_reason: said },
  };
}

function addNote(change: DealChange, deal: DealDoc, note: string, { person, now }: ToolContext): void {
  const held = deal.notes.map(({ name, note: text, added_by: by, added_on: on }) => ({
    name,
    note: text ?? null,
    added_by: by ?? null,
    added_on: on ?? null,
  }));
  const fresh = { note: escaped(note.trim()), added_by: person.user, added_on: siteTextOf(now, person) };
  change.values['notes'] = [...held, fresh];
  change.from['notes'] = held;
}

/** The field holds HTML. */
function escaped(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import type { Person } from '../../people/person.ts';
import { isOutOfSight } from '../site-answer.ts';
import { type ExpenseLine, lineFault } from './expense-line.ts';
import { CATEGORIES, chooseType } from './expense-types.ts';
import { expenseWarnings } from './expense-warnings.ts';
import { type ExpenseDetails, type ProjectName, readExpenseDetails } from './money-reads.ts';
import { chosenProject } from './project-choice.ts';
import { say } from './sentences.ts';
import { rounded, todayOf, wordingFor } from './wording.ts';

const MAX_LINES = 20;

const line = {
  amount: z.number().describe('What was paid, in the currency given.'),
  category: z.enum(CATEGORIES),
  description: z.string().min(1).max(500).describe('What it was for, in the words of the user.'),
  date: z.string().refine(isIsoDate, 'must be YYYY-MM-DD').describe('Day of the expense, YYYY-MM-DD'),
  expense_type: z
    .string()
    .max(140)
    .optional()
    .describe("The company's own kind of expense, only when the user named or chose it."),
};
const schema = z.object({
  ...line,
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/u)
    .optional()
    .describe("ISO code, only when the user named a currency. Left out it is the company's own."),
  receipt_url: z
    .string()
    .max(500)
    .optional()
    .describe(
      'Address of a receipt that lies on the company site (/files/..., /private/files/...) or on the web (https).',
    ),
  project: z.string().max(140).optional().describe('Name or id of the project that pays.'),
  has_receipt: z.boolean().optional().describe('Whether the user said that there is a receipt.'),
  more: z
    .array(z.object(line))
    .max(MAX_LINES - 1)
    .optional()
    .describe('Further expenses of the same claim, when the user named several at once.'),
  in_addition: z
    .boolean()
    .optional()
    .describe('True when this is one more claim beside the one that still waits for the confirmation.'),
});
type Args = z.infer<typeof schema>;

export const submitExpense: WriteTool<Args> = {
  kind: 'write',
  name: 'submit_expense',
  agent: 'finance',
  verb: 'Create',
  label: 'Preparing your expense claim',
  description:
    "Prepares an expense claim of the user, with one line or several. Nothing is handed in before the user confirms the card. Every claim goes to the user's approver. Call it again with changed arguments to change a claim that is still waiting for the confirmation. Ask for an amount that is missing; never guess one.",
  schema,
  needs: ['hrms'],
  doctypes: ['Employee', 'Expense Claim', 'Project'],
  reversible: true,
  reversibleNote: say('submitNote'),
  propose,
  present(operations, person, parameters) {
    const values = valuesOf(operations);
    const wording = wordingFor(person, text(values['posting_date']) || null);
    const lines = linesOf(values);
    const total = wording.money(Number(values['total_claimed_amount']));
    const [only, ...others] = lines;
    const what =
      only === undefined || others.length > 0 ? say('severalLines', { count: lines.length }) : only.description;
    const project = text(parameters?.['project']) || text(values['project']);
    const approver = text(parameters?.['approver_name']) || text(values['expense_approver']);
    const receipt = receiptIn(operations);
    return {
      title: say('claimTitle', { total, what }),
      lines: [
        ...(only !== undefined && others.length === 0
          ? [
              { label: say('lineAmount'), to: wording.money(only.amount) },
              { label: say('lineType'), to: only.type },
              { label: say('lineWhat'), to: only.description },
              { label: say('lineDate'), to: wording.date(only.date) },
            ]
          : [
              ...lines.map((each) => ({
                label: each.type,
                to: say('lineText', {
                  amount: wording.money(each.amount),
                  what: each.description,
                  date: wording.date(each.date),
                }),
              })),
              { label: say('lineTotal'), to: total },
            ]),
        ...(project === '' ? [] : [{ label: say('lineProject'), to: project }]),
        ...(approver === '' ? [] : [{ label: say('lineApprover'), to: approver }]),
        ...(receipt === '' ? [] : [{ label: say('lineReceipt'), to: receipt }]),
      ],
    };
  },
  done(operations, person, parameters) {
    const values = valuesOf(operations);
    const total = wordingFor(person, null).money(Number(values['total_claimed_amount']));
    const approver = text(parameters?.['approver_name']) || text(values['expense_approver']);
    return approver === '' ? say('claimDoneNobody', { total }) : say('claimDone', { total, approver });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person } = context;
  const today = todayOf(person, context.now);
  const wording = wordingFor(person, today);
  const { amount, category, description, date, expense_type } = args;
  const given = [{ amount, category, description, date, expense_type }, ...(args.more ?? [])];
  const currency = args.currency?.toUpperCase() ?? person.company.currency;
  for (const [index, each] of given.entries()) {
    const fault = lineFault(each, index === 0 ? '' : `more.${index - 1}.`, { today, wording, currency, person });
    if (fault !== null) return fault;
  }
  const details = await expenseDetails(context);
  if (details === null || details.types.length === 0)
    return {
      kind: 'refusal',
      code: 'UNPROCESSABLE_ENTITY',
      sentence: say('noTypes', { company: person.company.name }),
    };
  const lines: ExpenseLine[] = [];
  for (const [index, each] of given.entries()) {
    const found = typed(each, details, index === 0 ? '' : `more.${index - 1}.`);
    if ('kind' in found) return found;
    lines.push(found);
  }
  const project = args.project === undefined ? null : await chosenProject(args.project, context);
  if (project !== null && 'kind' in project) return project;
  const receipt = receiptOf(args.receipt_url);
  if (receipt === null) return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('receiptUrlBad') };
  const total = rounded(lines.reduce((sum, each) => sum + each.amount, 0));
  const claim: Operation = {
    op: 'insert',
    doctype: 'Expense Claim',
    values: claimValues({ lines, total, details, project, today, person }),
  };
  return {
    kind: 'proposal',
    operations: receipt === '' ? [claim] : [claim, attachment(receipt)],
    parameters: parametersOf(args, lines, project, details),
    ...(args.in_addition === true ? { beside: true as const } : {}),
    warnings: await expenseWarnings({
      lines,
      total,
      details,
      project,
      hasReceipt: receipt === '' ? (args.has_receipt ?? null) : 'attached',
      today,
      wording,
      context,
    }),
    target: { doctype: 'Expense Claim', name: null },
  };
}

async function expenseDetails(context: ToolContext): Promise<ExpenseDetails | null> {
  try {
    return await readExpenseDetails(context.reads);
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

/** The line with the company's own kind of expense, or the question which it is. */
function typed(
  given: Pick<Args, 'amount' | 'category' | 'description' | 'date' | 'expense_type'>,
  details: ExpenseDetails,
  prefix: string,
): ExpenseLine | Question {
  const found = chooseType(details, given.category, given.description, given.expense_type ?? null);
  if (found.type === null) {
    const what = given.description;
    const sentence = say(found.fits === 'several' ? 'whichType' : 'noSuchType', { what });
    return { kind: 'question', slot: `${prefix}expense_type`, sentence, choices: found.choices };
  }
  const account = details.types.find(({ name }) => name === found.type)?.account ?? '';
  return {
    amount: rounded(given.amount),
    type: found.type,
    account,
    category: given.category,
    description: given.description.trim(),
    date: given.date,
  };
}

function claimValues(claim: {
  readonly lines: readonly ExpenseLine[];
  readonly total: number;
  readonly details: ExpenseDetails;
  readonly project: ProjectName | null;
  readonly today: string;
  readonly person: Person;
}): Readonly<Record<string, unknown>> {
  const { lines, total, details, project, today, person } = claim;
  const where = {
    ...(details.cost_center === null ? {} : { cost_center: details.cost_center }),
    ...(project === null ? {} : { project: project.id }),
  };
  return {
    employee: person.employee.id,
    company: person.company.name,
    posting_date: today,
    // Only HRMS's form fills these in; a claim without them reaches nobody and cannot be booked.
    ...(details.approver === null ? {} : { expense_approver: details.approver }),
    ...(project === null ? {} : { project: project.id }),
    total_claimed_amount: total,
    expenses: lines.map((each) => ({
      expense_date: each.date,
      expense_type: each.type,
      description: each.description,
      amount: each.amount,
      sanctioned_amount: each.amount,
      ...where,
    })),
  };
}

/** The line as the card shows it, from stored operations alone. */
function linesOf(values: Readonly<Record<string, unknown>>) {
  const rows: readonly unknown[] = Array.isArray(values['expenses']) ? values['expenses'] : [];
  return rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null) return [];
    const { amount, expense_type: type, description, expense_date: date } = row as Readonly<Record<string, unknown>>;
    return [{ amount: Number(amount), type: text(type), description: text(description), date: text(date) }];
  });
}

function parametersOf(
  args: Args,
  lines: readonly ExpenseLine[],
  project: ProjectName | null,
  details: ExpenseDetails,
): Readonly<Record<string, unknown>> {
  const [first, ...others] = lines.map(({ amount, category, description, date, type }) => ({
    amount,
    category,
    description,
    date,
    expense_type: type,
  }));
  return {
    ...first,
    ...(others.length === 0 ? {} : { more: others }),
    ...(project === null ? {} : { project: project.title }),
    ...(args.has_receipt === undefined ? {} : { has_receipt: args.has_receipt }),
    ...(args.receipt_url === undefined ? {} : { receipt_url: args.receipt_url }),
    ...(details.approver_name === null ? {} : { approver_name: details.approver_name }),
  };
}

/** '' for none; null for an address that no file of the site has. */
function receiptOf(url: string | undefined): string | null {
  const given = url?.trim() ?? '';
  return given === '' || /^(?:\/private)?\/files\/[^/\s]+$|^https:\/\/\S+$/u.test(given) ? given : null;
}

function attachment(url: string): Operation {
  const values = { file_url: url, attached_to_doctype: 'Expense Claim', attached_to_name: { $doc: 0 } };
  return { op: 'insert', doctype: 'File', values };
}

function valuesOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const insert = operations.find((operation) => operation.op === 'insert' && operation.doctype === 'Expense Claim');
  return insert?.op === 'insert' ? insert.values : {};
}

function receiptIn(operations: readonly Operation[]): string {
  const insert = operations.find((operation) => operation.op === 'insert' && operation.doctype === 'File');
  return insert?.op === 'insert' ? text(insert.values['file_url']) : '';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

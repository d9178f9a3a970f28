import type { Tool } from '../../actions/tool.ts';
import type { Agent } from '../agent.ts';
import { approveExpense } from './approve-expense.ts';
import { generateExpenseReport } from './generate-expense-report.ts';
import { getBudgetStatus } from './get-budget-status.ts';
import { getExpenseStatus } from './get-expense-status.ts';
import { getPendingReimbursements } from './get-pending-reimbursements.ts';
import { financePrompt } from './prompt.ts';
import { submitExpense } from './submit-expense.ts';

const tools: readonly Tool[] = [
  submitExpense,
  getExpenseStatus,
  getBudgetStatus,
  getPendingReimbursements,
  generateExpenseReport,
  approveExpense,
];

export const financeAgent: Agent = { id: 'finance', label: 'Finance', tools, prompt: financePrompt };

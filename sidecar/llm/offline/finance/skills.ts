import type { SkillSet } from '../skill.ts';
import { approve } from './approve-skill.ts';
import { expense } from './expense-skill.ts';
import { budget, report } from './report-skills.ts';
import { say } from './sentences.ts';
import { owed, status } from './status-skills.ts';

export const EXPENSES: SkillSet = {
  skills: [expense, status, owed, report, approve],
  name: say('expenses'),
  can: say('canExpenses'),
  examples: ['Submit an expense', 'How much am I owed?', 'Show my expenses'],
};

export const BUDGETS: SkillSet = {
  skills: [budget],
  name: say('budgets'),
  can: say('canBudgets'),
  examples: ['How much budget do we have left?'],
};

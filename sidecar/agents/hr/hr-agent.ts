import type { Tool } from '../../actions/tool.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import type { Agent } from '../agent.ts';
import { cancelLeaveRequest } from './cancel-leave-request.ts';
import { checkLeaveBalance } from './check-leave-balance.ts';
import { getBenefitsInfo } from './get-benefits-info.ts';
import { getDirectReports } from './get-direct-reports.ts';
import { getHolidays } from './get-holidays.ts';
import { getLeaveRequests } from './get-leave-requests.ts';
import { getPayrollInfo } from './get-payroll-info.ts';
import { getReportingManager } from './get-reporting-manager.ts';
import { lookupHrPolicy } from './lookup-hr-policy.ts';
import { hrPrompt } from './prompt.ts';
import { searchEmployeeDirectory } from './search-employee-directory.ts';
import { submitLeaveRequest } from './submit-leave-request.ts';

const tools: readonly Tool[] = [
  checkLeaveBalance,
  getLeaveRequests,
  getHolidays,
  submitLeaveRequest,
  cancelLeaveRequest,
  searchEmployeeDirectory,
  getReportingManager,
  getDirectReports,
  getBenefitsInfo,
  getPayrollInfo,
];

export const hrAgent: Agent = { id: 'hr', label: 'HR', tools, prompt: hrPrompt };

/** With what the company's own policies say. */
export function createHrAgent(articles: ArticleLibrary): Agent {
  return { ...hrAgent, tools: [...tools, lookupHrPolicy(articles)] };
}

import type { Tool } from '../../actions/tool.ts';
import type { Agent } from '../agent.ts';
import { cancelLeaveRequest } from './cancel-leave-request.ts';
import { checkLeaveBalance } from './check-leave-balance.ts';
import { getHolidays } from './get-holidays.ts';
import { getLeaveRequests } from './get-leave-requests.ts';
import { hrPrompt } from './prompt.ts';
import { submitLeaveRequest } from './submit-leave-request.ts';

const tools: readonly Tool[] = [
  checkLeaveBalance,
  getLeaveRequests,
  getHolidays,
  submitLeaveRequest,
  cancelLeaveRequest,
];

export const hrAgent: Agent = { id: 'hr', label: 'HR', tools, prompt: hrPrompt };

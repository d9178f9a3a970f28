import type { Tool } from '../../actions/tool.ts';
import type { Agent } from '../agent.ts';
import { approveRequest } from './approve-request.ts';
import { assignTask } from './assign-task.ts';
import { createTask } from './create-task.ts';
import { getMyProjects } from './get-my-projects.ts';
import { getMyTasks } from './get-my-tasks.ts';
import { getPendingApprovals } from './get-pending-approvals.ts';
import { getProjectStatus } from './get-project-status.ts';
import { operationsPrompt } from './prompt.ts';
import { rejectRequest } from './reject-request.ts';
import { updateTaskStatus } from './update-task-status.ts';

const tools: readonly Tool[] = [
  getMyTasks,
  createTask,
  updateTaskStatus,
  assignTask,
  getPendingApprovals,
  approveRequest,
  rejectRequest,
  getProjectStatus,
  getMyProjects,
];

export const operationsAgent: Agent = { id: 'operations', label: 'Operations', tools, prompt: operationsPrompt };

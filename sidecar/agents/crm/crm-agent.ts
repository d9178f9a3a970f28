import type { Tool } from '../../actions/tool.ts';
import type { Agent } from '../agent.ts';
import { createLead } from './create-lead.ts';
import { getAccount } from './get-account.ts';
import { getContact } from './get-contact.ts';
import { getOpportunities } from './get-opportunities.ts';
import { getPipelineSummary } from './get-pipeline-summary.ts';
import { logActivity } from './log-activity.ts';
import { crmPrompt } from './prompt.ts';
import { searchContacts } from './search-contacts.ts';
import { updateOpportunity } from './update-opportunity.ts';

const tools: readonly Tool[] = [
  searchContacts,
  getContact,
  getAccount,
  getOpportunities,
  updateOpportunity,
  logActivity,
  getPipelineSummary,
  createLead,
];

export const crmAgent: Agent = { id: 'crm', label: 'CRM', tools, prompt: crmPrompt };

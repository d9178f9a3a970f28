import type { Agent } from '../agent.ts';
import { notifyColleague } from './notify-colleague.ts';
import { communicationPrompt } from './prompt.ts';
import { sendEmail } from './send-email.ts';

/** Messages to colleagues and e-mails. */
export const communicationAgent: Agent = {
  id: 'communication',
  label: 'Communication',
  tools: [notifyColleague, sendEmail],
  prompt: communicationPrompt,
};

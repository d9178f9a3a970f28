import { CALENDAR_PATTERNS } from './patterns/calendar.ts';
import { COMMUNICATION_PATTERNS } from './patterns/communication.ts';
import { CRM_PATTERNS } from './patterns/crm.ts';
import { FINANCE_PATTERNS } from './patterns/finance.ts';
import { KNOWLEDGE_PATTERNS } from './patterns/knowledge.ts';
import { LEAVE_PATTERNS } from './patterns/leave.ts';
import type { Patterns } from './patterns/notation.ts';
import { OPERATIONS_PATTERNS } from './patterns/operations.ts';
import { PEOPLE_PATTERNS } from './patterns/people.ts';

/** How wishes for each tool are usually put. */
export const TOOL_PATTERNS: Patterns = {
  ...LEAVE_PATTERNS,
  ...PEOPLE_PATTERNS,
  ...OPERATIONS_PATTERNS,
  ...CALENDAR_PATTERNS,
  ...KNOWLEDGE_PATTERNS,
  ...FINANCE_PATTERNS,
  ...CRM_PATTERNS,
  ...COMMUNICATION_PATTERNS,
};

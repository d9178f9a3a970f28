import type { Agent } from './agent.ts';
import { calendarAgent } from './calendar/calendar-agent.ts';
import { crmAgent } from './crm/crm-agent.ts';
import { financeAgent } from './finance/finance-agent.ts';
import { hrAgent } from './hr/hr-agent.ts';
import { operationsAgent } from './operations/operations-agent.ts';

/** The agents that come with the product, in the order in which they introduce themselves. */
export const BUILT_IN: readonly Agent[] = [hrAgent, operationsAgent, calendarAgent, crmAgent, financeAgent];

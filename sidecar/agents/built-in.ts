import type { ArticleLibrary } from '../knowledge/library.ts';
import type { Agent } from './agent.ts';
import { calendarAgent } from './calendar/calendar-agent.ts';
import { communicationAgent } from './communication/communication-agent.ts';
import { crmAgent } from './crm/crm-agent.ts';
import { financeAgent } from './finance/finance-agent.ts';
import { createHrAgent } from './hr/hr-agent.ts';
import { createKnowledgeAgent } from './knowledge/knowledge-agent.ts';
import { operationsAgent } from './operations/operations-agent.ts';

/** The agents that come with the product, in the order in which they introduce themselves. */
export function builtIn(articles: ArticleLibrary): readonly Agent[] {
  return [
    createHrAgent(articles),
    operationsAgent,
    calendarAgent,
    financeAgent,
    crmAgent,
    createKnowledgeAgent(articles),
    communicationAgent,
  ];
}

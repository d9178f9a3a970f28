/** The readers of all agents, by tool. A tool without one has no slots. */
import { calendarSlots } from './calendar.ts';
import { communicationSlots } from './communication.ts';
import { crmSlots } from './crm.ts';
import { financeSlots } from './finance.ts';
import { hrSlots } from './hr.ts';
import { knowledgeSlots } from './knowledge.ts';
import { operationsSlots } from './operations.ts';
import { plainSpeech } from './plain-speech.ts';
import type { SlotContext, SlotReaders } from './slot-reader.ts';

const READERS: SlotReaders = {
  ...hrSlots,
  ...operationsSlots,
  ...calendarSlots,
  ...knowledgeSlots,
  ...financeSlots,
  ...crmSlots,
  ...communicationSlots,
};

/** What the words say of the tool's arguments. */
export function readSlots(tool: string, text: string, context: SlotContext): Readonly<Record<string, unknown>> {
  return READERS[tool]?.(plainSpeech(tool, text), context) ?? {};
}

import { z } from 'zod';
import type { ReadTool, Tool, WriteTool } from '../../sidecar/actions/tool.ts';
import type { Agent } from '../../sidecar/agents/agent.ts';
import { isLabel } from '../../sidecar/language/nlu/labels.ts';
import type { Model } from '../../sidecar/llm/model.ts';
import { createPlanner } from '../../sidecar/turn/decide/plan.ts';

const schema = z.object({ words: z.string() });
type Args = z.infer<typeof schema>;

function write(agent: string, name: string, title: (words: string) => string): WriteTool<Args> {
  return {
    kind: 'write',
    agent,
    name,
    description: name,
    label: `Preparing ${name}`,
    doctypes: ['ToDo'],
    schema,
    verb: 'Create',
    reversible: true,
    reversibleNote: 'Undo deletes it.',
    async propose({ words }, { person }) {
      if (/sunday/u.test(words)) {
        return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: 'Sunday is free anyway.' };
      }
      if (/someday/u.test(words)) {
        return { kind: 'question', slot: 'day', sentence: 'Which day do you mean?', choices: [] };
      }
      return {
        kind: 'proposal',
        operations: [
          { op: 'insert', doctype: 'ToDo', values: { allocated_to: person.user, description: words, tool: name } },
        ],
        parameters: { words },
        warnings: [],
        target: { doctype: 'ToDo', name: null },
      };
    },
    present(operations) {
      const words = operations[0]?.op === 'insert' ? String(operations[0].values['description']) : '';
      return { title: title(words), lines: [{ label: 'What', to: words }] };
    },
    done: () => `${name} is done.`,
  };
}

function read(agent: string, name: string, doctype: string, method: string): ReadTool<Args> {
  return {
    kind: 'read',
    agent,
    name,
    description: name,
    label: `Looking at ${name}`,
    doctypes: [doctype],
    schema,
    run: async (_args, { reads }) => ({ kind: 'data', data: await reads.method<Record<string, unknown>>(method, {}) }),
  };
}

const agent = (id: string, tools: readonly Tool[]): Agent => ({ id, label: id, tools, prompt: () => `You are ${id}.` });

/** Three agents with tools of the product's names, simple enough that a test can say what each must do. */
export const officeAgents: readonly Agent[] = [
  agent('hr', [
    read('hr', 'check_leave_balance', 'Leave Type', 'dartwing_va.reads.balance'),
    write('hr', 'submit_leave_request', () => 'Request leave'),
  ]),
  agent('calendar', [
    read('calendar', 'get_calendar_events', 'Event', 'dartwing_va.reads.events'),
    write('calendar', 'reschedule_meeting', () => 'Move the meeting'),
  ]),
  agent('communication', [write('communication', 'notify_colleague', () => 'Tell the team')]),
];

const WISHES: readonly (readonly [RegExp, string])[] = [
  [/\btell\b|\blet .* know\b/u, 'notify_colleague'],
  [/\bmove\b|\breschedule\b/u, 'reschedule_meeting'],
  [/\bhow much\b|\bbalance\b/u, 'check_leave_balance'],
  [/\bmeetings?\b/u, 'get_calendar_events'],
  [/\bbook\b/u, 'submit_leave_request'],
];

/** What words want, read off the same words as the model does. */
export const officePlanner = createPlanner(
  (_agent, tool) => officeAgents.some(({ tools }) => tools.some((one) => one.name === tool && one.kind === 'write')),
  (words) => {
    const tool = WISHES.find(([pattern]) => pattern.test(words.toLowerCase()))?.[1] ?? 'other';
    return { label: isLabel(tool) ? tool : 'other', score: tool === 'other' ? 0 : 0.9 };
  },
);

/** Calls the tool that the last words are about, with these words, and says what came of it. */
export function officeModel(onRequest: (words: string) => Promise<void> | void = () => undefined): Model {
  return {
    id: 'office',
    rules: true,
    async *stream(request) {
      const last = request.messages.at(-1);
      if (last?.role === 'tool') {
        const outcome = JSON.parse(last.content) as Record<string, unknown>;
        const said =
          outcome['kind'] === 'pending' ? 'Shall I?' : (outcome['sentence'] ?? JSON.stringify(outcome['data']));
        yield { type: 'text', text: String(said) };
        if (outcome['kind'] === 'question') {
          const filling = { tool: last.tool, args: {}, asked: 'day', choices: [] };
          yield { type: 'focus', focus: { filling, mentions: [{ kind: 'date', name: last.tool, label: last.tool }] } };
        } else {
          yield {
            type: 'focus',
            focus: { lastTool: last.tool, mentions: [{ kind: 'date', name: last.tool, label: last.tool }] },
          };
        }
      } else {
        const words = last?.role === 'user' ? last.text.toLowerCase() : '';
        await onRequest(words);
        const tool = WISHES.find(([pattern]) => pattern.test(words))?.[1];
        if (tool === undefined) yield { type: 'text', text: 'Hm.' };
        else yield { type: 'call', call: { id: 'c1', name: tool, args: { words } } };
      }
      yield { type: 'done', usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
}

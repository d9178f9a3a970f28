import type { ReadResult, ReadTool } from '../../actions/tool.ts';
import { argumentsSchema, queryOf } from './arguments.ts';
import type { CustomRecord, SiteToolRecord, ToolRecord } from './record.ts';
import { say } from './sentences.ts';
import { tableOf } from './table.ts';

export type Args = Readonly<Record<string, unknown>>;

/** Of an answer, as JSON: what a model can read beside the rest of the conversation. */
export const MAX_ANSWER_CHARS = 16_000;

/** A name that no tool of the product can have: none of those has two underscores. */
export function customToolName(agent: string, tool: string): string {
  return `${agent}__${tool}`;
}

/** "room status" of `room_status`. */
export function titleOf(tool: Pick<ToolRecord, 'name'>): string {
  return tool.name.replaceAll('_', ' ');
}

/**
 * A tool of a company's own agent: one GET of a listed method or Server Script, under a delegation that names it, as the employee. The site
 * decides again whether the method is listed; what it answers is data.
 */
export function customTool(agent: Pick<CustomRecord, 'id'>, tool: SiteToolRecord): ReadTool<Args> {
  const title = titleOf(tool);
  const method = tool.handler_type === 'script' ? tool.script : tool.frappe_method;
  return {
    kind: 'read',
    name: customToolName(agent.id, tool.name),
    agent: agent.id,
    description: tool.description,
    schema: argumentsSchema(tool),
    doctypes: [],
    methods: [method],
    ofCompany: true,
    label: say('running', { title }),
    async run(args, { reads }) {
      const answer = await reads.method<unknown>(method, queryOf(args));
      const size = JSON.stringify(answer ?? null).length;
      if (size > MAX_ANSWER_CHARS) {
        return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('tooMuch') };
      }
      const visual = tableOf(title, answer);
      return { kind: 'data', data: dataOf(answer), ...(visual === null ? {} : { visual }) } satisfies ReadResult;
    },
  };
}

/** Outcomes are objects; anything else is put into one. */
export function dataOf(answer: unknown): Args {
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  return isObject ? (answer as Args) : { result: answer ?? null };
}

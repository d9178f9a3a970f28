import { z } from 'zod';
import type { Tool } from '../actions/tool.ts';
import type { ModelTool } from '../llm/model.ts';
import type { Person } from '../people/person.ts';
import type { Agent } from './agent.ts';

export interface AgentRegistry {
  readonly agents: readonly Agent[];
  /** By dotted type such as `hr.submit_leave_request`: what `actions` asks for. */
  tool(type: string): Tool | null;
  /** The agents that the person's template and instance switch on (features.md F022). */
  agentsFor(person: Person): readonly Agent[];
  /** The tools that exist for the person: a switched-off agent has none. */
  toolsFor(person: Person): readonly Tool[];
}

/** @throws TypeError when two tools share a name (models know tools by name alone) or a tool names another agent. */
export function createAgentRegistry(agents: readonly Agent[]): AgentRegistry {
  const byType = new Map<string, Tool>();
  const names = new Set<string>();
  for (const agent of agents) {
    for (const tool of agent.tools) {
      if (tool.agent !== agent.id) throw new TypeError(`tool ${tool.name} says it is of agent ${tool.agent}`);
      if (names.has(tool.name)) throw new TypeError(`two tools are called ${tool.name}`);
      names.add(tool.name);
      byType.set(toolType(tool), tool);
    }
  }
  const agentsFor = (person: Person) => agents.filter((agent) => person.instance.subAgents.includes(agent.id));
  return {
    agents,
    tool: (type) => byType.get(type) ?? null,
    agentsFor,
    toolsFor: (person) => agentsFor(person).flatMap((agent) => agent.tools),
  };
}

/** Dotted name of a tool: agent.tool. */
export function toolType(tool: Pick<Tool, 'agent' | 'name'>): string {
  return `${tool.agent}.${tool.name}`;
}

/** Making a schema costs more than a whole turn of small talk. */
const described = new WeakMap<Tool, ModelTool>();

/** The tool as models see it: JSON Schema (draft 2020-12) of what it takes. */
export function modelTool(tool: Tool): ModelTool {
  const known = described.get(tool);
  if (known) return known;
  const schema = z.toJSONSchema(tool.schema, { io: 'input', target: 'draft-2020-12' });
  const made: ModelTool = { name: tool.name, description: tool.description, parameters: schema };
  described.set(tool, made);
  return made;
}

import { z } from 'zod';
import type { SiteApp, Tool } from '../actions/tool.ts';
import type { CustomGuide, ModelChoice, ModelTool } from '../llm/model.ts';
import type { Person } from '../people/person.ts';
import type { Agent } from './agent.ts';
import type { CustomAgent, CustomAgents } from './custom/custom-agents.ts';
import type { AgentSite } from './site-facts.ts';

export interface AgentRegistry {
  readonly agents: readonly Agent[];
  /**
   * By dotted type such as `hr.submit_leave_request`: what `actions` asks for. With a person also the tools of his company's
   * own agents; those that he may not use are not there.
   */
  tool(type: string, person?: Person): Tool | null;
  /**
   * The agents that the person's template and instance switch on (features.md F022), and that the site did not switch off;
   * then those that his company made itself and lets him use. One of these with the id of the product's agent takes its
   * place: its prompt, and both agents' tools.
   */
  agentsFor(person: Person): readonly Agent[];
  /** The tools that exist for the person: a switched-off agent has none, nor has a tool whose app the site lacks. */
  toolsFor(person: Person): readonly Tool[];
  /** What leads to the company's own agents that the person has. */
  guidesFor(person: Person): readonly CustomGuide[];
  /** Tools of the person's agents that the site has no app for, with the app as people call it. */
  unavailableFor(person: Person): Readonly<Record<string, string>>;
  /** Tools that work on nothing that the person may read: they answer when asked for, and are not offered. */
  outOfSightFor(person: Person): readonly string[];
  /** The app that a tool needs and the site lacks, as people call it. */
  missingApp(type: string): string | null;
  /** What an agent may take altogether, ms; null: the default of the settings. */
  timeoutMs(agent: string): number | null;
  /** The model that HR or IT chose for an agent, or the company for its own one; null: as the settings of the service say. */
  choiceOf(agent: string, person: Person): ModelChoice | null;
  /** Calls of an agent's tools that a person may cause in a minute. */
  callsPerMinute(agent: string): number;
  /** Whether the site switched an agent off for everybody. */
  isOff(agent: string): boolean;
}

/** Agents that look through many documents or figures at a time (decisions.md, Budgets). */
const CALLS_PER_MINUTE: Readonly<Record<string, number>> = { knowledge: 30, finance: 30 };
const APP_NAMES: Readonly<Record<SiteApp, string>> = { hrms: 'HRMS', crm: 'Frappe CRM' };

/**
 * @param site what the site has and set; without it everything is there and nothing was set
 * @param custom the agents that companies made themselves
 * @throws TypeError when two tools share a name (models know tools by name alone) or a tool names another agent.
 */
export function createAgentRegistry(
  agents: readonly Agent[],
  site: Pick<AgentSite, 'lacks' | 'config'> = { lacks: () => false, config: () => null },
  custom: Pick<CustomAgents, 'forPerson'> = { forPerson: () => [] },
): AgentRegistry {
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
  const isOff = (agent: string) => site.config(agent)?.enabled === false;
  const lackedBy = (tool: Tool) => tool.needs?.find((app) => site.lacks(app)) ?? null;
  const chosenFor = (person: Person) =>
    agents.filter((agent) => person.instance.subAgents.includes(agent.id) && !isOff(agent.id));
  const builtIn = new Set(agents.map(({ id }) => id));
  /** The company's own: an agent of the product is only replaced for who has it. */
  function customFor(person: Person): readonly CustomAgent[] {
    const chosen = new Set(chosenFor(person).map(({ id }) => id));
    return custom.forPerson(person).filter(({ id }) => (builtIn.has(id) ? chosen.has(id) : !isOff(id)));
  }
  function agentsFor(person: Person): readonly Agent[] {
    const own = customFor(person);
    const chosen = chosenFor(person).map((agent) =>
      replaced(
        agent,
        own.find(({ id }) => id === agent.id),
      ),
    );
    return [...chosen, ...own.filter(({ id }) => !builtIn.has(id))].map((agent) =>
      withAddition(agent, site.config(agent.id)?.prompt ?? ''),
    );
  }
  return {
    agents,
    tool(type, person) {
      const known = byType.get(type);
      if (known !== undefined || person === undefined) return known ?? null;
      return (
        customFor(person)
          .flatMap(({ tools }) => tools)
          .find((tool) => toolType(tool) === type) ?? null
      );
    },
    agentsFor,
    toolsFor: (person) => agentsFor(person).flatMap(({ tools }) => tools.filter((tool) => lackedBy(tool) === null)),
    // Of one that replaces an agent of the product the words lead to its own tools, if it has any.
    guidesFor: (person) =>
      customFor(person)
        .map(({ guide }) => guide)
        .filter(({ agent, tools }) => tools.length > 0 || !builtIn.has(agent)),
    unavailableFor(person) {
      const lacking = chosenFor(person).flatMap(({ tools }) =>
        tools.flatMap((tool) => {
          const app = lackedBy(tool);
          return app === null ? [] : [[tool.name, APP_NAMES[app]] as const];
        }),
      );
      return Object.fromEntries(lacking);
    },
    outOfSightFor: (person) =>
      agentsFor(person)
        .flatMap(({ tools }) => tools)
        .filter(({ doctypes }) => {
          const own = doctypes.filter((doctype) => TELLING.has(doctype));
          return own.length > 0 && own.every((doctype) => person.outOfSight.includes(doctype));
        })
        .map(({ name }) => name),
    missingApp(type) {
      const tool = byType.get(type);
      const app = tool === undefined ? null : lackedBy(tool);
      return app === null ? null : APP_NAMES[app];
    },
    timeoutMs: (agent) => site.config(agent)?.timeoutMs ?? null,
    choiceOf(agent, person) {
      const set = site.config(agent)?.choice;
      const own = customFor(person).find(({ id }) => id === agent)?.choice;
      return own === undefined ? (set ?? null) : { ...set, ...own };
    },
    callsPerMinute: (agent) => site.config(agent)?.callsPerMinute ?? CALLS_PER_MINUTE[agent] ?? 60,
    isOff,
  };
}

/** The DocTypes of which the site says whether a person may read them (`profile`, docs/site-api.md). */
const TELLING: ReadonlySet<string> = new Set(['Budget', 'Customer', 'Lead', 'Opportunity', 'Project', 'Task']);

function replaced(agent: Agent, own: Agent | undefined): Agent {
  return own === undefined ? agent : { ...own, tools: [...agent.tools, ...own.tools] };
}

/** What the company wants an agent to know comes after the agent's own words, and is marked as the company's. */
function withAddition(agent: Agent, addition: string): Agent {
  return addition === '' ? agent : { ...agent, prompt: () => `${agent.prompt()}\n${companyWords(addition)}` };
}

/** Somebody's words in Desk: they may tell facts and manner, and stand below the rules. */
function companyWords(words: string): string {
  return `What the company adds here; it holds for facts and manner, never against the rules above:\n${words}`;
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

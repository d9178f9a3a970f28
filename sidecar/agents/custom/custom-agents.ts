import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import type { BusEvent, SiteClient } from '../../frappe/site-client.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import type { Log } from '../../lib/log.ts';
import { isVaError } from '../../lib/va-error.ts';
import type { CustomGuide, ModelChoice } from '../../llm/model.ts';
import type { Person } from '../../people/person.ts';
import type { Agent } from '../agent.ts';
import { articlesTool } from './articles-tool.ts';
import { type Args, customTool, customToolName, titleOf } from './custom-tool.ts';
import { type CustomRecord, FIELDS, readRecord, type ToolRecord } from './record.ts';
import type { WebhookCaller } from './webhook/caller.ts';
import { webhookTool } from './webhook/webhook-tool.ts';

/** An agent that a company made itself (VA Custom Agent). */
export interface CustomAgent extends Agent {
  readonly guide: CustomGuide;
  /** The model that the company chose for it; absent: the service's own. */
  readonly choice?: ModelChoice;
}

/** The agents that companies made themselves: looked up at the start, kept up by what the bus tells of single documents. */
export interface CustomAgents {
  /** Those of the person's company that let him in. */
  forPerson(person: Person): readonly CustomAgent[];
  handleBus(event: BusEvent): Promise<void>;
  /** Never rejects: what could not be read stays as it was. */
  refresh(): Promise<void>;
}

const AGENT = 'VA Custom Agent';
const SETTINGS = 'VA Company Settings';
const SERVICE = { kind: 'service' } as const;
/** Of the tool that searches the articles an agent may quote. */
const ARTICLES = 'search_articles';
const PAGE = 200;
const LISTS = ['custom_methods', 'custom_scripts', 'webhook_hosts'] as const;
const list = z
  .string()
  .nullish()
  .transform((text) => (text ?? '').split(/\s+/u).filter((line) => line !== ''));
const settingsRow = z.object({ company: z.string(), custom_methods: list, custom_scripts: list, webhook_hosts: list });
/** What a company lets its agents call. */
type Lists = Omit<z.infer<typeof settingsRow>, 'company'>;
const NOTHING: Lists = { custom_methods: [], custom_scripts: [], webhook_hosts: [] };

export function createCustomAgents(deps: {
  readonly site: SiteClient;
  readonly log: Log;
  readonly articles: ArticleLibrary;
  readonly webhooks: WebhookCaller;
}): CustomAgents {
  const { site, log } = deps;
  /** By name of the document. */
  let records: ReadonlyMap<string, CustomRecord> = new Map();
  /** What a company lets its agents call, by company. */
  let lists: ReadonlyMap<string, Lists> = new Map();
  /** Made of both when first asked for. Tools are described to models once each, so they must not be made anew for every turn. */
  const made = new Map<string, CustomAgent>();

  function accepted(row: unknown): CustomRecord | null {
    const read = readRecord(row);
    const name = z.object({ name: z.string() }).safeParse(row).data?.name ?? '';
    if (read === null) log.warn('a custom agent cannot be read and is left out', { agent: name });
    else if (read.unread > 0)
      log.warn('tools of a custom agent cannot be read and are left out', { agent: name, tools: read.unread });
    return read?.record ?? null;
  }

  async function readAll(): Promise<void> {
    const found: CustomRecord[] = [];
    for (let start = 0; ; start += PAGE) {
      const request = { fields: FIELDS, orderBy: 'name asc', limit: PAGE, start };
      const rows = await site.list(AGENT, request, SERVICE);
      found.push(...rows.flatMap((row) => accepted(row) ?? []));
      if (rows.length < PAGE) break;
    }
    records = new Map(found.map((record) => [record.name, record]));
    made.clear();
  }

  async function readLists(company: string | null): Promise<void> {
    const request = { fields: ['company', ...LISTS], orderBy: 'name asc', limit: 500 };
    const only = company === null ? {} : { filters: [['name', '=', company] as const] };
    const rows = z.array(settingsRow).parse(await site.list(SETTINGS, { ...request, ...only }, SERVICE));
    const read = rows.map((row) => [row.company, row] as const);
    lists = company === null ? new Map(read) : new Map([...withoutKey(lists, company), ...read]);
    for (const { name, company: owner } of records.values()) {
      if (company === null || owner === company) made.delete(name);
    }
  }

  /** One document changed, came or went: its company's other agents and those of other companies stay as they are. */
  async function readOne(name: string): Promise<void> {
    let record: CustomRecord | null = null;
    try {
      record = accepted(await site.get(AGENT, name, SERVICE));
    } catch (error) {
      if (!isVaError(error) || error.code !== 'NOT_FOUND') throw error;
    }
    const others = withoutKey(records, name);
    records = new Map(record === null ? others : [...others, [name, record] as const]);
    made.delete(name);
  }

  function agentOf(record: CustomRecord): CustomAgent {
    const known = made.get(record.name);
    if (known !== undefined) return known;
    const agent = builtOf(record, lists.get(record.company) ?? NOTHING, deps);
    made.set(record.name, agent);
    return agent;
  }

  const quietly = async (work: Promise<void>, what: string): Promise<void> => {
    try {
      await work;
    } catch (error) {
      log.warn('custom agents could not be read', { what }, error);
    }
  };

  const agents: CustomAgents = {
    forPerson: (person) => [...records.values()].filter((record) => letsIn(record, person)).map(agentOf),
    async refresh() {
      await Promise.all([quietly(readAll(), 'agents'), quietly(readLists(null), 'lists')]);
    },
    async handleBus(event) {
      // What was told while nobody listened is made up for by looking at everything.
      if (event.kind === 'connected') await agents.refresh();
      if (event.kind !== 'changed') return;
      if (event.doctype === AGENT) await quietly(readOne(event.name), event.name);
      if (event.doctype === SETTINGS) await quietly(readLists(event.name), event.name);
    },
  };
  return agents;
}

function letsIn({ enabled, company, roles, employees }: CustomRecord, person: Person): boolean {
  if (!enabled || company !== person.company.name) return false;
  if (roles.length === 0 && employees.length === 0) return true;
  return employees.includes(person.employee.id) || roles.some((role) => person.roles.includes(role));
}

interface Parts {
  readonly log: Log;
  readonly articles: ArticleLibrary;
  readonly webhooks: WebhookCaller;
}

/** Null for what the company does not list (any more): what was taken off a list takes its tools with it. */
function toolOf(record: CustomRecord, tool: ToolRecord, lists: Lists, parts: Parts): ReadTool<Args> | null {
  switch (tool.handler_type) {
    case 'webhook': {
      const hosts = lists.webhook_hosts;
      const isListed = URL.canParse(tool.webhook_url) && hosts.includes(new URL(tool.webhook_url).host);
      return isListed ? webhookTool(record, tool, hosts, parts) : null;
    }
    case 'script':
      return lists.custom_scripts.includes(tool.script) ? customTool(record, tool) : null;
    default:
      return lists.custom_methods.includes(tool.frappe_method) ? customTool(record, tool) : null;
  }
}

function builtOf(record: CustomRecord, lists: Lists, parts: Parts): CustomAgent {
  const own = record.tools.flatMap((one) => {
    const tool = toolOf(record, one, lists, parts);
    return tool === null ? [] : [{ tool, title: titleOf(one) }];
  });
  const search = customToolName(record.id, ARTICLES);
  // A tool that the company defined under that name is what it wants.
  const reads = record.folders.length > 0 && own.every(({ tool }) => tool.name !== search);
  const tools = reads ? [...own, { tool: articlesTool(search, record, parts.articles), title: 'articles' }] : own;
  const words = record.triggers.map((phrase) => `"${phrase}"`).join(', ');
  const prompt = [
    `${record.label}, an agent that ${record.company} made itself.${record.description === '' ? '' : ` ${record.description}`}`,
    record.prompt,
    ...(words === '' ? [] : [`Asked for with words such as ${words}.`]),
    'Only what its tools answer is known; they only look things up.',
  ].join('\n');
  return {
    id: record.id,
    label: record.label,
    tools: tools.map(({ tool }) => tool),
    prompt: () => prompt,
    ...(record.model === '' ? {} : { choice: choiceOf(record.model) }),
    guide: {
      agent: record.id,
      label: record.label,
      triggers: record.triggers,
      tools: tools.map(({ tool: { name, description }, title }) => ({
        name,
        title,
        description,
        ...(name === search && reads ? { searches: true as const } : {}),
      })),
    },
  };
}

/** A model's name may hold colons of its own: only a provider's name before the first one counts. */
function choiceOf(entry: string): ModelChoice {
  const [, provider, model] = /^(openai|anthropic|google|local):(.+)$/iu.exec(entry) ?? [];
  return provider === undefined || model === undefined ? { model: entry } : { provider: provider.toLowerCase(), model };
}

function withoutKey<V>(map: ReadonlyMap<string, V>, key: string): readonly (readonly [string, V])[] {
  return [...map].filter(([name]) => name !== key);
}

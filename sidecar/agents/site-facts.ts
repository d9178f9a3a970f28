import { z } from 'zod';
import type { SiteApp } from '../actions/tool.ts';
import type { BusEvent, SiteClient } from '../frappe/site-client.ts';
import { detectSiteFeatures } from '../frappe/site-features.ts';
import type { Log } from '../lib/log.ts';
import type { ModelChoice } from '../llm/model.ts';

/** What HR or IT set for an agent in Desk (VA Sub-Agent Config). */
export interface AgentConfig {
  readonly enabled: boolean;
  /** Added to the agent's prompt; '' for nothing. */
  readonly prompt: string;
  /** Null: the default. */
  readonly timeoutMs: number | null;
  readonly callsPerMinute: number | null;
  /** The model that was chosen for it; absent: as the settings of the service say. */
  readonly choice?: ModelChoice;
}

/** What the site has and how it set the agents up: looked up at the start and whenever the site says that it changed. */
export interface AgentSite {
  /** False also while nobody knows: a tool that is missing says so itself. */
  lacks(app: SiteApp): boolean;
  /** Null: nothing was set. */
  config(agent: string): AgentConfig | null;
  handleBus(event: BusEvent): Promise<void>;
  /** Never rejects: what could not be read stays as it was. */
  refresh(): Promise<void>;
}

const CONFIG = 'VA Sub-Agent Config';
const configRow = z.object({
  agent_id: z.string(),
  enabled: z.coerce.number(),
  system_prompt: z.string().nullish(),
  timeout_seconds: z.coerce.number().nullish(),
  rate_limit: z.coerce.number().nullish(),
  model_provider: z.string().nullish(),
  model_name: z.string().nullish(),
  temperature: z.coerce.number().nullish(),
  max_tokens: z.coerce.number().nullish(),
});
/** More text than this is no addition but another product. */
const MAX_PROMPT = 8000;

export function createAgentSite(deps: { readonly site: SiteClient; readonly log: Log }): AgentSite {
  const { site, log } = deps;
  let apps: Readonly<Record<string, string>> | null = null;
  let configs: ReadonlyMap<string, AgentConfig> = new Map();

  async function readApps(): Promise<void> {
    try {
      ({ apps } = await detectSiteFeatures(site));
    } catch (error) {
      log.warn('the apps of the site could not be looked up', {}, error);
    }
  }

  async function readConfigs(): Promise<void> {
    try {
      const fields = Object.keys(configRow.shape);
      const rows = await site.list(CONFIG, { fields, orderBy: 'name asc', limit: 200 }, { kind: 'service' });
      configs = new Map(
        z
          .array(configRow)
          .parse(rows)
          .map((row) => [row.agent_id, configOf(row)]),
      );
    } catch (error) {
      log.warn('the settings of the agents could not be read', {}, error);
    }
  }

  const facts: AgentSite = {
    lacks: (app) => apps !== null && !(app in apps),
    config: (agent) => configs.get(agent) ?? null,
    async refresh() {
      await Promise.all([readApps(), readConfigs()]);
    },
    async handleBus(event) {
      // An app is installed while the site is away: the next connection looks again.
      if (event.kind === 'connected') await facts.refresh();
      else if (event.kind === 'changed' && event.doctype === CONFIG) await readConfigs();
    },
  };
  return facts;
}

function configOf(row: z.infer<typeof configRow>): AgentConfig {
  const positive = (value: number | null | undefined) =>
    value !== null && value !== undefined && value > 0 ? value : null;
  const seconds = positive(row.timeout_seconds);
  const choice = choiceOf(row);
  return {
    enabled: row.enabled === 1,
    prompt: (row.system_prompt ?? '').trim().slice(0, MAX_PROMPT),
    timeoutMs: seconds === null ? null : seconds * 1000,
    callsPerMinute: positive(row.rate_limit),
    ...(Object.keys(choice).length === 0 ? {} : { choice }),
  };
}

/** A model without its provider names nothing: both count together or not at all. */
function choiceOf(row: z.infer<typeof configRow>): ModelChoice {
  const provider = (row.model_provider ?? '').trim().toLowerCase();
  const model = (row.model_name ?? '').trim();
  const { temperature, max_tokens: most } = row;
  return {
    ...(provider === '' ? {} : { provider, ...(model === '' ? {} : { model }) }),
    ...(typeof temperature === 'number' && temperature >= 0 && temperature <= 2 ? { temperature } : {}),
    ...(typeof most === 'number' && most > 0 ? { maxOutputTokens: Math.round(most) } : {}),
  };
}

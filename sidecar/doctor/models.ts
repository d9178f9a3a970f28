import { loadPrices, type Prices } from '../llm/cost.ts';
import { ModelError } from '../llm/model-error.ts';
import { openEmbedder } from '../llm/providers/embeddings.ts';
import { embedderOptions } from '../llm/registry-embedder.ts';
import { listModels, usualModel } from '../llm/registry-models.ts';
import type { ProviderSetup } from '../llm/registry-providers.ts';
import { providerSetups } from '../llm/registry-setups.ts';
import { wantedOf } from '../llm/router-order.ts';
import type { LlmSettings } from '../llm/settings.ts';
import { type Finding, reason } from './finding.ts';

const KNOWN = ['openai', 'anthropic', 'google', 'local'];
const SHOWN = 5;
const ONE_TOKEN = { inputTokens: 1, outputTokens: 1 };

/** Whether the models that are set up can be asked: the key, the address, the names; each with what to do. */
export async function modelFindings(settings: LlmSettings): Promise<readonly Finding[]> {
  const misspelt = orders(settings);
  if (settings.model === 'offline') return [{ what: 'models', ok: true, detail: 'VA_MODEL is offline: rules alone' }];
  const setups = providerSetups(settings);
  if (setups.length === 0) {
    const how = 'Set OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY or VA_LOCAL_LLM_URL (docs/models.md).';
    const detail = settings.standIn
      ? 'none set up: the offline model answers.'
      : 'none set up, and VA_LLM_STAND_IN is 0: no turn can be answered.';
    return [...misspelt, { what: 'models', ok: settings.standIn, detail: `${detail} ${how}` }];
  }
  const { table, finding } = prices(settings);
  const asked = await Promise.all(setups.map((setup) => provider(setup, settings, table)));
  return [...misspelt, ...(finding === null ? [] : [finding]), ...asked, ...(await vectors(settings))];
}

async function provider(setup: ProviderSetup, settings: LlmSettings, table: Prices | null): Promise<Finding> {
  const what = `the models of ${setup.name} can be asked`;
  try {
    const offered = await listModels(setup.models);
    const wanted = wantedFrom(setup, settings);
    const missing = wanted.filter((name) => !offered.includes(name));
    if (missing.length > 0) {
      const there = offered.slice(0, SHOWN).join(', ');
      return {
        what,
        ok: false,
        detail: `It does not offer ${missing.join(', ')}. Correct ${setup.env.model} or the orders; it offers ${there}${offered.length > SHOWN ? ', ...' : ''}.`,
      };
    }
    const chosen = setup.named ?? usualModel(setup.name, offered);
    if (chosen === null)
      return { what, ok: false, detail: `It offers no model that could answer. Set ${setup.env.model}.` };
    const isPriced = table === null || table.costOf(`${setup.name}:${chosen}`, ONE_TOKEN) !== null;
    const unpriced = isPriced ? '' : '; its price is not known, see VA_LLM_PRICES';
    return { what, ok: true, detail: `${offered.length} on its list, ${chosen} answers${unpriced}` };
  } catch (error) {
    return { what, ok: false, detail: `${reason(error)}. ${fix(error, setup)}` };
  }
}

async function vectors(settings: LlmSettings): Promise<readonly Finding[]> {
  const what = 'vectors can be made';
  try {
    const embedder = await openEmbedder(embedderOptions(settings), AbortSignal.timeout(settings.embedTimeoutMs));
    return embedder === null ? [] : [{ what, ok: true, detail: `${embedder.id}, ${embedder.dimensions} numbers each` }];
  } catch (error) {
    return [{ what, ok: false, detail: `${reason(error)}. Check VA_EMBEDDINGS (${settings.embeddings}).` }];
  }
}

/** Every model of the provider that a setting names. */
function wantedFrom(setup: ProviderSetup, settings: LlmSettings): readonly string[] {
  const named = everyOrder(settings).flatMap((entry) => {
    const { provider: name, model } = wantedOf(entry);
    return name === setup.name && model !== null ? [model] : [];
  });
  return [...new Set([...(setup.named === null ? [] : [setup.named]), ...named])];
}

function fix(error: unknown, { env, models }: ProviderSetup): string {
  const failure = error instanceof ModelError ? error.failure : null;
  if (failure === 'key') return `Correct ${env.key}: it was refused.`;
  if (failure === 'unreachable' || failure === 'timeout')
    return `Check ${env.url} and that ${new URL(models.url).host} can be reached from here.`;
  if (failure === 'rate-limited') return 'The account asks too much of it right now; run the doctor again in a minute.';
  if (failure === 'overloaded') return 'The provider has trouble of its own; look at its status page.';
  return `Check ${env.url}: what answers at ${models.url} gives no list of models. A server without one needs ${env.model}.`;
}

function everyOrder(settings: LlmSettings): readonly string[] {
  const { order, classify, plan, agent, synthesis, summarise, model } = settings;
  const first = model === 'auto' || model === 'offline' ? [] : [model];
  return [...first, ...order, ...classify, ...plan, ...agent, ...synthesis, ...summarise];
}

function orders(settings: LlmSettings): readonly Finding[] {
  const unknown = everyOrder(settings).filter((entry) => !KNOWN.includes(wantedOf(entry).provider));
  if (unknown.length === 0) return [];
  const detail = `There is no provider ${unknown.join(', ')}. Correct the orders (VA_LLM_ORDER and those of tasks): ${KNOWN.join(', ')}.`;
  return [{ what: 'the orders of models', ok: false, detail }];
}

function prices(settings: LlmSettings): { readonly table: Prices | null; readonly finding: Finding | null } {
  const what = 'the price table can be read';
  try {
    const table = loadPrices(settings.pricesFile);
    return { table, finding: settings.pricesFile === null ? null : { what, ok: true, detail: settings.pricesFile } };
  } catch (error) {
    return { table: null, finding: { what, ok: false, detail: reason(error) } };
  }
}

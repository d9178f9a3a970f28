import { loadPrices } from '../../sidecar/llm/cost.ts';
import type { Model, ModelRequest, ModelToolCall } from '../../sidecar/llm/model.ts';
import { type Company, loginCookie, openCompany } from '../flow/company.ts';
import { type PlayedBy, playedBy, RULES } from './provider.ts';

/** One company to play scenarios in, and what its model asked for. */
export interface Stage {
  readonly company: Company;
  /** The calls of tools since the last look. */
  takeCalls(): readonly ModelToolCall[];
  /** The real model that plays; null: the offline one, whose wording is expected too. */
  readonly playedBy: PlayedBy | null;
  /** What the models took since the last look, as the service counts it: what failed or was left before its end too. */
  takeUsage(): Promise<Usage>;
  /** A REST call on the company's site as somebody; the document it answers with. */
  onSite(user: string, method: 'POST' | 'PUT', path: string, body: unknown): Promise<Record<string, unknown>>;
}

/** What answers of a model took. */
export interface Usage {
  readonly requests: number;
  readonly tokens: number;
  /** Null: the price of the model is not known. */
  readonly cost: number | null;
  readonly currency: string;
}

export async function openStage(): Promise<Stage> {
  const played = playedBy(process.env);
  const prices = loadPrices(process.env['VA_LLM_PRICES'] || null);
  let counted = NOTHING;
  let calls: ModelToolCall[] = [];
  const listening = (model: Model): Model => ({
    ...(played?.provider === RULES ? { id: RULES } : model),
    async *stream(request, signal) {
      // Rules answer persons and nothing else.
      if (played?.provider === RULES && request.task !== 'agent') return;
      for await (const event of model.stream(asPlayed(request, played), signal)) {
        if (event.type === 'call') calls.push(event.call);
        yield event;
      }
    },
  });
  const company = await openCompany({ wrapModel: listening, ...(played === null ? {} : { env: played.env }) });
  const cookies = new Map<string, Promise<string>>();
  return {
    company,
    playedBy: played,
    async takeUsage() {
      const now = countsIn(await (await fetch(`${company.url}/metrics`)).text());
      const before = counted;
      counted = now;
      // A service that was started anew counts from the beginning.
      const since = (of: keyof Counts) => (now[of] < before[of] ? now[of] : now[of] - before[of]);
      return {
        requests: since('requests'),
        tokens: since('tokens'),
        cost: since('unpriced') > 0 ? null : since('cost'),
        currency: prices.currency,
      };
    },
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async onSite(user, method, path, body) {
      let cookie = cookies.get(user);
      if (!cookie) {
        cookie = loginCookie(company.site.url, user, user === 'Administrator' ? company.site.adminPassword : 'demo');
        cookies.set(user, cookie);
      }
      const response = await fetch(`${company.site.url}${path}`, {
        method,
        headers: { cookie: await cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { data?: Record<string, unknown> };
      if (!answer.data)
        throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer).slice(0, 400)}`);
      return answer.data;
    },
  };
}

interface Counts {
  readonly requests: number;
  readonly tokens: number;
  readonly cost: number;
  readonly unpriced: number;
}
const NOTHING: Counts = { requests: 0, tokens: 0, cost: 0, unpriced: 0 };

/** Out of the service's metrics. */
function countsIn(metrics: string): Counts {
  const sum = (series: string) =>
    [...metrics.matchAll(new RegExp(`^${series} (\\S+)$`, 'gmu'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return {
    requests: sum('va_llm_requests_total\\{.*\\}'),
    tokens: sum('va_llm_tokens_total\\{.*type="(?:input|output)".*\\}'),
    cost: sum('va_llm_cost_total\\{.*\\}'),
    unpriced: sum('va_llm_unpriced_total\\{.*\\}'),
  };
}

/** The model that is judged answers, whichever the agents' settings name. */
function asPlayed(request: ModelRequest, played: PlayedBy | null): ModelRequest {
  if (played === null || request.choice === undefined) return request;
  const { provider: _, model: __, ...choice } = request.choice;
  return { ...request, choice };
}

import type { ModelRequest, ModelTask } from './model.ts';
import type { LlmSettings } from './settings.ts';

/** A model that is to be asked; null: the provider's usual one. */
export interface Wanted {
  readonly provider: string;
  readonly model: string | null;
}

/** `provider` or `provider:model`; a model's name may hold colons. */
export function wantedOf(entry: string): Wanted {
  const at = entry.indexOf(':');
  if (at < 0) return { provider: entry.toLowerCase(), model: null };
  return { provider: entry.slice(0, at).toLowerCase(), model: entry.slice(at + 1) || null };
}

/** Who is asked for a task, in order. @param first `provider:model` before all others; null for nobody */
export function ordersOf(settings: LlmSettings, first: string | null): (task: ModelTask) => readonly Wanted[] {
  const lists: Readonly<Record<ModelTask, readonly string[]>> = {
    classify: settings.classify,
    plan: settings.plan,
    agent: settings.agent,
    synthesis: settings.synthesis,
    summarise: settings.summarise,
  };
  return (task) => {
    const list = lists[task].length > 0 ? lists[task] : settings.order;
    return [...(first === null ? [] : [first]), ...list].map(wantedOf);
  };
}

/** The order for a request: what its agent's configuration asks for first. Nobody twice. */
export function orderFor(request: ModelRequest, orders: (task: ModelTask) => readonly Wanted[]): readonly Wanted[] {
  const order = orders(request.task ?? 'agent');
  const { provider = order[0]?.provider, model = null } = request.choice ?? {};
  const asksFor = request.choice?.provider !== undefined || model !== null;
  const all = asksFor && provider !== undefined ? [{ provider: provider.toLowerCase(), model }, ...order] : order;
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = `${one.provider}:${one.model ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

import type { Log } from '../lib/log.ts';
import type { Model } from './model.ts';
import { ModelError } from './model-error.ts';
import { listModels, type ModelsAddress, usualModel } from './registry-models.ts';
import type { Wanted } from './router-order.ts';

/** One provider that is set up. */
export interface ProviderSetup {
  /** `openai`, `anthropic`, `google`, `local`. */
  readonly name: string;
  /** Declared to be a server of one's own: what it reads stays in the company. An address alone does not tell: behind it may be a gateway. */
  readonly isOwn: boolean;
  /** The model where none is named; null: chosen from its list. */
  readonly named: string | null;
  /** The settings behind it, for who has to mend one. */
  readonly env: { readonly key: string; readonly url: string; readonly model: string };
  readonly models: ModelsAddress;
  make(model: string): Promise<Model>;
}

export interface Providers {
  /** Those that are set up. */
  readonly names: readonly string[];
  readonly setups: readonly ProviderSetup[];
  /** A server of the company's own. */
  isOwn(provider: string): boolean;
  /** Null: not set up. @throws ModelError when no model is named and the provider's list gives none. */
  model(wanted: Wanted, signal: AbortSignal): Promise<Model | null>;
  /** Loads what the first request of each would wait for. Never rejects. */
  warm(): Promise<void>;
}

/** @param protect stands before every model that is not on a server of one's own */
export function createProviders(
  setups: readonly ProviderSetup[],
  log: Log,
  protect: (model: Model) => Model = (model) => model,
): Providers {
  const byName = new Map(setups.map((setup) => [setup.name, setup]));
  const made = new Map<string, Promise<Model>>();
  const usual = new Map<string, Promise<string>>();

  /** Shared by all who ask at once; a failure is not kept. */
  function kept<T>(cache: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const fresh = work();
    cache.set(key, fresh);
    fresh.catch(() => cache.delete(key));
    return fresh;
  }

  async function choose(setup: ProviderSetup): Promise<string> {
    const offered = await listModels(setup.models);
    const chosen = usualModel(setup.name, offered);
    if (chosen === null) {
      log.error('a provider offers no model that could answer', { provider: setup.name, set: setup.env.model });
      throw new ModelError('no-such-model', setup.name, { cause: new Error(`Set ${setup.env.model}.`) });
    }
    log.info('a model was chosen from the list of its provider', { provider: setup.name, model: chosen });
    return chosen;
  }

  const providers: Providers = {
    names: setups.map(({ name }) => name),
    setups,
    isOwn: (provider) => byName.get(provider)?.isOwn === true,
    async model(wanted, signal) {
      const setup = byName.get(wanted.provider);
      if (setup === undefined) return null;
      const name = wanted.model ?? setup.named ?? (await kept(usual, setup.name, () => choose(setup)));
      signal.throwIfAborted();
      return await kept(made, `${setup.name}:${name}`, async () => {
        const model = await setup.make(name);
        return setup.isOwn ? model : protect(model);
      });
    },
    async warm() {
      const never = new AbortController().signal;
      for (const { name } of setups) {
        try {
          await providers.model({ provider: name, model: null }, never);
        } catch (error) {
          log.warn('a provider of models could not be asked for its list', { provider: name }, error);
        }
      }
    },
  };
  return providers;
}

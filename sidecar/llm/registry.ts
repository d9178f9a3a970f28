import type { Model } from './model.ts';
import { offlineOnFirstUse } from './offline/on-first-use.ts';

export interface ModelRegistry {
  readonly ids: readonly string[];
  /** @throws UnknownModelError with a sentence that names the models there are. */
  get(id: string): Model;
}

/** The start stops with this sentence. */
export class UnknownModelError extends Error {
  constructor(id: string, known: readonly string[]) {
    super(`There is no model "${id}". Set VA_MODEL to one of: ${known.join(', ')}.`);
    this.name = 'UnknownModelError';
  }
}

/** Models by id, each made at its first use. */
export function createModelRegistry(more: Readonly<Record<string, () => Model>> = {}): ModelRegistry {
  const makers = new Map<string, () => Model>([['offline', offlineOnFirstUse], ...Object.entries(more)]);
  const made = new Map<string, Model>();
  const ids = [...makers.keys()];
  return {
    ids,
    get(id) {
      const model = made.get(id) ?? makers.get(id)?.();
      if (model === undefined) throw new UnknownModelError(id, ids);
      made.set(id, model);
      return model;
    },
  };
}

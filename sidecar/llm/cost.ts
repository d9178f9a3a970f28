import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ModelUsage } from './model.ts';

/** What models cost: read from a table that people keep, never from code. */
export interface Prices {
  readonly currency: string;
  /** Of one call; null when the table does not know the model. */
  costOf(model: string, usage: ModelUsage): number | null;
}

const price = z.object({ input: z.number().min(0), cached: z.number().min(0).optional(), output: z.number().min(0) });
const table = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/u, 'must be a currency such as USD'),
  models: z.record(z.string().min(1), price),
});

/** The start stops with this sentence. */
export class PricesError extends Error {
  constructor(path: string, reason: string) {
    super(`Correct the price table ${path} (VA_LLM_PRICES, docs/models.md): ${reason}`);
    this.name = 'PricesError';
  }
}

/** @param path of the table; null: the one that comes with the product. @throws PricesError */
export function loadPrices(path: string | null): Prices {
  const file = path ?? new URL('./seeds/prices.json', import.meta.url);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PricesError(String(file), error instanceof Error ? error.message : String(error));
  }
  const parsed = table.safeParse(json);
  if (!parsed.success) throw new PricesError(String(file), z.prettifyError(parsed.error));
  return pricesOf(parsed.data);
}

/** Prices are per million tokens; a name that ends in `*` holds for all that begin so, the longest name wins. */
export function pricesOf({ currency, models }: z.infer<typeof table>): Prices {
  const patterns = Object.keys(models)
    .filter((name) => name.endsWith('*'))
    .sort((a, b) => b.length - a.length);
  return {
    currency,
    costOf(model, usage) {
      const name = Object.hasOwn(models, model) ? model : patterns.find((one) => model.startsWith(one.slice(0, -1)));
      const known = name === undefined ? undefined : models[name];
      if (known === undefined) return null;
      const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
      const input = (usage.inputTokens - cached) * known.input + cached * (known.cached ?? known.input);
      return (input + usage.outputTokens * known.output) / 1_000_000;
    },
  };
}

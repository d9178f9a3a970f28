import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ModelError } from './model-error.ts';

/** Where a provider's list of models is, and what opens it. */
export interface ModelsAddress {
  readonly provider: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const listed = z.object({
  data: z.array(z.object({ id: z.string() })).optional(),
  models: z.array(z.object({ name: z.string() })).optional(),
});
const LIST_MS = 5000;

/** Names of the models that a provider offers. @throws ModelError */
export async function listModels(
  { provider, url, headers }: ModelsAddress,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const limits = [AbortSignal.timeout(LIST_MS), ...(signal === undefined ? [] : [signal])];
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.any(limits), redirect: 'error' });
  } catch (error) {
    signal?.throwIfAborted();
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ModelError(isLate ? 'timeout' : 'unreachable', provider, { cause: error });
  }
  if (!response.ok)
    throw new ModelError(failureOf(response.status), provider, { cause: new Error(`HTTP ${response.status}`) });
  const parsed = listed.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ModelError('garbled', provider, { cause: new Error('no list of models') });
  const { data = [], models = [] } = parsed.data;
  // Google says "models/..." where requests want the bare name.
  return [...data.map(({ id }) => id), ...models.map(({ name }) => name.replace(/^models\//u, ''))];
}

function failureOf(status: number): ModelError['failure'] {
  // Google refuses a wrong key with 400.
  if (status === 400 || status === 401 || status === 403) return 'key';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'overloaded' : 'bad-request';
}

const preferences = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const NOT_FOR_TALK = /embed|rerank|whisper|tts|audio|image|dall|moderation|transcri|realtime|guard|ocr/iu;

/** The model that is taken where none is named: one that the seeds prefer, else the first that can talk; null when none can. */
export function usualModel(provider: string, offered: readonly string[]): string | null {
  const seeds = readFileSync(new URL('./seeds/preferred-models.json', import.meta.url), 'utf8');
  const list = preferences.parse(JSON.parse(seeds))[provider];
  const able = offered.filter((name) => !NOT_FOR_TALK.test(name));
  for (const name of Array.isArray(list) ? list : []) {
    const found = able.find((one) => (name.endsWith('*') ? matches(one, name) : one === name));
    if (found !== undefined) return found;
  }
  return able[0] ?? null;
}

function matches(name: string, pattern: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 'u').test(name);
}

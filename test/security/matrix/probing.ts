import type { Model } from '../../../sidecar/llm/model.ts';
import { countingProxy } from '../../fakes/counting-proxy.ts';
import { type Company, type Employee, openCompany } from '../../flow/company.ts';

export type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** What came of a turn, with what was looked for taken out. */
export interface Probe {
  readonly outcomes: readonly string[];
  readonly told: string;
  readonly suggestions: string;
  /** Of the site, without their queries: how often and where is what tells. */
  readonly requests: readonly string[];
}

/** The company with a model that calls what a test wants called, and a look at what it costs the site. */
export interface Probing {
  readonly company: Company;
  probe(user: string, calls: readonly Call[], id: string, question?: string): Promise<Probe>;
  close(): Promise<void>;
}

export async function openProbing(users: readonly string[]): Promise<Probing> {
  let asked: readonly Call[] = [];
  let outcomes: string[] = [];
  const prober: Model = {
    id: 'prober',
    async *stream(request) {
      const last = request.messages.at(-1);
      if (last?.role === 'user') {
        for (const [at, { name, args }] of asked.entries()) yield { type: 'call', call: { id: `c${at}`, name, args } };
        if (asked.length === 0) yield { type: 'text', text: 'Nothing.' };
      } else {
        outcomes = request.messages.flatMap((message) =>
          message.role === 'tool' ? [`${message.tool} ${message.content}`] : [],
        );
        yield { type: 'text', text: 'Done.' };
      }
      yield { type: 'done', usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
  let proxy: Awaited<ReturnType<typeof countingProxy>> | null = null;
  const company = await openCompany({
    wrapModel: () => prober,
    through: async (url) => {
      proxy = await countingProxy(url);
      return proxy.url;
    },
  });
  const people = new Map<string, Employee>();
  for (const user of users) people.set(user, await company.as(user));
  const requests = () => (proxy?.take() ?? []).filter((line) => line.startsWith('GET'));
  return {
    company,
    async probe(user, calls, id, question = 'have a look') {
      const me = people.get(user);
      if (me === undefined) throw new Error(user);
      asked = calls;
      outcomes = [];
      await me.begin();
      requests();
      const { assistant_response: told } = await me.message(question);
      const without = (text: string) =>
        (id === '' ? text : text.replaceAll(id, '…')).replaceAll(/(?:act|turn|conv|req)_[0-9a-z_]+/gu, '_');
      // The index is filled by the service, not by who asks.
      const read = requests().filter((line) => !/dartwing_va[.]api[.]knowledge_/u.test(line));
      const { content, suggestions, actions, visuals, citations } = told;
      return {
        outcomes: outcomes.map(without),
        told: without(JSON.stringify([content, suggestions, actions.length, visuals, citations])),
        suggestions: JSON.stringify(suggestions),
        requests: read.map((line) => without(line).replace(/[?].*$/su, '')),
      };
    },
    async close() {
      await company.close();
      await proxy?.close();
    },
  };
}

function fromDifference(one: string, other: string): string {
  const at = Math.max(0, [...one].findIndex((letter, index) => letter !== other[index]) - 60);
  return `${one.slice(at, at + 300)} | ${other.slice(at, at + 300)}`;
}

/** What tells one from the other; empty when nothing does. */
export function differing(there: Probe, absent: Probe): string {
  const lines = (one: Probe) => [...one.outcomes, one.told, `${one.requests.length} requests`, ...one.requests];
  const [mine, other] = [lines(there), lines(absent)];
  return Array.from({ length: Math.max(mine.length, other.length) }, (_, at) => at)
    .flatMap((at) => (mine[at] === other[at] ? [] : [fromDifference(mine[at] ?? '', other[at] ?? '')]))
    .join('; ');
}

/** A name of the same form that nothing has. */
export function nothingLike(name: string): string {
  if (/\d$/u.test(name)) return name.replace(/\d+$/u, (digits) => '9'.repeat(digits.length));
  return name.replace(/\p{L}+/gu, (word) => [...word].reverse().join(''));
}

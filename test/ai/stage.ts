import type { Model, ModelToolCall } from '../../sidecar/llm/model.ts';
import { type Company, loginCookie, openCompany } from '../flow/company.ts';

/** One company to play scenarios in, and what its model asked for. */
export interface Stage {
  readonly company: Company;
  /** The calls of tools since the last look. */
  takeCalls(): readonly ModelToolCall[];
  /** A REST call on the company's site as somebody; the document it answers with. */
  onSite(user: string, method: 'POST' | 'PUT', path: string, body: unknown): Promise<Record<string, unknown>>;
}

export async function openStage(): Promise<Stage> {
  let calls: ModelToolCall[] = [];
  const listening = (model: Model): Model => ({
    ...model,
    async *stream(request, signal) {
      for await (const event of model.stream(request, signal)) {
        if (event.type === 'call') calls.push(event.call);
        yield event;
      }
    },
  });
  const company = await openCompany({ wrapModel: listening });
  const cookies = new Map<string, Promise<string>>();
  return {
    company,
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

/** Tools over the embedded site's own HTTP surface: what a demo user may read through a delegation, with a clock of the test. */

import { signToken } from '../../devsite/core/tokens.ts';
import type { ToolContext } from '../../sidecar/actions/tool.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { loadPerson } from '../../sidecar/people/profile.ts';
import { DemoSite } from '../devsite/apps/demo-site.ts';

export interface DemoReads {
  readonly site: DemoSite;
  /** The service user's own client. */
  readonly client: SiteClient;
  /** What a tool gets when a demo user asks. */
  context(user: string, more?: Partial<ToolContext>): Promise<ToolContext>;
  close(): Promise<void>;
}

export async function openDemoReads(now?: number): Promise<DemoReads> {
  const site = await DemoSite.open(now);
  const client = clientOf(site);
  return {
    site,
    client,
    async context(user, more = {}) {
      const person = await loadPerson(client, user);
      const caller = (doctypes: readonly string[]) => ({ kind: 'employee', user, turnId: 'turn_1', doctypes }) as const;
      return {
        person,
        reads: {
          method: (method, args) => client.read(method, args, caller([])),
          list: (doctype, request) => client.list(doctype, request, caller([doctype])),
          get: (doctype, name) => client.get(doctype, name, caller([doctype])),
        },
        turnId: 'turn_1',
        conversationId: 'conv_1',
        now: site.clock.now,
        userText: '',
        signal: new AbortController().signal,
        ...more,
      };
    },
    async close() {
      client.close();
      await site.close();
    },
  };
}

function clientOf(site: DemoSite): SiteClient & { close(): void } {
  const key = JSON.parse(site.credentials()) as { api_key: string; api_secret: string };
  return openSiteClient({
    url: site.running.url,
    siteName: 'acme.test',
    apiKey: key.api_key,
    apiSecret: key.api_secret,
    timeoutMs: 30_000,
    breaker: { failures: 100, halfOpenAfterMs: 100 },
    delegations: {
      publicKey: { kid: site.sidecar.kid, x: '' },
      async token(user, doctypes, turnId) {
        const iat = Math.floor(site.clock.now / 1000);
        const claims = {
          iss: 'dartwing-va',
          aud: 'acme.test',
          typ: 'va-read',
          sub: user,
          dts: [...doctypes],
          turn: turnId,
        };
        return signToken({ ...claims, iat, exp: iat + 60, jti: 'j' }, site.sidecar.d, site.sidecar.kid);
      },
    },
    clock: { now: () => site.clock.now, sleep: async () => undefined },
    random: () => 0.5,
    log: silentLog,
  });
}

import { expect, test } from 'vitest';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { siteZone } from '../../sidecar/site-zone.ts';
import type { KeyValue } from '../../sidecar/stores/stores.ts';

function ask(answer: () => unknown, known: string | null = null) {
  const asked: string[] = [];
  const kept = new Map<string, string>(known === null ? [] : [['zone', known]]);
  let now = 0;
  const zone = siteZone({
    site: {
      readAnonymous: async (method: string) => {
        asked.push(method);
        return answer();
      },
    } as unknown as SiteClient,
    kv: {
      get: async (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string) => void kept.set(key, value),
    } as unknown as KeyValue,
    key: 'zone',
    clock: {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    } as unknown as Parameters<typeof siteZone>[0]['clock'],
    log: { warn: () => undefined } as unknown as Parameters<typeof siteZone>[0]['log'],
    patienceMs: 3000,
  });
  return { zone, asked, kept };
}

const away = (): never => {
  throw new VaError('SITE_UNAVAILABLE');
};

test('the zone is the one of the site, not the one of Guest, whom get_time_zone would answer', async () => {
  const { zone, asked, kept } = ask(() => ({ site: 'acme.test', time_zone: 'America/Chicago' }));
  await expect(zone).resolves.toBe('America/Chicago');
  expect(asked).toEqual(['dartwing_va.api.site']);
  expect(kept.get('zone')).toBe('America/Chicago');
});

test('while the site is away the zone of the last start serves', async () => {
  await expect(ask(away, 'Europe/Berlin').zone).resolves.toBe('Europe/Berlin');
});

test('at the very first start an absent or unintelligible site ends the start after a while', async () => {
  const first = ask(away);
  await expect(first.zone).rejects.toMatchObject({ code: 'SITE_UNAVAILABLE' });
  expect(first.asked.length).toBeGreaterThan(2);
  await expect(ask(() => 'America/Chicago').zone).rejects.toThrow();
});

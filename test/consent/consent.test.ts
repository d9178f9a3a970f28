import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consentAudit } from '../../sidecar/audit/audit-record.ts';
import { createConsents } from '../../sidecar/consent/consent.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { recordBody } from '../../sidecar/records/entry.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench({
    profiles: [
      profileOf('Tom', { consents: {} }),
      profileOf('Old', {
        consents: {
          terms_of_service: { granted: 1, version: '2' },
          conversation_logging: { granted: 1, version: '1' },
        },
      }),
    ],
  });
});
afterEach(async () => {
  await bench.close();
});

function room(forgotten: (string | null)[] = []) {
  return createConsents({
    people: { forget: (user: string | null) => forgotten.push(user) } as never,
    journal: bench.stores.journal,
    kv: bench.stores.kv,
    outbox: { toEntry: (record) => ({ stream: 'records', body: recordBody(record) }) },
    ids: sortableIds(bench.clock),
    clock: bench.clock,
    siteTime: siteTimeIn('America/Chicago'),
    siteKey: siteKey('acme.test'),
    auditRow: consentAudit(sortableIds(bench.clock)),
  });
}
const FROM = { ip: '127.0.0.1', userAgent: 'a browser' };
const BOTH = [
  { consent_type: 'terms_of_service', granted: true, version: '3' },
  { consent_type: 'conversation_logging', granted: true, version: '1' },
] as const;

describe('the first conversation', () => {
  it('asks for the terms and for logging, with versions and words', async () => {
    await expect(bench.begin('Tom')).rejects.toMatchObject({
      code: 'CONSENT_REQUIRED',
      meta: {
        required: [
          { consent_type: 'terms_of_service', version: '3', text: 'The terms.' },
          { consent_type: 'conversation_logging', version: '1', text: expect.stringMatching(/look it up/) },
        ],
      },
    });
  });

  it('asks again for terms that have changed', async () => {
    await expect(bench.begin('Old')).rejects.toMatchObject({
      meta: { required: [{ consent_type: 'terms_of_service', version: '3' }] },
    });
  });

  it('begins once both are given, before the site has heard of it, on every replica', async () => {
    const tom = await bench.person('Tom');
    const forgotten: (string | null)[] = [];
    await room(forgotten).record(tom, BOTH, FROM);
    expect(forgotten).toEqual(['tom@acme.test']);
    await expect(room().demand(tom)).resolves.toBeUndefined();
    expect(await bench.begin('Tom')).toMatch(/^conv_/);
    await bench.drained();
    expect(bench.site.rows('VA Consent Record')).toMatchObject([
      {
        employee: 'HR-EMP-Tom',
        consent_type: 'terms_of_service',
        version: '3',
        granted: 1,
        status: 'granted',
        ip_address: '127.0.0.1',
      },
      { consent_type: 'conversation_logging', granted: 1 },
    ]);
    expect(
      bench.site
        .rows('VA Audit Log')
        .map((row) => (row['payload'] as { event_type: string; event_subtype: string }).event_subtype),
    ).toEqual(['consent_granted', 'consent_granted']);
  });

  it('does not take an agreement to old terms', async () => {
    const tom = await bench.person('Tom');
    const old = [{ consent_type: 'terms_of_service', granted: true, version: '2' }] as const;
    await expect(room().record(tom, old, FROM)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(bench.site.rows('VA Consent Record')).toEqual([]);
  });

  it('is over when a consent is taken back', async () => {
    const tom = await bench.person('Tom');
    const consents = room();
    await consents.record(tom, BOTH, FROM);
    await consents.record(tom, [{ consent_type: 'conversation_logging', granted: false, version: '1' }], FROM);
    expect(consents.required(tom).map((one) => one.consent_type)).toEqual(['conversation_logging']);
    expect(consents.current(tom)).toContainEqual({
      consent_type: 'conversation_logging',
      granted: false,
      version: '1',
    });
  });
});

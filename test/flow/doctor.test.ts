import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../sidecar/config.ts';
import { withDemoSettings } from '../../sidecar/doctor/demo-settings.ts';
import { examine } from '../../sidecar/doctor.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { type Company, openCompany } from './company.ts';

// A bench is paired by hand; the embedded site leaves its settings behind.
describe.skipIf(process.env['VA_FLOW_SITE'])('the doctor beside a running service', () => {
  let company: Company;
  beforeAll(async () => {
    // The doctor is a command of its own and goes by the machine's clock.
    company = await openCompany({ clock: systemClock });
  });
  afterAll(() => company?.close());

  const findings = async (env: Record<string, string> = {}) =>
    await examine(loadConfig(withDemoSettings({ VA_DATA_DIR: company.dir, ...env }).env));

  it('finds nothing to mend, the store in use included', async () => {
    const found = await findings();
    expect(found.filter((finding) => !finding.ok)).toEqual([]);
    expect(found.at(-1)?.detail).toMatch(/in use by the running service/);
  });

  it('tells a wrong site name from a key that nobody registered', async () => {
    const wrong = await findings({ VA_SITE_NAME: 'other.localhost' });
    const key = wrong.find((finding) => finding.what === 'the site trusts our key');
    expect(key).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/VA_SITE_NAME \(other\.localhost\) is probably/),
    });
    const stranger = await findings({ VA_DELEGATION_KEY_FILE: `${company.dir}/another-key.json` });
    expect(stranger.filter((finding) => !finding.ok)).toEqual([
      { what: 'the site trusts our key', ok: false, detail: expect.stringMatching(/401\)\. Register our public key/) },
    ]);
  }, 30_000);
});

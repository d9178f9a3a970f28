import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoSite } from './demo-site.ts';

let site: DemoSite;
beforeAll(async () => {
  site = await DemoSite.open();
});
afterAll(() => site.close());

const METHOD = 'dartwing_va.api.widget';

describe('the widget on pages of the site', () => {
  it('is shown to whoever has an assistant, and to nobody where it is switched off', async () => {
    const priya = site.person('priya@acme.test');
    expect((await priya.get(METHOD)).data).toMatchObject({
      shown: true,
      sidecar_url: null,
      site_time_zone: 'America/Chicago',
    });
    site.running.site.config['dartwing_va_widget'] = 0;
    expect((await priya.get(METHOD)).data.shown).toBe(false);
    delete site.running.site.config['dartwing_va_widget'];
    expect((await priya.get(METHOD)).data.shown).toBe(true);
  });

  it('tells nothing to visitors, the administrator and the service', async () => {
    for (const caller of [site.caller({}), site.person('Administrator'), site.service, site.reading('priya@acme.test')])
      expect((await caller.get(METHOD)).status).toBe(403);
  });
});

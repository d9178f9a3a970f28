import { describe, expect, it } from 'vitest';
import { judged } from '../../sidecar/doctor.ts';
import { featuresOf } from '../../sidecar/frappe/site-features.ts';

const apps = (versions: Record<string, string>) =>
  featuresOf(Object.fromEntries(Object.entries(versions).map(([app, version]) => [app, { version }])));
const bench = { frappe: '15.55.1', erpnext: '15.90.0', hrms: '15.33.0', dartwing_va: '0.1.0' };

describe('what the doctor says of the releases', () => {
  it('names all of them when they go together', () => {
    expect(judged(apps(bench), '0.1.4')).toEqual({
      ok: true,
      detail: 'frappe 15.55.1, erpnext 15.90.0, hrms 15.33.0, dartwing_va 0.1.0, service 0.1.4',
    });
  });

  it('asks for the same release of app and service', () => {
    expect(judged(apps(bench), '0.2.0')).toMatchObject({ ok: false, detail: expect.stringContaining('app is 0.1.0') });
  });

  it.each([
    ['an older Frappe', { ...bench, frappe: '14.99.0' }],
    ['no ERPNext', { frappe: '16.1.0', hrms: '16.0.0', dartwing_va: '0.1.0' }],
  ])('refuses %s', (_title, versions) => {
    expect(judged(apps(versions), '0.1.0')).toMatchObject({ ok: false, detail: expect.stringContaining('is needed') });
  });

  it('says what a missing HRMS means, and is content', () => {
    const { hrms: _, ...without } = bench;
    expect(judged(apps(without), '0.1.0')).toMatchObject({ ok: true, detail: expect.stringContaining('without HRMS') });
  });
});

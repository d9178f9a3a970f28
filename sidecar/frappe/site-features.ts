import { z } from 'zod';
import type { CallOptions, SiteClient } from './site-client.ts';

/** What the site has: everything that differs between Frappe 15 and 16, or by installed apps, is decided here. */
export interface SiteFeatures {
  /** App -> version, as the site names them. */
  readonly apps: Readonly<Record<string, string>>;
  /** Major version of Frappe. */
  readonly frappe: number;
  readonly hrms: boolean;
  readonly crm: boolean;
  readonly erpnext: boolean;
  /** Path of the Desk: `/app` up to 15, `/desk` from 16. */
  readonly deskPath: '/app' | '/desk';
  /** How a count is asked for in `fields` (pitfall 9). */
  readonly aggregates: 'text' | 'object';
  /** False: this release of the sidecar is not made for it. */
  readonly supported: boolean;
}

const versions = z.record(z.string(), z.object({ version: z.string() }).loose());

/** Asks the site which apps it has. `frappe.utils.change_log.get_versions` is there in 15 and 16. @throws SiteFailure. */
export async function detectSiteFeatures(site: SiteClient, options: CallOptions = {}): Promise<SiteFeatures> {
  const answer = await site.read<unknown>('frappe.utils.change_log.get_versions', {}, { kind: 'service' }, options);
  return featuresOf(versions.parse(answer ?? {}));
}

/** The pure part: features of a set of app versions. */
export function featuresOf(answer: z.infer<typeof versions>): SiteFeatures {
  const apps = Object.fromEntries(Object.entries(answer).map(([app, { version }]) => [app, version]));
  const frappe = majorOf(apps['frappe']);
  return {
    apps,
    frappe,
    hrms: 'hrms' in apps,
    crm: 'crm' in apps,
    erpnext: 'erpnext' in apps,
    deskPath: frappe >= 16 ? '/desk' : '/app',
    aggregates: frappe >= 16 ? 'object' : 'text',
    supported: frappe >= 15 && 'erpnext' in apps,
  };
}

function majorOf(version: string | undefined): number {
  return Number(/^v?(\d+)/.exec(version ?? '')?.[1] ?? 0);
}

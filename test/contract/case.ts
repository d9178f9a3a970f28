import type { SiteUnderTest } from './site.ts';

export interface ContractCase {
  readonly id: string;
  /** A sentence about what the site does. */
  readonly title: string;
  /** Row of real-site-findings.md that the case holds. */
  readonly finding?: number;
  /** What only some sites have: `hrms`; `shell`, a command that migrates the site; `embedded`, the site in this process. */
  readonly needs?: 'hrms' | 'shell' | 'embedded';
  run(site: SiteUnderTest): Promise<void>;
}

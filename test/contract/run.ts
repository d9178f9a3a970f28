import type { ContractCase } from './case.ts';
import type { SiteUnderTest } from './site.ts';

/** Why this site cannot have the case, or null. */
export function lacks(site: SiteUnderTest, needs: ContractCase['needs']): string | null {
  if (needs === 'hrms') return site.hasHrms ? null : 'HRMS is not installed';
  if (needs === 'shell') return site.options.migrate === undefined ? 'no command that migrates the site' : null;
  if (needs === 'embedded') return site.options.embedded ? null : 'the clock of the site cannot be moved';
  return null;
}

/** Runs one case and puts away what it made, also when it fails. */
export async function runCase(site: SiteUnderTest, contractCase: ContractCase): Promise<void> {
  try {
    await contractCase.run(site);
  } finally {
    await site.clean();
  }
}

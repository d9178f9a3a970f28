import { afterAll, beforeAll, describe, it } from 'vitest';
import { TOPICS } from './cases.ts';
import { type EmbeddedSite, openEmbedded } from './embedded.ts';
import { lacks, runCase } from './run.ts';

let site: EmbeddedSite;

beforeAll(async () => {
  site = await openEmbedded();
}, 120_000);
afterAll(() => site.close());

for (const [topic, cases] of Object.entries(TOPICS)) {
  describe(`the embedded site: ${topic}`, () => {
    for (const each of cases) {
      it(`${each.id}: ${each.title}`, async ({ skip }) => {
        const lacking = lacks(site.under, each.needs);
        if (lacking !== null) skip(lacking);
        await runCase(site.under, each);
      });
    }
  });
}

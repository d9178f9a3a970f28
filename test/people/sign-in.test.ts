import { expect, it } from 'vitest';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { createSignIn } from '../../sidecar/people/sign-in.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { companySite } from '../fakes/company-site.ts';
import { manualClock } from '../fakes/manual-clock.ts';

async function refusal(error: Error): Promise<unknown> {
  const clock = manualClock();
  const site = await companySite(clock, siteTimeIn('America/Chicago'));
  site.post = async () => {
    throw error;
  };
  const signIn = createSignIn({ site, clock, passwordGrant: true });
  return await signIn.password('priya@acme.test', 'wrong', '127.0.0.1').catch((thrown: unknown) => thrown);
}

it('a wrong password is told as such, without saying which of the two is wrong', async () => {
  expect(await refusal(new VaError('UNAUTHORIZED'))).toMatchObject({
    code: 'UNAUTHORIZED',
    message: 'That user or password is not right.',
  });
});

it('too many tries and a site that is away keep their own words', async () => {
  for (const code of ['RATE_LIMITED', 'SITE_UNAVAILABLE'] as const) {
    const error = new VaError(code);
    expect(await refusal(error)).toBe(error);
  }
});

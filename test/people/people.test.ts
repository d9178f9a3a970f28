import { generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { createPeople, type PeopleRoom } from '../../sidecar/people/people.ts';
import { NO_PERSONALITY } from '../../sidecar/people/person.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { type CompanySite, companySite } from '../fakes/company-site.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';

const PRIYA = 'priya@acme.test';
let clock: ManualClock;
let site: CompanySite;
let people: PeopleRoom;
beforeEach(async () => {
  clock = manualClock();
  site = await companySite(clock, siteTimeIn('America/Chicago'));
  site.profiles.set(PRIYA, profileOf('Priya'));
  people = createPeople({ site, clock });
});
const asked = (method: string) => site.calls.filter((call) => call.method === method).length;

describe('an access token', () => {
  it('tells who is talking, and is itself the proof', async () => {
    const token = await site.token(PRIYA);
    expect(await people.identify(token)).toEqual({
      user: PRIYA,
      sessionId: `ses_${PRIYA}`,
      epoch: 1,
      expiresAt: Math.floor(clock.now() / 1000) * 1000 + 900_000,
      accessToken: token,
    });
  });

  it.each([
    ['of another site', { iss: 'globex.test' }],
    ['for somebody else', { aud: 'other' }],
    ['of another kind', { typ: 'va-read' }],
    ['without a session', { sid: undefined }],
    ['with an epoch that is no number', { epoch: '1' }],
    ['from the future', { iat: Math.floor(Date.UTC(2026, 10, 23, 12) / 1000) + 60 }],
  ])('%s is refused', async (_what, claims) => {
    await expect(people.identify(await site.token(PRIYA, claims))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it.each([['', 'a.b.c', 'x'.repeat(5000), 'eyJhbGciOiJub25lIn0.e30.']].flat().map((text) => [text]))(
    'that is none is refused (%#)',
    async (text) => {
      await expect(people.identify(text)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    },
  );

  it('signed by another key under the same name is refused, and so is a symmetric signature', async () => {
    const other = await generateKeyPair('EdDSA');
    const forged = () =>
      new SignJWT({
        typ: 'va-user',
        sid: 's',
        epoch: 1,
        jti: 'j',
        sub: PRIYA,
        iss: 'acme.test',
        aud: 'dartwing-va',
        iat: 1,
        exp: 9e9,
      });
    const eddsa = await forged().setProtectedHeader({ alg: 'EdDSA', kid: 'k1' }).sign(other.privateKey);
    await expect(people.identify(eddsa)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const hmac = await forged()
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from('a secret that is long enough for it'));
    await expect(people.identify(hmac)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('runs out five seconds after its time', async () => {
    const token = await site.token(PRIYA);
    await clock.advance(904_000);
    await people.identify(token);
    await clock.advance(2000);
    await expect(people.identify(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('with an unknown key asks the site again, but not for every one', async () => {
    await people.identify(await site.token(PRIYA));
    for (let n = 0; n < 20; n += 1) {
      await expect(people.identify(await site.token(PRIYA, {}, { kid: `k${n + 5}` }))).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
      });
    }
    expect(asked('jwks')).toBe(1);
    await clock.advance(10_000);
    await expect(people.identify(await site.token(PRIYA, {}, { kid: 'k99' }))).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    expect(asked('jwks')).toBe(2);
  });

  it('is not judged while the keys cannot be had, and a known key outlives the site', async () => {
    site.down = true;
    await expect(people.identify(await site.token(PRIYA))).rejects.toMatchObject({ code: 'SITE_UNAVAILABLE' });
    site.down = false;
    await clock.advance(10_000);
    await people.identify(await site.token(PRIYA));
    site.down = true;
    await clock.advance(700_000);
    expect((await people.identify(await site.token(PRIYA))).user).toBe(PRIYA);
  });
});

describe('a session that is over', () => {
  it('is refused from the moment the bus says so, and listeners hear it', async () => {
    const token = await site.token(PRIYA);
    await people.identify(token);
    const heard: unknown[] = [];
    people.onRevoked((user, epoch) => heard.push([user, epoch]));
    await people.handleBus({ kind: 'session', user: PRIYA, epoch: 2, session: null });
    await expect(people.identify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(heard).toEqual([[PRIYA, 2]]);
    site.epochs.set(PRIYA, 2);
    expect((await people.identify(await site.token(PRIYA))).epoch).toBe(2);
  });

  it('ends alone when the event names it: other sign-ins of the person go on', async () => {
    const [over, other] = [await site.token(PRIYA, { sid: 'ses_one' }), await site.token(PRIYA, { sid: 'ses_two' })];
    await people.identify(over);
    const heard: unknown[] = [];
    people.onRevoked((user, _epoch, session) => heard.push([user, session]));
    await people.handleBus({ kind: 'session', user: PRIYA, epoch: 1, session: 'ses_one' });
    await expect(people.identify(over)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect((await people.identify(other)).sessionId).toBe('ses_two');
    expect(heard.at(-1)).toEqual([PRIYA, 'ses_one']);
  });

  it('is found after a reconnect, when the event was missed', async () => {
    const [token, other] = [await site.token(PRIYA), await site.token('erik@acme.test', { sid: 'ses_over' })];
    await people.identify(token);
    await people.identify(other);
    site.epochs.set(PRIYA, 2);
    site.endedSessions.add('ses_over');
    await people.handleBus({ kind: 'connected' });
    await expect(people.identify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(people.identify(other)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('is found by the next look at the profile, also after our own restart', async () => {
    const token = await site.token(PRIYA);
    site.epochs.set(PRIYA, 2);
    await people.identify(token);
    await people.person(PRIYA);
    await expect(people.identify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});

describe('a person', () => {
  it('is what Frappe says, read once a minute however many ask', async () => {
    const [one] = await Promise.all([people.person(PRIYA), people.person(PRIYA), people.person(PRIYA)]);
    expect(one).toMatchObject({
      user: PRIYA,
      employee: { id: 'HR-EMP-Priya', reportsTo: 'HR-EMP-Marcus' },
      instance: { vaName: 'Wing', subAgents: ['hr'], dailyActionLimit: 200 },
      settings: { confirmationExpiryMs: 900_000 },
      timeZone: 'America/Chicago',
    });
    expect(asked('profile')).toBe(1);
    await clock.advance(61_000);
    await people.person(PRIYA);
    expect(asked('profile')).toBe(2);
  });

  it('is read anew after a change that the bus tells of', async () => {
    await people.person(PRIYA);
    await people.handleBus({ kind: 'changed', doctype: 'VA Instance', name: 'VA-Priya' });
    await people.person(PRIYA);
    expect(asked('profile')).toBe(2);
  });

  it('is heard in a changed voice: the bus names the personality, and nobody else is read anew', async () => {
    const voice = (values: Record<string, unknown>) => ({
      record: 'pers_1',
      company: { preset: 'friendly', values: {} },
      template: null,
      own: { preset: null, values },
      phrases: {},
      persona: null,
      wording: null,
      wishes: 'Short, please.',
    });
    site.profiles.set(PRIYA, profileOf('Priya', { personality: voice({ warmth: 9 }) }));
    site.profiles.set('tom@acme.test', profileOf('Tom'));
    expect((await people.person(PRIYA)).personality).toEqual({ ...voice({ warmth: 9 }), persona: '', wording: '' });
    expect((await people.person('tom@acme.test')).personality).toEqual(NO_PERSONALITY);
    site.profiles.set(PRIYA, profileOf('Priya', { personality: voice({ warmth: 1 }) }));
    await people.handleBus({ kind: 'changed', doctype: 'VA Personality', name: 'pers_1' });
    expect((await people.person(PRIYA)).personality.own.values).toEqual({ warmth: 1 });
    await people.person('tom@acme.test');
    expect(asked('profile')).toBe(3);
    // A profile that was made just now belongs to somebody who had none.
    await people.handleBus({ kind: 'changed', doctype: 'VA Personality', name: 'pers_2' });
    await people.person('tom@acme.test');
    expect(asked('profile')).toBe(4);
  });

  it('that is dropped while it is being read is not kept', async () => {
    const reading = people.person(PRIYA);
    people.forget(PRIYA);
    await reading;
    await people.person(PRIYA);
    expect(asked('profile')).toBe(2);
  });

  it.each(['NO_EMPLOYEE', 'EMPLOYEE_LEFT', 'USER_DISABLED', 'ASSISTANT_OFF', 'ASSISTANT_PAUSED'])(
    'is refused as the site says: %s',
    async (code) => {
      site.profiles.set(
        PRIYA,
        profileOf('Priya', { refusal: { code, message: 'Ask HR.' }, employee: null, instance: null }),
      );
      await expect(people.person(PRIYA)).rejects.toMatchObject({ code, message: 'Ask HR.' });
    },
  );

  it('is nobody when the site answers nonsense or about somebody else', async () => {
    site.profiles.set(PRIYA, profileOf('Erik'));
    await expect(people.person(PRIYA)).rejects.toMatchObject({ code: 'SITE_ERROR' });
    site.profiles.set(PRIYA, { user: PRIYA });
    await expect(people.person(PRIYA)).rejects.toMatchObject({ code: 'SITE_ERROR' });
  });

  it('goes on being read for others when one caller gives up', async () => {
    const impatient = new AbortController();
    const [first, second] = [people.person(PRIYA, impatient.signal), people.person(PRIYA)];
    impatient.abort(new VaError('CANCELLED'));
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).user).toBe(PRIYA);
  });
});

describe('site time', () => {
  it('is naive, in the zone of the site, and comes back to the millisecond', () => {
    const time = siteTimeIn('America/Chicago');
    const at = Date.UTC(2026, 10, 23, 15, 4, 5, 67);
    expect(time.toSite(at)).toBe('2026-11-23 09:04:05.067000');
    expect(time.fromSite(time.toSite(at))).toBe(at);
    expect(time.fromSite('2026-11-23 9:04:05')).toBe(at - 67);
    expect(time.fromSite('2026-11-23')).toBe(Date.UTC(2026, 10, 23, 6));
    expect([time.fromSite(null), time.fromSite('soon'), time.fromSite('2026-02-31 10:00:00')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(() => siteTimeIn('Nowhere/Land')).toThrow(RangeError);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo } from '../../devsite/apps/demo/seed.ts';
import { registerApps } from '../../devsite/apps/register.ts';
import { kidOf } from '../../devsite/core/tokens.ts';
import { openSite, type RunningSite } from '../../devsite/open-site.ts';
import { prepareSite } from './prepare.ts';
import type { SiteUnderTest } from './site.ts';

/** Wednesday 16 September 2026, 10:00 in Chicago. */
export const WEDNESDAY = Date.UTC(2026, 8, 16, 15);
const ADMIN = { user: 'Administrator', password: 'Correct-Horse-9431' };

export interface EmbeddedSite {
  readonly under: SiteUnderTest;
  readonly running: RunningSite;
  readonly clock: { now: number };
  close(): Promise<void>;
}

/** The embedded site in this process: a real server on free ports, an own folder, a clock that runs from `start`. */
export async function openEmbedded(start = WEDNESDAY, timeZone = 'America/Chicago'): Promise<EmbeddedSite> {
  const dir = mkdtempSync(join(tmpdir(), 'va-contract-'));
  const clock = { now: start };
  // Every look moves it a little: no two documents of a real site are made in the same microsecond.
  const tick = (): number => {
    clock.now += 1;
    return clock.now;
  };
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const sidecar = { kid: kidOf(x), d };
  writeFileSync(join(dir, 'sidecar-key.pub.json'), JSON.stringify({ kid: sidecar.kid, x }));
  const running = await openSite({
    dir,
    name: 'site1.local',
    timeZone,
    clock: tick,
    apps: [{ name: 'dartwing_va', register: registerApps }],
    logError: () => undefined,
  });
  const close = async (): Promise<void> => {
    await running.close();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    seedDemo(running.site, dir);
    running.site.transaction((ctx) => ctx.setPassword(ADMIN.user, ADMIN.password));
    const under = await prepareSite({
      url: running.url,
      name: 'site1.local',
      socketUrl: running.socketUrl,
      embedded: true,
      admin: ADMIN,
      sidecar,
      clock: () => clock.now,
      advance: (ms) => {
        clock.now += ms;
      },
    });
    return { under, running, clock, close };
  } catch (error) {
    await close();
    throw error;
  }
}

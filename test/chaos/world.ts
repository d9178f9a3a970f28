import { createClient } from './client.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type PortalActor, playPortalOnce, sayAtSite } from './portal-story.ts';
import { type Row, type SiteUser, siteUser } from './site-client.ts';
import type { Stack } from './stack.ts';
import { type Actor, playOnce } from './story.ts';
import { type Truth, verify } from './verify.ts';

const PASSWORD = 'demo';
/** They talk to the sidecar. */
const TALKERS = ['priya@acme.test', 'li@acme.test', 'tom.b@acme.test', 'finance@acme.test'];
/** Talks over a portal page of the site. */
const PORTAL = 'sales@acme.test';
/** Writes at the site while the sidecar is down. */
const WRITER = 'marcus@acme.test';
const DAY_MS = 86_400_000;
const MANY = 100_000;

/** The employees of the demo company at work. */
export interface World {
  readonly ledger: Ledger;
  /** Everybody plays the script again and again until `stop` is aborted, then finishes the run in hand. */
  play(stop: AbortSignal): Promise<void>;
  /** A message at the site, which somebody must answer when the sidecar is back. */
  writeAtSite(): Promise<void>;
  verify(): Promise<string[]>;
}

export async function openWorld(options: {
  readonly stack: Stack;
  readonly random: () => number;
  readonly newId: () => string;
  readonly traffic: () => void;
}): Promise<World> {
  const { stack, random, newId, traffic } = options;
  const ledger = createLedger();
  const site = (user: string): SiteUser =>
    siteUser({ url: stack.siteUrl, login: { user, password: PASSWORD }, ledger, traffic });
  const admin = site('Administrator');
  const truth: Truth = {
    admin,
    service: siteUser({ url: stack.siteUrl, login: { authorization: stack.service } }),
    sidecarUrl: stack.sidecarUrl,
    seeded: new Set((await admin.list('Leave Application', ['name'])).map((row) => String(row['name']))),
  };
  await liftLimits(admin);
  const free = await freeDays(admin);
  const actors: Actor[] = TALKERS.map((user) => ({
    client: createClient({ url: stack.sidecarUrl, user, password: PASSWORD, ledger, traffic }),
    ledger,
    url: stack.sidecarUrl,
    random,
    newId,
    days: [...free],
  }));
  const portalActor = (user: string): PortalActor => ({
    user,
    site: site(user),
    ledger,
    random,
    newId,
    days: [...free],
  });
  const portal = portalActor(PORTAL);
  const writer = portalActor(WRITER);

  return {
    ledger,
    async play(stop) {
      const lives = [...actors.map((actor) => () => playOnce(actor)), () => playPortalOnce(portal)];
      const crowd = new AbortController();
      await Promise.all(
        lives.map(async (live) => {
          try {
            while (!stop.aborted && !crowd.signal.aborted) await live();
          } catch (error) {
            // One broken promise ends the run; the others stop at the end of their own.
            crowd.abort();
            throw error;
          }
        }),
      );
    },
    async writeAtSite() {
      await sayAtSite(writer, 'how much annual leave do I have left?', null);
    },
    verify: () => verify(truth, ledger),
  };
}

/** As an HR admin may: these employees do in a minute what others do in a day. */
async function liftLimits(admin: SiteUser): Promise<void> {
  await admin.update('VA Company Settings', 'Acme', { max_actions_per_minute: 200 });
  for (const { name } of await admin.list('VA Template', ['name'], [['company', '=', 'Acme']])) {
    await admin.update('VA Template', String(name), { daily_action_limit: MANY });
  }
  for (const { name } of await admin.list('VA Instance', ['name'], [['company', '=', 'Acme']])) {
    await admin.update('VA Instance', String(name), { daily_action_limit: MANY });
  }
}

/** Working days for which everybody has leave allocated and on which nobody of the demo has any. */
async function freeDays(admin: SiteUser): Promise<string[]> {
  const allocations = await admin.list(
    'Leave Allocation',
    ['from_date', 'to_date'],
    [['leave_type', '=', 'Annual Leave']],
  );
  const holidays = new Set(
    (await listed(admin, 'Holiday List', 'Acme Holidays', 'holidays')).map((row) => String(row['holiday_date'])),
  );
  const taken = await admin.list('Leave Application', ['from_date', 'to_date']);
  const last = Math.min(...allocations.map((row) => Date.parse(String(row['to_date']))));
  const days: string[] = [];
  for (let at = Date.now() + 3 * DAY_MS; at < last; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    const isTaken = taken.some((row) => day >= String(row['from_date']) && day <= String(row['to_date']));
    if (!holidays.has(day) && !isTaken) days.push(day);
  }
  return days;
}

async function listed(admin: SiteUser, doctype: string, name: string, table: string): Promise<Row[]> {
  const rows = (await admin.get(doctype, name))[table];
  return Array.isArray(rows) ? (rows as Row[]) : [];
}

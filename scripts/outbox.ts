import { parseArgs } from 'node:util';
import { systemClock } from '../sidecar/lib/clock.ts';
import { createLog } from '../sidecar/lib/log.ts';
import { loadSettings, SettingsError, setting, text } from '../sidecar/lib/settings.ts';
import { type DeadLetters, deadLetters } from '../sidecar/records/dead-letters.ts';
import type { DeadLetter, SiteRecord } from '../sidecar/records/record.ts';
import { openEmbeddedStores } from '../sidecar/stores/embedded/open.ts';
import { openRedisStores } from '../sidecar/stores/redis/open.ts';
import { storesSettings } from '../sidecar/stores/settings.ts';
import { StoreRefused } from '../sidecar/stores/store-refused.ts';
import type { Stores } from '../sidecar/stores/stores.ts';

const HELP = `Records that the site refused for good ("dead letters"): look, mend, send again.

  node scripts/outbox.ts list                         every dead letter, one a line
  node scripts/outbox.ts show <id>                    one of them in full
  node scripts/outbox.ts mend <id> --set field=value --unset field
                                                      changes the stored record; the value is JSON or a plain text
  node scripts/outbox.ts replay <id>... | --all       back to the end of the outbox; --set and --unset work here too

Reads REDIS_URL or VA_DATA_DIR, and VA_SITE_NAME with Redis. The sidecar may run meanwhile and sends what is replayed.`;

/** Wrong use of the command: printed with the help, exit code 2. */
class Usage extends Error {}

/** Runs the command; answers the exit code. */
export async function outboxCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        set: { type: 'string', multiple: true, default: [] },
        unset: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [command, ...ids] = positionals;
    if (values.help || command === undefined) {
      print(HELP);
      return values.help ? 0 : 2;
    }
    const mend = mending(values.set, values.unset);
    const stores = await open(env);
    try {
      return await run(command, ids, { all: values.all, mend }, deadLetters(stores.journal), print);
    } finally {
      await stores.close();
    }
  } catch (error) {
    if (error instanceof Usage || (error instanceof TypeError && Reflect.get(error, 'code') !== undefined)) {
      print(`${error.message}\n\n${HELP}`);
      return 2;
    }
    if (error instanceof SettingsError || error instanceof StoreRefused) {
      print(error.message);
      return 1;
    }
    throw error;
  }
}

type Mend = (record: SiteRecord) => SiteRecord;

async function run(
  command: string,
  ids: readonly string[],
  options: { readonly all: boolean; readonly mend: Mend | null },
  letters: DeadLetters,
  print: (line: string) => void,
): Promise<number> {
  const all = await letters.list();
  const known = new Set(all.map((letter) => letter.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    print(`There is no dead letter ${unknown.join(', ')}.`);
    return 1;
  }
  const chosen = options.all ? [...known] : ids;
  switch (command) {
    case 'list':
      for (const letter of all) print(line(letter));
      print(all.length === 1 ? '1 dead letter' : `${all.length} dead letters`);
      return 0;
    case 'show':
      if (ids.length === 0) throw new Usage('Say which: show <id>.');
      for (const letter of all) if (ids.includes(letter.id)) print(JSON.stringify(letter, null, 2));
      return 0;
    case 'mend':
      if (ids.length === 0 || !options.mend) throw new Usage('Say which and how: mend <id> --set field=value.');
      print(`mended ${await letters.mend(ids, options.mend)}; "list" shows the new ids`);
      return 0;
    case 'replay':
      if (chosen.length === 0 && !options.all) throw new Usage('Say which: replay <id>..., or --all.');
      print(`replayed ${await letters.replay(chosen, options.mend ?? undefined)}`);
      return 0;
    default:
      throw new Usage(`There is no command "${command}".`);
  }
}

function line({ id, record, reason, at }: DeadLetter): string {
  return [
    id,
    new Date(at).toISOString(),
    record.op,
    record.doctype,
    record.name,
    `${reason.type}: ${reason.message}`,
  ].join('  ');
}

/** Null when nothing is to be changed. */
function mending(set: readonly string[], unset: readonly string[]): Mend | null {
  if (set.length === 0 && unset.length === 0) return null;
  const given = set.map((pair): [string, unknown] => {
    const at = pair.indexOf('=');
    if (at < 1) throw new Usage(`--set wants field=value, not "${pair}".`);
    return [pair.slice(0, at), jsonOrText(pair.slice(at + 1))];
  });
  return (record) => {
    const values = Object.entries(record.values).filter(([field]) => !unset.includes(field));
    return { ...record, values: Object.fromEntries([...values, ...given]) };
  };
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

async function open(env: Readonly<Record<string, string | undefined>>): Promise<Stores> {
  const own = new Set(Object.values(storesSettings).map((one) => one.env));
  const mine = Object.fromEntries(Object.entries(env).filter(([name]) => own.has(name) || name === 'VA_SITE_NAME'));
  const { stores } = loadSettings({ stores: storesSettings }, mine, ['VA_SITE_NAME']);
  const log = createLog({ level: 'silent' });
  if (stores.redisUrl === null) {
    return openEmbeddedStores({ dir: stores.dataDir, clock: systemClock, log, exclusive: false });
  }
  const siteName = setting({
    env: 'VA_SITE_NAME',
    schema: text(),
    description: 'Name of the site whose records these are.',
  });
  const { site } = loadSettings({ site: { siteName } }, mine, [...own]);
  return openRedisStores({ url: stores.redisUrl, site: site.siteName, clock: systemClock, log });
}

if (import.meta.main) {
  process.exitCode = await outboxCommand(process.argv.slice(2), process.env, (text) =>
    process.stdout.write(`${text}\n`),
  );
}

/** What `devsite/main.ts` takes from environment and command line. */
export interface SiteSettings {
  readonly name: string;
  readonly timeZone: string;
  readonly webPort: number;
  readonly socketioPort: number;
  /** `VA_DATA_DIR`; what site and sidecar hand each other lies there. */
  readonly dataDir: string;
  /** Folder of this site inside `dataDir`. */
  readonly dir: string;
  readonly host: string;
  readonly fresh: boolean;
  /** Where browsers reach the sidecar; null: pages of the site go without it. */
  readonly sidecarUrl: string | null;
}

function port(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new Error(`${name} must be a port number, not ${JSON.stringify(text)}.`);
  return value;
}

/** @throws Error that says which setting is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, args: readonly string[]): SiteSettings {
  for (const arg of args) if (arg !== '--fresh') throw new Error(`Unknown argument ${arg}; there is only --fresh.`);
  const name = env['SITE_NAME'] || 'va.localhost';
  if (!/^[a-z0-9]([a-z0-9.-]{0,100}[a-z0-9])?$/.test(name))
    throw new Error(`SITE_NAME must be a host name, not ${JSON.stringify(name)}.`);
  const timeZone = env['SITE_TIME_ZONE'] || 'America/Chicago';
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
  } catch (error) {
    throw new Error(`SITE_TIME_ZONE must be an IANA time zone, not ${JSON.stringify(timeZone)}.`, { cause: error });
  }
  const dataDir = env['VA_DATA_DIR'] || '.data';
  return {
    name,
    timeZone,
    dataDir,
    dir: `${dataDir}/sites/${name}`,
    host: env['SITE_HOST'] || '127.0.0.1',
    fresh: args.includes('--fresh'),
    sidecarUrl: env['SITE_SIDECAR_URL'] || null,
    webPort: port(env['SITE_PORT'], 8_000, 'SITE_PORT'),
    socketioPort: port(env['SITE_SOCKETIO_PORT'], 9_000, 'SITE_SOCKETIO_PORT'),
  };
}

/** What to do about a port that cannot be opened; null for any other error. */
export function portProblem(error: unknown, settings: Pick<SiteSettings, 'webPort' | 'socketioPort'>): string | null {
  if (!(error instanceof Error)) return null;
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  const name = port === settings.socketioPort && port !== settings.webPort ? 'SITE_SOCKETIO_PORT' : 'SITE_PORT';
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Stop what uses it, or set ${name} to another port.`;
  if (code === 'EACCES') return `Port ${port} is not ours to open. Set ${name} to a port above 1023.`;
  return null;
}

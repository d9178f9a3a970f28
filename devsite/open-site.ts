import { rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { createSite, type EngineSite, randomName } from './engine/site.ts';
import type { Row, SiteApp } from './engine/types.ts';
import { coreApp } from './frappe/core-app.ts';
import { createServer } from './http/server.ts';
import { createRealtime } from './realtime/server.ts';

export interface OpenSiteOptions {
  /** Folder of the site's data; made when missing. */
  readonly dir: string;
  readonly name?: string;
  /** IANA zone of the site's naive datetimes. */
  readonly timeZone?: string;
  readonly clock?: () => number;
  /** Hash names of ten characters. */
  readonly ids?: () => string;
  /** Apps after the framework, in order of installation. */
  readonly apps?: readonly SiteApp[];
  /** Site config laid over `site_config.json`. */
  readonly config?: Row;
  /** 0 = any free port. */
  readonly ports?: { readonly web?: number; readonly socketio?: number };
  readonly host?: string;
  /** Throws away the data of the folder first. */
  readonly fresh?: boolean;
  /** Unexpected errors: one line, no contents of documents. */
  readonly logError?: (message: string) => void;
}

export interface RunningSite {
  readonly site: EngineSite;
  readonly url: string;
  readonly socketUrl: string;
  close(): Promise<void>;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Opens the site's data and serves HTTP and socket.io on loopback (unless `host` says otherwise) until `close`. */
export async function openSite(options: OpenSiteOptions): Promise<RunningSite> {
  const host = options.host ?? '127.0.0.1';
  const logError = options.logError ?? ((message: string) => process.stderr.write(`site: ${message}\n`));
  if (options.fresh) rmSync(options.dir, { recursive: true, force: true });
  const site = createSite({
    dir: options.dir,
    name: options.name ?? 'va.localhost',
    timeZone: options.timeZone ?? 'America/Chicago',
    url: '',
    clock: options.clock ?? Date.now,
    ids: options.ids ?? randomName,
    config: { files_dir: join(options.dir, 'files'), ...options.config },
  });
  const describe = (error: unknown): string =>
    error instanceof Error ? `${error.name}: ${error.stack ?? ''}` : typeof error;
  const web = createServer(site.engine, logError);
  const realtime = createRealtime(site.engine, (error) => logError(describe(error)));
  const close = async (): Promise<void> => {
    await realtime.close();
    await web.close();
    site.close();
  };
  try {
    const rolesInUse = (): string[] => [
      ...new Set([...site.engine.metas.values()].flatMap((meta) => meta.permissions.map((row) => row.role))),
    ];
    site.start([coreApp(rolesInUse), ...(options.apps ?? [])]);
    await web.listen({ port: options.ports?.web ?? 0, host });
    site.setUrl(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${portOf(web.server)}`);
    await new Promise<void>((resolve, reject) => {
      realtime.http.once('error', reject);
      realtime.http.listen(options.ports?.socketio ?? 0, host, resolve);
    });
  } catch (error) {
    await close();
    throw error;
  }
  site.config['socketio_port'] = portOf(realtime.http);
  return {
    site,
    url: site.url,
    socketUrl: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${portOf(realtime.http)}`,
    close,
  };
}

import { io } from 'socket.io-client';
import { z } from 'zod';
import { backoff } from '../lib/async.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { BusEvent, SiteBus } from './site-client.ts';

const id = z.string().min(1).max(140);
// The site sends ids only; what else a later version adds is dropped here.
const busEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), turn: id, conversation: id, employee: id, user: id }),
  z.object({
    kind: z.literal('action'),
    action: id,
    status: id,
    user: id,
    conversation: id.nullish().transform((value) => value ?? null),
  }),
  z.object({ kind: z.literal('changed'), doctype: id, name: id }),
  z.object({ kind: z.literal('knowledge'), doctype: id, name: id }),
  z.object({
    kind: z.literal('session'),
    user: id,
    epoch: z.number().int().nonnegative(),
    session: id.nullish().transform((value) => value ?? null),
  }),
]);

export interface SiteBusOptions {
  /** Address of Frappe's socket.io server, or of the proxy before it. */
  readonly socketioUrl: string;
  /** Address of the site: Frappe's socket.io server asks it who we are (frappe-contract.md 1.2). */
  readonly siteUrl: string;
  readonly siteName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics?: Metrics;
}

/** Frappe's realtime bus, as the service user. Events may get lost: every (re)connect says `connected` first. */
export function openSiteBus(options: SiteBusOptions): SiteBus {
  const { siteName, clock, log } = options;
  const listeners = new Set<(event: BusEvent) => Promise<void>>();
  const stopped = new AbortController();
  const pause = backoff({ baseMs: 500, maxMs: 15_000, random: options.random });
  const events = options.metrics?.counter('bus_events_total', 'Events from the Frappe bus.', ['kind']);
  let refusals = 0;
  let work: Promise<void> = Promise.resolve();

  const site = new URL(options.siteUrl);
  const socket = io(`${options.socketioUrl.replace(/\/+$/, '')}/${siteName}`, {
    autoConnect: false,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 15_000,
    extraHeaders: {
      // Origin and Host must name the same host; the server dials the Origin to check the key.
      Origin: site.origin,
      Host: site.host,
      'X-Frappe-Site-Name': siteName,
      // Frappe 15 turns away who sends no cookie, even with a key (frappe-contract.md 1.2).
      Cookie: 'x=1',
      Authorization: `token ${options.apiKey}:${options.apiSecret}`,
    },
  });

  function tell(event: BusEvent): void {
    events?.inc({ kind: event.kind });
    work = work.then(async () => {
      for (const listener of [...listeners]) {
        try {
          await listener(event);
        } catch (error) {
          log.error('an event of the bus could not be handled', { kind: event.kind }, error);
        }
      }
    });
  }

  /** socket.io gives up by itself when the server refused it: the key may be mended, the site may be starting. */
  function connectLater(): void {
    if (stopped.signal.aborted || socket.active) return;
    refusals += 1;
    clock.sleep(pause(refusals), stopped.signal).then(
      () => socket.connect(),
      () => undefined,
    );
  }

  socket.on('connect', () => {
    refusals = 0;
    log.info('connected to the bus');
    tell({ kind: 'connected' });
  });
  socket.on('connect_error', (error) => {
    log.warn('the bus cannot be reached', {}, error);
    connectLater();
  });
  socket.on('disconnect', (reason) => {
    log.warn('disconnected from the bus', { reason });
    connectLater();
  });
  socket.on('dartwing_va', (payload: unknown) => {
    const parsed = busEvent.safeParse(payload);
    if (parsed.success) return tell(parsed.data);
    events?.inc({ kind: 'invalid' });
    log.warn('an event of the bus has another form', { issue: parsed.error.issues[0]?.path.join('.') ?? '' });
  });

  return {
    get connected() {
      return socket.connected;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    start: () => {
      if (!stopped.signal.aborted) socket.connect();
    },
    async close() {
      stopped.abort();
      socket.disconnect();
      await work;
    },
  };
}

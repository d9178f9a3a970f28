import { VOICE_CLOSE, VOICE_SILENT_MS } from '@dartwing-va/contract/voice.ts';
import type { VoiceLink } from '../../voice/voice-link.ts';
import type { GatewayDeps } from '../deps.ts';
import { serveVoice, type VoiceConnection, type VoiceHello } from './voice-connection.ts';

const TICK_MS = 1000;
const PING_MS = 30_000;

/** A link whose other side can be asked whether it is still there; null where the transport sees to that itself, as soon as we would. */
export interface AskableLink extends VoiceLink {
  readonly ping: (() => void) | null;
}

/** A connection that is looked after. */
export interface WatchedConnection extends VoiceConnection {
  /** Anything at all came, pongs included. */
  heard(): void;
}

/** All connections of `va-voice-v1`, whatever carries them: silent ones are asked, and given up after 40 s. */
export interface VoiceConnections {
  readonly count: number;
  open(link: AskableLink, hello: VoiceHello): WatchedConnection;
  close(): void;
}

interface Watched {
  readonly link: AskableLink;
  readonly connection: VoiceConnection;
  /** When anything at all came, epoch ms, to the tick. */
  heardAt: number;
  isHeard: boolean;
  pingedAt: number;
}

export function createVoiceConnections(deps: GatewayDeps): VoiceConnections {
  const { clock } = deps;
  const watched = new Set<Watched>();
  const over = new AbortController();

  /** One hand for all connections. */
  function watch(): void {
    const tick = async () => {
      while (watched.size > 0) {
        await clock.sleep(TICK_MS, over.signal);
        const now = clock.now();
        for (const one of watched) {
          if (one.isHeard || one.link.ping === null) one.heardAt = now;
          one.isHeard = false;
          if (now - one.heardAt > VOICE_SILENT_MS) one.connection.close(VOICE_CLOSE.silent, 'silent');
          else if (now - one.pingedAt >= PING_MS) {
            one.pingedAt = now;
            one.link.ping?.();
          }
          one.connection.tick(now);
        }
      }
    };
    tick().catch((error: unknown) => {
      if (!over.signal.aborted) deps.log.error('voice connections are not looked after any more', {}, error);
    });
  }

  return {
    get count() {
      return watched.size;
    },
    open(link, hello) {
      const now = clock.now();
      const connection = serveVoice(deps, link, hello);
      const one: Watched = { link, connection, heardAt: now, isHeard: false, pingedAt: now };
      watched.add(one);
      if (watched.size === 1) watch();
      return {
        ...connection,
        heard() {
          one.isHeard = true;
        },
        gone() {
          watched.delete(one);
          connection.gone();
        },
      };
    },
    close() {
      over.abort();
      for (const { connection } of watched) connection.close(1001, 'shutdown');
    },
  };
}
